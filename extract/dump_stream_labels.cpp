#include "extract/dump_stream_labels.h"

#include <algorithm>

#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kLinesAbove = 12;     // before a page's end in which a row that it cuts stands
constexpr size_t kLeastFront = 3;      // characters of a label's beginning that are no word by chance
constexpr size_t kLongestRest = 4;
constexpr char32_t kColon = U':';      // as key_char writes it

// A word of a line, as bytes [first, last) of it.
struct Word {
  size_t line = 0, first = 0, last = 0;
};

std::vector<Word> words_of(const StreamLines& lines, size_t line) {
  std::vector<Word> out;
  const std::string& text = lines.lines[line].text;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.size(), text.find(' ', at));
    if (end > at) out.push_back({line, at, end});
    at = end + 1;
  }
  return out;
}

class Joiner {
 public:
  Joiner(StreamLines& lines, const DumpWords& words) : lines_(lines), words_(words) {}

  void join_at(size_t page) {
    std::vector<Word> fronts;
    size_t above = page;
    while (above > 0 && page - above < kLinesAbove && (above == page || !lines_.lines[above].page_start)) --above;
    for (size_t line = above; line < page; ++line) {
      for (const Word& word : words_of(lines_, line)) fronts.push_back(word);
    }
    size_t used = 0;
    std::vector<std::pair<Word, Word>> joins;   // beginning and rest
    for (size_t line = page; line < lines_.lines.size() && line - page < kLinesAbove; ++line) {
      bool all = true;
      for (const Word& rest : words_of(lines_, line)) {
        size_t front = used;
        while (front < fronts.size() && !is_label(fronts[front], rest)) ++front;
        all = all && front < fronts.size();
        if (!all) break;
        joins.emplace_back(fronts[front], rest);
        used = front + 1;
      }
      if (!all) break;
    }
    // From the last one, so that what stands before keeps its place.
    for (auto join = joins.rbegin(); join != joins.rend(); ++join) move(join->first, join->second);
  }

 private:
  std::u32string key_of(const Word& word) const { return key_text(lines_.lines[word.line].text.substr(word.first, word.last - word.first)); }

  bool is_label(std::u32string_view key) const {
    if (!key.empty() && key.back() == kColon) key.remove_suffix(1);
    const std::vector<DumpWords::Start> starts = words_.labels_at(key);
    return std::any_of(starts.begin(), starts.end(), [&](const DumpWords::Start& start) { return start.length == key.size() && start.use->head && start.use->field; });
  }

  bool is_label(const Word& front, const Word& rest) const {
    const std::u32string begin = key_of(front), end = key_of(rest);
    return begin.size() >= kLeastFront && end.size() <= kLongestRest && end.front() != kColon && !is_label(begin) && is_label(begin + end);
  }

  void move(const Word& front, const Word& rest) {
    std::string& below = lines_.lines[rest.line].text;
    lines_.lines[front.line].text.insert(front.last, below.substr(rest.first, rest.last - rest.first));
    const size_t begin = rest.first > 0 ? rest.first - 1 : 0, end = rest.first > 0 ? rest.last : std::min(below.size(), rest.last + 1);   // with a space
    below.erase(begin, end - begin);
    if (!below.empty()) return;
    if (lines_.lines[rest.line].page_start && rest.line + 1 < lines_.lines.size()) lines_.lines[rest.line + 1].page_start = true;
    lines_.lines.erase(lines_.lines.begin() + static_cast<std::ptrdiff_t>(rest.line));
  }

  StreamLines& lines_;
  const DumpWords& words_;
};

}  // namespace

void join_cut_labels(StreamLines& lines, const DumpWords& words) {
  Joiner joiner(lines, words);
  for (size_t line = 1; line < lines.lines.size(); ++line) {
    if (lines.lines[line].page_start) joiner.join_at(line);
  }
}

}  // namespace budgetlift
