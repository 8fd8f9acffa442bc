#include "extract/row_cut.h"

#include <algorithm>
#include <string_view>

#include "extract/table_parts.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Weights of the evidence, in units of the sum that decides: above 0 the row is cut. A weight of 8 decides alone.
constexpr double kDecisive = 8;
constexpr double kNumbersInBoth = -6;  // two amounts are never one
constexpr double kTwoTargets = -12;    // more than a second level's name that goes on: it may be merged over both rows
constexpr double kSameText = -3;       // a text that is printed again in the next row is whole
constexpr double kBracket = 3;         // opened before the break, closed after it
constexpr double kStartsInside = 3;    // no cell begins with a comma or a closing bracket
constexpr double kEndsInside = 3;      // no cell ends with an opening bracket or a hyphen
constexpr double kFullLine = 1.5;      // the last line fills its column, as a wrapped one does
constexpr double kShortLine = -3;      // there was room for more
constexpr double kSentenceEnd = -1.5;
constexpr double kRequiredEmpty = 2;  // a column that has a text in every row has none here
constexpr double kRequiredCap = 6;
constexpr double kOtherNewText = -1;    // a column that often is empty has a text after the break only
constexpr double kNoNumberedStart = 2;  // its column's texts begin with a number or a code, this one does not
constexpr double kNumberedStart = -4;
constexpr double kOperatorStart = -4;  // a target begins with its sign
constexpr double kAllOpen = 1.5;       // no ruling between the parts in any column
constexpr double kSomeClosed = -4;     // a ruling closes the cells with text, though others are open
constexpr double kPrior = -0.5;        // most breaks fall between rows
constexpr double kUnsure = 1.4;        // nearer to 0 than this: balanced

constexpr std::u32string_view kOpening = U"（(《〈【[“‘「『〔";
constexpr std::u32string_view kClosing = U"）)》〉】]”’」』〕";
constexpr std::u32string_view kInside = U"，,、。；;：:）)》〉】]”’」』〕！？%％";

// "一、", "（一）", "1.", "201 …": how the entries of a list begin.
bool starts_numbered(const std::u32string& text) {
  static constexpr std::u32string_view numerals = U"一二三四五六七八九十";
  static constexpr std::u32string_view stops = U"、.．)）";
  size_t i = 0;
  const bool bracket = !text.empty() && (text[0] == U'（' || text[0] == U'(');
  if (bracket) ++i;
  const size_t begin = i;
  while (i < text.size() && numerals.find(text[i]) != std::u32string_view::npos) ++i;
  if (i > begin && i < text.size() && stops.find(text[i]) != std::u32string_view::npos) return true;
  while (i < text.size() && text[i] >= U'0' && text[i] <= U'9') ++i;
  const size_t digits = i - begin;
  return digits >= 3 || (digits > 0 && i < text.size() && stops.find(text[i]) != std::u32string_view::npos);
}

bool has_open_bracket(const std::u32string& text) {
  int depth = 0;
  for (char32_t c : text) {
    if (kOpening.find(c) != std::u32string_view::npos) ++depth;
    if (kClosing.find(c) != std::u32string_view::npos && depth > 0) --depth;
  }
  return depth > 0;
}

bool closes_bracket(const std::u32string& text) {
  int depth = 0;
  for (char32_t c : text) {
    if (kOpening.find(c) != std::u32string_view::npos) ++depth;
    if (kClosing.find(c) != std::u32string_view::npos && --depth < 0) return true;
  }
  return false;
}

// What the rows around the break say of a column.
struct ColumnHabit {
  int cells = 0;
  int filled = 0;
  int numbered = 0;
  double widest = 0;  // points; the widest line that is followed by another one in its cell

  bool required() const { return cells >= 2 && filled == cells; }
};

ColumnHabit habit(const Table& table, const Table& part, int first, const CutPair& pair, int header_row) {
  ColumnHabit out;
  auto take = [&](const Cell& cell) {
    if (cell.column != pair.before->column || cell.column_span != pair.before->column_span) return;
    ++out.cells;
    if (cell.lines.empty()) return;
    ++out.filled;
    out.numbered += starts_numbered(decode_utf8(canonical(cell.lines[0].text)));
    for (size_t i = 0; i + 1 < cell.lines.size(); ++i) {
      if (cell.lines[i].box) out.widest = std::max(out.widest, cell.lines[i].box->width());
    }
  };
  int seen = 0;
  for (size_t i = table.cells.size(); i > 0 && seen < 400; --i, ++seen) {
    const Cell& cell = table.cells[i - 1];
    if (cell.row <= header_row || cell.row < table.header_rows) break;
    if (&cell != pair.before) {
      take(cell);
    } else {
      for (size_t k = 0; k + 1 < cell.lines.size(); ++k) {
        if (cell.lines[k].box) out.widest = std::max(out.widest, cell.lines[k].box->width());
      }
    }
  }
  for (const Cell& cell : part.cells) {
    if (cell.row > first) take(cell);
  }
  return out;
}

// Did the last line before the break leave no room for the first piece of what follows? 1 yes, -1 no, 0 cannot say.
int full_line(const Cell& before, const Cell& after, const ColumnHabit& column, const TableOptions& options) {
  const TextLine& last = before.lines.back();
  if (!last.box || !before.box || last.box->height() > 3 * last.box->width()) return 0;
  const double printed = printed_width(last.text);
  if (printed <= 0) return 0;
  const double em = last.box->width() / printed;
  const std::u32string next = decode_utf8(canonical(after.lines.front().text));
  if (next.empty()) return 0;
  double unit = is_wide(next[0]) ? 1 : 0.5;
  for (size_t i = 1; i < next.size(); ++i) {
    // A word, and marks that may not begin a line, or not end one, with their neighbours.
    const bool word = !is_wide(next[i - 1]) && !is_wide(next[i]) && next[i] != U' ';
    if (!word && kInside.find(next[i]) == std::u32string_view::npos && kOpening.find(next[i - 1]) == std::u32string_view::npos) break;
    unit += is_wide(next[i]) ? 1 : 0.5;
  }
  const double used = last.box->width(), wanted = used + unit * em;
  const double room = before.box->width();
  const double most = room - 2 * options.least_padding, least = room - 2 * options.most_padding;
  if (column.widest > 0) {
    if (used >= column.widest - options.wrap_slack * em) return 1;
    if (wanted <= column.widest + 0.1 * em) return -1;
    return wanted > most ? 1 : 0;
  }
  if (wanted > most) return 1;
  return wanted <= least ? -1 : 0;
}

// Several paragraphs in one cell: a short line in the middle says nothing about the end.
bool has_paragraphs(const Cell& cell, const ColumnHabit& column) {
  for (size_t i = 0; i + 1 < cell.lines.size(); ++i) {
    if (cell.lines[i].box && cell.lines[i].box->width() < 0.8 * column.widest) return true;
  }
  return false;
}

bool has_digit(const std::u32string& text) {
  return std::any_of(text.begin(), text.end(), [](char32_t c) { return c >= '0' && c <= '9'; });
}

// "2024年" before "11月底", "11月" before "30日前": a smaller part of a date goes on with the larger one.
bool goes_on_with_date(const std::string& first, const std::string& rest) {
  const size_t digits = rest.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string::npos) return false;
  const std::string_view behind = std::string_view(rest).substr(digits);
  if (first.ends_with("年")) return behind.starts_with("月");
  return first.ends_with("月") && (behind.starts_with("日") || behind.starts_with("号"));
}

// A number with its unit before the break, another target behind it: each cell of a column of targets has one.
bool are_two_targets(const std::u32string& before, const std::u32string& after) {
  static constexpr std::u32string_view kGoesOn = U"0123456789.,，、~～-—至和及或且≥≤<>＜＞=＝（(";
  static constexpr std::u32string_view kBegins = U"0123456789≥≤<>＜＞=＝";
  return has_digit(before) && has_digit(after) && kGoesOn.find(before.back()) == std::u32string_view::npos &&
         kBegins.find(after[0]) != std::u32string_view::npos;
}

bool is_cut_target(const CutPair& pair, const std::u32string& before, const std::u32string& after, const TableOptions& options) {
  const std::string first = folded_text(*pair.before), rest = folded_text(*pair.after);
  if (has_digit(before) && goes_on_with_date(first, rest)) return true;
  if (has_digit(before)) return std::find(options.target_tails.begin(), options.target_tails.end(), rest) != options.target_tails.end();
  return after[0] >= '0' && after[0] <= '9' && std::any_of(options.comparisons.begin(), options.comparisons.end(), [&](const std::string& word) { return first.ends_with(word); });
}

double weigh_texts(const CutPair& pair, const ColumnHabit& column, bool target, const TableOptions& options) {
  const std::u32string before = decode_utf8(canonical_joined(pair.before->lines));
  const std::u32string after = decode_utf8(canonical_joined(pair.after->lines));
  if (before.empty() || after.empty()) return 0;
  double score = 0;
  if (is_number(folded_text(*pair.before)) && is_number(folded_text(*pair.after))) return kNumbersInBoth;
  if (before == after) return kSameText;
  if (target && is_cut_target(pair, before, after, options)) return kDecisive;
  if (has_open_bracket(before) && closes_bracket(after)) score += kBracket;
  if (kInside.find(after[0]) != std::u32string_view::npos) score += kStartsInside;
  if (before.back() == '-' || kOpening.find(before.back()) != std::u32string_view::npos) score += kEndsInside;
  const bool paragraphs = has_paragraphs(*pair.before, column);
  if (target && are_two_targets(before, after)) {
    score += kTwoTargets;
  } else if (const int full = full_line(*pair.before, *pair.after, column, options); full > 0) {
    score += kFullLine;
  } else if (full < 0 && !paragraphs) {
    score += kShortLine;
  }
  if ((before.back() == U'。' || before.back() == U'；') && !paragraphs) score += kSentenceEnd;
  if (column.filled >= 2 && column.numbered * 10 >= column.filled * 6 && !paragraphs) {
    score += starts_numbered(after) ? kNumberedStart : kNoNumberedStart;
  }
  static constexpr std::u32string_view operators = U"≥≤<>＜＞=＝";
  if (target && operators.find(after[0]) != std::u32string_view::npos) score += kOperatorStart;
  return score;
}

}  // namespace

bool is_number(std::string_view folded_text) {
  bool digit = false;
  for (char c : folded_text) {
    if (c >= '0' && c <= '9') {
      digit = true;
    } else if (std::string_view(",.-+").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return digit;
}

std::vector<CutPair> pair_rows(Table& table, Table& part, int first) {
  std::vector<CutPair> pairs;
  const std::vector<Cell*> before = cells_over(table, table.rows - 1);
  auto [begin, end] = cells_of_row(part, first);
  for (size_t i = begin; i < end; ++i) {
    Cell& after = part.cells[i];
    Cell* above = before[static_cast<size_t>(after.column)];
    if (!above || above->column != after.column || above->column_span != after.column_span) return {};
    pairs.push_back({above, &after});
  }
  return pairs;
}

std::vector<CutPair> pair_header(Table& table, Table& part) {
  constexpr int kMostRows = 3, kLeastParts = 2;
  if (table.rows > kMostRows || !looks_like_labels(table, table.rows - 1)) return {};
  const std::vector<Cell*> before = cells_over(table, table.rows - 1);
  std::vector<CutPair> pairs;
  int parts = 0;
  const auto [begin, end] = cells_of_row(part, 0);
  for (size_t i = begin; i < end; ++i) {
    Cell& after = part.cells[i];
    Cell* above = before[static_cast<size_t>(after.column)];
    if (!above) return {};
    const bool same = above->column == after.column && above->column_span == after.column_span;
    const std::string text = folded_text(after);
    // A text of its own below a label of the same width, or a number: rows of the table's body.
    if (same != text.empty() || is_number(text)) return {};
    if (same) pairs.push_back({above, &after});
    parts += !same;
  }
  return parts >= kLeastParts ? pairs : std::vector<CutPair>{};
}

RowCut weigh_cut(const Table& table, const Table& part, int first, const std::vector<CutPair>& pairs,
                 const FormWords& words, const FormColumns* columns, const std::vector<int>& open_below,
                 const TableOptions& options) {
  double score = kPrior, required = 0;
  int open = 0, closed_text = 0, texts_after = 0, complete = 0, wanting = 0;
  std::vector<const CutPair*> names;   // of the second level; tables side by side have several
  for (const CutPair& pair : pairs) {
    const FormColumns::Place* place = columns ? columns->at(pair.before->column) : nullptr;
    // Cells of a group of rows go on whether its row is cut or not.
    if (columns && !place && (pair.before->row_span > 1 || pair.after->row_span > 1)) continue;
    const bool text_before = !pair.before->lines.empty(), text_after = !pair.after->lines.empty();
    texts_after += text_after;
    const bool is_open = std::find(open_below.begin(), open_below.end(), pair.before->column) != open_below.end();
    open += is_open;
    closed_text += !is_open && text_after;
    const std::string kind = place ? place->kind : "";
    if (kind == "level1") {
      if (!text_before || !text_after) continue;
      const std::string a = folded_text(*pair.before), b = folded_text(*pair.after);
      if (a != b && words.is_level1(b)) score -= kDecisive;
      if (!words.is_level1(a) && words.is_level1(a + b)) score += kDecisive;
      continue;
    }
    if (kind == "level2") {
      names.push_back(&pair);
      continue;
    }
    const ColumnHabit column = habit(table, part, first, pair, columns ? columns->header_row : -1);
    const bool needs_text = column.required() || (columns && place && column.cells < 2 && !columns->side_by_side());
    if (text_before && text_after) {
      score += weigh_texts(pair, column, kind == "target", options);
      complete += needs_text;
    } else if (text_before != text_after && needs_text) {
      required += kRequiredEmpty;
      ++wanting;
    } else if (text_after && !text_before) {
      score += kOtherNewText;
    }
  }
  score += std::min(required, kRequiredCap);
  for (const CutPair* level2 : names) {
    const bool text_before = !level2->before->lines.empty(), text_after = !level2->after->lines.empty();
    const std::string a = folded_text(*level2->before), b = folded_text(*level2->after);
    if (text_before && text_after) {
      if (!words.is_level2(a) && words.is_level2(a + b)) {
        score += kDecisive;
      } else if (words.is_level2(b)) {
        score -= kDecisive;
      } else {
        score += weigh_texts(*level2, habit(table, part, first, *level2, columns->header_row), false, options);
      }
    } else if (text_before != text_after && names.size() == 1) {
      // One name for several rows, or the rest of its row: that shows in the other columns.
      score += wanting == 0 && complete > 0 ? -kRequiredEmpty : kRequiredEmpty;
    }
  }
  if (open > 0) score += closed_text == 0 ? kAllOpen : kSomeClosed;
  // An empty row: the sliver of a row that was cut below its text, unless rows may be empty here.
  if (texts_after == 0 && wanting == 0) score = std::min(score, kPrior);
  return {score > 0, score > -kUnsure && score < kUnsure && texts_after > 0, score};
}

}  // namespace budgetlift
