#include "extract/label_words.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "extract/header_words.h"
#include "extract/read_cells.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

std::u32string label_text(std::string_view text) {
  std::u32string out = decode_utf8(folded(std::string(text)));
  while (!out.empty() && out.back() == U':') out.pop_back();
  return out;
}

std::u32string text_of(const std::vector<TextLine>& lines) {
  std::string out;
  for (const TextLine& line : lines) out += line.text;
  return label_text(out);
}

// The other cell becomes a part of this one.
void absorb(Cell& cell, const Cell& other) {
  const int row_end = std::max(cell.row + cell.row_span, other.row + other.row_span);
  const int column_end = std::max(cell.column + cell.column_span, other.column + other.column_span);
  cell.row_span = row_end - cell.row;
  cell.column_span = column_end - cell.column;
  cell.lines.insert(cell.lines.end(), other.lines.begin(), other.lines.end());
  if (cell.box && other.box) cell.box = cell.box->united(*other.box);
}

// ... and is left without columns, to be dropped.
void take_in(Cell& cell, Cell& other) {
  absorb(cell, other);
  other.column_span = 0;
}

// Where rows begin, in points; by row, from the cells that begin with it.
std::map<int, double> row_tops(const Table& table, int page) {
  std::map<int, double> out;
  for (const Cell& cell : table.cells) {
    if (cell.box && cell.page == page) out.try_emplace(cell.row, cell.box->y0);
  }
  return out;
}

}  // namespace

// Cells of one form's head, by their index in the table, in printed order.
struct LabelWords::Section {
  std::vector<size_t> cells;
  std::map<int, size_t> labels;   // place in `cells` of each field's label
};

LabelWords::LabelWords(const std::vector<Form>& forms, const WordOptions& options) : options_(options) {
  for (const Form& form : forms) {
    // A label that spans several rows stands to the left of the others in the first of them.
    std::vector<size_t> order(form.fields.size());
    std::iota(order.begin(), order.end(), size_t{0});
    auto first_row = [&](size_t f) { return form.fields[f].label_row >= 0 ? form.fields[f].label_row : form.fields[f].row; };
    auto spans = [&](size_t f) { return form.fields[f].label_row >= 0 && form.fields[f].label_row < form.fields[f].row; };
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      if (first_row(a) < 0 || first_row(b) < 0) return false;
      return first_row(a) != first_row(b) ? first_row(a) < first_row(b) : spans(a) && !spans(b);
    });
    Head head;
    for (const size_t f : order) {
      Field field;
      for (const std::string& label : form.fields[f].labels) field.labels.push_back(label_text(label));
      field.usual = form.fields[f].labels.front();
      field.required = form.fields[f].required;
      field.optional = form.fields[f].optional;
      head.required += field.required;
      head.fields.push_back(std::move(field));
    }
    for (const FormColumn& column : form.columns) {
      for (const std::string& label : column.labels) head.columns.push_back(label_text(label));
    }
    heads_.push_back(std::move(head));
  }
}

int LabelWords::field_of(const Head& head, const std::u32string& printed) const {
  const std::u32string text = printed.ends_with(U':') ? printed.substr(0, printed.size() - 1) : printed;
  for (size_t f = 0; f < head.fields.size(); ++f) {
    const auto& labels = head.fields[f].labels;
    if (std::find(labels.begin(), labels.end(), text) != labels.end()) return static_cast<int>(f);
  }
  return -1;
}

bool LabelWords::is_column(const Head& head, const Cell& cell) const {
  return std::find(head.columns.begin(), head.columns.end(), text_of(cell.lines)) != head.columns.end();
}

// A cell over several rows whose lines are labels one below the other ends where the next one's row begins.
void LabelWords::part_stacked(const Head& head, Table& table) const {
  for (size_t i = 0; i < table.cells.size(); ++i) {
    const Cell& whole = table.cells[i];
    if (!is_scanned(whole) || whole.row_span < 2 || whole.lines.size() < 2) continue;
    // The first label is as many lines as leave another one below.
    auto lines = [&](size_t from, size_t to) {
      return std::vector<TextLine>(whole.lines.begin() + static_cast<std::ptrdiff_t>(from), whole.lines.begin() + static_cast<std::ptrdiff_t>(to));
    };
    auto is_label = [&](size_t from, size_t to) { return field_of(head, text_of(lines(from, to))) >= 0; };
    const size_t all = whole.lines.size();
    size_t count = all;
    for (size_t k = 1; k < all; ++k) {
      bool another = false;
      for (size_t end = k + 1; end <= all; ++end) another = another || is_label(k, end);
      if (is_label(0, k) && another) count = k;
    }
    if (count == all) continue;
    const std::vector<TextLine> above = lines(0, count), below = lines(count, all);
    const auto &first = above.front().box, &last = above.back().box, &next = below.front().box;
    if (!first || !last || !next || !whole.box || above.front().page != below.front().page) continue;
    // Of the rows that begin between the two the one that leaves the first label in the middle of its cell.
    const double top = whole.box->y0, centre = (first->y0 + last->y1) / 2;
    int best = -1;
    double nearest = 1e9, at = 0;
    for (const auto& [row, y] : row_tops(table, whole.page)) {
      if (row <= whole.row || row >= whole.row + whole.row_span || y < last->center_y() || y > next->center_y()) continue;
      const double off = std::abs((top + y) / 2 - centre);
      if (off < nearest) nearest = off, best = row, at = y;
    }
    if (best < 0) continue;
    Cell lower = whole;
    lower.lines = below;
    lower.row = best;
    lower.row_span = whole.row + whole.row_span - best;
    lower.box->y0 = at;
    table.cells.push_back(std::move(lower));   // looked at in its turn
    Cell& upper = table.cells[i];
    upper.lines = above;
    upper.row_span = best - upper.row;
    upper.box->y1 = at;
  }
  sort_cells(table.cells);
}

std::vector<LabelWords::Section> LabelWords::sections_of(const Head& head, const Table& table) const {
  std::map<int, int> column_labels;   // by row
  for (const Cell& cell : table.cells) column_labels[cell.row] += is_column(head, cell);
  std::vector<Section> out(1);
  bool body = false;   // rows under a header, up to the next form's first label
  for (size_t i = 0; i < table.cells.size(); ++i) {
    const int field = field_of(head, text_of(table.cells[i].lines));
    if (column_labels[table.cells[i].row] >= 2) {
      body = true;
      continue;
    }
    if (body && field != 0) continue;
    if (body || (field >= 0 && out.back().labels.count(field))) out.emplace_back();
    body = false;
    if (field >= 0) out.back().labels.emplace(field, out.back().cells.size());
    out.back().cells.push_back(i);
  }
  return out;
}

void LabelWords::write(Table& table, size_t cell, const std::string& label) const {
  write_label(table.cells[cell], label, options_.header_certain);
  const Cell& own = table.cells[cell];
  const Doubt doubt{"label-unsure", "its label was read as: " + own.lines.front().raw};
  for (Cell& other : table.cells) {
    if (other.row == own.row && other.column == own.column + own.column_span) other.doubts.push_back(doubt);
  }
}

// Whether the cell below is the rest of a misread label, which a stroke cut in two.
bool LabelWords::goes_on(const Field& field, const Cell& cell, const Cell& below) const {
  if (!is_scanned(below) || below.row != cell.row + cell.row_span || below.column != cell.column || below.column_span != cell.column_span) return false;
  Cell both = cell;
  absorb(both, below);
  auto share = [&](const Cell& one) {
    double most = 0;
    for (const std::u32string& label : field.labels) {
      most = std::max(most, static_cast<double>(common_characters(characters_of(one), label)) / static_cast<double>(field.labels.front().size()));
    }
    return most;
  };
  return share(both) > share(cell) && share(both) >= options_.label_clear;
}

// Labels of a head that begin in one column are as wide: narrower cells beside each other there were cut by a stroke.
void LabelWords::join_cut(const Head& head, const Section& section, Table& table) const {
  std::map<int, int> width, count;   // by column, of the labels that begin in it
  for (const auto& [field, place] : section.labels) {
    const Cell& label = table.cells[section.cells[place]];
    width[label.column] = std::max(width[label.column], label.column_span);
    ++count[label.column];
  }
  for (const size_t i : section.cells) {
    Cell& cell = table.cells[i];
    const auto own = width.find(cell.column);
    if (is_column(head, cell) || own == width.end() || count[cell.column] < 2 || cell.column_span >= own->second || !is_scanned(cell)) continue;
    for (const size_t k : section.cells) {
      Cell& beside = table.cells[k];
      const bool next = beside.row == cell.row && beside.row_span == cell.row_span && beside.column == cell.column + cell.column_span;
      if (next && !is_column(head, beside) && is_scanned(beside) && beside.column + beside.column_span <= cell.column + own->second) take_in(cell, beside);
    }
  }
}

void LabelWords::find_missing(const Head& head, const Section& section, Table& table) const {
  const auto known = static_cast<int>(section.labels.size());
  if (known < options_.least_labels || known < options_.label_share * head.required) return;
  std::set<size_t> taken;
  for (const auto& [field, place] : section.labels) taken.insert(place);
  std::map<int, size_t> labels = section.labels;
  for (int f = 0; f < static_cast<int>(head.fields.size()); ++f) {
    if (labels.count(f)) continue;
    const auto after = labels.upper_bound(f);
    const size_t end = after == labels.end() ? section.cells.size() : after->second;
    const size_t begin = after == labels.begin() ? 0 : std::prev(after)->second + 1;
    const Field& field = head.fields[static_cast<size_t>(f)];
    size_t best = end, garbled = end;
    double best_share = 0;
    int count = 0;
    for (size_t place = begin; place < end; ++place) {
      const Cell& cell = table.cells[section.cells[place]];
      if (taken.count(place) || !is_scanned(cell)) continue;
      const std::vector<UnsureCharacter> read = characters_of(cell);
      if (read.empty() || holds_several_texts(cell.lines)) continue;
      const double least = least_of(read);
      if (mean_of(read) < options_.label_garbled) garbled = place, ++count;
      for (const std::u32string& label : field.labels) {
        const auto length = static_cast<double>(label.size()), own = static_cast<double>(read.size());
        const double share = static_cast<double>(common_characters(read, label)) / length;
        const bool clear = share >= options_.label_clear && std::abs(own - length) <= 1;
        const bool near = share >= options_.label_near && least < options_.label_unsure && own <= 1.6 * length + 4;
        if ((clear || near) && share > best_share) best_share = share, best = place;
      }
    }
    if (best == end && count == 1 && !field.optional) best = garbled;
    if (best == end) continue;
    const size_t cell = section.cells[best];
    for (size_t place = best + 1; place < end; ++place) {
      if (!taken.count(place) && goes_on(field, table.cells[cell], table.cells[section.cells[place]])) {
        take_in(table.cells[cell], table.cells[section.cells[place]]);
        taken.insert(place);
      }
    }
    write(table, cell, field.usual);
    taken.insert(best);
    labels.emplace(f, best);
  }
}

// The head that has most of its labels in the table; null if none has two. Of another form's labels nothing is missing here.
const LabelWords::Head* LabelWords::head_of(const Table& table) const {
  const Head* best = nullptr;
  size_t most = 1;
  for (const Head& head : heads_) {
    std::set<int> fields;
    for (const Cell& cell : table.cells) {
      const int field = cell.lines.empty() ? -1 : field_of(head, text_of(cell.lines));
      if (field >= 0) fields.insert(field);
    }
    if (fields.size() <= most) continue;
    most = fields.size();
    best = &head;
  }
  return best;
}

void LabelWords::repair(Table& table) const {
  if (std::none_of(table.cells.begin(), table.cells.end(), is_scanned)) return;
  const Head* head = head_of(table);
  if (!head) return;
  part_stacked(*head, table);
  for (const Section& section : sections_of(*head, table)) join_cut(*head, section, table);
  drop_absorbed(table);
  for (const Section& section : sections_of(*head, table)) find_missing(*head, section, table);
  drop_absorbed(table);
}

}  // namespace budgetlift
