// What every reader of dumps is held to: a form whose labels are handed out as running text is named, never passed over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/dump_words.h"
#include "extract/reader.h"
#include "schemas/document.h"

namespace budgetlift {

// Stands between a dump's reader and its sink. Text that it is given goes on as it is; where labels of forms stand
// thick among it, a table that says "form-not-read" goes before them, one for each project that they show.
class DumpAudit {
 public:
  DumpAudit(const DumpWords& words, const BlockSink& sink) : words_(words), sink_(sink) {}

  void take(Block&& block);
  void finish();

 private:
  void flush(bool unread_below);
  void name(size_t first, size_t last, std::vector<Block>& out);
  std::vector<std::u32string> labels_of(const TextLine& line) const;
  size_t numbers_below(size_t line) const;
  size_t glued_label(std::u32string_view key) const;

  const DumpWords& words_;
  const BlockSink& sink_;
  std::vector<TextLine> lines_;   // running text since the last table
  bool read_below_ = false;       // a table that is read stands below them
  size_t named_ = 0;              // tables above it that say that their forms are not read: it is theirs
  size_t unread_ = 0;             // such tables of the whole document
  size_t codes_ = 0;              // lines of running text with a code
};

}  // namespace budgetlift
