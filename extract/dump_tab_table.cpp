#include "extract/dump_tab_table.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kLeastLabels = 2;   // labels of columns that make a row a header
constexpr size_t kMostHeaderRows = 4;

using Rows = std::vector<TabRow>;

std::string text_of(const std::vector<TextLine>& cell) { return canonical_joined(cell); }

// A cell's place in its row.
struct Place {
  int column = 0;
  int span = 1;
};

size_t filled(const TabRow& row) {
  return static_cast<size_t>(std::count_if(row.cells.begin(), row.cells.end(), [](const auto& cell) { return !cell.empty(); }));
}

size_t labels_in(const TabRow& row, const DumpWords& words) {
  std::set<std::string> found;
  for (const auto& cell : row.cells) {
    if (words.is_column(text_of(cell))) found.insert(text_of(cell));
  }
  return found.size();
}

// A lower row of a header may have a word that no form knows ("其中"), but no name of an indicator.
bool goes_on_with_header(const TabRow& row, const DumpWords& words) {
  bool label = false;
  for (const auto& cell : row.cells) {
    const std::string text = text_of(cell);
    if (words.is_level1(text) || words.is_level2(text)) return false;
    label = label || words.find(text);
  }
  return label && row.cells.front().empty();
}

// A few words that may stand above labels, whatever they are.
bool is_words(const std::string& text) {
  static const RE2 words(R"(^[\p{Han}、（）()\s]{2,16}$)");
  return RE2::FullMatch(text, words);
}

// Whether a project's own fields have columns.
bool is_listing(const TabRow& header, const DumpWords& words) {
  return std::any_of(header.cells.begin(), header.cells.end(), [&](const auto& cell) {
    const LabelUse* use = words.find(text_of(cell));
    return use && use->field;
  });
}

// Whether a row is a part of the header that goes on below it: labels above empty cells, or fewer ones that say nothing of their own.
// Above a listing's columns any words may stand.
bool is_above(const TabRow& row, const TabRow& below, const DumpWords& words) {
  if (row.cells.size() > below.cells.size()) return false;
  size_t labels = 0, fields = 0, plain = 0;
  for (const auto& cell : row.cells) {
    const LabelUse* use = words.find(text_of(cell));
    plain += is_words(text_of(cell));
    labels += use != nullptr;
    fields += use && use->field;
  }
  if (filled(below) < below.cells.size()) return 2 * labels >= filled(row);
  return row.cells.size() < below.cells.size() && (labels > 0 || (plain == row.cells.size() && is_listing(below, words))) && fields == 0;
}

// Places of a header row's cells above those of the row below it: an empty cell there is one that is merged downwards, cells with
// text share what is above them.
std::vector<Place> places_above(const TabRow& row, const TabRow& below, const std::vector<Place>& places, const DumpWords& words) {
  std::vector<Place> out;
  size_t under = 0;
  const auto is_gap = [&](size_t i) { return below.cells[i].empty(); };
  const size_t gaps = static_cast<size_t>(std::count_if(below.cells.begin(), below.cells.end(), [](const auto& c) { return c.empty(); }));
  size_t runs = 0;
  for (size_t i = 0; i < below.cells.size(); ++i) runs += !is_gap(i) && (i == 0 || is_gap(i - 1));
  size_t extra = row.cells.size() > gaps + runs ? row.cells.size() - gaps - runs : 0;   // cells more than runs
  while (under < below.cells.size()) {
    size_t end = under + 1;
    if (is_gap(under)) {
      out.push_back(places[under]);
      under = end;
      continue;
    }
    while (end < below.cells.size() && !is_gap(end)) ++end;
    // Where labels of another sort begin, another cell above may begin.
    std::vector<size_t> cuts;
    for (size_t i = under + 1; i < end; ++i) {
      if (words.is_column(text_of(below.cells[i])) != words.is_column(text_of(below.cells[i - 1]))) cuts.push_back(i);
    }
    if (cuts.empty() && extra > 0 && (end - under) % (extra + 1) == 0) {
      for (size_t k = 1; k <= extra; ++k) cuts.push_back(under + k * (end - under) / (extra + 1));
    }
    cuts.resize(std::min(cuts.size(), extra));
    extra -= cuts.size();
    cuts.push_back(end);
    for (size_t cut : cuts) {
      const Place &first = places[under], &last = places[cut - 1];
      out.push_back({first.column, last.column + last.span - first.column});
      under = cut;
    }
  }
  return out;
}

class TableBuilder {
 public:
  TableBuilder(const Rows& rows, const DumpWords& words) : rows_(rows), words_(words) {}

  // Rows whose cells stand side by side from the left; the last cell of a row reaches to the edge.
  Table head(size_t first, size_t last) {
    size_t columns = 0;
    for (size_t r = first; r < last; ++r) columns = std::max(columns, rows_[r].cells.size());
    begin(last - first, columns);
    for (size_t r = first; r < last; ++r) {
      const size_t missing = columns - rows_[r].cells.size();
      const bool sums = is_sum(rows_[r]);
      int column = 0;
      for (size_t c = 0; c < rows_[r].cells.size(); ++c) {
        const bool wide = sums ? first_filled(rows_[r]) == c : c + 1 == rows_[r].cells.size();
        const int span = wide ? 1 + static_cast<int>(missing) : 1;
        // An empty cell in front continues the label above it.
        const bool merged = rows_[r].cells[c].empty() && r > first && c < first_filled(rows_[r]) && goes_on(static_cast<int>(r - first), column, span);
        if (!merged) put(static_cast<int>(r - first), {column, span}, rows_[r].cells[c]);
        column += span;
      }
    }
    return finish();
  }

  // Header rows [first, body), then rows of one cell a column.
  Table columns(size_t first, size_t body, size_t last) {
    const TabRow& lowest = rows_[body - 1];
    std::vector<Place> places;
    for (size_t c = 0; c < lowest.cells.size(); ++c) places.push_back({static_cast<int>(c), 1});
    begin(last - first, lowest.cells.size());
    std::vector<std::vector<Place>> header{places};
    for (size_t r = body - 1; r > first; --r) header.push_back(places_above(rows_[r - 1], rows_[r], header.back(), words_));
    std::reverse(header.begin(), header.end());
    for (size_t r = first; r < body; ++r) {
      const auto& cells = rows_[r].cells;
      for (size_t c = 0; c < cells.size(); ++c) {
        const Place place = c < header[r - first].size() ? header[r - first][c] : Place{static_cast<int>(c), 1};
        if (cells[c].empty() && r > first && goes_on(static_cast<int>(r - first), place.column, place.span)) continue;
        put(static_cast<int>(r - first), place, cells[c]);
      }
    }
    table_.header_rows = static_cast<int>(body - first);
    find_kinds(lowest, first, body);
    for (size_t r = body; r < last; ++r) add_body_row(r, static_cast<int>(r - first));
    return finish();
  }

 private:
  enum class Sort { own, label, group, level2, other };   // label: of the header, merged over all rows

  void begin(size_t rows, size_t columns) {
    table_ = Table();
    table_.rows = static_cast<int>(rows);
    table_.columns = static_cast<int>(columns);
    at_.assign(rows * columns, -1);
  }

  int& at(int row, int column) { return at_[static_cast<size_t>(row * table_.columns + column)]; }

  void put(int row, Place place, const std::vector<TextLine>& lines) {
    if (place.column >= table_.columns) {
      table_.stray.insert(table_.stray.end(), lines.begin(), lines.end());
      return;
    }
    Cell cell;
    cell.row = row;
    cell.column = place.column;
    cell.column_span = std::min(place.span, table_.columns - place.column);
    cell.lines = lines;
    cell.page = 1;
    for (int c = cell.column; c < cell.column + cell.column_span; ++c) at(row, c) = static_cast<int>(table_.cells.size());
    table_.cells.push_back(std::move(cell));
  }

  // Lets the cell above go on into `row`; false if it is not of that width.
  bool goes_on(int row, int column, int span) {
    if (row == 0) return false;
    const int above = at(row - 1, column);
    if (above < 0) return false;
    Cell& cell = table_.cells[static_cast<size_t>(above)];
    if (cell.column != column || cell.column_span != span) return false;
    ++cell.row_span;
    for (int c = column; c < column + span; ++c) at(row, c) = above;
    return true;
  }

  static size_t first_filled(const TabRow& row) {
    size_t c = 0;
    while (c + 1 < row.cells.size() && row.cells[c].empty()) ++c;
    return c;
  }

  bool is_sum(const TabRow& row) const {
    const LabelUse* use = words_.find(text_of(row.cells[first_filled(row)]));
    return use && use->total && !use->field;
  }

  // What stands in each column: cells of a project's own (listings), first and second levels.
  void find_kinds(const TabRow& lowest, size_t first, size_t body) {
    kinds_.assign(lowest.cells.size(), Sort::other);
    for (int c = 0; c < table_.columns; ++c) {
      std::string label;
      bool own = false;
      for (int r = 0; r < static_cast<int>(body - first); ++r) {
        if (at(r, c) < 0) continue;
        label = text_of(table_.cells[static_cast<size_t>(at(r, c))].lines);
        const LabelUse* use = words_.find(label);
        own = use && use->field && !use->column;
      }
      size_t level1 = 0, level2 = 0, printed = 0;
      for (size_t r = body; r < rows_.size(); ++r) {
        if (static_cast<size_t>(c) >= rows_[r].cells.size() || rows_[r].cells[static_cast<size_t>(c)].empty()) continue;
        const std::string text = text_of(rows_[r].cells[static_cast<size_t>(c)]);
        ++printed;
        level1 += words_.is_level1(text);
        level2 += words_.is_level2(text);
      }
      Sort& sort = kinds_[static_cast<size_t>(c)];
      if (own) sort = Sort::own;
      else if (printed == 0) sort = Sort::label;
      else if (level1 > level2) sort = Sort::group;
      else if (level2 > 0) sort = Sort::level2;
    }
  }

  void add_body_row(size_t r, int row) {
    const auto& cells = rows_[r].cells;
    const int missing = table_.columns - static_cast<int>(cells.size());
    bool begins_project = false;
    for (size_t c = 0; c < cells.size() && c < kinds_.size(); ++c) begins_project |= kinds_[c] == Sort::own && !cells[c].empty();
    int column = 0;
    for (size_t c = 0; c < cells.size(); ++c) {
      const int span = missing > 0 && c == first_filled(rows_[r]) ? 1 + missing : 1;
      const Sort sort = static_cast<size_t>(column) < kinds_.size() ? kinds_[static_cast<size_t>(column)] : Sort::other;
      const bool merged = cells[c].empty() && (sort == Sort::label || row > table_.header_rows) && (sort == Sort::label || sort == Sort::group || (sort == Sort::own && !begins_project) ||
                                                                          (sort == Sort::level2 && c + 1 < cells.size() && !cells[c + 1].empty()));
      if (!merged || !goes_on(row, column, span)) put(row, {column, span}, cells[c]);
      column += span;
    }
  }

  Table finish() {
    table_.regions.push_back({1, std::nullopt});
    std::sort(table_.cells.begin(), table_.cells.end(),
              [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
    return std::move(table_);
  }

  const Rows& rows_;
  const DumpWords& words_;
  Table table_;
  std::vector<int> at_;        // cell of each place, -1 for none
  std::vector<Sort> kinds_;    // of each column of the body
};

}  // namespace

std::vector<Table> tables_of(const Rows& rows, const DumpWords& words) {
  std::vector<Table> out;
  if (rows.empty()) return out;
  size_t lowest = 0;   // of the header of the indicators
  while (lowest < rows.size() && labels_in(rows[lowest], words) < kLeastLabels) ++lowest;
  TableBuilder builder(rows, words);
  if (lowest == rows.size()) {
    out.push_back(builder.head(0, rows.size()));
    return out;
  }
  while (lowest + 1 < rows.size() && goes_on_with_header(rows[lowest + 1], words)) ++lowest;
  size_t first = lowest;
  while (first > 0 && lowest - first + 1 < kMostHeaderRows && is_above(rows[first - 1], rows[first], words)) --first;
  if (first > 0) out.push_back(builder.head(0, first));
  out.push_back(builder.columns(first, lowest + 1, rows.size()));
  return out;
}

}  // namespace budgetlift
