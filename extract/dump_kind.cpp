#include "extract/dump_kind.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

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
constexpr size_t kLongestHeader = 400;      // bytes of a line that is worth a look
constexpr size_t kShownOfName = 3;          // characters of a name that are enough where a line's end cuts it
constexpr int kGluedShare = 4;              // of so many names one with what follows glued to it is enough: wide columns part them
constexpr int kLeastTorn = 2;               // names with a space inside
constexpr int kLeastClosed = 2;             // first levels glued to the text before them
constexpr double kDisordered = 0.1;         // share of second levels before their first level from which a dump is sorted by height
constexpr size_t kJoinedCells = 2;          // lines with a space between words that a dump of one cell a line hardly has, and
constexpr size_t kJoinedShare = 100;        // one of so many lines

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\f") == std::string_view::npos; }

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

// `name` stands at the start of `key`, whole or cut by the end of a narrow cell's line.
bool begins_with(std::u32string_view key, std::u32string_view name) {
  const size_t shown = std::min(key.size(), name.size());
  return shown >= kShownOfName && key.substr(0, shown) == name.substr(0, shown);
}

// Names of indicators at the beginnings of lines and behind spaces, and what follows them.
struct Names {
  int glued = 0;       // a text goes on behind the name without a space
  int ended = 0;       // the line ends there, or a space follows
  int tails_glued = 0;   // the same of names and labels that a line end cuts
  int tails_ended = 0;
  int chained = 0;     // a first level with a second level of its own right behind it, and
  int parted = 0;      // with a space or a line's end between
  int in_order = 0;    // second levels that belong under the first level printed before them
  int disordered = 0;
  int torn = 0;        // a space inside one
  int runs = 0;        // labels of heads glued to each other, and nothing else; the first may be written downwards
  int closed = 0;      // a first level glued to the text before it, with a second level of its own behind a space
  bool hidden = false;   // the first level of what comes next may stand on a line that is too long to be looked at
};

// Looks for a name at the start of `key`, in part where that may be the start of a cell; counts whether a second level stands under its
// first. Gives the characters to go on by.
size_t take_name(std::u32string_view key, bool in_part, const DumpWords& words, std::vector<const std::u32string*>& under, Names& out) {
  const auto stands = [&](const std::u32string& name) {
    return in_part ? begins_with(key, name) : key.substr(0, name.size()) == name;
  };
  std::vector<const std::u32string*> first, second;
  size_t length = 1;
  for (const std::u32string& name : words.level1()) {
    if (stands(name)) first.push_back(&name), length = std::max(length, name.size());
  }
  for (const std::u32string& name : words.level2()) {
    if (stands(name)) second.push_back(&name), length = std::max(length, name.size());
  }
  if (!first.empty()) {
    // What a line end seems to cut may be the end of a text ("群众" / "满意度").
    const bool whole = std::any_of(first.begin(), first.end(), [&](const std::u32string* name) { return key.size() >= name->size(); });
    if (second.empty() && whole) under.clear();
    under.insert(under.end(), first.begin(), first.end());
    out.hidden = false;
  } else if (!second.empty() && !out.hidden) {
    const bool known = std::any_of(under.begin(), under.end(), [&](const std::u32string* level1) {
      return std::any_of(second.begin(), second.end(), [&](const std::u32string* level2) { return words.belongs(*level1, *level2); });
    });
    ++(known ? out.in_order : out.disordered);
  }
  return length;
}

// First levels at the beginnings of lines and behind spaces, and whether the second level that follows is glued to them; also those that are
// glued to the text before them.
void count_chains(std::u32string_view before, std::u32string_view key, const DumpWords& words, Names& out) {
  constexpr size_t kLongName = 4;   // characters of a name that no text ends with by chance
  const auto has_own = [&](const std::u32string& level1, std::u32string_view rest) {
    return std::any_of(words.level2().begin(), words.level2().end(),
                       [&](const std::u32string& name) { return rest.substr(0, name.size()) == name && words.belongs(level1, name); });
  };
  const auto ends_with_second = [&] {
    return std::any_of(words.level2().begin(), words.level2().end(), [&](const std::u32string& name) { return before.ends_with(name); });
  };
  bool chained = false, parted = false, closed = false;
  for (const std::u32string& name : words.level1()) {
    chained = chained || (key.substr(0, name.size()) == name && has_own(name, key.substr(name.size())));
    parted = parted || (before == name && has_own(name, key));
    closed = closed || (name.size() >= kLongName && before.size() > name.size() && before.ends_with(name) && has_own(name, key) && !ends_with_second());
  }
  out.chained += chained;
  out.parted += parted;
  out.closed += closed;
}

// Whether a space stands between both parts of a name, neither of them a single character.
bool is_torn(std::u32string_view before, std::u32string_view key, const DumpWords& words) {
  constexpr size_t kLeast = 2;   // characters of a part
  const auto torn = [&](const std::u32string& name) {
    for (size_t k = kLeast; k + kLeast <= name.size(); ++k) {
      const std::u32string_view part = std::u32string_view(name).substr(0, k), rest = std::u32string_view(name).substr(k);
      if (before.size() >= k && before.substr(before.size() - k) == part && key.substr(0, rest.size()) == rest) return true;
    }
    return false;
  };
  return std::any_of(words.level1().begin(), words.level1().end(), torn) || std::any_of(words.level2().begin(), words.level2().end(), torn);
}

// Whether it is two labels or more.
bool is_run_of_labels(std::u32string_view key, const DumpWords& words) {
  constexpr size_t kLeast = 2;
  size_t labels = 0;
  while (!key.empty()) {
    const std::vector<DumpWords::Start> starts = words.labels_at(key);
    if (starts.empty()) return false;
    key.remove_prefix(starts.front().length);
    ++labels;
  }
  return labels >= kLeast;
}

// Whether the end of a label whose other characters stand above, a line each (`down`), is glued to other labels.
bool ends_label_above(std::u32string_view down, std::u32string_view key, const DumpWords& words) {
  const std::u32string joined = std::u32string(down) + std::u32string(key);
  const std::vector<DumpWords::Start> starts = words.labels_at(joined);
  return !down.empty() && !starts.empty() && starts.front().length > down.size() && is_run_of_labels(joined, words);
}

Names names_of(const std::vector<std::string_view>& lines, const DumpWords& words) {
  Names out;
  std::vector<const std::u32string*> under;   // the first level printed last; also the one before, if it may be a second level itself
  const std::vector<std::u32string> *firsts = &words.level1(), *seconds = &words.level2();
  std::vector<std::u32string> labels = words.heads();
  for (const std::u32string& label : words.heads()) {
    for (const char32_t* unit : {U"(元)", U"(千元)", U"(万元)", U"(亿元)"}) labels.push_back(label + unit);
  }
  std::u32string open, last, down;   // last words of the line before; the words before; characters on lines of their own above
  for (std::string_view line : lines) {
    out.hidden = out.hidden || line.size() > kLongestHeader;
    if (is_blank(line) || line.size() > kLongestHeader) continue;
    std::u32string key;
    bool starts = true;
    for (std::string_view rest = line; !rest.empty();) {
      const std::string_view token = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(rest.size(), token.size() + 1));
      key = key_text(token);
      while (!key.empty() && key.back() == ':') key.pop_back();
      if (key.empty()) continue;
      count_chains(last, key, words, out);
      out.torn += !starts && is_torn(last, key, words);
      out.runs += is_run_of_labels(key, words) || (starts && ends_label_above(down, key, words));
      last = key;
      if (starts && open.size() >= 2) {
        for (const auto* names : {firsts, seconds, &words.columns(), static_cast<const std::vector<std::u32string>*>(&labels)}) {
          for (const std::u32string& name : *names) {
            if (open.size() >= name.size() || name.compare(0, open.size(), open) != 0) continue;
            const std::u32string_view tail = std::u32string_view(name).substr(open.size());
            if (key.compare(0, tail.size(), tail) == 0) ++(key.size() > tail.size() ? out.tails_glued : out.tails_ended);
          }
        }
      }
      starts = false;
      for (const auto* names : {firsts, seconds}) {
        for (const std::u32string& name : *names) {
          if (key.compare(0, name.size(), name) == 0) ++(key.size() > name.size() ? out.glued : out.ended);
        }
      }
      for (size_t at = 0; at < key.size();) at += take_name(std::u32string_view(key).substr(at), at == 0, words, under, out);
    }
    open = key;
    down = key_text(line).size() == 1 ? down + key : std::u32string();
  }
  return out;
}

Headers headers_of(const std::vector<std::string_view>& lines, const DumpWords& words) {
  Headers out;
  size_t stack = 0;   // labels on lines of their own so far
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (is_blank(line)) continue;
    if (line.size() > kLongestHeader) {
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
    while (next < lines.size() && is_blank(lines[next])) ++next;
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
    if (is_blank(lines[i]) || labels_in(key, words) < kLabelsOfHeader) continue;
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
    if (!is_blank(lines[i + 1])) ++joined;
    else if (!is_blank(lines[i + 2])) ++parted;
  }
  return parted >= kLeast && parted > kOften * joined;
}

bool is_glued(const Names& names) {
  return names.closed >= kLeastClosed || kGluedShare * names.chained > names.parted || kGluedShare * names.glued > names.ended || names.tails_glued > names.tails_ended;
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
    if (line.size() > kLongestHeader) continue;
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
    if (is_blank(line)) ++empty;
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
    const Names names = names_of(lines, words);
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
    const Names names = names_of(lines, words);
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
