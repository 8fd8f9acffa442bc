#include "extract/dump_stream_pair.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"

namespace budgetlift {
namespace {

constexpr double kSure = 2, kSureGlued = 7;   // nats: what the next best place costs more; where nothing need part the two, or a page ends
constexpr double kShort = 1.2, kShortSlope = 1.2, kMostShort = 7;   // a line that the next characters would have fitted on
constexpr double kTolerance = 0.5;        // full-width characters by which fonts differ from our glyph widths
constexpr double kFirstItem = 6, kNoItem = 4, kNextItem = 5;   // a list's first item; none where the other text is a list; a later item
constexpr double kStop = 3, kBegins = 2, kEnds = 1.5;
constexpr double kBadStart = 6, kBadEnd = 6;
constexpr double kGlued = 2, kLineEnd = 7;
constexpr double kNothing = 4;            // a text that is empty
constexpr size_t kItem = 8;               // characters that show an item's number
constexpr size_t kFewCharacters = 4;      // that are hardly a text
constexpr double kFew = 1;
constexpr double kSpaceInside = 2.5;      // a space between ideographs of one text
constexpr double kUnseenPage = 8;         // both texts are cut where a page may end

using stream_values::is_digit;
using stream_values::is_han;
bool in(std::u32string_view marks, char32_t c) { return marks.find(c) != marks.npos; }
bool never_begins(char32_t c) { return in(U"，。、；：）》”’】〕)],.;:%％‰…？！", c); }
bool never_ends(char32_t c) { return in(U"（《“‘【〔([，、：:<≤≥>＜＞,", c); }

// Behind the number of an item at the start of `key`.
size_t number_length(std::u32string_view key) {
  size_t i = 0;
  while (i < key.size() && !is_digit(key[i])) ++i;
  while (i < key.size() && is_digit(key[i])) ++i;
  return std::min(key.size(), i + 1);
}

bool is_empty(StreamRange range) { return range.first >= range.last; }

class PairCutter {
 public:
  PairCutter(const StreamText& text, StreamRange both, DumpKind kind, const StreamSentences& sentences)
      : text_(text), both_(both), kind_(kind), sentences_(sentences) {}

  StreamPairCut run() {
    for (size_t at = both_.first + 1; at <= both_.last; ++at) {
      if (at == both_.last || can_cut(at)) weigh({{both_.first, at}, {}}, {{at, both_.last}, {}}, 0);
    }
    for (size_t page = both_.first + 1; page < both_.last; ++page) {
      if (text_.gaps[page] >= StreamGap::maybe_page) weigh_page(page);
    }
    const bool page = std::find(text_.gaps.begin() + static_cast<std::ptrdiff_t>(both_.first) + 1, text_.gaps.begin() + static_cast<std::ptrdiff_t>(both_.last), StreamGap::page) !=
                      text_.gaps.begin() + static_cast<std::ptrdiff_t>(both_.last);
    best_.sure = second_ - least_ >= (is_glued() || page ? kSureGlued : kSure);
    return best_;
  }

 private:
  // A text and its rest behind a page's end.
  struct Pieces {
    StreamRange front, rest;
    size_t size() const { return front.last - front.first + rest.last - rest.first; }
    size_t end() const { return (is_empty(rest) ? front : rest).last; }
  };

  struct Line {
    double width = 0, next = 0;
    bool ends = false;   // an item of a list begins below it
    int number = 0;      // of the item that begins it
  };

  bool is_glued() const { return kind_ == DumpKind::pypdf; }
  bool can_cut(size_t at) const { return is_glued() || text_.gaps[at] != StreamGap::none; }

  // Both texts go on behind the page's end at `page`.
  void weigh_page(size_t page) {
    const double unseen = text_.gaps[page] == StreamGap::page ? 0 : kUnseenPage;
    const auto begins = [&](size_t at) { return is_glued() ? text_.gaps[at] >= StreamGap::line : can_cut(at); };
    for (size_t first = both_.first + 1; first < page; ++first) {
      if (!begins(first)) continue;
      for (size_t second = page + 1; second < both_.last; ++second) {
        if (begins(second)) weigh({{both_.first, first}, {page, second}}, {{first, page}, {second, both_.last}}, unseen);
      }
    }
  }

  void weigh(const Pieces& left, const Pieces& right, double more) {
    const double own = cost(left, right) + more;
    second_ = std::min(second_, std::max(least_, own));
    if (own >= least_) return;
    least_ = own;
    best_ = {left.front, left.rest, right.front, right.rest, false};
  }

  double cost(const Pieces& left, const Pieces& right) const {
    const std::vector<Line> left_lines = lines_of(left);
    const bool list = left_lines.front().number > 0;
    if (is_empty(right.front)) return text_cost(left, left_lines) + kNothing + (list ? kNoItem : 0);
    const std::vector<Line> right_lines = lines_of(right);
    const size_t begin = right.front.first, end = left.end();
    double sum = text_cost(left, left_lines) + text_cost(right, right_lines) + gap_cost(text_.gaps[begin]);
    if (!is_empty(right.rest)) sum += gap_cost(text_.gaps[right.rest.first]);
    const int number = is_glued() && !marked_alike(left, right) ? 0 : right_lines.front().number;
    if (number == 1) sum -= kFirstItem;
    else if (number > 1) sum += kNextItem;
    else if (list) sum += kNoItem;
    const std::u32string_view ends = text_.key_of(end - std::min(left.size(), kItem), end), begins = text_.key_of(begin, std::min(begin + kItem, right.front.last));
    if (never_begins(text_.raw[begin])) sum += kBadStart;
    if (never_ends(text_.raw[end - 1])) sum += kBadEnd;
    if (is_digit(ends.back()) && is_digit(begins.front())) sum += kBadEnd;
    if (ends.back() == U'。') sum -= kStop;
    else if (sentences_.ends(ends)) sum -= kEnds;
    if (number == 0 && sentences_.begins(begins)) sum -= kBegins;
    if (left.size() < kFewCharacters || right.size() < kFewCharacters) sum += kFew;
    return sum;
  }

  // Items of a list have the same before their numbers, if anything (目标1, 目标2): what stands before the right text's first one is no end of
  // the left text. Its other items show it, or the left text's.
  bool marked_alike(const Pieces& left, const Pieces& right) const {
    const auto mark = [&](size_t at, size_t last) -> std::optional<std::u32string_view> {
      const std::u32string_view key = text_.key_of(at, std::min(last, at + kItem));
      return item_number(key) > 0 ? std::optional(key.substr(0, key.find_first_of(U"0123456789"))) : std::nullopt;
    };
    const auto own = mark(right.front.first, right.front.last);
    if (!own || own->empty() || !is_han(own->back())) return true;
    if (mark(left.front.first, left.front.last) == own) return true;
    for (size_t at = right.front.first + 1; at < right.front.last; ++at) {
      if (text_.gaps[at] >= StreamGap::line && mark(at, right.front.last) == own) return true;
    }
    return false;
  }

  double gap_cost(StreamGap gap) const {
    if (is_glued()) return gap >= StreamGap::line ? kLineEnd : gap == StreamGap::none ? kGlued : 0;
    return gap >= StreamGap::line ? 0 : kGlued / 2;
  }

  std::vector<Line> lines_of(const Pieces& pieces) const {
    std::vector<Line> out;
    for (const StreamRange& piece : {pieces.front, pieces.rest}) {
      for (size_t at = piece.first; at < piece.last;) {
        Line line;
        line.number = item_number(text_.key_of(at, std::min(piece.last, at + kItem)));
        if (!out.empty()) out.back().ends = line.number > 0;
        size_t end = at;
        for (; end < piece.last && (end == at || text_.gaps[end] < StreamGap::line); ++end) line.width += glyph_width(text_.raw[end]);
        const StreamRange next = end == pieces.front.last ? pieces.rest : StreamRange{end, piece.last};
        line.next = is_empty(next) ? 0 : first_unit_width(std::u32string_view(text_.raw).substr(next.first, next.last - next.first));
        out.push_back(line);
        at = end;
      }
    }
    if (!out.empty()) out.back().ends = true;
    return out;
  }

  // A line that is not the last one of its paragraph is as full as the widest; items stand in their order; and what a line of the page
  // parts by a space are hardly words of one text.
  double text_cost(const Pieces& pieces, const std::vector<Line>& lines) const {
    double widest = 0, sum = 0;
    for (const Line& line : lines) widest = std::max(widest, line.width);
    int last = 0;
    for (const Line& line : lines) {
      const double missing = widest - line.width - line.next - kTolerance;
      if (!line.ends && missing > 0) sum += std::min(kMostShort, kShort + kShortSlope * missing);
      if (line.number == 0) continue;
      if (last > 0 && line.number != last + 1) sum += kNextItem;
      last = line.number;
    }
    for (const StreamRange& piece : {pieces.front, pieces.rest}) {
      for (size_t at = piece.first + 1; at < piece.last && !is_glued(); ++at) {
        sum += kSpaceInside * (text_.gaps[at] == StreamGap::space && is_han(text_.key[at - 1]) && is_han(text_.key[at]));
      }
    }
    return sum;
  }

  const StreamText& text_;
  const StreamRange both_;
  const DumpKind kind_;
  const StreamSentences& sentences_;
  StreamPairCut best_;
  double least_ = std::numeric_limits<double>::infinity(), second_ = least_;
};

}  // namespace

void StreamSentences::add(const StreamText& text) {
  const std::u32string_view all = text.key;
  for (size_t i = 0; i < all.size(); ++i) {
    size_t start = 0;
    if (in(U"。;", all[i]) || (all[i] == ',' && (i + 1 == all.size() || !is_digit(all[i + 1])))) {
      if (i >= kShown) ends_.insert(std::u32string(all.substr(i - kShown, kShown)));
      start = i + 1;
    } else if (text.gaps[i] >= StreamGap::line && item_number(all.substr(i, kItem)) > 0) {
      start = i + number_length(all.substr(i, kItem));
    }
    if (start > 0 && start + kShown <= all.size()) starts_.insert(std::u32string(all.substr(start, kShown)));
  }
}

StreamPairCut cut_pair(const StreamText& text, StreamRange both, DumpKind kind, const StreamSentences& sentences) {
  return PairCutter(text, both, kind, sentences).run();
}

}  // namespace budgetlift
