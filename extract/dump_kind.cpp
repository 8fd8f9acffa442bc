#include "extract/dump_kind.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "extract/dump_kind_names.h"
#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kLeastTabs = 3;            // lines with tabs
constexpr double kIndented = 0.5;           // share of lines led by spaces from which columns are kept in place
constexpr double kSomeIndented = 0.2;       // … or beside prose, where so many are, and these have wide gaps inside
constexpr double kGapped = 0.15;
constexpr double kFewEmpty = 0.02;          // share of empty lines that stream dumps stay below
constexpr double kManyEmpty = 0.38;         // share that a dump of boxes has
constexpr double kSomeEmpty = 0.25;         // … where rows stand so close that boxes hold several
constexpr size_t kLabelsOfHeader = 3;       // labels of columns one after the other that are a header
constexpr size_t kLinesOfHeader = 8;        // that wrapped labels take
constexpr size_t kShortLine = 60;           // bytes of a line of such a header
constexpr int kLeastTorn = 2;               // names with a space inside
constexpr double kDisordered = 0.1;         // share of second levels before their first level from which a dump is sorted by height
constexpr size_t kJoinedCells = 2;          // lines with a space between words that a dump of one cell a line hardly has, and
constexpr size_t kJoinedShare = 100;        // one of so many lines

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of("\n\f", at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    // What stands between a line end and a form feed is no empty line.
    if (!line.empty() || end == text.size() || text[end] != '\f') out.push_back(line);
    at = end + 1;
  }
  return out;
}

// What headers of indicator tables look like.
struct Headers {
  size_t parted = 0;     // labels on one line, a space between them
  size_t glued = 0;      // labels on one line, some with nothing between
  size_t stacked = 0;    // one label a line
  size_t scattered = 0;  // some labels on one line, others on lines beside it
  size_t labels = 0;     // all whole labels, wherever they stand
  size_t all() const { return parted + glued + stacked; }
};

// The longest run of labels of columns that stand one after the other in `key`, parted or not.
size_t labels_in(std::u32string_view key, const DumpWords& words) {
  size_t best = 0;
  for (size_t at = 0; at < key.size();) {
    size_t run = 0, next = at;
    for (size_t longest = 1; longest > 0;) {
      longest = 0;
      for (const std::u32string& label : words.columns()) {
        if (label.size() > longest && key.substr(next, label.size()) == label) longest = label.size();
      }
      run += longest > 0;
      next += longest;
    }
    best = std::max(best, run);
    at = std::max(next, at + 1);
  }
  return best;
}

size_t whole_labels(std::string_view line, const DumpWords& words) {
  size_t found = 0;
  for (size_t at = 0; at < line.size();) {
    const size_t end = std::min(line.find(' ', at), line.size());
    if (end > at && words.is_column(line.substr(at, end - at))) ++found;
    at = end + 1;
  }
  return found;
}

Headers headers_of(const std::vector<std::string_view>& lines, const DumpWords& words) {
  Headers out;
  size_t stack = 0;   // labels on lines of their own so far
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (is_blank_line(line)) continue;
    if (line.size() > kLongestKindLine) {
      stack = 0;
      continue;
    }
    out.labels += words.is_column(line) ? 1 : whole_labels(line, words);
    if (words.is_column(line)) {
      if (++stack != kLabelsOfHeader) continue;
      ++out.stacked;
      continue;
    }
    stack = 0;
    const size_t labels = labels_in(key_text(line), words);
    if (labels < kLabelsOfHeader) continue;
    ++(whole_labels(line, words) >= kLabelsOfHeader ? out.parted : out.glued);
    size_t next = i + 1;
    while (next < lines.size() && is_blank_line(lines[next])) ++next;
    out.scattered += next < lines.size() && whole_labels(lines[next], words) > 0;
  }
  return out;
}

// Lines with a space between two words of ideographs. Letters that a justified label parts are no words.
size_t joined_lines(const std::vector<std::string_view>& lines) {
  const auto is_han = [](char32_t c) { return c >= 0x3400 && c <= 0x9FFF; };
  size_t out = 0;
  for (std::string_view line : lines) {
    std::u32string before;
    bool joined = false;
    for (std::string_view rest = line; !rest.empty() && !joined;) {
      const std::string_view token = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(rest.size(), token.size() + 1));
      std::u32string key = key_text(token);
      joined = before.size() > 1 && key.size() > 1 && is_han(before.back()) && is_han(key.front());
      before = std::move(key);
    }
    out += joined;
  }
  return out;
}

// Headers in narrow columns: labels are wrapped, so that several lines together hold them.
Headers wrapped_headers(const std::vector<std::string_view>& lines, const DumpWords& words) {
  Headers out;
  for (size_t i = 0; i < lines.size(); ++i) {
    std::u32string key;
    size_t whole = 0, end = i;
    for (; end < lines.size() && end < i + kLinesOfHeader && lines[end].size() <= kShortLine; ++end) {
      key += key_text(lines[end]);
      whole = std::max(whole, whole_labels(lines[end], words));
    }
    if (is_blank_line(lines[i]) || labels_in(key, words) < kLabelsOfHeader) continue;
    ++(whole >= 2 ? out.parted : out.stacked);
    i = end;
  }
  return out;
}

// Whether lines of running text, which all but the last of a paragraph fill their column, have empty lines between them: pdfminer parts
// what stands further apart than half a line's height; pdftotext does not.
bool parts_paragraphs(const std::vector<std::string_view>& lines) {
  constexpr size_t kWide = 25;             // characters
  constexpr int kLeast = 4, kOften = 4;    // times; of how many once they may have none
  int parted = 0, joined = 0;
  for (size_t i = 0; i + 2 < lines.size(); ++i) {
    const std::u32string key = key_text(lines[i]);
    if (key.size() < kWide || std::u32string_view(U"。;:").find(key.back()) != std::u32string_view::npos) continue;
    if (!is_blank_line(lines[i + 1])) ++joined;
    else if (!is_blank_line(lines[i + 2])) ++parted;
  }
  return parted >= kLeast && parted > kOften * joined;
}

// Whether it is a project's code and a text right behind it.
bool ends_in_text(std::u32string_view key) {
  return key.size() > stream_values::kProjectCode && stream_values::is_project_code(key.substr(0, stream_values::kProjectCode)) && stream_values::is_han(key[stream_values::kProjectCode]);
}

// How many different labels have a text glued to them: behind those that begin a line or stand behind a space, or, with a colon, before them.
size_t glued_labels(const std::vector<std::string_view>& lines, const DumpWords& words) {
  constexpr size_t kAllGlued = 100;
  constexpr size_t kLeast = 4;   // characters of a label that no text has by chance
  std::set<std::u32string> out;
  for (std::string_view line : lines) {
    if (line.size() > kLongestKindLine) continue;
    for (std::string_view rest = line; !rest.empty();) {
      const std::u32string key = key_text(rest.substr(0, rest.find(' ')));
      rest.remove_prefix(std::min(rest.size(), rest.find(' ') == rest.npos ? rest.size() : rest.find(' ') + 1));
      for (size_t at = 0; at < key.size(); ++at) {
        const std::vector<DumpWords::Start> starts = words.labels_at(std::u32string_view(key).substr(at));
        if (starts.empty() || starts.front().length < kLeast || !starts.front().use->head) continue;
        const size_t end = at + starts.front().length;
        const bool colon = end < key.size() && key[end] == ':';
        // A project's code is a cell of its own: nothing but its label can be glued to it.
        if (stream_values::project_code_at(std::u32string_view(key).substr(end)) == 0 || ends_in_text(std::u32string_view(key).substr(end + colon))) return kAllGlued;
        if (at > 0 ? colon : !colon && end < key.size()) out.insert(key.substr(at, end - at));
        at = end - 1;
      }
    }
  }
  return out.size();
}

// Whether an empty line and a form feed end each page.
bool ends_pages_with_boxes(std::string_view text) {
  size_t pages = 0;
  for (size_t at = text.find('\f'); at != text.npos; at = text.find('\f', at + 1), ++pages) {
    if (at > 0 && text[at - 1] != '\f' && text.substr(0, at).substr(std::max<size_t>(at, 2) - 2) != "\n\n") return false;
  }
  return pages > 0;
}

}  // namespace

DumpKind dump_kind(std::string_view text, const DumpWords& words) {
  const std::vector<std::string_view> lines = lines_of(text);
  size_t tabs = 0, indented = 0, gapped = 0, empty = 0;
  for (std::string_view line : lines) {
    tabs += line.find('\t') != std::string_view::npos;
    if (is_blank_line(line)) ++empty;
    else indented += line[0] == ' ' && line.size() > 1 && line[1] == ' ';
    const size_t begin = line.find_first_not_of(' ');
    gapped += begin != line.npos && line.find("   ", begin) < line.find_last_not_of(' ');
  }
  if (lines.empty()) return DumpKind::unknown;
  if (tabs >= kLeastTabs) return DumpKind::word;
  const double printed = static_cast<double>(lines.size() - empty);
  const bool some = static_cast<double>(indented) >= kSomeIndented * printed && static_cast<double>(gapped) >= kGapped * printed;
  if (some || static_cast<double>(indented) >= kIndented * printed) return DumpKind::layout;
  Headers headers = headers_of(lines, words);
  const size_t labels = headers.labels;
  const bool wrapped = headers.all() == 0;
  if (wrapped) headers = wrapped_headers(lines, words);
  const double empties = static_cast<double>(empty) / static_cast<double>(lines.size());
  if (headers.all() == 0) {
    // A header that is torn: the text is sorted by place.
    if (labels < kLabelsOfHeader) return DumpKind::unknown;
    return empties >= kManyEmpty || (empties >= kSomeEmpty && parts_paragraphs(lines)) ? DumpKind::pdfminer : empties > kFewEmpty ? DumpKind::plain : DumpKind::viewer;
  }
  if (empties <= kFewEmpty) {
    const NamesInDump names = names_of(lines, words);
    // Names that a space tears are not seen, and those behind them seem to be in another order.
    const bool torn = names.torn >= kLeastTorn && (names.glued > names.ended || names.torn > names.ended);
    // Where every name is glued to what follows, one that seems to be in another order is the beginning of a text.
    const bool nowhere_parted = names.runs > 0 && names.chained > 0 && names.parted + names.ended == 0;
    if (!torn && !nowhere_parted && names.disordered > kDisordered * (names.in_order + names.disordered)) return DumpKind::viewer;
    if (torn || names.runs > 0 || is_glued(names)) return DumpKind::pypdf;
    if (headers.stacked > headers.parted) return joined_lines(lines) >= std::max(kJoinedCells, lines.size() / kJoinedShare) ? DumpKind::viewer : DumpKind::pymupdf;
    return text.find('\f') != std::string_view::npos ? DumpKind::raw : DumpKind::browser;
  }
  // The names of a table in another order than printed: sorted by place, though a header's labels may stand on one line.
  if (empties >= kManyEmpty && ends_pages_with_boxes(text)) {
    const NamesInDump names = names_of(lines, words);
    if (wrapped || names.disordered > kDisordered * (names.in_order + names.disordered)) return DumpKind::pdfminer;
  }
  // A word processor's header is on one line.
  if (!wrapped && headers.parted > headers.stacked && 2 * headers.scattered < headers.all()) return DumpKind::processor;
  return (empties >= kManyEmpty && headers.stacked > headers.parted) || (empties >= kSomeEmpty && parts_paragraphs(lines)) ? DumpKind::pdfminer : DumpKind::plain;
}

bool glues_cells(std::string_view text, const DumpWords& words) {
  constexpr size_t kLeast = 2;   // labels; one may be the beginning of a title
  const std::vector<std::string_view> lines = lines_of(text);
  return is_glued(names_of(lines, words)) || glued_labels(lines, words) >= kLeast;
}

}  // namespace budgetlift
