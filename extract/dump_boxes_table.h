// A form's indicator table in a dump that is sorted by place.
#pragma once

#include <re2/re2.h>

#include <optional>
#include <string>
#include <vector>

#include "extract/dump_boxes_listing.h"
#include "extract/dump_boxes_places.h"
#include "extract/dump_boxes_rows.h"
#include "schemas/form.h"

namespace budgetlift {

struct BoxTable {
  const Form* form = nullptr;
  std::vector<size_t> head;              // lines above the table
  std::vector<const FormColumn*> columns;
  std::vector<BoxSort> sorts;
  std::vector<int> blocks;               // which of the tables side by side they are of, from 0; -1: of all
  std::vector<std::u32string> labels;    // of the columns, as printed
  std::vector<std::u32string> groups;    // labels above tables side by side; none where there is one table
  std::vector<BoxPiece> pieces;          // without headers
  std::optional<BoxListing> listing;     // its projects, where it is one
  size_t projects() const { return listing ? listing->projects : 0; }
  std::u32string key;                    // tables with the same one have the same columns
};

// Nothing where no header is found or its form's tables are more than rows of indicators.
std::optional<BoxTable> box_table(const std::vector<StreamLine>& lines, const BoxPlace& place, const DumpWords& words, const std::vector<Form>& forms,
                                  const RE2& target, const BoxStyle& style);

// Rows that were put together, and for each cell what is not certain about it (dump_boxes_build.cpp).
Table to_table(const BoxTable& table, const BoxRows& rows, const std::vector<StreamLine>& lines, const DumpWords& words);

}  // namespace budgetlift
