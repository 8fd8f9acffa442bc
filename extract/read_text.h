// Text that OCR read, changed character by character: the readings stay in step with it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "schemas/document.h"
#include "schemas/readings.h"

namespace budgetlift {

// Characters of text lines in a row.
struct Read {
  std::vector<UnsureCharacter> characters;
  std::vector<std::pair<size_t, size_t>> place;   // line, reading
};

Read read_lines(const std::vector<TextLine>& lines);

// A sign that an upright ruling may be read as.
bool is_stroke(char32_t c);

// Whether every reading is a character of the text: otherwise places cannot be told.
bool is_whole(const TextLine& line);

// The text as it was read, before the first change.
void keep_raw(TextLine& line);

// The k-th character of a line that is no space becomes `text`, which may be empty.
void replace_character(std::string& line, size_t k, const std::string& text);

// Before the k-th character of a line that is no space, or at its end.
void insert_character(std::string& line, size_t k, const std::string& text);

// Takes away all but characters [first, first + length) of what was read; lines of which nothing is left go.
void keep_only(std::vector<TextLine>& lines, const Read& read, size_t first, size_t length);

}  // namespace budgetlift
