#include "extract/dump_tabs.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "extract/dump_patterns.h"
#include "extract/dump_tab_table.h"
#include "schemas/canonical.h"
#include "schemas/paragraph_end.h"

namespace budgetlift {
namespace {

constexpr size_t kTallestLabel = 24;       // lines of a label that is written downwards

struct TabLine {
  std::string_view text;
  int number = 0;
};

std::vector<TabLine> lines_of(std::string_view text) {
  std::vector<TabLine> out;
  int number = 1;
  for (size_t at = 0; at < text.size(); ++number) {
    const size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    while (!line.empty() && (line.back() == '\r' || line.back() == '\f')) line.remove_suffix(1);
    out.push_back({line, number});
    at = end + 1;
  }
  return out;
}

bool has_tab(std::string_view text) { return text.find('\t') != std::string_view::npos; }

std::string_view first_cell(std::string_view line) { return line.substr(0, line.find('\t')); }

TextLine printed(std::string_view text, int number) {
  std::string out(text);
  std::replace(out.begin(), out.end(), '\t', ' ');
  return {.text = std::move(out), .page = 1, .box = std::nullopt, .line = number, .source = Source::text_dump};
}

// "1.", "2、", "（3）", "目标4：": what begins an item of a list.
bool begins_item(std::string_view text) {
  static const RE2 item(R"(^(?:\p{Han}{0,4}\d{1,2}[.．、:：)）]|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、]|[①-⑳]))");
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), item);
}

class TabReader {
 public:
  TabReader(std::string_view text, const DumpWords& words, const std::vector<Form>& forms, const BlockSink& sink)
      : lines_(lines_of(text)), words_(words), patterns_(forms), sink_(sink) {}

  void read() {
    for (size_t i = 0; i < lines_.size();) {
      const std::string_view line = lines_[i].text;
      if (begins_table(i)) {
        i = read_table(i);
      } else {
        if (!is_blank(line)) {
          TextLine paragraph = printed(line, lines_[i].number);
          paragraph.text += kParagraphEnd;
          sink_(std::move(paragraph));
        }
        ++i;
      }
    }
  }

 private:
  static bool is_blank(std::string_view text) { return text.find_first_not_of(" \t") == std::string_view::npos; }

  bool begins_table(size_t at) const {
    const std::string_view line = lines_[at].text;
    if (label_downwards(at) > 0) return true;
    if (!has_tab(line) || is_blank(line)) return false;
    return words_.find(first_cell(line)) || !patterns_.is_unit_line(line);
  }

  // Lines of a label that is written downwards from line `at` on, its last one before a tab; 0 if there is none.
  size_t label_downwards(size_t at) const {
    std::string joined;
    for (size_t n = 1; n <= kTallestLabel && at + n <= lines_.size(); ++n) {
      const std::string_view line = lines_[at + n - 1].text;
      const std::string_view cell = first_cell(line);
      if (decode_utf8(cell).size() != 1) return 0;
      joined += cell;
      if (has_tab(line)) return n > 1 && words_.find(joined) ? n : 0;
    }
    return 0;
  }

  // Whether line `at` goes on with the row above it: a cell of several paragraphs.
  bool continues(size_t at, const TabRow& row) const {
    const std::string_view line = lines_[at].text;
    if (label_downwards(at) > 0) return false;
    const std::string_view first = first_cell(line);
    if (has_tab(line) && (first.empty() || words_.find(first))) return false;
    if (!has_tab(line)) return !patterns_.is_title(line);
    return begins_item(first) && !row.cells.back().empty() && begins_item(row.cells.back().front().text);
  }

  static void add_line(TabRow& row, std::string_view line, int number) {
    for (size_t at = 0, first = 1;; first = 0) {
      const size_t end = std::min(line.find('\t', at), line.size());
      if (!first || row.cells.empty()) row.cells.emplace_back();
      const std::string_view text = line.substr(at, end - at);
      if (!is_blank(text)) row.cells.back().push_back(printed(text, number));
      if (end == line.size()) return;
      at = end + 1;
    }
  }

  // Hands out the table that begins with line `at`; returns the line below it.
  size_t read_table(size_t at) {
    std::vector<TabRow> rows;
    while (at < lines_.size() && !is_blank_line(at)) {
      if (const size_t tall = label_downwards(at); tall > 0) {
        rows.emplace_back();
        for (size_t n = 0; n < tall; ++n) add_line(rows.back(), lines_[at + n].text, lines_[at + n].number);
        at += tall;
        continue;
      }
      if (!rows.empty() && continues(at, rows.back())) {
        add_line(rows.back(), lines_[at].text, lines_[at].number);
      } else if (has_tab(lines_[at].text)) {
        rows.emplace_back();
        add_line(rows.back(), lines_[at].text, lines_[at].number);
      } else {
        break;
      }
      ++at;
    }
    for (Table& table : tables_of(rows, words_)) sink_(std::move(table));
    return at;
  }

  // A row whose cells are all empty has tabs.
  bool is_blank_line(size_t at) const { return is_blank(lines_[at].text) && !has_tab(lines_[at].text); }

  std::vector<TabLine> lines_;
  const DumpWords& words_;
  const DumpPatterns patterns_;
  const BlockSink& sink_;
};

}  // namespace

void read_tabs(std::string_view text, const DumpWords& words, const std::vector<Form>& forms, const BlockSink& sink) {
  TabReader(text, words, forms, sink).read();
}

}  // namespace budgetlift
