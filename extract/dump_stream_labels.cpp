#include "extract/dump_stream_labels.h"

#include <algorithm>

#include "extract/dump_stream_columns.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kLinesAbove = 12;     // before a page's end in which a row that it cuts stands
constexpr size_t kLeastFront = 3;      // characters of a label's beginning that are no word by chance
constexpr size_t kLongestRest = 4;
constexpr size_t kLeast = 2;              // characters of a part that is enough if the other one is as long
constexpr size_t kLeastShort = 3;         // of the part above of a label that lacks its last character
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

// Each character on a line of its own.
bool is_downwards(const StreamText& text, size_t first, size_t last) {
  for (size_t i = first; i < last; ++i) {
    if (!text.ends_line(i) || !text.ends_line(i + 1)) return false;
  }
  return true;
}

bool stands_downwards(const StreamText& text, size_t first, size_t last) {
  return last - first >= kLeast && is_downwards(text, first, last);
}

StreamText without(const StreamText& text, const std::vector<bool>& out) {
  StreamText kept;
  kept.source = text.source;
  StreamGap gap = StreamGap::none;
  for (size_t i = 0; i < text.size(); ++i) {
    gap = std::max(gap, text.gaps[i]);
    if (out[i]) continue;
    kept.raw.push_back(text.raw[i]);
    kept.key.push_back(text.key[i]);
    kept.gaps.push_back(gap);
    kept.lines.push_back(text.lines[i]);
    gap = StreamGap::none;
  }
  return kept;
}

// Labels written downwards of which a page's end leaves a part on each side.
class Remover {
 public:
  Remover(const StreamText& text, size_t limit, const DumpWords& words) : text_(text), limit_(limit), words_(words), out_(text.size(), false) {}

  StreamText run() {
    for (size_t at = 1; at < text_.size(); ++at) {
      if (text_.gaps[at] < StreamGap::maybe_page) continue;
      for (const std::u32string& label : words_.heads()) {
        for (size_t k = 1; k < label.size(); ++k) {
          const std::u32string part = label.substr(0, k);
          remove(at, part, label.substr(k), false);
          // A cell's last character may find no place on the page.
          if (k + 1 < label.size()) remove(at, part, label.substr(k, label.size() - k - 1), true);
        }
      }
    }
    return without(text_, out_);
  }

 private:
  // Marks a label's rest at `at` and its first part before. `short_of_one`: the label has one more character.
  void remove(size_t at, const std::u32string& part, const std::u32string& rest, bool short_of_one) {
    if (std::min(rest.size(), part.size()) < kLeast && std::max(rest.size(), part.size()) < kLeast + 1) return;
    const size_t end = at + rest.size();
    if (end > text_.size() || text_.key_of(at, end) != rest || !ends_word(end)) return;
    // Where no page's end shows, only characters below each other tell.
    const bool page = text_.gaps[at] == StreamGap::page;
    if (!page && (!stands_downwards(text_, at, end) || stands_downwards(text_, at - 1, end) || words_.find(encode_utf8(rest)))) return;
    if (short_of_one && (!page || part.size() < kLeastShort || !is_downwards(text_, at, end))) return;
    const size_t limit = std::min(at, limit_);
    for (size_t first = limit < part.size() ? 0 : limit - part.size() + 1; first-- > 0;) {
      const size_t last = first + part.size();
      if (text_.key_of(first, last) != part || text_.gaps[first] < StreamGap::line || !ends_word(last)) continue;
      if (short_of_one && !is_downwards(text_, first, last)) continue;
      if (last == at && !page) return;                   // a whole one
      if (begins_label(first, part.size())) continue;    // of another one
      if (text_.key_of(last, std::min(text_.size(), last + rest.size())) == rest && last != at) return;
      // What is a label without the rest stays one.
      if (!words_.find(encode_utf8(part))) std::fill(out_.begin() + static_cast<std::ptrdiff_t>(first), out_.begin() + static_cast<std::ptrdiff_t>(last), true);
      std::fill(out_.begin() + static_cast<std::ptrdiff_t>(at), out_.begin() + static_cast<std::ptrdiff_t>(end), true);
      return;
    }
  }

  // Whether a word is over there: behind it is a space or a line's end, or a label or a first level that is glued to it.
  bool ends_word(size_t at) const {
    if (at >= text_.size() || text_.gaps[at] != StreamGap::none) return true;
    const std::u32string_view rest = text_.key_of(at, text_.size());
    const auto begins = [&](const std::u32string& name) { return rest.starts_with(name); };
    return label_at(text_, at, words_, true) || std::any_of(words_.level1().begin(), words_.level1().end(), begins);
  }

  // Whether a label that is longer begins there.
  bool begins_label(size_t at, size_t length) const {
    const auto label = label_at(text_, at, words_, false);
    return label && label->length > length;
  }

  const StreamText& text_;
  const size_t limit_;
  const DumpWords& words_;
  std::vector<bool> out_;   // characters that are left out
};

}  // namespace

void part_glued_labels(StreamLines& lines, const DumpWords& words) {
  for (size_t line = 1; line < lines.lines.size(); ++line) {
    const std::vector<Word> above = words_of(lines, line - 1), own = words_of(lines, line);
    if (lines.lines[line].page_start || above.empty() || own.empty()) continue;
    const std::string front = lines.lines[line - 1].text.substr(above.back().first);
    const std::u32string word = decode_utf8(std::string_view(lines.lines[line].text).substr(0, own.front().last));
    if (words.find(front) || words.find(encode_utf8(word))) continue;
    for (size_t length = 1; length < std::min(word.size(), kLongestRest + 1); ++length) {
      const std::string rest = encode_utf8(word.substr(0, length)), next = encode_utf8(word.substr(length));
      if (!words.find(front + rest) || !words.find(next)) continue;
      StreamLine behind = lines.lines[line];
      behind.text.erase(0, rest.size());
      behind.maybe_page_start = false;
      lines.lines[line].text = rest;
      lines.lines.insert(lines.lines.begin() + static_cast<std::ptrdiff_t>(line) + 1, std::move(behind));
      break;
    }
  }
}

StreamText without_cut_labels(const StreamText& text, size_t limit, const DumpWords& words) { return Remover(text, limit, words).run(); }

void join_cut_labels(StreamLines& lines, const DumpWords& words) {
  Joiner joiner(lines, words);
  for (size_t line = 1; line < lines.lines.size(); ++line) {
    if (lines.lines[line].page_start) joiner.join_at(line);
  }
}

}  // namespace budgetlift
