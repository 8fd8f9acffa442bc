#include "extract/dump_stream_projects.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "extract/dump_stream_values.h"

namespace budgetlift {
using namespace stream_values;

namespace {

constexpr size_t kNear = 400;           // characters before a page's end in which a code stands that it cuts
constexpr size_t kLongestNumber = 4;    // digits of a project's own number

std::u32string digits_of(int value) {
  const std::string digits = std::to_string(value);
  return std::u32string(digits.begin(), digits.end());
}

std::optional<int> value_of(std::u32string_view digits) {
  if (digits.size() > kLongestNumber || !std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  int value = 0;
  for (char32_t digit : digits) value = 10 * value + static_cast<int>(digit - '0');
  return value;
}

class LostProjects {
 public:
  LostProjects(const StreamHeader& header, const StreamText& body, StreamCut& cut)
      : header_(header), body_(body), cut_(cut), code_(column_of(StreamSort::code)), number_(column_of(StreamSort::number)), name_(column_of(StreamSort::text)), id_length_(usual_id_length()) {}

  int run() {
    if (code_) {
      for (const StreamCode& code : codes()) add(start_of(code), code);
      return 0;
    }
    return number_ ? add_by_numbers() : 0;
  }

 private:
  struct Numbered {
    int value = 0;
    size_t at = 0;
  };

  std::optional<size_t> column_of(StreamSort sort) const {
    for (size_t c = 0; c < header_.columns.size(); ++c) {
      if (header_.columns[c].own && header_.columns[c].sort == sort) return c;
    }
    return std::nullopt;
  }

  static const StreamCell* cell_of(const StreamRow& row, std::optional<size_t> column) {
    const auto it = std::find_if(row.cells.begin(), row.cells.end(), [&](const StreamCell& cell) { return cell.column == column; });
    return it == row.cells.end() ? nullptr : &*it;
  }

  // That begin no row. What looks like a code counts whether its check character is right or not.
  std::vector<StreamCode> codes() {
    std::set<size_t> begun, met;
    for (StreamRow& row : cut_.rows) {
      const StreamCell* own = cell_of(row, code_);
      if (!own) continue;
      begun.insert(own->range.first);
      row.lost = row.lost || (number_ && !cell_of(row, number_));
    }
    std::vector<StreamCode> out;
    for (const StreamCode& code : project_codes(body_)) {
      met.insert(code.front.first);
      if (begun.count(code.front.first) == 0) out.push_back(code);
    }
    for (size_t at = 0; at < body_.size(); ++at) {
      const size_t end = std::min(body_.size(), at + kProjectCode);
      if (project_code_at(body_.key_of(at, end)) != 0) continue;
      if (begun.count(at) == 0 && met.count(at) == 0 && end == at + kProjectCode) out.push_back({{at, end}, {}});
      at = end - 1;
    }
    std::sort(out.begin(), out.end(), [](const StreamCode& a, const StreamCode& b) { return a.front.first < b.front.first; });
    return out;
  }

  // The project's number stands before its code, glued to it or not.
  size_t start_of(const StreamCode& code) const {
    size_t at = code.front.first;
    while (number_ && at > 0 && code.front.first - at < kLongestNumber && is_digit(body_.key[at - 1]) && (at == code.front.first || body_.gaps[at] == StreamGap::none) && body_.gaps[at] != StreamGap::page) --at;
    return at;
  }

  std::vector<Numbered> numbers() const {
    std::vector<Numbered> out;
    for (const StreamRow& row : cut_.rows) {
      const StreamCell* own = cell_of(row, number_);
      if (!own) continue;
      const std::optional<int> value = value_of(body_.key_of(own->range.first, own->range.last));
      // Each project has a line at least: a number further on is something else.
      const int last = out.empty() ? 0 : out.back().value;
      if (value && *value - last <= static_cast<int>(body_.source.size())) out.push_back({*value, own->range.first});
    }
    return out;
  }

  // Without codes the numbers tell.
  int add_by_numbers() {
    int nowhere = 0, last = 0;
    size_t from = 0;
    for (const Numbered& own : numbers()) {
      for (int lost = last + 1; lost < own.value; ++lost) {
        const std::optional<StreamRange> found = number_at(lost, from, own.at);
        if (found) {
          add(found->first, {{found->last, found->last}, {}});
          from = found->last;
        } else {
          ++nowhere;
        }
      }
      last = own.value;
      from = own.at;
    }
    // Behind the last one nothing tells of a gap, but that first levels come back.
    const std::set<std::u32string> level1 = level1_names();
    while (const std::optional<StreamRange> found = number_behind(last + 1, from, level1)) {
      add(found->first, {{found->last, found->last}, {}});
      ++last;
      from = found->last;
    }
    return nowhere;
  }

  std::optional<StreamRange> number_behind(int value, size_t from, const std::set<std::u32string>& level1) const {
    for (size_t begin = from;;) {
      const std::optional<StreamRange> found = number_at(value, begin, body_.size());
      if (!found || comes_back(level1, from, found->first)) return found;
      begin = found->first;
    }
  }

  // Whether the first of the names that stand behind `at` stands between `from` and `at`, too.
  bool comes_back(const std::set<std::u32string>& names, size_t from, size_t at) const {
    size_t first = body_.size();
    bool back = false;
    for (const std::u32string& name : names) {
      const size_t next = std::u32string_view(body_.key).find(name, at);
      if (next >= first) continue;
      first = next;
      back = std::u32string_view(body_.key).substr(0, at).find(name, from) != std::u32string_view::npos;
    }
    return back;
  }

  std::set<std::u32string> level1_names() const {
    std::set<std::u32string> out;
    for (const StreamRow& row : cut_.rows) {
      for (const StreamCell& cell : row.cells) {
        if (header_.columns[cell.column].sort == StreamSort::level1 && cell.rest.first == cell.rest.last) out.emplace(body_.key_of(cell.range.first, cell.range.last));
      }
    }
    return out;
  }

  // A number that begins a line between `from` and `to`.
  std::optional<StreamRange> number_at(int value, size_t from, size_t to) const {
    const std::u32string digits = digits_of(value);
    for (size_t at = from + 1; at + digits.size() <= to; ++at) {
      const size_t end = at + digits.size();
      if (body_.gaps[at] >= StreamGap::line && body_.key_of(at, end) == digits && (end == to || is_han(body_.key[end]) || is_unit_code(end))) return StreamRange{at, end};
    }
    return std::nullopt;
  }

  // Whether digits stand at `at` that are as long as units' codes are, words behind them.
  bool is_unit_code(size_t at) const {
    size_t end = at;
    while (end < body_.size() && is_digit(body_.key[end])) ++end;
    return id_length_ > 0 && end == at + id_length_ && end < body_.size() && is_han(body_.key[end]);
  }

  // What most of units' codes have; 0 without any.
  size_t usual_id_length() const {
    std::map<size_t, int> lengths;
    for (const StreamRow& row : cut_.rows) {
      if (const StreamCell* own = cell_of(row, column_of(StreamSort::id))) ++lengths[own->range.last - own->range.first];
    }
    const auto most = std::max_element(lengths.begin(), lengths.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == lengths.end() ? 0 : most->first;
  }

  // A row that begins at `at` with a number, up to the code, and the code; the row that it was a part of ends there.
  void add(size_t at, const StreamCode& code) {
    StreamRow made;
    made.lost = true;
    size_t place = 0;
    while (place < cut_.rows.size() && cut_.rows[place].cells.front().range.first < at) ++place;
    if (number_ && at < code.front.first) made.cells.push_back({*number_, {at, code.front.first}, {}, 0});
    if (code.front.first < code.front.last) made.cells.push_back({*code_, code.front, code.rest, 0});
    for (size_t r = 0; r < place; ++r) {
      std::vector<StreamCell> kept;
      for (StreamCell& cell : cut_.rows[r].cells) {
        if (cell.range.last <= at && cell.rest.last <= at) {
          kept.push_back(cell);
          continue;
        }
        cut_.rows[r].unsure = true;
        StreamCell own = cell, next = cell;
        for (auto [whole, front, back] : {std::tuple{&cell.range, &own.range, &next.range}, std::tuple{&cell.rest, &own.rest, &next.rest}}) {
          front->last = std::clamp(at, whole->first, whole->last);
          *back = behind(*whole, code, front->last);
        }
        own.margin = next.margin = 0;
        if (own.range.first < own.range.last) kept.push_back(own);
        if (next.range.first == next.range.last) std::swap(next.range, next.rest);
        if (next.range.first < next.range.last) take(made, next, own.range.first < own.range.last);
      }
      cut_.rows[r].cells = std::move(kept);
    }
    std::sort(made.cells.begin(), made.cells.end(), [](const StreamCell& a, const StreamCell& b) { return a.column < b.column; });
    cut_.rows.insert(cut_.rows.begin() + static_cast<std::ptrdiff_t>(place), std::move(made));
    std::erase_if(cut_.rows, [](const StreamRow& row) { return row.cells.empty(); });
  }

  // What of a range lies behind the code.
  static StreamRange behind(StreamRange whole, const StreamCode& code, size_t from) {
    size_t first = std::max(from, std::min(whole.last, code.front.first));   // a number stands before it
    for (const StreamRange& part : {code.front, code.rest}) {
      if (part.first < whole.last && part.last > first && part.first < part.last) first = std::min(whole.last, part.last);
    }
    return {first, whole.last};
  }

  // What stood behind it in the same cell is its name, mostly.
  void take(StreamRow& made, StreamCell cell, bool cut) {
    if (cut && name_) cell.column = *name_;
    const bool taken = cell_of(made, cell.column) != nullptr;
    for (const StreamRange& range : {cell.range, cell.rest}) {
      if (taken && range.first < range.last) cut_.stray.push_back(range);
    }
    if (!taken) made.cells.push_back(cell);
  }

  const StreamHeader& header_;
  const StreamText& body_;
  StreamCut& cut_;
  const std::optional<size_t> code_, number_, name_;
  const size_t id_length_;
};

// A code that begins at `at`, before the page's end at `page`, and goes on behind it: straight, or where letters and digits begin behind the
// rest of a name.
std::optional<StreamCode> cut_code_at(const StreamText& text, size_t at, size_t page) {
  constexpr size_t kLeast = kCodeLetter + 3, kFar = 60;   // characters
  for (size_t length = kLeast; length < kProjectCode && at + length <= page && is_latin(text.key[at + length - 1]); ++length) {
    for (size_t first = page; first < std::min(text.size(), page + kFar); ++first) {
      if (first > page && (!is_latin(text.key[first]) || is_latin(text.key[first - 1]))) continue;
      const size_t last = first + kProjectCode - length;
      if (last <= text.size() && is_project_code(std::u32string(text.key_of(at, at + length)) + std::u32string(text.key_of(first, last)))) return StreamCode{{at, at + length}, {first, last}};
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<StreamCode> project_codes(const StreamText& text) {
  std::vector<StreamCode> out;
  size_t page = 0;   // the next page's end behind `at`
  for (size_t at = 0; at < text.size(); ++at) {
    if (page <= at) page = static_cast<size_t>(std::find(text.gaps.begin() + static_cast<std::ptrdiff_t>(at) + 1, text.gaps.end(), StreamGap::page) - text.gaps.begin());
    const size_t end = at + kProjectCode;
    if (end <= page && is_project_code(text.key_of(at, end))) {
      out.push_back({{at, end}, {}});
      at = end - 1;
    } else if (page < text.size() && page - at <= kNear && project_code_at(text.key_of(at, std::min(page, end))) == 0) {
      const std::optional<StreamCode> code = cut_code_at(text, at, page);
      if (!code) continue;
      out.push_back(*code);
      at = code->front.last - 1;
    }
  }
  return out;
}

void doubt_odd_numbers(const StreamHeader& header, const StreamText& body, StreamCut& cut) {
  std::map<size_t, int> lengths;
  const auto each = [&](StreamSort sort, const auto& visit) {
    for (StreamRow& row : cut.rows) {
      for (StreamCell& cell : row.cells) {
        if (header.columns[cell.column].sort == sort) visit(cell);
      }
    }
  };
  each(StreamSort::id, [&](const StreamCell& cell) { ++lengths[cell.range.last - cell.range.first]; });
  const auto most = std::max_element(lengths.begin(), lengths.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  each(StreamSort::id, [&](StreamCell& cell) {
    if (cell.range.last - cell.range.first != most->first) cell.margin = 0;
  });
  int last = 0;
  each(StreamSort::number, [&](StreamCell& cell) {
    const std::u32string next = digits_of(last + 1);
    const std::u32string_view key = body.key_of(cell.range.first, cell.range.last);
    if (key != next) cell.margin = 0;
    if (key.size() > next.size() && key.ends_with(next) && body.gaps[cell.range.first] >= StreamGap::line) {
      cut.stray.push_back({cell.range.first, cell.range.last - next.size()});
      cell.range.first = cell.range.last - next.size();
    }
    last = value_of(body.key_of(cell.range.first, cell.range.last)).value_or(last + 1);
  });
}

int add_lost_projects(const StreamHeader& header, const StreamText& body, StreamCut& cut) { return LostProjects(header, body, cut).run(); }

void doubt_odd_starts(const StreamHeader& header, const StreamText& body, StreamCut& cut) {
  constexpr int kLeast = 3;
  constexpr double kMost = 0.7;
  for (size_t c = 0; c < header.columns.size(); ++c) {
    if (!header.columns[c].own || header.columns[c].sort != StreamSort::text) continue;
    std::map<char32_t, int> starts;
    int all = 0;
    const auto each = [&](const auto& visit) {
      for (StreamRow& row : cut.rows) {
        for (size_t k = 0; k < row.cells.size(); ++k) {
          if (row.cells[k].column == c) visit(row, k);
        }
      }
    };
    each([&](const StreamRow& row, size_t k) { ++starts[body.key[row.cells[k].range.first]], ++all; });
    const auto most = std::max_element(starts.begin(), starts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (all < kLeast || most->second < kMost * all) continue;
    each([&](StreamRow& row, size_t k) {
      if (body.key[row.cells[k].range.first] == most->first) return;
      row.cells[k].margin = 0;
      if (k > 0) row.cells[k - 1].margin = 0;
    });
  }
}

}  // namespace budgetlift
