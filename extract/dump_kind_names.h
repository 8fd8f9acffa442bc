// Names of indicators in a dump's text, and whether the tool that made it glues them to what follows.
#pragma once

#include <string_view>
#include <vector>

#include "extract/dump_words.h"

namespace budgetlift {

constexpr size_t kLongestKindLine = 400;   // bytes of a line that is worth a look

inline bool is_blank_line(std::string_view text) { return text.find_first_not_of(" \t\r\f") == std::string_view::npos; }

// Names of indicators at the beginnings of lines and behind spaces, and what follows them.
struct NamesInDump {
  int glued = 0;       // a text goes on behind the name without a space
  int ended = 0;       // the line ends there, or a space follows
  int tails_glued = 0;   // the same of names and labels that a line end cuts
  int tails_ended = 0;
  int chained = 0;     // a first level with a second level of its own right behind it, and
  int parted = 0;      // with a space or a line's end between
  int in_order = 0;    // second levels that belong under the first level printed before them
  int disordered = 0;
  int torn = 0;        // a space inside one
  int runs = 0;        // labels of heads glued to each other, and nothing else; the first may be written downwards
  int closed = 0;      // a first level glued to the text before it, with a second level of its own behind a space
  bool hidden = false;   // the first level of what comes next may stand on a line that is too long to be looked at
};

NamesInDump names_of(const std::vector<std::string_view>& lines, const DumpWords& words);

// Whether cells of a row are glued.
bool is_glued(const NamesInDump& names);

}  // namespace budgetlift
