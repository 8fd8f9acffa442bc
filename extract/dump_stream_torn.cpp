#include "extract/dump_stream_torn.h"

#include <algorithm>
#include <optional>
#include <string>

namespace budgetlift {
namespace {

constexpr size_t kLeastFront = 3, kLeastLevel = 4;   // characters of a label's beginning that are enough, and of a level's
constexpr size_t kLongestRest = 3, kLongestLabelRest = 6;   // characters of a level's rest, and of a label's
constexpr size_t kLeastRest = 3;                     // … of one that its value follows
constexpr size_t kMostLines = 3;                     // from a name's beginning to its rest
constexpr size_t kMostBehind = 6;                    // characters of other cells' rests that may follow on its line

class Joiner {
 public:
  Joiner(StreamText& text, const DumpWords& words) : text_(text), words_(words) {}

  void run() {
    for (size_t at = 1; at < text_.size(); ++at) {
      if (text_.gaps[at] < StreamGap::line) continue;
      if (!join(at, words_.heads(), false)) join(at, words_.level2(), true);
    }
  }

 private:
  size_t line_end(size_t at) const {
    size_t end = at + 1;
    while (!text_.ends_line(end)) ++end;
    return end;
  }

  bool join(size_t at, const std::vector<std::u32string>& names, bool levels) {
    const size_t line = line_end(at), least = levels ? kLeastLevel : kLeastFront, behind = levels ? kMostBehind : 0;
    for (size_t length = std::min(levels ? kLongestRest : kLongestLabelRest, line - at); length > 0; --length) {
      const bool colon = at + length < line && text_.key[at + length] == ':';
      const size_t end = at + length + colon;
      const bool value = line - end > behind;   // "资金支出计1月底6月底", "划(%)20%70%": each line begins with a part of the label
      if (value && (levels || length < kLeastRest)) continue;
      const std::u32string_view rest = text_.key_of(at, at + length);
      for (const std::u32string& name : names) {
        if (name.size() < length + least || !name.ends_with(rest)) continue;
        const std::u32string_view front = std::u32string_view(name).substr(0, name.size() - length);
        if (at >= front.size() && text_.key_of(at - front.size(), at) == front) return false;   // it goes on as it should
        const std::optional<size_t> found = front_above(at, front, rest, levels, value);
        if (!found) continue;
        move(at, end, *found);
        return true;
      }
    }
    return false;
  }

  // Where `front` ends in the lines above `at`, something else behind it; nothing if `rest` goes on with another name. `begins`: it must
  // begin a line.
  std::optional<size_t> front_above(size_t at, std::u32string_view front, std::u32string_view rest, bool levels, bool begins) const {
    const bool bracket = rest.front() == '(' && rest.back() == ')';   // a unit behind a whole label
    size_t first = at;
    for (size_t n = 0; n < kMostLines && first > 0; ++n) {
      do --first;
      while (first > 0 && text_.gaps[first] < StreamGap::line);
      for (size_t from = first; from + front.size() < at; ++from) {
        const size_t end = from + front.size();
        if (text_.key_of(from, end) != front || text_.key_of(end, std::min(text_.size(), end + rest.size())) == rest) continue;
        if (begins && text_.gaps[from] < StreamGap::line) continue;
        if ((is_whole(from, front) && !(begins && bracket)) || (levels && (!begins_row(from) || cut_by_page(end, at)))) continue;
        return end;
      }
    }
    return std::nullopt;
  }

  // Whether a line begins there, or only a first level stands before.
  bool begins_row(size_t from) const {
    return text_.gaps[from] >= StreamGap::line || std::any_of(words_.level1().begin(), words_.level1().end(), [&](const std::u32string& name) {
      return from >= name.size() && text_.key_of(from - name.size(), from) == name;
    });
  }

  // What a page's end cuts is another matter: the search for rows knows of it.
  bool cut_by_page(size_t first, size_t last) const {
    const std::u32string_view key = text_.key_of(first, last);
    return std::any_of(text_.gaps.begin() + static_cast<std::ptrdiff_t>(first), text_.gaps.begin() + static_cast<std::ptrdiff_t>(last) + 1, [](StreamGap gap) { return gap == StreamGap::page; }) ||
           std::any_of(words_.columns().begin(), words_.columns().end(), [&](const std::u32string& name) { return key.find(name) != key.npos; });
  }

  // Whether a name stands there that is at least as long, or ends there: then it lacks nothing.
  bool is_whole(size_t from, std::u32string_view front) const {
    for (const auto* names : {&words_.level1(), &words_.level2(), &words_.heads(), &words_.columns()}) {
      for (const std::u32string& name : *names) {
        if (name.size() > front.size() && text_.key_of(from, std::min(text_.size(), from + name.size())) == name) return true;
        if (name.size() >= front.size() && from + front.size() >= name.size() && text_.key_of(from + front.size() - name.size(), from + front.size()) == name) return true;
      }
    }
    return false;
  }

  // Characters [first, last) go to `to`, before them.
  void move(size_t first, size_t last, size_t to) {
    // What stood behind them begins a line, too.
    if (last < text_.size()) text_.gaps[last] = std::max(text_.gaps[last], text_.gaps[first]);
    std::fill(text_.gaps.begin() + static_cast<std::ptrdiff_t>(first), text_.gaps.begin() + static_cast<std::ptrdiff_t>(last), StreamGap::none);
    const auto rotate = [&](auto& of) { std::rotate(of.begin() + static_cast<std::ptrdiff_t>(to), of.begin() + static_cast<std::ptrdiff_t>(first), of.begin() + static_cast<std::ptrdiff_t>(last)); };
    rotate(text_.raw);
    rotate(text_.key);
    rotate(text_.gaps);
    rotate(text_.lines);
  }

  StreamText& text_;
  const DumpWords& words_;
};

}  // namespace

void join_torn_names(StreamText& text, const DumpWords& words) { Joiner(text, words).run(); }

}  // namespace budgetlift
