#include "extract/dump_boxes_task_amounts.h"

#include <algorithm>
#include <cmath>

namespace budgetlift {
namespace {

constexpr size_t kMostNodes = 200000;   // of the search
constexpr double kSure = 2;             // what another way must cost more
constexpr double kNothing = 4;          // a row that costs nothing: two rows' empty parts, mostly
constexpr size_t kTotal = 0, kFirst = 1, kSecond = 2;

bool same(double a, double b) { return std::abs(a - b) <= 1e-6 * std::max({1.0, std::abs(a), std::abs(b)}); }

class Dealer {
 public:
  Dealer(const std::vector<double>& amounts, bool total) : amounts_(amounts), total_(total) {}

  TaskRows run() {
    // A whole column may be empty: then fewer amounts make a row, and there are more rows.
    bool all = true;
    for (const std::vector<size_t>& seated : {std::vector<size_t>{kTotal, kFirst, kSecond}, {kTotal, kFirst}, {kTotal, kSecond}}) {
      if (amounts_.size() % seated.size() != 0) continue;
      seated_ = seated;
      columns_ = {};
      nodes_ = 0;
      seat(0);
      all = all && nodes_ <= kMostNodes;
    }
    std::vector<TaskAmounts> rows;
    nodes_ = 0;
    cut(0, rows);
    all = all && nodes_ <= kMostNodes && !best_.empty();
    return {best_, all && second_cost_ >= best_cost_ + kSure, all && second_count_cost_ >= best_cost_ + kSure};
  }

 private:
  double amount(int n) const { return n < 0 ? 0 : amounts_[static_cast<size_t>(n)]; }
  bool adds_up(const TaskAmounts& row) const { return same(amount(row[kTotal]), amount(row[kFirst]) + amount(row[kSecond])); }

  // A whole table: its columns must add up, too.
  void note(const std::vector<TaskAmounts>& rows, double cost) {
    if (rows.empty()) return;
    for (const TaskAmounts& row : rows) cost += kNothing * (amount(row[kTotal]) == 0);
    const bool other_count = best_.size() != rows.size();
    bool other = other_count;
    for (size_t c = 0; c < kTaskAmounts; ++c) {
      double sum = 0;
      for (size_t row = 0; row + 1 < rows.size(); ++row) sum += amount(rows[row][c]);
      if (total_ && !same(sum, amount(rows.back()[c]))) return;
      for (size_t row = 0; row < rows.size() && !other; ++row) other = (rows[row][c] < 0) != (best_[row][c] < 0) || !same(amount(rows[row][c]), amount(best_[row][c]));
    }
    if (cost < best_cost_) {
      if (other) second_cost_ = best_cost_;
      if (other_count) second_count_cost_ = best_cost_;
      best_cost_ = cost;
      best_ = rows;
    } else {
      if (other) second_cost_ = std::min(second_cost_, cost);
      if (other_count) second_count_cost_ = std::min(second_count_cost_, cost);
    }
  }

  // All rows have amounts in the columns `seated_`, each of which keeps its order.
  void seat(size_t n) {
    if (++nodes_ > kMostNodes) return;
    const size_t count = amounts_.size() / seated_.size();
    const auto row_of = [&](size_t row) {
      TaskAmounts out{-1, -1, -1};
      for (size_t c : seated_) out[c] = columns_[c][row];
      return out;
    };
    if (n == amounts_.size()) {
      std::vector<TaskAmounts> rows;
      double cost = 0;
      for (size_t row = 0; row < count; ++row) {
        const TaskAmounts own = row_of(row);
        const bool parts = own[kFirst] >= 0 && own[kSecond] >= 0;
        cost += 2 * (parts && own[kSecond] < own[kFirst]) + (std::max(own[kFirst], parts ? -1 : own[kSecond]) < own[kTotal]);
        rows.push_back(own);
      }
      return note(rows, cost);
    }
    for (size_t c : seated_) {
      if (columns_[c].size() == count) continue;
      columns_[c].push_back(static_cast<int>(n));
      const size_t row = columns_[c].size() - 1;
      const bool full = std::all_of(seated_.begin(), seated_.end(), [&](size_t one) { return columns_[one].size() > row; });
      if (!full || adds_up(row_of(row))) seat(n + 1);
      columns_[c].pop_back();
    }
  }

  // Row by row; a row may have a total and its only part.
  void cut(size_t at, std::vector<TaskAmounts>& rows) {
    if (++nodes_ > kMostNodes) return;
    if (at == amounts_.size()) return note(rows, 0);
    const int n = static_cast<int>(at);
    for (const TaskAmounts& row : {TaskAmounts{n, n + 1, n + 2}, TaskAmounts{n, n + 1, -1}, TaskAmounts{n, -1, n + 1}}) {
      const size_t next = at + (row[kFirst] >= 0 && row[kSecond] >= 0 ? 3 : 2);
      if (next > amounts_.size() || !adds_up(row)) continue;
      rows.push_back(row);
      cut(next, rows);
      rows.pop_back();
    }
  }

  const std::vector<double>& amounts_;
  const bool total_;
  std::vector<size_t> seated_;
  std::array<std::vector<int>, kTaskAmounts> columns_;
  std::vector<TaskAmounts> best_;
  double best_cost_ = 1e9, second_cost_ = 1e9, second_count_cost_ = 1e9;
  size_t nodes_ = 0;
};

}  // namespace

TaskRows deal_amounts(const std::vector<double>& amounts, bool total) { return Dealer(amounts, total).run(); }

}  // namespace budgetlift
