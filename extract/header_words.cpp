#include "extract/header_words.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "extract/read_cells.h"
#include "schemas/canonical.h"
#include "schemas/line_pieces.h"

namespace budgetlift {
namespace {

std::string text_of(const Cell& cell) {
  std::string out;
  for (const TextLine& line : cell.lines) out += line.text;
  return folded(out);
}

bool is_label(const FormColumn& column, const std::string& text) {
  return std::any_of(column.labels.begin(), column.labels.end(), [&](const std::string& label) { return folded(label) == text; });
}

// 0..1: how sure the whole text of a cell is; 0 for an empty one.
double certainty(const Cell& cell) {
  double out = cell.lines.empty() ? 0 : 1;
  for (const TextLine& line : cell.lines) {
    for (const Reading& reading : line.readings) out = std::min(out, reading.confidence);
  }
  return out;
}

}  // namespace

HeaderWords::HeaderWords(const std::vector<Form>& forms, const WordOptions& options) : options_(options) {
  for (const Form& form : forms) orders_.push_back(form.columns);
}

void write_label(Cell& cell, const std::string& label, double certain) {
  if (cell.lines.empty()) return;   // nothing is printed there
  TextLine line = cell.lines.front();
  line.raw.clear();
  for (const TextLine& one : cell.lines) {
    line.raw += one.raw.empty() ? one.text : one.raw;
    if (line.box && one.box) line.box = line.box->united(*one.box);
  }
  line.text = label;
  line.readings.clear();
  for (const char32_t c : decode_utf8(label)) line.readings.push_back({encode_utf8(std::u32string(1, c)), certain, {}});
  line.confidence = certain;
  cell.lines.assign(1, std::move(line));
}

// No form has a column twice: of two that stand side by side one was misread, however surely, if the one that belongs in its
// place is missing.
void HeaderWords::part_twins(const std::vector<FormColumn>& columns, const std::vector<Cell*>& cells, std::vector<std::string>& texts) const {
  auto place_of = [&](const std::string& text) {
    return std::find_if(columns.begin(), columns.end(), [&](const FormColumn& c) { return is_label(c, text); }) - columns.begin();
  };
  std::vector<std::ptrdiff_t> places;
  for (const std::string& text : texts) places.push_back(place_of(text));
  const auto count = static_cast<std::ptrdiff_t>(columns.size());
  const std::set<std::ptrdiff_t> known(places.begin(), places.end());
  const auto found = static_cast<double>(known.size() - known.count(count));
  if (found < 2 || found < options_.header_share * static_cast<double>(count)) return;
  for (size_t i = 0; i + 1 < places.size(); ++i) {
    const std::ptrdiff_t place = places[i];
    if (place == count || places[i + 1] != place) continue;
    const bool second = place + 1 < count && !known.count(place + 1);
    if (!second && (place == 0 || known.count(place - 1))) continue;
    const size_t wrong = second ? i + 1 : i;
    write_label(*cells[wrong], columns[static_cast<size_t>(second ? place + 1 : place - 1)].labels.front(), options_.header_certain);
    texts[wrong] = text_of(*cells[wrong]);
  }
}

// A header printed on grey that a fax has turned into a cloud of specks: nothing can be read in any of its cells, but the
// little that can is of the form's labels.
bool HeaderWords::is_smeared(const std::vector<FormColumn>& columns, const std::vector<Cell*>& cells) const {
  size_t common = 0, all = 0;
  double sum = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::vector<UnsureCharacter> read = characters_of(*cells[i]);
    if (mean_of(read) >= options_.header_unsure) return false;
    sum += mean_of(read);
    const std::u32string label = decode_utf8(columns[i].labels.front());
    common += common_characters(read, label);
    all += label.size();
  }
  return sum < options_.label_garbled * static_cast<double>(cells.size()) && static_cast<double>(common) >= options_.header_left * static_cast<double>(all);
}

// The lines of a row that are a header, and those above and below it.
struct HeaderWords::Stack {
  double top = 0, bottom = 0;   // of the header, in points
  std::optional<double> above;   // where the text above it ends
  std::optional<double> below;   // where the text below it begins
};

// A row in which a header stands together with text above or below it; none if it has no header, or nothing else.
std::optional<HeaderWords::Stack> HeaderWords::stack_of(const std::vector<FormColumn>& columns, const std::vector<Cell*>& cells) const {
  std::set<size_t> found;
  std::vector<const TextLine*> header, wrapped, other;
  for (const Cell* cell : cells) {
    const std::string text = cell->lines.size() > 1 ? text_of(*cell) : "";
    const auto whole = text.empty() ? columns.end() : std::find_if(columns.begin(), columns.end(), [&](const FormColumn& c) { return is_label(c, text); });
    for (const TextLine& line : cell->lines) {
      if (!line.box || line.readings.empty() || line.page != cell->page) return std::nullopt;
      if (whole != columns.end()) {
        wrapped.push_back(&line);
        found.insert(static_cast<size_t>(whole - columns.begin()));
        continue;
      }
      bool is_header = false;
      for (const TextLine& piece : pieces_of(line)) {
        const auto column = std::find_if(columns.begin(), columns.end(), [&](const FormColumn& c) { return is_label(c, folded(piece.text)); });
        if (column == columns.end()) continue;
        is_header = true;
        found.insert(static_cast<size_t>(column - columns.begin()));
      }
      (is_header ? header : other).push_back(&line);
    }
  }
  if (found.size() < 3 || static_cast<double>(found.size()) < options_.header_share * static_cast<double>(columns.size())) return std::nullopt;
  Stack out{1e9, -1e9, {}, {}};
  for (const TextLine* line : header) {
    if (std::abs(line->box->center_y() - header.front()->box->center_y()) > line->box->height()) return std::nullopt;
  }
  header.insert(header.end(), wrapped.begin(), wrapped.end());   // a label of several lines, beside the others' middle
  for (const TextLine* line : header) {
    out.top = std::min(out.top, line->box->y0);
    out.bottom = std::max(out.bottom, line->box->y1);
  }
  for (const TextLine* line : other) {
    const double middle = line->box->center_y();
    if (middle < out.top) out.above = std::max(out.above.value_or(line->box->y1), line->box->y1);
    if (middle > out.bottom) out.below = std::min(out.below.value_or(line->box->y0), line->box->y0);
  }
  if (!out.above && !out.below) return std::nullopt;
  return out;
}

// Cuts the row's cells at y: what is below it becomes a row of its own.
void HeaderWords::cut_row(Table& table, int row, double y) const {
  std::vector<Cell> cells;
  for (Cell& cell : table.cells) {
    auto is_above = [&](const TextLine& line) { return line.box && line.box->center_y() < y; };
    const bool ends_here = cell.row == row && cell.row_span == 1;
    if (cell.row > row) {
      ++cell.row;
    } else if (cell.row == row && (ends_here || std::any_of(cell.lines.begin(), cell.lines.end(), is_above))) {
      Cell lower = cell;
      lower.row = row + 1;
      cell.row_span = 1;
      std::erase_if(lower.lines, is_above);
      std::erase_if(cell.lines, [&](const TextLine& line) { return !is_above(line); });
      if (cell.box) cell.box->y1 = lower.box->y0 = y;
      cells.push_back(std::move(lower));
    } else if (cell.row + cell.row_span > row) {
      ++cell.row_span;
    }
    cells.push_back(std::move(cell));
  }
  sort_cells(cells);
  table.cells = std::move(cells);
  ++table.rows;
}

void HeaderWords::cut_out(Table& table) const {
  for (int row = 0; row < table.rows; ++row) {
    std::vector<Cell*> cells;
    for (Cell& cell : table.cells) {
      if (cell.row == row && !cell.lines.empty()) cells.push_back(&cell);
    }
    for (const std::vector<FormColumn>& columns : orders_) {
      const std::optional<Stack> stack = stack_of(columns, cells);
      if (!stack) continue;
      if (stack->below) cut_row(table, row, (stack->bottom + *stack->below) / 2);
      if (stack->above) cut_row(table, row++, (*stack->above + stack->top) / 2);
      break;
    }
  }
}

void HeaderWords::repair(Table& table) const {
  std::map<int, std::vector<Cell*>> rows;
  for (Cell& cell : table.cells) rows[cell.row].push_back(&cell);
  for (auto& [row, cells] : rows) {
    if (!std::all_of(cells.begin(), cells.end(), [](const Cell* c) { return is_scanned(*c); })) continue;
    std::sort(cells.begin(), cells.end(), [](const Cell* a, const Cell* b) { return a->column < b->column; });
    std::vector<std::string> texts;
    for (const Cell* cell : cells) texts.push_back(text_of(*cell));
    for (const std::vector<FormColumn>& columns : orders_) {
      part_twins(columns, cells, texts);
      if (columns.size() != cells.size()) continue;
      if (row == 0 && is_smeared(columns, cells)) {
        for (size_t i = 0; i < cells.size(); ++i) write_label(*cells[i], columns[i].labels.front(), options_.header_certain);
        break;
      }
      std::vector<char> right(cells.size());
      for (size_t i = 0; i < cells.size(); ++i) right[i] = is_label(columns[i], texts[i]);
      const auto known = static_cast<size_t>(std::count(right.begin(), right.end(), 1));
      if (known < 2 || known == cells.size() || known < options_.header_share * static_cast<double>(cells.size())) continue;
      for (size_t i = 0; i < cells.size(); ++i) {
        if (right[i]) continue;
        // A header that stands at its own place too was misread, however surely.
        bool twice = false;
        for (size_t k = 0; k < cells.size(); ++k) twice = twice || (right[k] && texts[k] == texts[i]);
        if (!twice && certainty(*cells[i]) >= options_.header_unsure) continue;
        write_label(*cells[i], columns[i].labels.front(), options_.header_certain);
        texts[i] = text_of(*cells[i]);
      }
    }
  }
}

}  // namespace budgetlift
