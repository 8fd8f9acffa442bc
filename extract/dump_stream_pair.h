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

// Each text may go on behind a page's end that cuts both; its rest is empty elsewhere.
struct StreamPairCut {
  StreamRange left, left_rest, right, right_rest;   // `right` is empty if nothing tells where the second text begins
  bool sure = false;
};

// Time is linear in the characters of `both` times their number, and where a page's end stands in it, times the square of its lines.
StreamPairCut cut_pair(const StreamText& text, StreamRange both, DumpKind kind, const StreamSentences& sentences);

}  // namespace budgetlift
