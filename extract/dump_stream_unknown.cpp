#include "extract/dump_stream_unknown.h"

#include <algorithm>
#include <map>
#include <string>

#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kMostAbove = 12;     // lines between a title and the first label that is known
constexpr size_t kLongestTitle = 40;  // characters
constexpr double kNarrow = 10;        // full-width characters: a shorter line of a value that has a line of its own is its last one

bool is_title_like(const std::string& text) {
  const std::u32string key = key_text(text);
  return key.size() <= kLongestTitle && key.find_first_of(U"，。；、:") == key.npos;
}

// Labels and what follows them. Where cells are glued a label may be a part of any text: only one that nothing is glued to in front counts, or
// only digits, letters and marks, or one with a colon or a project's code behind it.
std::vector<StreamItem> items_of(const StreamText& text, size_t last, const DumpWords& words, DumpKind kind) {
  constexpr size_t kLeastGlued = 3;   // characters of a label that a text may be glued to
  const bool glued = kind == DumpKind::pypdf;
  std::vector<StreamItem> out;
  for (const StreamItem& item : stream_items(text, last, words, glued)) {
    const size_t at = item.label.range.first;
    const bool code = stream_values::is_project_code(text.key_of(item.value.first, std::min(item.value.last, item.value.first + stream_values::kProjectCode)));
    const bool colon = item.label.range.last > at && text.key[item.label.range.last - 1] == ':';
    const bool inside = glued && !code && !colon && at > 0 && text.gaps[at] == StreamGap::none && stream_values::is_han(text.key[at - 1]);
    // "资金来源": a short one may begin a label that no form knows.
    const size_t end = item.label.range.last;
    const bool begins = glued && !code && !colon && item.label.length < kLeastGlued && end < text.size() && text.gaps[end] == StreamGap::none;
    if (!inside && !begins) out.push_back(item);
    else if (!out.empty()) out.back().value.last = item.value.last;
  }
  return out;
}

class Finder {
 public:
  Finder(const std::vector<StreamLine>& lines, size_t first, size_t last, const DumpWords& words, const DumpPatterns& patterns, DumpKind kind)
      : lines_(lines), first_(first), last_(last), patterns_(patterns), text_(stream_text(lines, first, last)), items_(items_of(text_, text_.size(), words, kind)) {
    // The labels of a listing's header have nothing behind them.
    std::erase_if(items_, [](const StreamItem& item) { return !item.label.use->field || item.value.first == item.value.last; });
  }

  std::vector<UnknownForm> find() {
    for (size_t i = 0; i < items_.size();) {
      size_t end = i + 1;
      while (end < items_.size() && line_of(end) <= line_of(end - 1) + kLabelsNear) ++end;
      take(i, end);
      i = end;
    }
    for (size_t i = 0; i < out_.size(); ++i) out_[i].end = i + 1 < out_.size() ? out_[i + 1].title : last_;
    for (UnknownForm& form : out_) {
      for (size_t line = form.head + 1; line < form.end; ++line) {
        if (lines_[line].page_start && patterns_.is_caption(lines_[line].text)) form.end = line;
      }
    }
    return std::move(out_);
  }

 private:
  size_t line_of(size_t item) const { return first_ + static_cast<size_t>(text_.lines[items_[item].label.range.first]); }

  // Items [first, last) stand near each other.
  void take(size_t first, size_t last) {
    std::map<std::u32string_view, size_t> labels;   // and how often each stands there
    for (size_t i = first; i < last; ++i) ++labels[key_of(text_, items_[i])];
    // A code with the right check character shows a form by itself.
    const bool code = std::any_of(items_.begin() + static_cast<std::ptrdiff_t>(first), items_.begin() + static_cast<std::ptrdiff_t>(last), [&](const StreamItem& item) {
      const size_t end = item.value.first + stream_values::kProjectCode;
      return end <= text_.size() && stream_values::is_project_code(text_.key_of(item.value.first, end));
    });
    if (labels.size() < kLabelsOfForm && !code) return;
    // Each form begins with the same label; where others come more often, the text is in another order than the forms.
    const std::u32string_view begin = key_of(text_, items_[first]);
    std::vector<size_t> times;
    for (const auto& [label, count] : labels) times.push_back(count);
    std::sort(times.rbegin(), times.rend());
    if (times.size() > 1 && times[1] > labels[begin]) return;
    for (size_t i = first; i < last; ++i) {
      if (key_of(text_, items_[i]) == begin) out_.push_back(form_above(line_of(i)));
    }
  }

  UnknownForm form_above(size_t label) const {
    const size_t from = std::max(out_.empty() ? first_ : out_.back().head + 1, label < kMostAbove ? 0 : label - kMostAbove);
    const auto below = [&](size_t title) {
      size_t head = title + 1;
      while (head < label && (patterns_.is_unit_line(lines_[head].text) || patterns_.is_year_line(lines_[head].text))) ++head;
      return UnknownForm{title, head, last_};
    };
    // The same title as above the first one, or a page's first line.
    const auto again = [&](size_t line) { return !out_.empty() && out_.front().title < out_.front().head && lines_[line].text == lines_[out_.front().title].text; };
    for (size_t line = label; line-- > from;) {
      if (again(line)) return below(line);
    }
    for (size_t line = label; line-- > from;) {
      if (!lines_[line].page_start) continue;
      if (is_title_like(lines_[line].text)) return below(line);
      break;
    }
    size_t line = label;
    while (line > from && (patterns_.is_unit_line(lines_[line - 1].text) || patterns_.is_year_line(lines_[line - 1].text))) --line;
    // A line between parts it from the form above.
    return line > from && (!out_.empty() || is_title_like(lines_[line - 1].text)) ? below(line - 1) : UnknownForm{label, label, last_};
  }

  const std::vector<StreamLine>& lines_;
  const size_t first_, last_;
  const DumpPatterns& patterns_;
  const StreamText text_;
  std::vector<StreamItem> items_;
  std::vector<UnknownForm> out_;
};

// Where a value ends: behind its first piece if more stand on its line, for they are a label that no form knows and its value; else
// with the last line that it fills, as far as lines have one piece.
size_t value_end(const StreamText& text, StreamRange value, DumpKind kind) {
  const size_t code = value.first + stream_values::kProjectCode;
  if (code <= value.last && stream_values::is_project_code(text.key_of(value.first, code))) return code;
  const auto line_end = [&](size_t at) {
    do ++at;
    while (at < value.last && text.gaps[at] < StreamGap::line);
    return at;
  };
  const auto piece_end = [&](size_t at) {
    do ++at;
    while (at < value.last && text.gaps[at] == StreamGap::none);
    return at;
  };
  // "牵头处室：": a label that no form knows.
  const auto begins_label = [&](size_t at) {
    constexpr size_t kLongest = 8;   // characters
    size_t length = 0;
    while (length < kLongest && at + length < value.last && stream_values::is_han(text.key[at + length])) ++length;
    return length > 1 && at + length < value.last && text.key[at + length] == ':';
  };
  size_t end = piece_end(value.first);
  if (end < line_end(value.first)) return end;
  for (size_t before = value.first; end < value.last; ) {
    const size_t next = line_end(end);
    if (piece_end(end) < next || begins_label(end)) break;
    // Where each cell has lines of its own only a line's width tells that the value goes on.
    double width = 0;
    for (size_t i = before; i < end; ++i) width += glyph_width(text.raw[i]);
    if (kind == DumpKind::pymupdf && width < kNarrow) break;
    before = end;
    end = next;
  }
  return end;
}

}  // namespace

std::vector<UnknownForm> find_unknown_forms(const std::vector<StreamLine>& lines, size_t first, size_t last, const DumpWords& words, const DumpPatterns& patterns,
                                           DumpKind kind) {
  return first < last ? Finder(lines, first, last, words, patterns, kind).find() : std::vector<UnknownForm>{};
}

Table read_unknown_head(const StreamText& text, size_t last, const DumpWords& words, DumpKind kind) {
  Table out;
  const auto stray = [&](size_t from, size_t to) {
    if (from == to) return;
    for (TextLine& line : text.text_lines(from, to)) out.stray.push_back(std::move(line));
  };
  const auto put = [&](int column, size_t from, size_t to) {
    Cell cell;
    cell.row = out.rows;
    cell.column = column;
    cell.lines = text.text_lines(from, to);
    cell.page = cell.lines.empty() ? 1 : cell.lines.front().page;
    cell.doubts.push_back({"ambiguous-cells", "no definition covers the form: where a value ends is a guess"});
    out.cells.push_back(std::move(cell));
  };
  const std::vector<StreamItem> items = items_of(text, last, words, kind);
  stray(0, items.empty() ? last : items.front().label.range.first);
  for (const StreamItem& item : items) {
    put(0, item.label.range.first, item.label.range.last);
    if (item.value.first < item.value.last) {
      const size_t end = value_end(text, item.value, kind);
      put(1, item.value.first, end);
      stray(end, item.value.last);
    }
    ++out.rows;
  }
  out.columns = 2;
  add_pages(text, out);
  return out;
}

}  // namespace budgetlift
