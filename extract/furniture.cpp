#include "extract/furniture.h"

#include <re2/re2.h>
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <set>

#include "extract/captions.h"
#include "extract/misread.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kMarks = 4;      // more in a row are no specks
constexpr double kFaint = 0.6;    // a character by itself that was read with less confidence is none

// A line near the head or foot of its page.
struct Candidate {
  size_t block = 0;
  std::string key;  // folded text with every number as '#'
  std::vector<long> numbers;
  double y = 0;  // points from the page's top, or from its foot as a negative number
  bool scanned = false;
};

const Box* box_of(const Block& block) {
  if (const auto* line = std::get_if<TextLine>(&block)) return line->box ? &*line->box : nullptr;
  const auto& regions = std::get<Table>(block).regions;
  return !regions.empty() && regions[0].box ? &*regions[0].box : nullptr;
}

// A few marks of a scan beside all tables, without letter, digit or Han character, or one character that hardly is one:
// specks, and bits of rulings that were not found.
bool is_speck(const TextLine& line) {
  if (line.source != Source::ocr) return false;
  std::u32string text = decode_utf8(line.text);   // folded a stroke that was read as Ⅰ would be a letter
  std::erase_if(text, is_space);
  if (text.size() == 1 && line.confidence < kFaint) return true;
  // Stumps of the rulings between a table's columns. 11 may be a number.
  constexpr std::u32string_view kUpright = U"1IlⅠ|丨｜!";
  const bool upright = std::all_of(text.begin(), text.end(), [&](char32_t c) { return kUpright.find(c) != kUpright.npos; });
  if (text.size() > 1 && upright && text.find_first_not_of(U'1') != text.npos) return true;
  return text.size() <= kMarks && std::none_of(text.begin(), text.end(), [](char32_t c) {
    return (c < 0x80 && std::isalnum(static_cast<int>(c))) || (c >= 0x3400 && c < 0xA000);
  });
}

void split_numbers(const std::string& text, Candidate& out) {
  for (size_t i = 0; i < text.size();) {
    if (text[i] < '0' || text[i] > '9') {
      out.key += text[i++];
      continue;
    }
    size_t end = i;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    out.numbers.push_back(end - i <= 9 ? std::strtol(text.substr(i, end - i).c_str(), nullptr, 10) : -1);
    out.key += '#';
    i = end;
  }
}

// The same text, but for numbers that count the pages: first or last in the line, or before 页.
bool same_furniture(const Candidate& a, const Candidate& b, long pages_between, const TableOptions& options) {
  const bool scanned = a.scanned || b.scanned;
  const double tolerance = scanned ? options.scan_furniture_shift : options.furniture_shift;
  if (std::abs(a.y - b.y) > tolerance || a.numbers.size() != b.numbers.size()) return false;
  if (a.key != b.key && !(scanned && is_misread(a.key, b.key))) return false;
  size_t at = 0;
  for (size_t i = 0; i < a.numbers.size(); ++i) {
    at = a.key.find('#', at) + 1;
    if (a.numbers[i] == b.numbers[i]) continue;
    const bool counts = at == 1 || at == a.key.size() || a.key.compare(at, 3, "页") == 0;
    if (!counts || b.numbers[i] - a.numbers[i] != pages_between) return false;
  }
  return true;
}

// Titles and unit lines of all forms.
struct ProtectedLines {
  explicit ProtectedLines(const std::vector<Form>& forms) {
    for (const Form& form : forms) {
      for (const std::string& pattern : {form.title_pattern, form.unit_line_pattern}) {
        if (pattern.empty() || !known.insert(pattern).second) continue;
        auto compiled = std::make_unique<RE2>(pattern, RE2::Quiet);
        if (compiled->ok()) patterns.push_back(std::move(compiled));
      }
    }
  }

  std::set<std::string> known;
  std::vector<std::unique_ptr<RE2>> patterns;
};

}  // namespace

struct FurnitureFinder::Impl {
  Impl(const TableOptions& o, const FormSet& f) : options(o), forms(f), form_lines(forms.index<ProtectedLines>()) {}

  const TableOptions& options;
  FormSet forms;
  const ProtectedLines& form_lines;
  RE2 page_number{"^[-–—―·•~]*第?(\\d{1,4})页?(?:[/,，]?共?\\d{1,4}页?)?[-–—―·•~]*$"};
  RE2 numbered_line{"^(?:\\d+[.．、]|第?[一二三四五六七八九十]+[、部])"};
  std::vector<Candidate> before;       // of the last page
  std::vector<Candidate> before_that;  // left and right pages may differ
  std::optional<long> offset;          // printed number minus page, where one was seen

  bool is_protected(const std::string& text) const {
    if (unit_in(text) || RE2::PartialMatch(text, numbered_line)) return true;
    return std::any_of(form_lines.patterns.begin(), form_lines.patterns.end(), [&](const auto& pattern) { return RE2::PartialMatch(text, *pattern); });
  }

  // A number alone: taken at once if it is dressed as a page number or counts on from the last page's, or, where
  // none was seen yet, if it stands apart from the text or is the page's own.
  bool is_page_number(const std::string& text, int page, double apart, double height) {
    long number = 0;
    if (!RE2::FullMatch(text, page_number, &number)) return false;
    const bool bare = text.find_first_not_of("0123456789") == std::string::npos;
    const bool counts = offset && number - page == *offset;
    const bool counted = !offset && number == page;   // as the file counts its pages
    if (bare && !counts && !counted && (offset || apart < options.footer_gap * height)) return false;
    offset = number - page;
    return true;
  }
};

FurnitureFinder::FurnitureFinder(const TableOptions& options, const FormSet& forms)
    : impl_(std::make_unique<Impl>(options, forms)) {}

FurnitureFinder::~FurnitureFinder() = default;

void FurnitureFinder::look(const PageInfo& page, const std::vector<Block>& blocks, std::vector<char>& marks,
                           std::vector<char>* marks_before) {
  Impl& self = *impl_;
  const TableOptions& options = self.options;
  marks.assign(blocks.size(), 0);
  std::vector<Candidate> here;
  std::vector<size_t> shown;   // blocks that are no specks
  for (size_t i = 0; i < blocks.size(); ++i) {
    const auto* line = std::get_if<TextLine>(&blocks[i]);
    if (line && is_speck(*line)) {
      marks[i] = kPageNumber;
    } else {
      shown.push_back(i);
    }
  }
  bool below_content = false;
  for (size_t k = 0; k < shown.size(); ++k) {
    // The first lines and the last ones only.
    if (k >= 3 && k + 3 < shown.size()) continue;
    const size_t i = shown[k];
    const auto* line = std::get_if<TextLine>(&blocks[i]);
    if (!line || !line->box) continue;
    const double y = line->box->center_y();
    const bool head = y < std::min(options.head_zone, page.height / 4);
    const bool foot = y > page.height - std::min(options.number_zone, page.height / 4);
    if (!head && !foot) continue;
    const std::string text = folded(line->text);
    // Distance to the next text on the side of the page's middle.
    const Box* next =
        head ? (k + 1 < shown.size() ? box_of(blocks[shown[k + 1]]) : nullptr) : (k > 0 ? box_of(blocks[shown[k - 1]]) : nullptr);
    const double apart = !next ? page.height : head ? next->y0 - line->box->y1 : line->box->y0 - next->y1;
    if (self.is_page_number(text, page.page, apart, line->box->height())) {
      marks[i] = kPageNumber;
      continue;
    }
    const bool content = text.ends_with("。") || self.is_protected(canonical(line->text));
    // Below a line of the document itself no running header stands: it may be that line's second half.
    below_content = below_content || (head && content);
    if ((!head && y < page.height - options.foot_zone) || content || (head && below_content)) continue;
    Candidate candidate;
    candidate.block = i;
    split_numbers(text, candidate);
    candidate.y = head ? y : y - page.height;
    candidate.scanned = line->source == Source::ocr;
    for (const Candidate& other : self.before) {
      if (!same_furniture(other, candidate, 1, options)) continue;
      marks[i] = kRunningLine;
      if (marks_before && other.block < marks_before->size()) (*marks_before)[other.block] = kRunningLine;
    }
    for (const Candidate& other : self.before_that) {
      if (same_furniture(other, candidate, 2, options)) marks[i] = kRunningLine;
    }
    here.push_back(std::move(candidate));
  }
  self.before_that = std::move(self.before);
  self.before = std::move(here);
}

}  // namespace budgetlift
