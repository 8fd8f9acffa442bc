// The order in which pdfminer prints the boxes of a page.
#pragma once

#include <cstddef>
#include <vector>

namespace budgetlift {

// Any unit; y grows downwards.
struct PlacedBox {
  double left = 0, top = 0, right = 0, bottom = 0;
};

// The rectangle around both.
PlacedBox united(const PlacedBox& a, const PlacedBox& b);

// Indices of `boxes`, first printed first. Boxes are grouped two by two, those first whose common rectangle holds least beside them, and a
// group's parts are printed by where their middles stand, mostly downwards (pdfminer.six, LAParams with its defaults). Which of two pairs
// that are equally close is grouped first is chance there, and the order of `boxes` here. O(n³) at worst.
std::vector<size_t> printed_order(const std::vector<PlacedBox>& boxes);

}  // namespace budgetlift
