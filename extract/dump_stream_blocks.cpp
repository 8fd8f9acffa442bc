#include "extract/dump_stream_blocks.h"

#include <algorithm>
#include <limits>
#include <set>

namespace budgetlift {
namespace {

constexpr int kReturn = 2;   // what a second level that comes back weighs, in pairs of the same second level

class Blocks {
 public:
  Blocks(const StreamText& text, const std::vector<StreamColumn>& columns, StreamCut& cut) : text_(text), columns_(columns), cut_(cut) {}

  void settle() {
    for (size_t first = 0; first < cut_.rows.size();) {
      size_t last = first + 1;
      while (last < cut_.rows.size() && !has_level1(cut_.rows[last])) ++last;
      moved_ = last - first;
      settle_group(first, last);
      first += moved_;
    }
  }

 private:
  bool has_level1(const StreamRow& row) const {
    return std::any_of(row.cells.begin(), row.cells.end(), [&](const StreamCell& cell) { return columns_[cell.column].sort == StreamSort::level1; });
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

  // What one block prints in a row.
  struct Part {
    StreamRow row;
    std::u32string level2;
  };

  // Where the parts of a group stand: pairs first, then what one block has more than the other.
  struct Places {
    size_t pairs = 0;
    int longer = 0;   // the block with more rows
  };

  std::vector<Part> parts_of(size_t first, size_t last) const {
    std::vector<Part> out;
    for (size_t r = first; r < last; ++r) {
      for (int block : {0, 1}) {
        Part part;
        for (const StreamCell& cell : cut_.rows[r].cells) {
          if (columns_[cell.column].sort != StreamSort::level1 && columns_[cell.column].block == block) part.row.cells.push_back(cell);
        }
        part.level2 = level2_of(cut_.rows[r], block);
        if (!part.row.cells.empty()) out.push_back(std::move(part));
      }
    }
    return out;
  }

  static int block_of(const Places& places, size_t k) { return k < 2 * places.pairs ? static_cast<int>(k % 2) : places.longer; }

  static int returns(const std::vector<Part>& parts, const Places& places) {
    int out = 0;
    for (int block : {0, 1}) {
      std::vector<std::u32string> names;
      for (size_t k = 0; k < parts.size(); ++k) {
        if (block_of(places, k) == block) names.push_back(parts[k].level2);
      }
      out += returns(names);
    }
    return out;
  }

  // How many pairs there are at least, as the two of one share a line.
  size_t pairs_on_lines(const std::vector<Part>& parts) const {
    size_t out = 0;
    for (size_t k = 0; k + 1 < parts.size(); k += 2) {
      if (text_.gaps[parts[k + 1].row.cells.front().range.first] < StreamGap::line) out = k / 2 + 1;
    }
    return out;
  }

  // The text alone does not tell which block a row's part is of: second levels that stand together do, unless several ways are as good.
  void settle_group(size_t first, size_t last) {
    const std::vector<Part> parts = parts_of(first, last);
    if (parts.empty()) return;
    std::vector<Places> ways;
    int best = 0, next = std::numeric_limits<int>::max();
    for (size_t pairs = std::max(std::min<size_t>(1, parts.size() / 2), pairs_on_lines(parts)); pairs <= parts.size() / 2; ++pairs) {
      for (int longer : {0, 1}) {
        if (2 * pairs == parts.size() && longer == 1) continue;   // both are as long
        const Places places{pairs, longer};
        int wrong = kReturn * returns(parts, places);
        // A pair is mostly the same indicator of two periods.
        for (size_t k = 0; k < pairs; ++k) wrong -= parts[2 * k].level2 == parts[2 * k + 1].level2;
        if (!ways.empty()) next = std::min(next, std::max(wrong, best));
        if (ways.empty() || wrong < best) {
          ways.clear();
          best = wrong;
        }
        if (wrong == best) ways.push_back(places);
      }
    }
    // Two indicators of one block under each other may look like a pair.
    const bool close = next <= best + 1;
    const bool cut = std::any_of(cut_.rows.begin() + static_cast<std::ptrdiff_t>(first), cut_.rows.begin() + static_cast<std::ptrdiff_t>(last), [](const StreamRow& row) { return row.cut; });
    const bool same = std::any_of(ways.begin(), ways.end(), [&](const Places& places) { return is(parts, places, first, last); });
    if (ways.size() == 1 && !same && !cut) put(parts, ways.front(), first, last);
    else if (!same) doubt(first, last);
    if (close) doubt(first, first + moved_);
  }

  // Whether the rows [first, last) have the parts in these places.
  bool is(const std::vector<Part>& parts, const Places& places, size_t first, size_t last) const {
    if (parts.size() - places.pairs != last - first) return false;
    for (size_t k = 0; k < parts.size(); ++k) {
      if (columns_[parts[k].row.cells.front().column].block != block_of(places, k)) return false;
    }
    return true;
  }

  // Gives them these places.
  void put(const std::vector<Part>& parts, const Places& places, size_t first, size_t last) {
    std::vector<StreamRow> rows(parts.size() - places.pairs);
    for (const StreamCell& cell : cut_.rows[first].cells) {
      if (columns_[cell.column].sort == StreamSort::level1) rows.front().cells.push_back(cell);
    }
    for (size_t k = 0; k < parts.size(); ++k) {
      StreamRow part = parts[k].row;
      move(part, block_of(places, k));
      StreamRow& row = rows[k < 2 * places.pairs ? k / 2 : k - places.pairs];
      row.cells.insert(row.cells.end(), part.cells.begin(), part.cells.end());
      std::sort(row.cells.begin(), row.cells.end(), [](const StreamCell& a, const StreamCell& b) { return a.column < b.column; });
    }
    cut_.rows.erase(cut_.rows.begin() + static_cast<std::ptrdiff_t>(first), cut_.rows.begin() + static_cast<std::ptrdiff_t>(last));
    cut_.rows.insert(cut_.rows.begin() + static_cast<std::ptrdiff_t>(first), rows.begin(), rows.end());
    moved_ = rows.size();
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
    cut_.unsure_rows = true;
    for (size_t r = first; r < last; ++r) {
      for (StreamCell& cell : cut_.rows[r].cells) cell.margin = 0;
    }
  }

  const StreamText& text_;
  const std::vector<StreamColumn>& columns_;
  StreamCut& cut_;
  size_t moved_ = 0;   // rows of the group that was settled last
};

}  // namespace

void settle_blocks(const StreamText& text, const std::vector<StreamColumn>& columns, StreamCut& cut) {
  if (!columns.empty() && columns.back().block == 1) Blocks(text, columns, cut).settle();
}

}  // namespace budgetlift
