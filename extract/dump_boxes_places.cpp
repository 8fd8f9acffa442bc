#include "extract/dump_boxes_places.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>

#include "extract/dump_boxes_pieces.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr double kWide = 20;           // full-width characters of a title's line that goes on in the next one
constexpr size_t kNear = 40;           // lines around a title among which its form's labels stand
constexpr size_t kLeastLabels = 2;
constexpr size_t kMostUnitLines = 2;   // that one printed line is torn into
constexpr size_t kMostBetween = 40;    // lines between what begins the line of a unit and a title above it

bool is_han(char32_t c) { return c >= 0x2E80 && c <= 0x9FFF; }
bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

class Places {
 public:
  Places(const std::vector<StreamLine>& lines, const DumpWords& words, const DumpPatterns& patterns) : lines_(lines), words_(words), patterns_(patterns) {}

  std::vector<BoxPlace> find() const {
    std::vector<BoxPlace> out;
    for (size_t i = 0; i < lines_.size();) {
      const size_t end = title_at(i);
      if (end == i || !labels_near(end)) {
        ++i;
        continue;
      }
      BoxPlace place;
      for (size_t k = i; k < end; ++k) place.title.push_back(k);
      place.first = i;
      place.end = lines_.size();
      const size_t from = out.empty() ? 0 : out.back().title.back() + 1;
      beside(place, from);
      take_labels_above(place, from);
      if (!out.empty()) out.back().end = place.first;
      out.push_back(std::move(place));
      i = end;
    }
    for (BoxPlace& place : out) finish(place);
    return out;
  }

 private:
  // Behind the last line of the title that begins with line `first`; `first` if none does.
  size_t title_at(size_t first) const {
    std::string joined;
    for (size_t n = 0; n < static_cast<size_t>(patterns_.title_lines()) && first + n < lines_.size(); ++n) {
      const size_t i = first + n;
      if (n > 0 && (lines_[i].page_start || (begins_box(lines_, i) && text_width(lines_[i - 1].text) < kWide))) break;
      if (is_beside(i)) break;
      if (n == 0 && begins_with_label(i)) break;
      // A running head of a document of one page.
      if (n == 1 && patterns_.is_document_title(joined) && patterns_.is_title(lines_[i].text)) break;
      joined += lines_[i].text;
      if (n > 0 && joined.find("，") != joined.npos) break;   // the end of a sentence above
      if (patterns_.is_title(joined)) return i + 1;
    }
    return first;
  }

  bool is_beside(size_t i) const { return patterns_.is_unit_line(lines_[i].text) || patterns_.is_year_line(lines_[i].text); }

  bool begins_with_label(size_t i) const {
    const std::string& text = lines_[i].text;
    return words_.find(text) != nullptr || words_.find(std::string_view(text).substr(0, text.find(' '))) != nullptr;
  }

  // A unit's code and name: the part of a unit line that says who fills the form in.
  bool is_coded_unit(size_t i) const {
    static const RE2 coded(R"(\d{3,12} ?\p{Han}.*)"), year(R"(20\d{2} ?年.*)");
    return RE2::FullMatch(lines_[i].text, coded) && !RE2::FullMatch(lines_[i].text, year) && patterns_.is_unit_line(lines_[i].text + " 单位：元");
  }

  bool is_head_label(size_t i) const {
    const std::string& text = lines_[i].text;
    const LabelUse* use = words_.find(std::string_view(text).substr(0, text.find(' ')));
    return use && use->head && !use->column;
  }

  // Of an indicator table.
  bool is_of_rows(size_t i) const {
    const std::string& text = lines_[i].text;
    const std::string_view word = std::string_view(text).substr(0, text.find(' '));
    return words_.is_column(word) || words_.is_level1(word) || words_.is_level2(word);
  }

  // Who fills the form in and the unit of its amounts, one printed line in two.
  bool is_torn_unit(size_t i) const {
    return i + 1 < lines_.size() && !lines_[i + 1].page_start && !patterns_.is_unit_line(lines_[i].text) && !patterns_.is_title(lines_[i].text) &&
           !begins_with_label(i) && patterns_.is_unit_line(lines_[i + 1].text) && patterns_.is_unit_line(lines_[i].text + " " + lines_[i + 1].text);
  }

  bool labels_near(size_t at) const {
    size_t found = 0;
    const size_t first = at > kNear ? at - kNear : 0, last = std::min(lines_.size(), at + kNear);
    for (size_t i = first; i < last; ++i) {
      const LabelUse* use = words_.find(lines_[i].text);
      found += use && (use->field || use->column);
    }
    return found >= kLeastLabels;
  }

  // What stands above or below the title.
  void beside(BoxPlace& place, size_t from) const {
    const auto take = [&](size_t i) { (patterns_.is_year_line(lines_[i].text) ? place.year : place.unit).push_back(i); };
    for (size_t n = 0; n < kMostUnitLines && place.first > from && !lines_[place.first].page_start; ++n) {
      if (place.first > from + 1 && is_torn_unit(place.first - 2)) take(--place.first);
      else if (!is_beside(place.first - 1)) break;
      take(--place.first);
    }
    std::reverse(place.unit.begin(), place.unit.end());
    for (size_t i = place.title.back() + 1, n = 0; n < kMostUnitLines && i < lines_.size(); ++n) {
      if (is_torn_unit(i)) take(i++);
      else if (!is_beside(i)) break;
      take(i++);
    }
  }

  bool is_number(size_t i) const {
    const std::u32string key = key_text(lines_[i].text);
    return !key.empty() && std::all_of(key.begin(), key.end(), is_digit);
  }

  // A label of a head, or what stands on one of the lines that it is torn into.
  bool is_label_part(size_t i) const {
    constexpr size_t kLongest = 8, kLeast = 4;   // characters of a part; of a label that is torn
    const LabelUse* use = words_.find(lines_[i].text);
    if (use) return !use->column && (use->field || use->group);
    const std::u32string key = key_text(lines_[i].text);
    if (key.size() > kLongest) return false;
    return std::any_of(words_.heads().begin(), words_.heads().end(), [&](const std::u32string& label) {
      return label.size() >= kLeast && label.size() > key.size() && (label.starts_with(key) || label.ends_with(key));
    });
  }

  // Labels of the head, and values beside them, may stand before the title.
  void take_labels_above(BoxPlace& place, size_t from) const {
    constexpr size_t kMostAbove = 12;   // lines that are no labels
    constexpr size_t kTorn = 2;         // characters of a part of a label in a narrow column
    size_t first = place.first;
    while (first > from && !lines_[first].page_start) {
      if (!is_label_part(first - 1)) break;
      --first;
    }
    // Another form may end on the page, if its title stands above.
    size_t page = place.first;
    while (page > 0 && !lines_[page].page_start) --page;
    size_t others = 0;
    for (size_t i = page; i < place.first; ++i) others += from > 0 || (!begins_with_label(i) && !is_beside(i));
    if (page >= from && page < place.first && others <= kMostAbove) {
      size_t label = page;
      while (label < first && !is_label_part(label) && (from > 0 || !words_.is_column(lines_[label].text))) ++label;
      // Alone on its page, it begins with it.
      if (label < first) first = label;
      while (label == first && first > page && (is_beside(first - 1) || is_number(first - 1) || (from == 0 && key_text(lines_[first - 1].text).size() <= kTorn))) label = --first;
    }
    // Labels and codes with their values between, below the rows of the form above.
    for (size_t i = first; i > from && !lines_[i].page_start && place.first - i < kMostAbove && !is_of_rows(i - 1); --i) {
      if (is_head_label(i - 1) || head_kind(lines_[i - 1].text) == HeadKind::code) first = i - 1;
    }
    // What stands in the middle of a wide line comes later than what begins it, and even than what begins the lines below.
    if (place.unit.empty() || !is_coded_unit(place.unit.front())) {
      for (size_t i = place.first; i > from && !lines_[i].page_start && place.first - i < kMostBetween && !is_of_rows(i - 1); --i) {
        if (!is_coded_unit(i - 1)) continue;
        first = std::min(first, i - 1);
        place.unit.insert(place.unit.begin(), i - 1);
        break;
      }
    }
    place.first = first;
  }

  void finish(BoxPlace& place) const {
    for (size_t i = place.first; i < place.end; ++i) {
      if (i > place.title.back() && lines_[i].page_start && patterns_.is_caption(lines_[i].text)) {
        place.end = i;
        break;
      }
      // Who fills the form in may stand away from the title.
      const std::string& text = lines_[i].text;
      const bool again = std::any_of(place.unit.begin(), place.unit.end(), [&](size_t k) { return k != i && (lines_[k].text == text || lines_[k].text.ends_with(" " + text)); });
      if ((i < place.title.front() && patterns_.is_caption(text)) || (again && patterns_.is_unit_line(text))) {
        if (std::find(place.unit.begin(), place.unit.end(), i) == place.unit.end()) place.other.push_back(i);
        continue;
      }
      if (text.find("：") != text.npos && patterns_.is_unit_line(text) && words_.find(text) == nullptr) {
        if (std::find(place.unit.begin(), place.unit.end(), i) == place.unit.end()) place.unit.push_back(i);
        continue;
      }
      const auto in = [&](const std::vector<size_t>& of) { return std::find(of.begin(), of.end(), i) != of.end(); };
      if (!in(place.title) && !in(place.unit) && !in(place.year)) place.rest.push_back(i);
    }
    // "单位：元" may be torn from the beginning of its line, which then stands first below the title.
    const bool bare = !place.unit.empty() && std::none_of(place.unit.begin(), place.unit.end(), [&](size_t i) { return is_coded_unit(i) || lines_[i].text.find(' ') != std::string::npos; });
    const auto below = std::find(place.rest.begin(), place.rest.end(), place.title.back() + 1);
    if (bare && below != place.rest.end() && is_coded_unit(*below)) {
      place.unit.insert(place.unit.begin(), *below);
      place.rest.erase(below);
    }
    place.projects = count(place);
  }

  // Projects of a listing: by their codes, or by the numbers of its rows.
  size_t count(const BoxPlace& place) const {
    static const RE2 code(R"((?:^|[^0-9A-Z])\d{8}[A-Z][0-9A-Z]{2,12}(?:[^0-9A-Z]|$))");
    bool listing = false;
    size_t codes = 0;
    for (size_t i : place.rest) {
      codes += RE2::PartialMatch(folded(lines_[i].text), code);
      const LabelUse* use = words_.find(lines_[i].text);
      listing = listing || (use && use->field && !use->head);
    }
    size_t number = 0;
    for (size_t i : place.rest) number += listing && key_text(lines_[i].text.substr(0, lines_[i].text.find(' '))) == key_text(std::to_string(number + 1));
    return std::max({size_t{1}, codes, number});
  }

  const std::vector<StreamLine>& lines_;
  const DumpWords& words_;
  const DumpPatterns& patterns_;
};

// Page numbers that stand neither first nor last on their pages: the pages that have theirs say what number to look for.
void remove_numbers(StreamLines& lines) {
  std::map<int, int> offsets;
  std::map<int, bool> numbered;
  std::string signs;
  const auto digits = [](const std::string& text) {
    std::string out;
    for (char32_t c : key_text(text)) {
      if (c >= '0' && c <= '9') out.push_back(static_cast<char>(c));
    }
    return out;
  };
  const auto marks = [](const std::string& text) {
    std::u32string out;
    for (char32_t c : key_text(text)) {
      if (c < '0' || c > '9') out.push_back(c);
    }
    return out;
  };
  std::u32string look;
  for (const TextLine& line : lines.furniture) {
    const std::string number = digits(line.text);
    if (number.empty() || number.size() > 4) continue;
    ++offsets[std::stoi(number) - line.page];
    numbered[line.page] = true;
    look = marks(line.text);
  }
  if (offsets.empty()) return;
  const int offset = std::max_element(offsets.begin(), offsets.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
  std::vector<StreamLine> kept;
  for (size_t i = 0; i < lines.lines.size();) {
    const int page = lines.lines[i].page;
    size_t end = i;
    std::vector<size_t> found;
    for (; end < lines.lines.size() && lines.lines[end].page == page; ++end) {
      const std::string& text = lines.lines[end].text;
      if (digits(text) == std::to_string(page + offset) && marks(text) == look) found.push_back(end);
    }
    for (size_t k = i; k < end; ++k) {
      if (found.size() == 1 && !numbered[page] && k == found.front()) {
        lines.furniture.push_back(text_line(lines.lines[k]));
        if (k + 1 < end) lines.lines[k + 1].page_start = lines.lines[k + 1].page_start || lines.lines[k].page_start;
      } else {
        kept.push_back(lines.lines[k]);
      }
    }
    i = end;
  }
  lines.lines = std::move(kept);
}

// Whether line `at` would have had room in the line above, which is of its box: its cell does not go on from there.
bool is_ragged(const std::vector<StreamLine>& lines, size_t at) {
  constexpr double kSlack = 0.4;   // full-width characters
  if (item_number(key_text(lines[at].text)) > 0) return false;
  size_t first = at, end = at + 1;
  while (!begins_box(lines, first)) --first;
  while (end < lines.size() && !begins_box(lines, end)) ++end;
  double widest = 0;
  for (size_t i = first; i < end; ++i) widest = std::max(widest, text_width(lines[i].text));
  return text_width(lines[at - 1].text) + first_unit_width(decode_utf8(lines[at].text)) + kSlack < widest;
}

}  // namespace

bool begins_box(const std::vector<StreamLine>& lines, size_t at) { return at == 0 || lines[at].page_start || lines[at].line > lines[at - 1].line + 1; }

BoxStyle box_style(const std::vector<StreamLine>& lines, const std::vector<BoxPlace>& places, const DumpWords& words) {
  // Shares of the lines; of those that go on in a box; of the places where a digit stands beside an ideograph.
  constexpr double kLeast = 0.03, kMostSeveral = 0.1, kLeastSpaced = 0.2;
  const auto is_cell = [&](size_t i) { return words.is_column(lines[i].text) || words.is_level1(lines[i].text) || words.is_level2(lines[i].text); };
  size_t all = 0, joined = 0, several = 0, spaced = 0, unspaced = 0;
  for (const BoxPlace& place : places) {
    for (size_t i : place.rest) {
      ++all;
      if (begins_box(lines, i)) continue;
      ++joined;
      several += is_cell(i) || is_cell(i - 1) || is_ragged(lines, i);
    }
  }
  for (const StreamLine& line : lines) {
    const std::u32string text = decode_utf8(line.text);
    for (size_t i = 2; i < text.size(); ++i) {
      spaced += text[i - 1] == ' ' && is_han(text[i - 2]) && is_digit(text[i]);
      unspaced += is_han(text[i - 1]) && is_digit(text[i]);
    }
  }
  const bool whole = static_cast<double>(joined) > kLeast * static_cast<double>(all) && static_cast<double>(several) < kMostSeveral * static_cast<double>(joined);
  return {whole, static_cast<double>(spaced) > kLeastSpaced * static_cast<double>(spaced + unspaced)};
}

bool may_be_inside(char32_t before, char32_t after, const BoxStyle& style) { return style.spaced && !(is_han(before) && is_han(after)); }

double text_width(std::string_view text) {
  double out = 0;
  for (char32_t c : decode_utf8(text)) out += glyph_width(c);
  return out;
}

std::vector<BoxPlace> box_places(StreamLines& lines, const DumpWords& words, const DumpPatterns& patterns) {
  remove_numbers(lines);
  return Places(lines.lines, words, patterns).find();
}

}  // namespace budgetlift
