// Words of a document that hold a number or Latin letters ("96333平台", "V3.0"), as its running text prints them: what
// looks like a target's number or begins a line for its font stands within a cell.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace budgetlift {

class StreamNumberWords {
 public:
  // `key` (dump_text.h, key_text): running text of one line. `units`: what targets are counted in; a number with one behind it is a
  // quantity, which other texts may have as well, unless it stands in the same words again and again.
  void add(std::u32string_view key, const std::unordered_set<std::u32string>& units);

  // Of each character of `key`: whether one of the words stands on both sides of it.
  std::vector<bool> inside(std::u32string_view key) const;

 private:
  struct Quantity {
    int times = 0;
    std::unordered_set<std::u32string> before;
  };

  std::unordered_map<std::u32string, Quantity> quantities_;   // what looks like one, by itself and the ideographs behind it
  std::unordered_set<std::u32string> before_, behind_;   // a run with the two ideographs before it, and behind it
};

}  // namespace budgetlift
