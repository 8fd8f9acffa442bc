#include "extract/dump_table.h"

#include <algorithm>
#include <map>

#include "extract/dump_build.h"
#include "extract/dump_rows.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kMostKnown = 100000;    // texts of a column that are remembered
constexpr size_t kMaxHeaderBytes = 600;  // of one printed line of a header row
constexpr size_t kMaxHeaderLines = 12;   // printed lines of a header row whose labels are wrapped
// A column of n characters holds lines a little longer than n: cells have no whole number of characters.
constexpr double kColumnSlack = 0.05;
constexpr double kLeastSlack = 0.25;

// Columns tried in a fit, in full-width characters about the form's.
constexpr int kFitRounds = 2;
constexpr int kFitNarrower = 4;
constexpr int kFitWider = 9;
constexpr int kLeastWrap = 3;
constexpr int kUsualWrap = 6;  // of a column of which the form says nothing

double width_of(int wrap) {
  return wrap + std::max(kLeastSlack, kColumnSlack * wrap);
}

bool label_begins(const FormColumn& column, std::u32string_view key) {
  return std::any_of(column.labels.begin(), column.labels.end(),
                     [&](const std::string& label) { return key_text(label).substr(0, key.size()) == key; });
}

// Texts of the cells that nothing is doubted of, where the table has them `least` times or more.
void learn(const Table& table, const DumpHeader& header, const Form& form, int least, Habits& habits) {
  std::map<std::pair<std::string, std::u32string>, int> count;
  for (const Cell& cell : table.cells) {
    const FormColumn& column = form.columns[header.columns[static_cast<size_t>(cell.column)]];
    if (cell.row == 0 || !cell.doubts.empty() || cell.lines.empty() || kind_of(column) != ColumnKind::text) continue;
    std::u32string key = key_text(canonical_joined(cell.lines));
    auto& texts = habits.known[column.key];
    if (++count[{column.key, key}] < least || texts.size() >= kMostKnown) continue;
    if (!texts.insert(std::move(key)).second) continue;
    std::u32string beginning;
    for (size_t i = 0; i + 1 < cell.lines.size(); ++i) beginning += key_text(cell.lines[i].text);
    if (!beginning.empty()) habits.beginnings[column.key].insert(std::move(beginning));
  }
}

}  // namespace

std::optional<DumpHeader> match_header(std::span<const DumpLine> lines, const Form& form) {
  if (lines.empty() || form.columns.empty()) return std::nullopt;
  if (lines[0].text.size() > kMaxHeaderBytes) return std::nullopt;
  const PieceText first = cut_pieces(lines.subspan(0, 1), {}, false);
  if (first.pieces.empty() || !label_begins(form.columns[0], first.key_of(0, 1))) {
    return std::nullopt;
  }
  const PieceText text = cut_pieces(lines.subspan(0, std::min(lines.size(), kMaxHeaderLines)), {}, false);
  DumpHeader header;
  int at = 0;
  for (size_t c = 0; c < form.columns.size(); ++c) {
    int end = 0;
    for (int last = at + 1; last <= static_cast<int>(text.pieces.size()); ++last) {
      const std::u32string_view key = text.key_of(at, last);
      if (!label_begins(form.columns[c], key)) break;
      const auto& labels = form.columns[c].labels;
      if (std::any_of(labels.begin(), labels.end(), [&](const std::string& label) { return key_text(label) == key; })) {
        end = last;
      }
    }
    if (end == 0) continue;
    header.columns.push_back(c);
    append_lines(text, at, end, header.cells.emplace_back());
    at = end;
  }
  const auto has = [&](const char* kind) {
    return std::any_of(header.columns.begin(), header.columns.end(),
                       [&](size_t c) { return form.columns[c].kind == kind; });
  };
  if (at == 0 || !has("level2") || !has("target")) return std::nullopt;
  const int last_line = text.pieces[static_cast<size_t>(at) - 1].line;
  if (at < static_cast<int>(text.pieces.size()) && text.pieces[static_cast<size_t>(at)].line == last_line)
    return std::nullopt;
  header.lines = static_cast<size_t>(last_line) + 1;
  return header;
}

ColumnWidths form_widths(const Form& form) {
  ColumnWidths widths;
  for (const FormColumn& column : form.columns) {
    widths.push_back(column.wrap > 0 ? width_of(column.wrap) : 0);
  }
  return widths;
}

namespace {

// One project's indicator part, ready to be cut.
class IndicatorPart {
 public:
  IndicatorPart(const DumpHeader& header, std::span<const DumpLine> body, const Form& form, Habits& habits,
                const RE2& target_pattern, const DumpOptions& options)
      : header_(header), form_(form), habits_(habits), target_pattern_(target_pattern), options_(options) {
    take_lines(body);
    std::vector<std::u32string> labels;
    for (const TaxonomyEntry& entry : form.taxonomy) labels.push_back(key_text(entry.level1));
    text_ = cut_pieces(lines_, labels, habits.blank_lines);
    for (size_t i = 0; i < header.columns.size(); ++i) {
      const FormColumn& column = form.columns[header.columns[i]];
      if (kind_of(column) == ColumnKind::level1) continue;
      columns_.push_back({column.key, kind_of(column), 0});
      places_.push_back(i);
    }
    too_long_ = static_cast<int>(text_.pieces.size()) > options.max_pieces;
  }

  CutTable read(const ColumnWidths& widths) {
    set_widths(widths);
    CutTable out = cut(false);
    if (!out.clean && out.sound) {
      // What the table's other rows say may settle it. A text that stands once would only confirm itself.
      learn(out.table, header_, form_, 2, habits_);
      out = cut(false);
    }
    if (!out.sound) out = cut(true);
    out.table.joins.insert(out.table.joins.begin(), joins_.begin(), joins_.end());
    for (const DumpLine& line : lines_) {
      if (out.table.regions.empty() || out.table.regions.back().page != line.page) {
        out.table.regions.push_back({line.page, std::nullopt});
      }
    }
    return out;
  }

  void remember(const CutTable& out) { learn(out.table, header_, form_, 1, habits_); }

  // Widths that make the cheapest cut: one column after the other, all whole numbers about the form's.
  ColumnWidths fitted(ColumnWidths widths) {
    if (static_cast<int>(text_.pieces.size()) > options_.max_fit_pieces) return widths;
    double best = cost_with(widths);
    for (int round = 0; round < kFitRounds; ++round) {
      const double before = best;
      for (size_t place : places_) {
        const size_t c = header_.columns[place];
        const ColumnWidths start = widths;
        const int usual = form_.columns[c].wrap > 0 ? form_.columns[c].wrap : kUsualWrap;
        for (int wrap = std::max(kLeastWrap, usual - kFitNarrower); wrap <= usual + kFitWider; ++wrap) {
          ColumnWidths tried = start;
          tried[c] = width_of(wrap);
          const double cost = cost_with(tried);
          if (cost >= best) continue;
          best = cost;
          widths = tried;
        }
      }
      if (best >= before) break;
    }
    return widths;
  }

 private:
  // Leaves out repeated headers; what follows one begins a page.
  void take_lines(std::span<const DumpLine> body) {
    for (size_t i = 0; i < body.size();) {
      const auto repeated = match_header(body.subspan(i), form_);
      if (!repeated) {
        lines_.push_back(body[i++]);
        continue;
      }
      joins_.push_back({"repeated header removed", body[i].page, 0});
      i += repeated->lines;
      if (i < body.size() && !match_header(body.subspan(i), form_)) {
        lines_.push_back(body[i++]);
        lines_.back().page_start = true;
      }
    }
  }

  void set_widths(const ColumnWidths& widths) {
    for (size_t i = 0; i < columns_.size(); ++i) columns_[i].width = widths[header_.columns[places_[i]]];
  }

  CellModel model() const { return {text_, columns_, form_, target_pattern_, habits_, options_}; }

  double cost_with(const ColumnWidths& widths) {
    set_widths(widths);
    return cut_rows(text_, model(), columns_, options_, false).cost;
  }

  CutTable cut(bool wide) {
    const CellModel cells = model();
    TableCut rows;
    if (too_long_) {
      for (size_t i = 0; i < text_.pieces.size(); ++i) rows.skipped.push_back(static_cast<int>(i));
    } else {
      rows = cut_rows(text_, cells, columns_, options_, wide);
    }
    CutTable out;
    out.table = build_table(rows, header_, text_, cells, columns_, places_, form_, habits_, options_);
    out.row_cost = rows.rows.empty() ? 0 : rows.cost / static_cast<double>(rows.rows.size());
    for (const DumpRow& row : rows.rows) out.worst_row = std::max(out.worst_row, row.cost);
    out.clean = out.table.stray.empty();
    out.sound = out.clean;
    for (const Cell& cell : out.table.cells) {
      for (const Doubt& doubt : cell.doubts) out.sound = out.sound && doubt.reason == kAmbiguous;
      out.clean = out.clean && cell.doubts.empty();
    }
    return out;
  }

  const DumpHeader& header_;
  const Form& form_;
  Habits& habits_;
  const RE2& target_pattern_;
  const DumpOptions& options_;
  std::vector<DumpLine> lines_;
  std::vector<Join> joins_;
  PieceText text_;
  std::vector<Column> columns_;
  std::vector<size_t> places_;
  bool too_long_ = false;
};

}  // namespace

CutTable read_indicators(const DumpHeader& header, std::span<const DumpLine> body, const Form& form,
                         ColumnWidths& widths, int& fits_left, Habits& habits, const RE2& target_pattern,
                         const DumpOptions& options) {
  IndicatorPart part(header, body, form, habits, target_pattern, options);
  CutTable out = part.read(widths);
  // In a document that has its own widths, a table may be the first to show one of them.
  const bool own_widths = widths != form_widths(form);
  const bool misfit = own_widths ? out.worst_row > options.fit_row_cost : !out.sound && out.row_cost > options.fit_cost;
  if (misfit && fits_left > 0) {
    --fits_left;
    const ColumnWidths fitted = part.fitted(widths);
    CutTable again = part.read(fitted);
    if (again.row_cost < out.row_cost - (own_widths ? options.fit_small_gain : options.fit_gain)) {
      out = std::move(again);
      widths = fitted;
    }
  }
  part.remember(out);
  return out;
}

}  // namespace budgetlift
