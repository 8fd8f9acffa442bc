#include "normalize/read_fields.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <tuple>

#include "normalize/amount.h"
#include "normalize/decimal.h"
#include "normalize/sums.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kMostNamed = 3;   // unsure characters named in a detail

// "/indicators/3/target" is {"indicators", 3, "target"}.
struct Place {
  std::string list;
  int index = -1;
  std::string key;
};

Place place_of(const std::string& pointer) {
  Place out;
  const size_t slash = pointer.find('/', 1);
  out.list = pointer.substr(1, slash == std::string::npos ? slash : slash - 1);
  if (slash == std::string::npos) {
    out.key = out.list;
    return out;
  }
  std::string rest = pointer.substr(slash + 1);
  if (rest[0] >= '0' && rest[0] <= '9') {
    out.index = std::stoi(rest);
    const size_t next = rest.find('/');
    out.key = next == std::string::npos ? out.list : rest.substr(next + 1);
  } else {
    out.key = std::move(rest);
  }
  return out;
}

std::optional<std::string>* indicator_text(Indicator& indicator, const std::string& key) {
  if (key == "level1") return &indicator.level1;
  if (key == "level2") return &indicator.level2;
  if (key == "level3") return &indicator.level3;
  if (key == "description") return &indicator.description;
  if (key == "basis") return &indicator.basis;
  return nullptr;
}

std::optional<Amount>* amount_of(ProjectRecord& record, const std::string& key) {
  if (key == "total") return &record.total;
  if (key == "fiscal") return &record.fiscal;
  if (key == "other") return &record.other;
  return nullptr;
}

std::string* text_of(std::optional<std::string>& text) { return text ? &*text : nullptr; }

std::string* text_in(Indicator& indicator, const std::string& key) {
  if (key == "target") return indicator.target ? &indicator.target->text : nullptr;
  auto* text = indicator_text(indicator, key);
  return text ? text_of(*text) : nullptr;
}

// Of a list in `extra`: "tasks/1/content".
std::string* row_text(ProjectRecord& record, const std::string& key) {
  const size_t slash = key.find('/');
  const auto it = slash == std::string::npos ? record.extra.end() : record.extra.find(key.substr(0, slash));
  if (it == record.extra.end()) return nullptr;
  const auto index = static_cast<size_t>(std::max(0, std::atoi(key.c_str() + slash + 1)));
  const std::string column = key.substr(key.rfind('/') + 1);
  if (auto* indicators = std::get_if<std::vector<Indicator>>(&it->second)) {
    return index < indicators->size() ? text_in((*indicators)[index], column) : nullptr;
  }
  auto* rows = std::get_if<std::vector<ExtraRow>>(&it->second);
  if (!rows || index >= rows->size()) return nullptr;
  for (auto& [name, text] : (*rows)[index]) {
    if (name == column) return text_of(text);
  }
  return nullptr;
}

// The value's text in the record; null where it is no text of its own (a step of the schedule) or not there.
std::string* value_text(ProjectRecord& record, const std::string& pointer, const Place& place) {
  if (pointer == "/title") return text_of(record.title);
  if (pointer == "/unit/code") return text_of(record.unit_code);
  if (pointer == "/unit/name") return text_of(record.unit_name);
  if (pointer == "/project/code") return text_of(record.code);
  if (pointer == "/project/name") return text_of(record.name);
  if (pointer == "/budget/printed_unit") return text_of(record.printed_unit);
  if (pointer == "/purpose") return text_of(record.purpose);
  if (place.list == "budget") {
    auto* amount = amount_of(record, place.key);
    return amount && *amount ? &(*amount)->printed : nullptr;
  }
  const auto index = static_cast<size_t>(std::max(0, place.index));
  if (place.list == "goals") return index < record.goals.size() ? &record.goals[index] : nullptr;
  if (place.list == "extra") {
    const auto it = record.extra.find(place.key);
    if (it != record.extra.end()) return std::get_if<std::string>(&it->second);
    return row_text(record, place.key);
  }
  if (place.list != "indicators" || index >= record.indicators.size()) return nullptr;
  return text_in(record.indicators[index], place.key);
}

FieldSort sort_of(const std::string& pointer, const Place& place) {
  if (pointer == "/project/code") return FieldSort::code;
  if (pointer == "/unit/code") return FieldSort::unit_code;
  if (pointer == "/title" || pointer == "/project/name" || pointer == "/unit/name") return FieldSort::name;
  if (pointer == "/budget/printed_unit" || place.key == "level1" || place.key == "level2") return FieldSort::word;
  if (place.key == "target") return FieldSort::target;
  return FieldSort::text;
}

// True if the text does not stand like this in what was read: a form's word or a number was put right before.
bool was_repaired(const FieldOrigin& origin, const std::string& text) {
  auto bare = [](const std::string& from) {
    std::u32string out;
    for (char32_t c : decode_utf8(canonical(from))) {
      if (!is_space(c)) out.push_back(half_width(c));
    }
    return out;
  };
  std::string raw;
  for (const std::string& line : origin.raw) raw += line;
  return bare(raw).find(bare(text)) == std::u32string::npos;
}

// Spaces stay where they are between the characters that go on.
std::string with_characters(const std::string& text, const std::vector<UnsureCharacter>& characters) {
  std::u32string out;
  size_t next = 0;
  for (char32_t c : decode_utf8(text)) {
    if (is_space(c)) {
      out.push_back(c);
    } else if (next < characters.size()) {
      if (const char32_t stands = characters[next].text(); stands != 0) out.push_back(stands);
      ++next;
    }
  }
  return canonical(encode_utf8(out));
}

}  // namespace

double ReadField::single() const {
  double least = 1;
  for (const UnsureCharacter& c : characters) least = std::min(least, c.single);
  return least;
}

double ReadField::probability() const {
  if (whole >= 0) return whole;
  if (characters.empty()) return line_confidence;
  double product = 1;
  for (const UnsureCharacter& c : characters) product *= c.probability();
  // What lowers one character for what is beside it has lowered its probability, too: not twice.
  return std::min(product, single());
}

std::vector<ReadField> read_fields(std::vector<ProjectRecord>& records, const std::vector<const FormMatcher*>& matcher_of, const EvidenceOptions& options) {
  std::vector<ReadField> out;
  // Cells merged over rows, printed once, are the fields of many rows.
  std::map<std::tuple<int, double, double, std::string, std::string>, int> first_at;
  auto add = [&](ReadField field, const FieldOrigin& origin) {
    if (origin.box) {
      const auto [it, fresh] = first_at.try_emplace({origin.page, origin.box->x0, origin.box->y0, field.key, field.text},
                                                    static_cast<int>(out.size()));
      if (!fresh) field.same_as = it->second;
    }
    out.push_back(std::move(field));
  };
  for (ProjectRecord& record : records) {
    const std::vector<std::string> amounts = amounts_in(matcher_of[static_cast<size_t>(&record - records.data())]->form());
    for (const auto& [pointer, origin] : record.fields) {
      if (origin.readings.empty()) continue;
      const Place place = place_of(pointer);
      const std::vector<UnsureCharacter> all = read_characters(origin.readings, options.most_certain);
      ReadField field;
      field.record = &record;
      field.pointer = pointer;
      field.key = place.key;
      field.part = place.index;
      field.line_confidence = origin.confidence;
      size_t begin = 0;
      if (place.list == "schedule") {
        if (static_cast<size_t>(place.index) >= record.schedule.size()) continue;
        field.key = "label";
        field.sort = FieldSort::label;
        field.text = record.schedule[static_cast<size_t>(place.index)].label;
        field.characters = run_of(all, field.text, begin);
        ReadField percent = field;
        add(std::move(field), origin);
        if (begin == 0 || begin >= all.size()) continue;   // the label cannot be followed, or there is no percent
        percent.key = "percent";
        percent.sort = FieldSort::percent;
        percent.characters.assign(all.begin() + static_cast<std::ptrdiff_t>(begin), all.end());
        percent.text.clear();
        for (const UnsureCharacter& c : percent.characters) percent.text += encode_utf8(std::u32string(1, c.text()));
        add(std::move(percent), origin);
        continue;
      }
      const std::string* text = value_text(record, pointer, place);
      if (!text || text->empty()) continue;
      field.sort = std::find(amounts.begin(), amounts.end(), pointer) != amounts.end() ? FieldSort::amount : sort_of(pointer, place);
      field.text = *text;
      // Behind the unit's code and name; the same characters may stand in them.
      if (pointer == "/unit/name" && record.unit_code) run_of(all, *record.unit_code, begin);
      if (pointer == "/budget/printed_unit" && record.unit_name) run_of(all, *record.unit_name, begin);
      field.characters = run_of(all, field.text, begin);
      if (was_repaired(origin, field.text)) field.proof.insert(field.sort == FieldSort::unit_code ? kGrammar : kKnownWord);
      add(std::move(field), origin);
    }
  }
  return out;
}

void replace_text(ReadField& field, const std::vector<UnsureCharacter>& kept) {
  field.text = with_characters(field.text, kept);
  field.characters = kept;
  std::erase_if(field.characters, [](const UnsureCharacter& c) { return c.text() == 0; });
  field.changed = true;
}

void write_back(const ReadField& field) {
  ProjectRecord& record = *field.record;
  FieldOrigin& origin = record.fields[field.pointer];
  origin.proof.insert(origin.proof.end(), field.proof.begin(), field.proof.end());
  std::sort(origin.proof.begin(), origin.proof.end());
  origin.proof.erase(std::unique(origin.proof.begin(), origin.proof.end()), origin.proof.end());
  // The two of a schedule's step are one entry: label first.
  const double probability = field.probability();
  origin.confidence = field.sort == FieldSort::percent ? origin.confidence * probability : probability;
  if (!field.changed) return;
  if (field.sort == FieldSort::label) {
    record.schedule[static_cast<size_t>(field.part)].label = field.text;
  } else if (field.sort == FieldSort::percent) {
    record.schedule[static_cast<size_t>(field.part)].percent = parse_percent(field.text);
  } else if (std::string* text = value_text(record, field.pointer, place_of(field.pointer))) {
    *text = field.text;
  }
}

std::string unsure_characters(const ReadField& field) {
  std::vector<size_t> order;
  for (size_t i = 0; i < field.characters.size(); ++i) order.push_back(i);
  auto sure = [&](size_t i) { return std::min(field.characters[i].probability(), field.characters[i].single); };
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return sure(a) < sure(b); });
  std::string out;
  for (size_t k = 0; k < std::min(order.size(), kMostNamed); ++k) {
    const UnsureCharacter& c = field.characters[order[k]];
    if (k > 0 && sure(order[k]) > 0.99) break;
    out += fmt::format("{}第{}字 “{}” {:.2f}", k == 0 ? "" : "; ", order[k] + 1, encode_utf8(std::u32string(1, c.text())), sure(order[k]));
    const Guess* other = nullptr;
    for (size_t g = 1; g < c.guesses.size(); ++g) {
      if (!other || c.guesses[g].probability > other->probability) other = &c.guesses[g];
    }
    if (other && other->probability >= 0.005) {
      out += fmt::format(" ({} {:.2f})", other->text == 0 ? "—" : encode_utf8(std::u32string(1, other->text)), other->probability);
    }
  }
  return out.empty() ? fmt::format("{:.2f}", field.probability()) : out;
}

}  // namespace budgetlift
