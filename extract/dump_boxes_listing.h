// The projects of a listing in a dump that is sorted by place: what stands left of the indicators.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "extract/dump_boxes_pieces.h"
#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

struct BoxListing {
  struct Column {
    const FormField* field = nullptr;
    std::string label, group;                        // as printed; the label above it, if it stands below one
    std::vector<std::vector<TextLine>> values;       // of each project
    bool sure = false;
    bool open = false;                               // the search for rows finds the values
  };
  // Those columns, in the order of `columns`.
  std::vector<Column> open() const;
  size_t projects = 0;
  size_t suspected = 0;                              // how many there may be
  std::vector<Column> columns;
  std::vector<TextLine> stray;                       // of rows of sums, and what has no project
};

// Takes the labels of the projects' columns, and what is surely a project's: codes, numbers, amounts (these pieces are `used` then). What
// stands beside those is marked.
// `of_row`: whether a piece is surely of an indicator; `level1`: whether it is a first level.
BoxListing take_projects(std::vector<HeadPiece>& pieces, const Form& form, const std::function<bool(const HeadPiece&)>& of_row,
                         const std::function<bool(const HeadPiece&)>& level1);

// Puts the projects' columns before those of the indicators. A project begins at a first level: at one that the project
// above has already (dump_boxes_projects.cpp).
void add_projects(const BoxListing& listing, Table& table);

}  // namespace budgetlift
