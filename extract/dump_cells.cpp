#include "extract/dump_cells.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Costs in nats (see DumpOptions). Fitted by hand on made documents: what must not happen costs 6 and more, what
// happens now and then 1 to 3.
constexpr double kUnspacedLines = 6;  // two lines of one cell without the blank line that the dump has elsewhere
constexpr double kLostLine = 1;       // blank lines where a line may have been
constexpr double kHanSpace = 5;       // a space between two ideographs of one cell
constexpr double kLatinSpace = 1;
constexpr double kKnownJoin = -1.6;  // two lines that join to a pair of characters printed elsewhere in one line
constexpr double kUnknownJoin = 0.6;
constexpr double kKnownCell = -2;        // a text that stands in the same column elsewhere
constexpr double kShortLine = 1.5;       // a line that lacks less than half a character to the width
constexpr double kShorterLine = 5;       // … more, per character
constexpr double kLongLine = 2;          // a line that exceeds the width a little
constexpr double kLongerLine = 8;        // … per character
constexpr double kSharedLine = 3;        // two rows that share a printed line
constexpr double kNearLine = 1.5;        // two rows without an empty line between
constexpr double kPlace = 1.6;           // per line pitch that two cells stand otherwise than centred cells do
constexpr double kPlaceTolerance = 0.1;  // line pitches
constexpr double kPlaceMost = 2;
constexpr double kAutoSpaceBorder = 0.3;  // a border where a word processor would set a gap anyway
constexpr double kNumberCutOff = 1.5;     // … after a number, whose unit it cuts off, or before prose that begins so
constexpr double kSplitPiece = 30;        // a border inside a printed piece
constexpr double kOpenBracket = 1.5;
constexpr double kUnknownLevel2 = 8;
constexpr double kTargetLikeText = 4;         // a target's text in a column of prose
constexpr double kQuantityInText = 1.5;       // … without a sign
constexpr double kSignFirst = 5;              // prose that begins with ≥ or the like
constexpr double kSignInside = 3;             // … or has one inside
constexpr double kNumberLast = 2.5;           // prose that ends with a number: its unit is cut off
constexpr double kNumberLastElsewhere = 1.5;  // … not before the target's column
constexpr double kCutText = 4;                // a cell that begins or ends with a mark that does not stand there
constexpr double kOddNumber = 2.5;            // a target with digits that is not printed as targets are
constexpr double kBareNumber = 2;             // a target of digits alone
constexpr double kLongUnit = 0.4;             // per character of a target's unit beyond three
constexpr double kOneCharTarget = 1.5;
constexpr double kNameInText = 8;   // a line of prose that begins with a level-1 or level-2 name
constexpr double kPlainTarget = 1;  // a target without number, but with a word of quality
constexpr double kOddTarget = 3;    // … and without such a word
constexpr double kPlainTargetChar = 0.25;
constexpr double kCutTarget = 4;                   // a target that ends with a comparison
constexpr double kShortText[] = {0, 5, 2.5, 0.8};  // prose of so many characters
constexpr double kMissingText = 6;
constexpr double kMissingTarget = 6.5;
constexpr double kMissingLevel2 = 10;
constexpr double kAlike = -3;          // a name and its description being equal
constexpr double kPartlyAlike = -1.2;  // all characters of one in the other, but not as a part
constexpr double kUnlike = 1.8;        // no character in common
constexpr double kShorter = 1.2;       // a description shorter than the name, and no part of it
constexpr double kContained = -1.2;    // one being a part of the other
constexpr double kContainedChar = 0.03;
constexpr double kAtAnEnd = -0.4;  // … its beginning or end

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}
bool is_whole(double width) {
  return std::abs(width - std::round(width)) < 1e-6;
}

// Marks that stand between two parts of a text, or close it, or open it: no cell begins with the first two kinds or
// ends with the first and the last.
bool is_joint(char32_t c) {
  return c == '/' || c == U'×' || c == U'·' || c == U'、' || c == ',' || c == U'：' || c == ':';
}
bool is_closing(char32_t c) {
  return c == ')' || c == ']' || c == U'】' || c == U'》' || c == U'〕' || c == U'”' || c == U'。' || c == U'；' ||
         c == '%';
}
bool is_opening(char32_t c) {
  return c == '(' || c == '[' || c == U'【' || c == U'《' || c == U'〔' || c == U'“';
}

bool is_sign(char32_t c) {
  return c == U'≥' || c == U'≤' || c == '<' || c == '>' || c == '=' || c == U'≦' || c == U'≧';
}

}  // namespace

ColumnKind kind_of(const FormColumn& column) {
  if (column.kind == "level1") return ColumnKind::level1;
  if (column.kind == "level2") return ColumnKind::level2;
  if (column.kind == "target") return ColumnKind::target;
  return ColumnKind::text;
}

CellModel::CellModel(const PieceText& text, const std::vector<Column>& columns, const Form& form,
                     const RE2& target_pattern, const Habits& habits, const DumpOptions& options)
    : text_(text), columns_(columns), target_pattern_(target_pattern), habits_(habits), options_(options) {
  for (const std::string& word : options.qualities) qualities_.push_back(key_text(word));
  for (const std::string& word : options.comparisons) comparisons_.push_back(key_text(word));
  for (size_t i = 0; i < form.taxonomy.size(); ++i) {
    level1_.push_back(key_text(form.taxonomy[i].level1));
    for (const std::string& name : form.taxonomy[i].level2) level2_.emplace_back(key_text(name), static_cast<int>(i));
  }
  std::sort(level2_.begin(), level2_.end());
  for (const Column& column : columns) {
    const auto it = habits.known.find(column.key);
    known_.push_back(it == habits.known.end() ? nullptr : &it->second);
  }
  names_.assign(text.pieces.size(), 0);
  for (int i = 0; i < static_cast<int>(text.pieces.size()); ++i) {
    for (int k = i + 1; k <= std::min(i + 4, static_cast<int>(text.pieces.size())); ++k) {
      const std::u32string_view key = text.key_of(i, k);
      if (label_at(i, k) >= 0 || level1_of({i, k, 0, 0}) >= 0) names_[static_cast<size_t>(i)] = 1;
      if (!begins_level2(key) && k > i + 1) break;
    }
  }
}

double CellModel::tolerance(double line_width) const {
  // A line of full-width characters alone has a width that is exactly known.
  return is_whole(line_width) ? options_.full_width_tolerance : options_.width_tolerance;
}

void CellModel::add(CellScan& scan, size_t column, const CellRange& range) const {
  for (int i = range.a0; i < range.a1; ++i) add(scan, column, i);
  for (int i = range.b0; i < range.b1; ++i)
    add(scan, column, i, i == range.b0 && range.a1 > range.a0 ? range.a1 - 1 : -1);
}

void CellModel::add(CellScan& scan, size_t column, int i, int previous) const {
  const DumpPiece& piece = text_.pieces[static_cast<size_t>(i)];
  const char32_t first = text_.raw[static_cast<size_t>(piece.begin)];
  if (scan.pieces++ == 0) {
    scan.lines = 1;
    scan.line_width = piece.width;
  } else {
    const DumpPiece& before = text_.pieces[static_cast<size_t>(previous >= 0 ? previous : i - 1)];
    const char32_t last = text_.raw[static_cast<size_t>(before.end - 1)];
    const Gap gap = previous >= 0 ? Gap::page_break : piece.gap;
    if (gap == Gap::none) {
      scan.line_width += piece.width;
    } else if (gap == Gap::space) {
      if (spaced_apart(last, first)) {
        scan.line_width += kAutoSpace + piece.width;
      } else {
        scan.line_width += kAutoSpace + piece.width;
        scan.open_width = true;
        scan.cost += is_wide(last) || is_wide(first) ? kHanSpace : kLatinSpace;
      }
    } else {
      if (gap == Gap::line && habits_.blank_lines) {
        scan.cost += kUnspacedLines;
        scan.unspaced = true;
      }
      if (gap == Gap::lost) {
        scan.cost += kLostLine;
        scan.lost_line = true;
      }
      if (columns_[column].kind != ColumnKind::level2) {
        scan.cost += habits_.pairs.known(last, first) ? kKnownJoin : kUnknownJoin;
      }
      const double width = columns_[column].width;
      if (width > 0 && !scan.open_width) {
        const std::u32string_view rest(text_.raw.data() + piece.begin, static_cast<size_t>(piece.end - piece.begin));
        const double space = spaced_apart(last, first) ? kAutoSpace : 0;
        const double unit = first_unit_width(rest);
        const double lacks = width - (scan.line_width + space + unit);
        // The line lacks nothing where the next unit would not have fitted.
        const double miss = lacks - tolerance(scan.line_width + unit);
        scan.shortfall = std::max(scan.shortfall, miss);
        if (miss > 0)
          scan.cost += is_whole(scan.line_width + unit) ? kShortLine + kShorterLine * std::max(0.5, miss)
                       : miss < 0.5                     ? kShortLine
                                                        : kShortLine + kShorterLine * miss;
      }
      ++scan.lines;
      scan.line_width = piece.width;
      scan.open_width = false;
    }
  }
  const double width = columns_[column].width;
  if (width > 0) {
    const double excess = scan.line_width - width - tolerance(scan.line_width);
    if (excess > 0) {
      const double already = std::max(0.0, scan.excess);
      if (already == 0) scan.cost += kLongLine;
      if (excess > already) scan.cost += kLongerLine * (excess - already);
    }
    scan.excess = std::max(scan.excess, excess);
  }
  if (names_[static_cast<size_t>(i)] && columns_[column].kind != ColumnKind::level2 && piece.gap != Gap::space) {
    scan.cost += kNameInText;
  }
}

template <typename Visit>
void CellModel::each_char(const CellRange& range, Visit visit) const {
  for (char32_t c : text_.key_of(range.a0, range.a1)) visit(c);
  for (char32_t c : text_.key_of(range.b0, range.b1)) visit(c);
}

Brackets CellModel::brackets(const CellRange& range) const {
  int open[4] = {0, 0, 0, 0}, wrong = 0;
  each_char(range, [&](char32_t c) {
    const auto change = [&](int kind, int by) {
      open[kind] += by;
      if (open[kind] < 0) {
        open[kind] = 0;
        ++wrong;
      }
    };
    switch (c) {
      case '(': return change(0, 1);
      case ')': return change(0, -1);
      case '[':
      case U'【':
      case U'〔': return change(1, 1);
      case ']':
      case U'】':
      case U'〕': return change(1, -1);
      case U'《': return change(2, 1);
      case U'》': return change(2, -1);
      case U'“': return change(3, 1);
      case U'”': return change(3, -1);
      default: return;
    }
  });
  return {open[0] + open[1] + open[2] + open[3], wrong};
}

double CellModel::bracket_cost(const CellRange& range) const {
  const Brackets found = brackets(range);
  return kOpenBracket * (found.unclosed + found.unopened);
}

double CellModel::cost(const CellScan& scan, size_t column, const CellRange& range) const {
  double cost = scan.cost;
  const std::u32string_view first = text_.key_of(range.a0, range.a1), second = text_.key_of(range.b0, range.b1);
  const char32_t front = first.empty() ? second.front() : first.front(),
                 back = second.empty() ? first.back() : second.back();
  if (is_joint(front) || is_closing(front)) cost += kCutText;
  if (is_joint(back) || is_opening(back)) cost += kCutText;
  switch (columns_[column].kind) {
    case ColumnKind::level1: break;
    case ColumnKind::level2:
      if (level1_of(range) < 0) cost += kUnknownLevel2;
      break;
    case ColumnKind::text: {
      cost += bracket_cost(range);
      if (first.size() + second.size() < std::size(kShortText)) cost += kShortText[first.size() + second.size()];
      const char32_t c = first.empty() ? second[0] : first[0];
      if (is_sign(c)) {
        cost += kSignFirst;
      } else if (first.size() + second.size() <= 16 && is_target(range)) {
        bool plain = true;
        each_char(range, [&](char32_t x) { plain = plain && x != '%' && !is_sign(x); });
        cost += plain ? kQuantityInText : kTargetLikeText;
      } else {
        bool sign = false;
        each_char(range, [&](char32_t x) { sign |= is_sign(x); });
        if (sign) cost += kSignInside;
      }
      const char32_t end = second.empty() ? first.back() : second.back();
      const bool before_target = column + 1 < columns_.size() && columns_[column + 1].kind == ColumnKind::target;
      const bool last_column = column + 1 == columns_.size();
      const std::u32string_view tail = second.empty() ? first : second;
      const bool date_last =
          tail.size() > 1 && is_digit(tail[tail.size() - 2]) && (end == U'年' || end == U'月' || end == U'日');
      if (before_target && (date_last || is_digit(end) || is_sign(end) || ends_with_comparison(range))) {
        cost += kNumberLast;
      } else if (!last_column && is_digit(end)) {
        cost += kNumberLastElsewhere;
      }
      break;
    }
    case ColumnKind::target:
      cost += bracket_cost(range);
      if (!is_target(range)) {
        const size_t size = first.size() + second.size();
        bool digits = false;
        each_char(range, [&](char32_t x) { digits |= is_digit(x); });
        cost += (is_quality(range) ? kPlainTarget : kOddTarget + (size == 1 ? kOneCharTarget : 0)) +
                kPlainTargetChar * static_cast<double>(size) + (digits ? kOddNumber : 0);
        if (ends_with_comparison(range)) cost += kCutTarget;
      } else {
        int unit = 0;
        each_char(range, [&](char32_t x) { unit = is_digit(x) ? 0 : unit + 1; });
        if (unit > 3) cost += kLongUnit * (unit - 3);
        if (unit == 0) cost += kBareNumber;
      }
      break;
  }
  if (columns_[column].kind != ColumnKind::level2 && is_known(column, range)) cost += kKnownCell;
  return cost;
}

bool CellModel::is_known(size_t column, const CellRange& range) const {
  const auto& known = known_[column];
  return known && !known->empty() && known->count(key_of(range)) > 0;
}

double CellModel::empty_cost(size_t column) const {
  switch (columns_[column].kind) {
    case ColumnKind::level1: return 0;
    case ColumnKind::level2: return kMissingLevel2;
    case ColumnKind::target: return kMissingTarget;
    case ColumnKind::text: return kMissingText;
  }
  return kMissingText;
}

double CellModel::border_cost(size_t next, int i) const {
  const DumpPiece& piece = text_.pieces[static_cast<size_t>(i)];
  if (piece.gap == Gap::none) return kSplitPiece;
  if (piece.gap != Gap::space) return 0;
  const char32_t last = text_.raw[static_cast<size_t>(piece.begin - 1)];
  if (!spaced_apart(last, text_.raw[static_cast<size_t>(piece.begin)])) return 0;
  const bool after_number = is_digit(last);
  const bool before_prose = next < columns_.size() && columns_[next].kind == ColumnKind::text;
  return after_number || before_prose ? kNumberCutOff : kAutoSpaceBorder;
}

double CellModel::place_cost(int before, int after, int i) const {
  const Gap gap = text_.pieces[static_cast<size_t>(i)].gap;
  if (!habits_.blank_lines || before == 0 || gap == Gap::none || gap == Gap::page_break) return 0;
  if (before == kRowEnd) return gap == Gap::space ? kSharedLine : gap == Gap::line ? kNearLine : 0;
  // Line pitches at which a dump puts a space, a new line, or an empty line between two lines.
  const double low = gap == Gap::space ? 0 : gap == Gap::line ? 0.25 : 0.55;
  const double high = gap == Gap::space ? 0.25 : gap == Gap::line ? 0.55 : 1000;
  const double distance = (before + after) / 2.0 - 1;
  const double miss = std::max({0.0, low - distance, distance - high}) - kPlaceTolerance;
  return miss <= 0 ? 0 : std::min(kPlaceMost, kPlace * miss);
}

double CellModel::likeness(const CellRange& a, const CellRange& b) const {
  std::array<std::int8_t, 256> count{};
  int size_a = 0, size_b = 0, shared = 0;
  each_char(a, [&](char32_t c) {
    ++size_a;
    ++count[c & 255];
  });
  each_char(b, [&](char32_t c) {
    ++size_b;
    shared += --count[c & 255] >= 0;
  });
  if (size_a == 0 || size_b == 0) return 0;
  const int smaller = std::min(size_a, size_b);
  if (shared < smaller) {
    const double share = static_cast<double>(shared) / smaller;
    return kPartlyAlike * share + kUnlike * (1 - share) + (size_b < size_a ? kShorter : 0);
  }
  const std::u32string x = key_of(a), y = key_of(b);
  if (x == y) return kAlike;
  const std::u32string& part = x.size() < y.size() ? x : y;
  const std::u32string& whole = x.size() < y.size() ? y : x;
  const size_t at = whole.find(part);
  if (at == whole.npos) return kPartlyAlike + (size_b < size_a ? kShorter : 0);
  return kContained - kContainedChar * std::min(smaller, 20) +
         (at == 0 || at + part.size() == whole.size() ? kAtAnEnd : 0);
}

std::u32string CellModel::key_of(const CellRange& range) const {
  std::u32string out(text_.key_of(range.a0, range.a1));
  return out.append(text_.key_of(range.b0, range.b1));
}

bool CellModel::is_quality(const CellRange& range) const {
  const std::u32string key = key_of(range);
  return std::any_of(qualities_.begin(), qualities_.end(),
                     [&](const std::u32string& word) { return key.find(word) != key.npos; });
}

bool CellModel::ends_with_comparison(const CellRange& range) const {
  const std::u32string_view key =
      range.b1 > range.b0 ? text_.key_of(range.b0, range.b1) : text_.key_of(range.a0, range.a1);
  return std::any_of(comparisons_.begin(), comparisons_.end(), [&](const std::u32string& word) {
    return key.size() >= word.size() && key.substr(key.size() - word.size()) == word;
  });
}

int CellModel::level1_of(const CellRange& range) const {
  const std::u32string key = key_of(range);
  const auto it = std::lower_bound(level2_.begin(), level2_.end(), key,
                                   [](const auto& entry, const std::u32string& value) { return entry.first < value; });
  return it != level2_.end() && it->first == key ? it->second : -1;
}

bool CellModel::begins_level2(std::u32string_view key) const {
  const auto it = std::lower_bound(level2_.begin(), level2_.end(), key,
                                   [](const auto& entry, std::u32string_view value) { return entry.first < value; });
  return it != level2_.end() && std::u32string_view(it->first).substr(0, key.size()) == key;
}

int CellModel::label_at(int first, int last) const {
  const std::u32string_view key = text_.key_of(first, last);
  for (size_t i = 0; i < level1_.size(); ++i) {
    if (level1_[i] == key) return static_cast<int>(i);
  }
  return -1;
}

bool CellModel::is_target(const CellRange& range) const {
  const std::u32string key = key_of(range);
  const auto known = target_cache_.find(key);
  if (known != target_cache_.end()) return known->second;
  const bool match = RE2::FullMatch(encode_utf8(key), target_pattern_);
  target_cache_.emplace(key, match);
  return match;
}

}  // namespace budgetlift
