// Cells of a scan: what OCR read in them, whatever their lines, and how they are put in order.
#pragma once

#include <string>
#include <vector>

#include "schemas/document.h"
#include "schemas/readings.h"

namespace budgetlift {

inline bool is_scanned(const Cell& cell) { return !cell.lines.empty() && !cell.lines.front().readings.empty(); }

std::vector<UnsureCharacter> characters_of(const Cell& cell);

// Characters of the word that stand in the text in their order, whatever stands between them; a guess is one.
size_t common_characters(const std::vector<UnsureCharacter>& read, const std::u32string& word);

// 0..1: the least certainty of a character (1 without any), and the mean (0 without any).
double least_of(const std::vector<UnsureCharacter>& read);
double mean_of(const std::vector<UnsureCharacter>& read);

// Whether a line holds two texts that stand far apart: those of two cells whose ruling was lost, however badly one of them was read.
bool holds_several_texts(const std::vector<TextLine>& lines);

// Row by row, left to right.
void sort_cells(std::vector<Cell>& cells);

// Takes away cells that others have taken in, which are left without columns.
void drop_absorbed(Table& table);

}  // namespace budgetlift
