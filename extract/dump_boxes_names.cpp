#include "extract/dump_boxes_names.h"

#include <algorithm>
#include <map>

namespace budgetlift {
namespace {

// Names of indicators are a closed list: finds them, also those that a line's end cuts.
class NameFinder {
 public:
  NameFinder(std::vector<BoxPiece>& pieces, const DumpWords& words) : pieces_(pieces), words_(words) {
    for (const std::u32string& name : words.level1()) {
      if (std::find(words.level2().begin(), words.level2().end(), name) != words.level2().end()) settle(name);
    }
  }

  void find() {
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].level == 0) pieces_[i].level = whole(pieces_[i].key);
    }
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].level == 0) find_parts(i);
    }
  }

 private:
  static constexpr size_t kLeast = 2;    // characters of a cut name's first part
  static constexpr size_t kAway = 12;    // pieces in which it goes on

  const std::vector<std::u32string>& names(int level) const { return level == 1 ? words_.level1() : words_.level2(); }
  bool skipped(int level, const std::u32string& name) const {
    const auto it = settled_.find(name);
    return it != settled_.end() && it->second != level;
  }

  // Whether a name is a first or a second level depends on the taxonomy that a table follows: what stands below tells.
  void settle(const std::u32string& name) {
    bool above = false;
    for (const BoxPiece& piece : pieces_) {
      for (const std::u32string& below : words_.level2()) {
        above = above || (below != name && words_.belongs(name, below) && piece.key.size() > kLeast + 1 && below.compare(0, piece.key.size(), piece.key) == 0);
      }
    }
    settled_[name] = above ? 1 : 2;
  }

  int whole(const std::u32string& key) const {
    for (int level : {2, 1}) {
      if (!skipped(level, key) && std::find(names(level).begin(), names(level).end(), key) != names(level).end()) return level;
    }
    return 0;
  }

  // Marks piece `i` and the rest of its name, if it begins one.
  void find_parts(size_t i) {
    const std::u32string& part = pieces_[i].key;
    if (part.size() < kLeast) return;
    for (int level : {2, 1}) {
      for (const std::u32string& name : names(level)) {
        if (skipped(level, name) || name.size() <= part.size() || !name.starts_with(part)) continue;
        std::vector<size_t> parts{i};
        if (!go_on(std::u32string_view(name).substr(part.size()), parts)) continue;
        for (size_t k : parts) {
          pieces_[k].level = level;
          pieces_[k].rest = k != i;
        }
        return;
      }
    }
  }

  // Adds the pieces below that `rest` of a name stands in.
  bool go_on(std::u32string_view rest, std::vector<size_t>& parts) const {
    if (rest.empty()) return true;
    const size_t last = parts.back();
    for (size_t k = last + 1; k < std::min(pieces_.size(), last + 1 + kAway); ++k) {
      if (pieces_[k].level != 0 || pieces_[k].in_line || pieces_[k].key.empty() || !rest.starts_with(pieces_[k].key)) continue;
      parts.push_back(k);
      if (go_on(rest.substr(pieces_[k].key.size()), parts)) return true;
      parts.pop_back();
    }
    return false;
  }

  std::vector<BoxPiece>& pieces_;
  const DumpWords& words_;
  std::map<std::u32string, int> settled_;   // level of names that are known as both
};

}  // namespace

void find_names(std::vector<BoxPiece>& pieces, const DumpWords& words) { NameFinder(pieces, words).find(); }

}  // namespace budgetlift
