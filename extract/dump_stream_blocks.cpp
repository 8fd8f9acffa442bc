#include "extract/dump_stream_blocks.h"

#include <algorithm>
#include <set>

namespace budgetlift {
namespace {

class Blocks {
 public:
  Blocks(const StreamText& text, const std::vector<StreamColumn>& columns, StreamCut& cut) : text_(text), columns_(columns), cut_(cut) {}

  void settle() {
    for (size_t first = 0; first < cut_.rows.size();) {
      size_t last = first + 1;
      while (last < cut_.rows.size() && !has_level1(cut_.rows[last])) ++last;
      settle_group(first, last);
      first = last;
    }
  }

 private:
  bool has_level1(const StreamRow& row) const {
    return std::any_of(row.cells.begin(), row.cells.end(), [&](const StreamCell& cell) { return columns_[cell.column].sort == StreamSort::level1; });
  }

  // The block that a row stands in alone; -1 if it has both.
  int alone(const StreamRow& row) const {
    std::set<int> found;
    for (const StreamCell& cell : row.cells) {
      if (columns_[cell.column].sort != StreamSort::level1) found.insert(columns_[cell.column].block);
    }
    return found.size() == 1 ? *found.begin() : -1;
  }

  std::u32string level2_of(const StreamRow& row, int block) const {
    for (const StreamCell& cell : row.cells) {
      if (columns_[cell.column].sort == StreamSort::level2 && columns_[cell.column].block == block) return std::u32string(text_.key_of(cell.range.first, cell.range.last));
    }
    return {};
  }

  // Second levels that come back after another one.
  static int returns(const std::vector<std::u32string>& names) {
    int out = 0;
    std::set<std::u32string> seen;
    for (size_t i = 0; i < names.size(); ++i) {
      if (i > 0 && names[i] == names[i - 1]) continue;
      out += !seen.insert(names[i]).second;
    }
    return out;
  }

  void settle_group(size_t first, size_t last) {
    std::vector<size_t> lone;
    for (size_t r = first; r < last; ++r) {
      if (alone(cut_.rows[r]) >= 0) lone.push_back(r);
    }
    if (lone.empty() || lone.size() == last - first) {
      if (!lone.empty()) doubt(first, last);
      return;
    }
    int wrong[2] = {};
    for (int block : {0, 1}) {
      std::vector<std::u32string> names;
      for (size_t r = first; r < last; ++r) {
        const int own = alone(cut_.rows[r]);
        names.push_back(level2_of(cut_.rows[r], own < 0 ? block : own));
      }
      wrong[block] = returns(names);
    }
    if (wrong[0] == wrong[1]) return doubt(first, last);
    const int block = wrong[0] < wrong[1] ? 0 : 1;
    for (size_t r : lone) move(cut_.rows[r], block);
  }

  void move(StreamRow& row, int block) const {
    for (StreamCell& cell : row.cells) {
      const StreamColumn& own = columns_[cell.column];
      if (own.sort == StreamSort::level1 || own.block == block) continue;
      for (size_t c = 0; c < columns_.size(); ++c) {
        if (columns_[c].block == block && columns_[c].key == own.key) cell.column = c;
      }
    }
    std::sort(row.cells.begin(), row.cells.end(), [](const StreamCell& a, const StreamCell& b) { return a.column < b.column; });
  }

  void doubt(size_t first, size_t last) {
    for (size_t r = first; r < last; ++r) {
      for (StreamCell& cell : cut_.rows[r].cells) cell.margin = 0;
    }
  }

  const StreamText& text_;
  const std::vector<StreamColumn>& columns_;
  StreamCut& cut_;
};

}  // namespace

void settle_blocks(const StreamText& text, const std::vector<StreamColumn>& columns, StreamCut& cut) {
  if (!columns.empty() && columns.back().block == 1) Blocks(text, columns, cut).settle();
}

}  // namespace budgetlift
