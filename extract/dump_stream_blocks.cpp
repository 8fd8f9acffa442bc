#include "extract/dump_stream_blocks.h"

#include <algorithm>
#include <limits>
#include <set>

namespace budgetlift {
namespace {

// What speaks against a way.
constexpr int kReturn = 2;     // a second level that comes back
constexpr int kApart = 3;      // a pair whose neighbouring cells, of a line each, do not stand on one line
constexpr int kTwice = 2;      // an indicator that one block has twice; a pair of the same one speaks for a way

class Blocks {
 public:
  Blocks(const StreamText& text, const std::vector<StreamColumn>& columns, DumpKind kind, StreamCut& cut)
      : text_(text), columns_(columns), cut_(cut), lines_(kind == DumpKind::raw || kind == DumpKind::browser), glued_(kind == DumpKind::pypdf) {}

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

  std::u32string level3_of(const StreamRow& row) const {
    for (const StreamCell& cell : row.cells) {
      if (columns_[cell.column].sort != StreamSort::text) continue;
      return std::u32string(text_.key_of(cell.range.first, cell.range.last)) + std::u32string(text_.key_of(cell.rest.first, cell.rest.last));
    }
    return {};
  }

  // Second levels that come back after another one. An empty one goes on with the one above.
  static int returns(const std::vector<std::u32string>& names) {
    int out = 0;
    std::set<std::u32string> seen;
    std::u32string above;
    for (const std::u32string& name : names) {
      if (name.empty() || name == above) continue;
      out += !seen.insert(name).second;
      above = name;
    }
    return out;
  }

  // What one block prints in a row.
  struct Part {
    StreamRow row;
    std::u32string level2, level3;
    bool with_next = false;   // a page's end cuts the row of this part and the next one
  };

  // Where the parts of a group stand: pairs first, then what one block has more than the other.
  struct Places {
    size_t pairs = 0;
    int longer = 0;   // the block with more rows
  };

  std::vector<Part> parts_of(size_t first, size_t last) const {
    std::vector<Part> out;
    for (size_t r = first; r < last; ++r) {
      const size_t before = out.size();
      for (int block : {0, 1}) {
        Part part;
        part.row.cut = cut_.rows[r].cut;
        for (const StreamCell& cell : cut_.rows[r].cells) {
          if (columns_[cell.column].sort != StreamSort::level1 && columns_[cell.column].block == block) part.row.cells.push_back(cell);
        }
        part.level2 = level2_of(cut_.rows[r], block);
        part.level3 = level3_of(part.row);
        if (!part.row.cells.empty()) out.push_back(std::move(part));
      }
      if (cut_.rows[r].cut && out.size() == before + 2) out[before].with_next = true;
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

  // Indicators that a block has more than once.
  static int twice(const std::vector<Part>& parts, const Places& places) {
    int out = 0;
    std::set<std::u32string> seen[2];
    for (size_t k = 0; k < parts.size(); ++k) out += !parts[k].level3.empty() && !seen[block_of(places, k)].insert(parts[k].level3).second;
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

  // Where cells are glued, whether the right part of a pair begins a line: it stands no lower than the left one ends.
  bool has_line_between(const std::vector<Part>& parts, const Places& places) const {
    for (size_t k = 0; k < places.pairs; ++k) {
      const StreamGap gap = text_.gaps[parts[2 * k + 1].row.cells.front().range.first];
      if (!parts[2 * k].with_next && gap >= StreamGap::line && gap < StreamGap::page) return true;
    }
    return false;
  }

  // Whether a row that a page's end cuts keeps both of its parts.
  static bool keeps_cut_rows(const std::vector<Part>& parts, const Places& places) {
    for (size_t k = 0; k < parts.size(); ++k) {
      if (parts[k].with_next && (k % 2 == 1 || k / 2 >= places.pairs)) return false;
    }
    return true;
  }

  bool is_one_line(const StreamCell& cell) const {
    if (cell.rest.first < cell.rest.last) return false;
    for (size_t i = cell.range.first + 1; i < cell.range.last; ++i) {
      if (text_.gaps[i] >= StreamGap::line) return false;
    }
    return true;
  }

  // Cells of one line each that are neighbours in a row stand on one line; merged second levels do not.
  bool is_apart(const Part& left, const Part& right) const {
    const StreamCell &end = left.row.cells.back(), &start = right.row.cells.front();
    return !left.with_next && is_one_line(end) && is_one_line(start) && text_.gaps[start.range.first] >= StreamGap::line;
  }

  // The text alone does not tell which block a row's part is of: second levels that stand together do, unless several ways are as good.
  void settle_group(size_t first, size_t last) {
    const std::vector<Part> parts = parts_of(first, last);
    if (parts.empty()) return;
    const bool merged = std::any_of(parts.begin(), parts.end(), [](const Part& part) { return part.level2.empty(); });
    std::vector<Places> ways;
    int best = 0, next = std::numeric_limits<int>::max();
    for (size_t pairs = std::max<size_t>(glued_ ? 0 : std::min<size_t>(1, parts.size() / 2), pairs_on_lines(parts)); pairs <= parts.size() / 2; ++pairs) {
      for (int longer : {0, 1}) {
        if (2 * pairs == parts.size() && longer == 1) continue;   // both are as long
        const Places places{pairs, longer};
        if (!keeps_cut_rows(parts, places) || (glued_ && !merged && has_line_between(parts, places))) continue;
        int wrong = kReturn * returns(parts, places) + kTwice * twice(parts, places);
        for (size_t k = 0; k < pairs; ++k) {
          const Part &left = parts[2 * k], &right = parts[2 * k + 1];
          wrong -= kTwice * (!left.level3.empty() && left.level3 == right.level3);
          if (lines_ && !merged) wrong += kApart * is_apart(left, right);
        }
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
    const bool same = std::any_of(ways.begin(), ways.end(), [&](const Places& places) { return is(parts, places, first, last); });
    if (!same && !ways.empty()) put(parts, ways.back(), first, last);
    if (close || ways.empty()) doubt(first, first + moved_);
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
      row.cut = row.cut || part.cut;
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
  const bool lines_;   // what stands on one line is one line of the text
  const bool glued_;
  size_t moved_ = 0;   // rows of the group that was settled last
};

}  // namespace

void settle_blocks(const StreamText& text, const std::vector<StreamColumn>& columns, DumpKind kind, StreamCut& cut) {
  if (!columns.empty() && columns.back().block == 1) Blocks(text, columns, kind, cut).settle();
}

}  // namespace budgetlift
