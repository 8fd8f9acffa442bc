// The labels and values of a form's head in a dump that is sorted by place.
#pragma once

#include <string>
#include <vector>

#include "extract/dump_boxes_places.h"
#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

// What a text looks like; `used`: a part of another piece, or already in a cell.
enum class HeadKind { label, code, amount, day, step, percent, text, used };

struct HeadPiece {
  std::string text;                           // its lines, one behind the other
  std::u32string key;                         // dump_text.h, key_text
  std::vector<TextLine> lines;
  HeadKind kind = HeadKind::text;
  std::vector<const FormField*> fields;       // of a label; none where it is a group's or a column's of a table inside the head
  bool bound = false;                         // it stands behind the piece before it in one printed line
  bool beside = false;                        // in a listing: it stands beside what is surely a project's
  bool whole = false;                         // its lines are a box's, and no more are the cell's
};

HeadKind head_kind(const std::string& text);

// The number of a piece that is an amount. `key`: dump_text.h, key_text.
double amount_of(const std::u32string& key);

// The month that a step of a schedule ends with, over all years. `key`: dump_text.h, key_text.
int step_month(const std::u32string& key);

// `head`: indices of lines. Labels that are torn into several
// pieces are one.
std::vector<HeadPiece> head_pieces(const std::vector<StreamLine>& lines, const std::vector<size_t>& head, const Form& form, const BoxStyle& style);

}  // namespace budgetlift
