#include "extract/dump_stream_pair.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"

namespace budgetlift {
namespace {

constexpr double kSure = 2, kSureGlued = 7;   // nats: what the next best place costs more; where nothing need part the two
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

using stream_values::is_digit;
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

class PairCutter {
 public:
  PairCutter(const StreamText& text, StreamRange both, DumpKind kind, const StreamSentences& sentences)
      : text_(text), both_(both), kind_(kind), sentences_(sentences) {}

  StreamPairCut run() const {
    double best = std::numeric_limits<double>::infinity(), second = best;
    StreamPairCut out{both_.last, false};
    for (size_t at = both_.first + 1; at <= both_.last; ++at) {
      if (at < both_.last && text_.gaps[at] == StreamGap::none && kind_ != DumpKind::pypdf) continue;
      const double own = cost(at);
      second = std::min(second, std::max(best, own));
      if (own < best) best = own, out.at = at;
    }
    out.sure = second - best >= (kind_ == DumpKind::pypdf ? kSureGlued : kSure);
    return out;
  }

 private:
  double cost(size_t at) const {
    if (at == both_.last) return text_cost(both_.first, at) + kNothing + (is_list(both_.first, at) ? kNoItem : 0);
    const std::u32string_view left = text_.key_of(both_.first, at), right = text_.key_of(at, both_.last);
    double sum = text_cost(both_.first, at) + text_cost(at, both_.last) + gap_cost(text_.gaps[at]);
    const int number = item_number(right.substr(0, kItem));
    const bool list = item_number(left.substr(0, kItem)) > 0;
    if (number == 1) sum -= kFirstItem;
    else if (number > 1) sum += kNextItem;
    else if (list) sum += kNoItem;
    if (never_begins(text_.raw[at])) sum += kBadStart;
    if (never_ends(text_.raw[at - 1])) sum += kBadEnd;
    if (is_digit(left.back()) && is_digit(right.front())) sum += kBadEnd;
    if (left.back() == U'。') sum -= kStop;
    else if (sentences_.ends(left)) sum -= kEnds;
    if (number == 0 && sentences_.begins(right)) sum -= kBegins;
    if (left.size() < kFewCharacters || right.size() < kFewCharacters) sum += kFew;
    return sum;
  }

  double gap_cost(StreamGap gap) const {
    if (kind_ == DumpKind::pypdf) return gap >= StreamGap::line ? kLineEnd : gap == StreamGap::none ? kGlued : 0;
    return gap >= StreamGap::line ? 0 : kGlued / 2;
  }

  bool is_list(size_t first, size_t last) const { return item_number(text_.key_of(first, std::min(last, first + kItem))) > 0; }

  // A line that is not the last one of its paragraph is as full as the widest.
  double text_cost(size_t first, size_t last) const {
    struct Line {
      double width = 0, next = 0;
      bool ends = false;   // an item of a list begins below it
    };
    std::vector<Line> lines;
    double widest = 0;
    for (size_t at = first; at < last;) {
      Line line;
      size_t end = at;
      for (; end < last && (end == at || text_.gaps[end] < StreamGap::line); ++end) line.width += glyph_width(text_.raw[end]);
      line.next = end < last ? first_unit_width(std::u32string_view(text_.raw).substr(end, last - end)) : 0;
      line.ends = end == last || item_number(text_.key_of(end, std::min(last, end + kItem))) > 0;
      widest = std::max(widest, line.width);
      lines.push_back(line);
      at = end;
    }
    double sum = 0;
    for (const Line& line : lines) {
      const double missing = widest - line.width - line.next - kTolerance;
      if (!line.ends && missing > 0) sum += std::min(kMostShort, kShort + kShortSlope * missing);
    }
    return sum;
  }

  const StreamText& text_;
  const StreamRange both_;
  const DumpKind kind_;
  const StreamSentences& sentences_;
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
