#include "extract/dump_kind_names.h"

#include <algorithm>
#include <string>

#include "extract/dump_text.h"

namespace budgetlift {
namespace {

constexpr size_t kShownOfName = 3;   // characters of a name that are enough where a line's end cuts it
constexpr int kGluedShare = 4;       // of so many names one with what follows glued to it is enough: wide columns part them
constexpr int kLeastClosed = 2;      // first levels glued to the text before them

// `name` stands at the start of `key`, whole or cut by the end of a narrow cell's line.
bool begins_with(std::u32string_view key, std::u32string_view name) {
  const size_t shown = std::min(key.size(), name.size());
  return shown >= kShownOfName && key.substr(0, shown) == name.substr(0, shown);
}

// Looks for a name at the start of `key`, in part where that may be the start of a cell; counts whether a second level stands under its
// first. Gives the characters to go on by.
size_t take_name(std::u32string_view key, bool in_part, const DumpWords& words, std::vector<const std::u32string*>& under, NamesInDump& out) {
  const auto stands = [&](const std::u32string& name) {
    return in_part ? begins_with(key, name) : key.substr(0, name.size()) == name;
  };
  std::vector<const std::u32string*> first, second;
  size_t length = 1;
  for (const std::u32string& name : words.level1()) {
    if (stands(name)) first.push_back(&name), length = std::max(length, name.size());
  }
  for (const std::u32string& name : words.level2()) {
    if (stands(name)) second.push_back(&name), length = std::max(length, name.size());
  }
  if (!first.empty()) {
    // What a line end seems to cut may be the end of a text ("群众" / "满意度").
    const bool whole = std::any_of(first.begin(), first.end(), [&](const std::u32string* name) { return key.size() >= name->size(); });
    if (second.empty() && whole) under.clear();
    under.insert(under.end(), first.begin(), first.end());
    out.hidden = false;
  } else if (!second.empty() && !out.hidden) {
    const bool known = std::any_of(under.begin(), under.end(), [&](const std::u32string* level1) {
      return std::any_of(second.begin(), second.end(), [&](const std::u32string* level2) { return words.belongs(*level1, *level2); });
    });
    ++(known ? out.in_order : out.disordered);
  }
  return length;
}

// First levels at the beginnings of lines and behind spaces, and whether the second level that follows is glued to them; also those that are
// glued to the text before them.
void count_chains(std::u32string_view before, std::u32string_view key, const DumpWords& words, NamesInDump& out) {
  constexpr size_t kLongName = 4;   // characters of a name that no text ends with by chance
  const auto has_own = [&](const std::u32string& level1, std::u32string_view rest) {
    return std::any_of(words.level2().begin(), words.level2().end(),
                       [&](const std::u32string& name) { return rest.substr(0, name.size()) == name && words.belongs(level1, name); });
  };
  const auto ends_with_second = [&] {
    return std::any_of(words.level2().begin(), words.level2().end(), [&](const std::u32string& name) { return before.ends_with(name); });
  };
  bool chained = false, parted = false, closed = false;
  for (const std::u32string& name : words.level1()) {
    chained = chained || (key.substr(0, name.size()) == name && has_own(name, key.substr(name.size())));
    parted = parted || (before == name && has_own(name, key));
    closed = closed || (name.size() >= kLongName && before.size() > name.size() && before.ends_with(name) && has_own(name, key) && !ends_with_second());
  }
  out.chained += chained;
  out.parted += parted;
  out.closed += closed;
}

// The first level that a line's end cuts and that a second level of its own is glued to ("让群众得到实惠。产出指" / "标数量指标"); null if there is
// none.
const std::u32string* cut_chain(std::u32string_view above, std::u32string_view key, const DumpWords& words) {
  constexpr size_t kLeast = 2;   // characters of the name above the line's end
  for (const std::u32string& name : words.level1()) {
    for (size_t k = kLeast; k < name.size(); ++k) {
      const std::u32string_view rest = std::u32string_view(name).substr(k);
      if (!above.ends_with(std::u32string_view(name).substr(0, k)) || !key.starts_with(rest)) continue;
      const std::u32string_view behind = key.substr(rest.size());
      if (std::any_of(words.level2().begin(), words.level2().end(), [&](const std::u32string& own) { return behind.starts_with(own) && words.belongs(name, own); })) return &name;
    }
  }
  return nullptr;
}

// Whether a space stands between both parts of a name, neither of them a single character.
bool is_torn(std::u32string_view before, std::u32string_view key, const DumpWords& words) {
  constexpr size_t kLeast = 2;   // characters of a part
  const auto torn = [&](const std::u32string& name) {
    for (size_t k = kLeast; k + kLeast <= name.size(); ++k) {
      const std::u32string_view part = std::u32string_view(name).substr(0, k), rest = std::u32string_view(name).substr(k);
      if (before.size() >= k && before.substr(before.size() - k) == part && key.substr(0, rest.size()) == rest) return true;
    }
    return false;
  };
  return std::any_of(words.level1().begin(), words.level1().end(), torn) || std::any_of(words.level2().begin(), words.level2().end(), torn);
}

// Whether it is two labels or more.
bool is_run_of_labels(std::u32string_view key, const DumpWords& words) {
  constexpr size_t kLeast = 2;
  size_t labels = 0;
  while (!key.empty()) {
    const std::vector<DumpWords::Start> starts = words.labels_at(key);
    if (starts.empty()) return false;
    key.remove_prefix(starts.front().length);
    ++labels;
  }
  return labels >= kLeast;
}

// Whether the end of a label whose other characters stand above, a line each (`down`), is glued to other labels.
bool ends_label_above(std::u32string_view down, std::u32string_view key, const DumpWords& words) {
  const std::u32string joined = std::u32string(down) + std::u32string(key);
  const std::vector<DumpWords::Start> starts = words.labels_at(joined);
  return !down.empty() && !starts.empty() && starts.front().length > down.size() && is_run_of_labels(joined, words);
}

}  // namespace

NamesInDump names_of(const std::vector<std::string_view>& lines, const DumpWords& words) {
  NamesInDump out;
  std::vector<const std::u32string*> under;   // the first level printed last; also the one before, if it may be a second level itself
  const std::vector<std::u32string> *firsts = &words.level1(), *seconds = &words.level2();
  std::vector<std::u32string> labels = words.heads();
  for (const std::u32string& label : words.heads()) {
    for (const char32_t* unit : {U"(元)", U"(千元)", U"(万元)", U"(亿元)"}) labels.push_back(label + unit);
  }
  std::u32string open, last, down;   // last words of the line before; the words before; characters on lines of their own above
  for (std::string_view line : lines) {
    out.hidden = out.hidden || line.size() > kLongestKindLine;
    if (is_blank_line(line) || line.size() > kLongestKindLine) continue;
    std::u32string key;
    bool starts = true;
    for (std::string_view rest = line; !rest.empty();) {
      const std::string_view token = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(rest.size(), token.size() + 1));
      key = key_text(token);
      while (!key.empty() && key.back() == ':') key.pop_back();
      if (key.empty()) continue;
      count_chains(last, key, words, out);
      if (const std::u32string* cut = starts ? cut_chain(open, key, words) : nullptr) {
        under = {cut};
        out.hidden = false;
        ++out.chained;
      }
      out.torn += !starts && is_torn(last, key, words);
      out.runs += is_run_of_labels(key, words) || (starts && ends_label_above(down, key, words));
      last = key;
      if (starts && open.size() >= 2) {
        for (const auto* names : {firsts, seconds, &words.columns(), static_cast<const std::vector<std::u32string>*>(&labels)}) {
          for (const std::u32string& name : *names) {
            if (open.size() >= name.size() || name.compare(0, open.size(), open) != 0) continue;
            const std::u32string_view tail = std::u32string_view(name).substr(open.size());
            if (key.compare(0, tail.size(), tail) == 0) ++(key.size() > tail.size() ? out.tails_glued : out.tails_ended);
          }
        }
      }
      starts = false;
      for (const auto* names : {firsts, seconds}) {
        for (const std::u32string& name : *names) {
          if (key.compare(0, name.size(), name) == 0) ++(key.size() > name.size() ? out.glued : out.ended);
        }
      }
      for (size_t at = 0; at < key.size();) at += take_name(std::u32string_view(key).substr(at), at == 0, words, under, out);
    }
    open = key;
    down = key_text(line).size() == 1 ? down + key : std::u32string();
  }
  return out;
}

bool is_glued(const NamesInDump& names) {
  return names.closed >= kLeastClosed || kGluedShare * names.chained > names.parted || kGluedShare * names.glued > names.ended || names.tails_glued > names.tails_ended;
}

}  // namespace budgetlift
