#include "normalize/listing_header.h"

#include <algorithm>

namespace budgetlift {
namespace {

constexpr int kMostRows = 4;            // rows of a header
constexpr int kMostAbove = 4;           // rows above it: title and unit inside the grid
constexpr double kLeastShare = 0.75;    // of the indicators' columns that the form never lacks

}  // namespace

ListingHeader::ListingHeader(const Form& form) : fields_(form.fields.size()), columns_(form.columns.size()) {
  for (size_t i = 0; i < fields_; ++i) {
    for (const std::string& label : form.fields[i].labels) paths_.add(label, static_cast<int>(i));
  }
  for (size_t i = 0; i < columns_; ++i) {
    for (const std::string& label : form.columns[i].labels) paths_.add(label, static_cast<int>(fields_ + i));
    printed_columns_ += !form.columns[i].optional;
  }
  for (const std::string& group : form.groups) paths_.add_group(group);
}

std::optional<TablePart> ListingHeader::find(const TableGrid& grid) const {
  for (int begin = 0; begin < std::min(grid.rows(), kMostAbove); ++begin) {
    int known = 0, unknown = 0;
    for (int cell : grid.row_cells(begin)) {
      if (grid.cell(cell).row != begin || grid.text(cell).empty()) continue;
      ++(paths_.knows(grid.folded_text(cell)) ? known : unknown);
    }
    if (known < 2 || known < unknown) continue;
    const HeaderColumns header = paths_.read(grid, begin, 0, kMostRows);
    auto place = [&](size_t target) {
      const auto it = header.place_of.find(static_cast<int>(target));
      return it == header.place_of.end() ? -1 : it->second;
    };
    TablePart part;
    part.kind = TablePart::Kind::listing;
    part.row_begin = begin;
    part.first_body_row = header.end;
    part.row_end = grid.rows();
    part.unit = header.unit;
    part.labels = static_cast<int>(header.place_of.size());
    part.blocks.push_back({"/indicators", {}});
    for (size_t i = 0; i < fields_; ++i) part.fields.push_back(place(i));
    for (size_t i = 0; i < columns_; ++i) part.blocks[0].columns.push_back(place(fields_ + i));
    auto count = [](const std::vector<int>& places) { return std::count_if(places.begin(), places.end(), [](int c) { return c >= 0; }); };
    if (static_cast<double>(count(part.blocks[0].columns)) >= kLeastShare * printed_columns_ && count(part.fields) >= 1) return part;
  }
  return std::nullopt;
}

}  // namespace budgetlift
