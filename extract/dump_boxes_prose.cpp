#include "extract/dump_boxes_prose.h"

#include <re2/re2.h>

#include <algorithm>

#include "extract/dump_boxes_places.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kTiny = 8;        // characters of a line that is no paragraph
constexpr size_t kFar = 12;        // lines further below that one is looked for whose end it is
constexpr double kColumn = 20;     // full-width characters of a line that is as wide as its column
constexpr double kSlack = 4;       // that a full line may lack

bool ends_sentence(const StreamLine& line) {
  const std::u32string text = decode_utf8(line.text);
  return !text.empty() && std::u32string_view(U"。！？；").find(text.back()) != std::u32string_view::npos;
}

class Prose {
 public:
  Prose(std::vector<StreamLine>& lines, size_t first, size_t last) : lines_(lines), first_(first), last_(last) {
    for (size_t i = first; i < last; ++i) widest_ = std::max(widest_, text_width(lines[i].text));
  }

  void order() {
    if (widest_ < kColumn) return;
    for (size_t i = first_ + 1; i < last_; ++i) {
      if (!is_orphan(i)) continue;
      size_t ends = 1;   // lines of ends of paragraphs one behind the other, that one included
      while (i + ends < last_ && is_orphan(i + ends)) ++ends;
      if (!give_to_lines_above(i, ends) && ends == 1) give_to_line_below(i);
      i += ends;
    }
  }

 private:
  std::vector<StreamLine>::iterator at(size_t i) const { return lines_.begin() + static_cast<std::ptrdiff_t>(i); }

  // Full, and in the middle of a sentence.
  bool is_open(size_t i) const { return text_width(lines_[i].text) + kSlack > widest_ && !ends_sentence(lines_[i]); }
  bool is_tiny_end(size_t i) const { return ends_sentence(lines_[i]) && decode_utf8(lines_[i].text).size() <= kTiny; }
  bool is_end(size_t i) const { return ends_sentence(lines_[i]) && text_width(lines_[i].text) + kSlack <= widest_; }

  // Behind a line that ends a paragraph.
  bool is_orphan(size_t i) const { return i > first_ && is_tiny_end(i) && is_end(i - 1) && !lines_[i].page_start; }

  // Whether a part of the text begins with it: "（三）", "三、", "绩效指标：".
  static bool begins_part(const StreamLine& line) {
    static const RE2 part(R"([（(]?[一二三四五六七八九十]{1,3}[）)、].*|\p{Han}{2,6}[：:].*)");
    return RE2::FullMatch(line.text, part);
  }

  // To the first open line on its page behind which a part begins, or right behind it.
  void give_to_line_below(size_t orphan) {
    for (size_t i = orphan + 1; i < std::min(last_, orphan + 1 + kFar) && !lines_[i].page_start; ++i) {
      if (!is_open(i)) continue;
      const bool ends_there = i + 1 == last_ || lines_[i + 1].page_start || begins_part(lines_[i + 1]);
      if (i == orphan + 1 || ends_there) std::rotate(at(orphan), at(orphan + 1), at(i + 1));
      if (i == orphan + 1 || ends_there) return;
    }
  }

  // The end before `orphan` and `count` orphans, each to one of as many open lines above.
  bool give_to_lines_above(size_t orphan, size_t count) {
    const size_t ends = orphan - 1, open = count + 1;
    if (ends < first_ + open) return false;
    for (size_t i = ends - open; i < ends; ++i) {
      if (!is_open(i) || lines_[i + 1].page_start) return false;
    }
    std::vector<StreamLine> ordered;
    for (size_t n = 0; n < open; ++n) {
      ordered.push_back(lines_[ends - open + n]);
      ordered.push_back(lines_[ends + n]);
    }
    std::move(ordered.begin(), ordered.end(), at(ends - open));
    return true;
  }

  std::vector<StreamLine>& lines_;
  const size_t first_, last_;
  double widest_ = 0;
};

}  // namespace

void order_prose(std::vector<StreamLine>& lines, size_t first, size_t last) { Prose(lines, first, last).order(); }

}  // namespace budgetlift
