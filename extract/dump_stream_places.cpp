#include "extract/dump_stream_places.h"

#include <algorithm>
#include <limits>

#include "extract/dump_stream_anchors.h"
#include "extract/dump_stream_projects.h"

namespace budgetlift {

size_t longest(StreamSort sort, bool glued) {
  switch (sort) {
    case StreamSort::level1:
    case StreamSort::level2: return glued ? 14 : 12;
    case StreamSort::text: return glued ? 70 : 12;
    case StreamSort::target: return glued ? 40 : 8;
    case StreamSort::amount: return glued ? 20 : 4;
    case StreamSort::number: return glued ? 4 : 1;
    case StreamSort::id: return glued ? 14 : 4;
    case StreamSort::code: return glued ? 30 : 6;
    case StreamSort::list: return glued ? 300 : 80;
  }
  return 0;
}

StreamPlaces::StreamPlaces(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words, const StreamHabits& habits)
    : text_(text), columns_(columns), glued_(habits.kind == DumpKind::pypdf), pymupdf_(habits.kind == DumpKind::pymupdf), merged_level2_(habits.merged_level2) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (glued_ || i == 0 || may_begin(i)) at_.push_back(i);
  }
  at_.push_back(text.size());
  size_t next = std::numeric_limits<size_t>::max();
  breaks_.resize(at_.size(), next);
  for (size_t j = at_.size() - 1; j-- > 0;) {
    breaks_[j] = next;
    if (j > 0 && text.gaps[at_[j]] == StreamGap::page) next = at_[j];
  }
  find_codes();
  find_numbers(words);
  find_projects(words);
  find_starts(words);
}

// Codes of projects whose check character is right: each is a cell of its own, whatever the rest costs.
void StreamPlaces::find_codes() {
  has_codes_ = std::any_of(columns_.begin(), columns_.end(), [](const StreamColumn& column) { return column.own && column.sort == StreamSort::code; });
  code_at_.assign(text_.size() + 1, text_.size());
  in_code_.assign(text_.size() + 1, false);
  if (!glued_ || !has_codes_) return;
  const std::vector<StreamCode> codes = project_codes(text_);
  for (const StreamCode& code : codes) {
    code_end_[code.front.first] = code.front.last;
    for (size_t at = code.front.first + 1; at < code.front.last; ++at) in_code_[at] = true;
  }
  for (size_t at = text_.size(); at-- > 0;) code_at_[at] = code_end_.count(at) > 0 ? at : code_at_[at + 1];
}

// Numbers that count the projects: where nothing but these tells projects apart, none is lost that they show.
void StreamPlaces::find_numbers(const DumpWords& words) {
  number_at_.assign(text_.size() + 1, text_.size());
  if (!glued_) return;
  const std::vector<ProjectNumber> numbers = project_numbers(text_, columns_, words);
  for (size_t n = 0; n < numbers.size(); ++n) {
    number_end_[numbers[n].range.first] = numbers[n].range.last;
    last_number_ = numbers[n].range.first;
    if (n + 1 == numbers.size() ? numbers[n].last : numbers[n + 1].value == numbers[n].value + 1) followed_.insert(last_number_);
  }
  for (size_t at = text_.size(); at-- > 0;) number_at_[at] = number_end_.count(at) > 0 ? at : number_at_[at + 1];
}

// Where projects begin: with their numbers, or with codes, numbers before them.
void StreamPlaces::find_projects(const DumpWords& words) {
  begins_.push_back(0);
  constexpr size_t kLongestNumber = 4;   // digits
  const auto is_digit = [](char32_t c) { return c >= '0' && c <= '9'; };
  const auto is_code = [&](size_t c) { return c < columns_.size() && columns_[c].sort == StreamSort::code; };
  const bool number = !columns_.empty() && columns_[0].sort == StreamSort::number, code = is_code(number ? 1 : 0);
  std::vector<size_t> chars;
  for (const auto& [first, last] : number_end_) chars.push_back(first);
  for (const auto& [first, last] : code_end_) {
    size_t at = first;
    while (number && at > 0 && first - at < kLongestNumber && !text_.ends_line(at) && is_digit(text_.key[at - 1])) --at;
    if (code && text_.ends_line(at) && number == (at < first)) chars.push_back(at);
  }
  std::sort(chars.begin(), chars.end());
  // Where cells are glued, each character is a place.
  const IndicatorRows rows(chars.empty() ? StreamText{} : text_, words);
  for (size_t n = 0; n < chars.size(); ++n) {
    if (chars[n] > begins_.back()) begins_.push_back(chars[n]);
    const std::optional<size_t> first = rows.first_behind(chars[n]);
    const size_t end = n + 1 < chars.size() ? chars[n + 1] : text_.size();
    if (first && *first < end && (number_end_.empty() || followed_.count(chars[n]) > 0)) head_ends_[chars[n]] = *first;
  }
  begins_.push_back(at_.size() - 1);
}

bool StreamPlaces::takes_mark(size_t c, size_t j, size_t k) const {
  const size_t first = at_[j], last = at_[k];
  if (columns_[c].sort == StreamSort::number && !number_end_.empty() && first <= last_number_) {
    const auto own = number_end_.find(first);
    return own == number_end_.end() || last != own->second;
  }
  if (number_at_[first] < last) return true;
  if (columns_[c].sort == StreamSort::code && code_at_[first] == first) return last != code_end_.at(first);
  return code_at_[first] < last || in_code_[first];
}

void StreamPlaces::find_starts(const DumpWords& words) {
  const auto begins = [&](const std::vector<std::u32string>& names, size_t at) {
    return std::any_of(names.begin(), names.end(), [&](const std::u32string& name) {
      return text_.key_of(at, std::min(text_.size(), at + std::min<size_t>(2, name.size()))) == name.substr(0, 2);
    });
  };
  starts_.resize(columns_.size());
  for (size_t c = 0; c < columns_.size() && glued_; ++c) {
    const StreamSort sort = columns_[c].sort;
    const bool behind_own = c > 0 && columns_[c - 1].own;   // cells over several rows may stand lower
    for (size_t at : at_) {
      bool can = at < text_.size();
      if (can && sort == StreamSort::level1) can = begins(words.level1(), at);
      else if (can && sort == StreamSort::level2) can = begins(words.level2(), at);
      else if (can && sort == StreamSort::amount) can = text_.key[at] >= '0' && text_.key[at] <= '9' && (at == 0 || behind_own || (text_.gaps[at] < StreamGap::line || text_.gaps[at] == StreamGap::page));
      else if (can && sort == StreamSort::number) can = c > 0 || text_.gaps[at] >= StreamGap::line;
      else if (can && text_.gaps[at] >= StreamGap::line && text_.gaps[at] < StreamGap::page) can = c == 0 || behind_own;   // borders within a row are no line ends
      if (can && sort >= StreamSort::code && sort != StreamSort::list) can = begins_own(sort, at);
      starts_[c].push_back(can);
    }
  }
}

// Whether a number or a code may begin there, and no other one goes on.
bool StreamPlaces::begins_own(StreamSort sort, size_t at) const {
  const auto in_code = [](char32_t c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  if (sort == StreamSort::number) return text_.key[at] >= '1' && text_.key[at] <= '9';
  return in_code(text_.key[at]);
}

bool StreamPlaces::may_end(size_t c, size_t k) const {
  if (!glued_ || starts_line(k)) return true;
  for (size_t next = c + 1; next < columns_.size(); ++next) {
    if (starts_[next][k]) return true;
    // A project's row has all but amounts, and the name of a first level.
    if (columns_[c].own && columns_[next].sort != StreamSort::amount) return false;
    const StreamSort sort = columns_[next].sort;
    if (sort != StreamSort::level1 && sort != StreamSort::amount && !columns_[next].own && !(sort == StreamSort::level2 && merged_level2_)) return false;
  }
  return false;
}

// In PyMuPDF's dumps nearly every cell is on lines of its own: a space is one of the text, but between ideographs.
bool StreamPlaces::may_begin(size_t i) const {
  if (broken_by_font(text_, i)) return false;
  if (!pymupdf_) return text_.gaps[i] >= StreamGap::space;
  const auto is_han = [](char32_t c) { return c >= 0x3400 && c <= 0x9FFF; };
  return text_.gaps[i] >= StreamGap::line || (text_.gaps[i] == StreamGap::space && (is_han(text_.key[i - 1]) || text_.key[i - 1] == U')') && is_han(text_.key[i]));
}

}  // namespace budgetlift
