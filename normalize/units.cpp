// One of this folder's two files that include nlohmann-json (the other is schema_check.cpp).
#include "normalize/units.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "schemas/embedded.h"

namespace budgetlift {
namespace {

using Names = std::set<std::string, std::less<>>;

struct Units {
  Names scales, units, counted, needs_operator, not_after_chinese, words;
};

const Units& units() {
  static const Units all = [] {
    Units out;
    for (const EmbeddedFile& file : embedded_files()) {
      if (file.path != "schemas/units.json") continue;
      const auto j = nlohmann::json::parse(file.text);  // built in and tested: cannot fail
      out.scales = j.at("scales").get<Names>();
      out.units = j.at("units").get<Names>();
      out.counted = j.at("counted").get<Names>();
      out.needs_operator = j.at("needs_operator").get<Names>();
      out.not_after_chinese = j.at("not_after_chinese_numerals").get<Names>();
      out.words = j.at("words").get<Names>();
    }
    return out;
  }();
  return all;
}

bool holds(const Names& names, std::string_view name) {
  return names.find(name) != names.end();
}

bool is_atom(std::string_view text) {
  const Units& all = units();
  if (holds(all.units, text) || holds(all.scales, text)) return true;
  constexpr std::string_view kPiece = "个";
  if (text.starts_with(kPiece) && holds(all.counted, text.substr(kPiece.size()))) return true;
  for (const std::string& scale : all.scales) {
    if (text.starts_with(scale) && holds(all.units, text.substr(scale.size()))) return true;
  }
  return false;
}

// The atoms of a joined unit; empty if it is not well formed.
std::vector<std::string> atoms_of(std::string_view unit) {
  constexpr std::string_view kSeparators[] = {"/", "每", "·", "•", "或", "、", ".", "*", "×", "(", ")"};
  std::vector<std::string> atoms;
  std::string atom;
  int open = 0;
  bool after_bracket = false;  // nothing need stand between ")" and the next separator, or before "("
  for (size_t i = 0; i < unit.size();) {
    const std::string_view rest = unit.substr(i);
    const auto separator = std::find_if(std::begin(kSeparators), std::end(kSeparators),
                                        [&](std::string_view s) { return rest.starts_with(s); });
    if (separator == std::end(kSeparators)) {
      if (after_bracket) return {};
      atom.push_back(unit[i++]);
      continue;
    }
    open += *separator == "(" ? 1 : *separator == ")" ? -1 : 0;
    if (open < 0 || open > 1) return {};
    if (!atom.empty()) {
      atoms.push_back(atom);
      atom.clear();
    } else if (*separator != "(" && !after_bracket) {
      return {};
    }
    after_bracket = *separator == ")";
    i += separator->size();
  }
  if (!atom.empty()) {
    atoms.push_back(atom);
  } else if (!after_bracket) {
    return {};
  }
  return open == 0 ? atoms : std::vector<std::string>{};
}

}  // namespace

UnitKind unit_kind(std::string_view unit, bool chinese) {
  constexpr size_t kLongest = 60;  // bytes
  if (unit.empty() || unit.size() > kLongest) return UnitKind::none;
  const Units& all = units();
  if (chinese && holds(all.not_after_chinese, unit)) return UnitKind::none;
  if (holds(all.needs_operator, unit)) return chinese ? UnitKind::none : UnitKind::needs_operator;
  if (is_atom(unit)) return UnitKind::known;
  if (holds(all.words, unit)) return chinese ? UnitKind::none : UnitKind::word;
  const auto atoms = atoms_of(unit);
  if (atoms.empty() || !std::all_of(atoms.begin(), atoms.end(), is_atom)) return UnitKind::none;
  return UnitKind::known;
}

bool begins_with_unit(std::string_view text) {
  for (size_t length = 1; length < text.size(); ++length) {
    if ((static_cast<unsigned char>(text[length]) & 0xC0) != 0x80 && is_atom(text.substr(0, length))) return true;
  }
  return false;
}

}  // namespace budgetlift
