// What follows what in a document: names, descriptions and goals print the same phrases again and again, so that a phrase
// which goes on elsewhere as it does here hardly ends here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace budgetlift {

class StreamPhrases {
 public:
  void add(std::u32string_view key);   // keys (dump_text.h, key_text) of all that the document prints
  // How surely key[at - 1] and key[at] belong together, from 0 to 1: the mean of how often elsewhere the one goes on with the other and
  // the other has the one before it. `key`: a part of what was added.
  double bound(std::u32string_view key, size_t at) const;

 private:
  double count(std::u32string_view key) const;

  std::unordered_map<std::uint64_t, int> counts_;   // of one to three characters
  double all_ = 0;
};

}  // namespace budgetlift
