// Two texts that stand side by side in a form's head, and in a stream dump one behind the other: where the second begins.
#pragma once

#include <set>
#include <string>

#include "extract/dump_stream_columns.h"

namespace budgetlift {

// How sentences and items of lists begin and end in a document: their first and last two characters.
class StreamSentences {
 public:
  void add(const StreamText& text);
  bool begins(std::u32string_view key) const { return starts_.count(std::u32string(key.substr(0, kShown))) > 0; }
  bool ends(std::u32string_view key) const { return key.size() >= kShown && ends_.count(std::u32string(key.substr(key.size() - kShown))) > 0; }

 private:
  static constexpr size_t kShown = 2;
  std::set<std::u32string> starts_, ends_;
};

struct StreamPairCut {
  size_t at = 0;      // the second text's first character; the range's end if nothing tells where it begins
  bool sure = false;
};

StreamPairCut cut_pair(const StreamText& text, StreamRange both, DumpKind kind, const StreamSentences& sentences);

}  // namespace budgetlift
