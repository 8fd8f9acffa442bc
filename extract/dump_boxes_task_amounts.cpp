#include "extract/dump_boxes_task_amounts.h"

#include <algorithm>
#include <cmath>

namespace budgetlift {
namespace {

constexpr size_t kMostNodes = 200000;   // of the search
constexpr double kSure = 2;             // what another way must cost more
constexpr size_t kTotal = 0, kFirst = 1, kSecond = 2;

bool same(double a, double b) { return std::abs(a - b) <= 1e-6 * std::max({1.0, std::abs(a), std::abs(b)}); }

class Dealer {
 public:
  Dealer(const std::vector<double>& amounts, bool total) : amounts_(amounts), total_(total) {}

  TaskRows run() {
    if (amounts_.size() % kTaskAmounts == 0) seat(0);
    if (best_.empty()) {
      std::vector<TaskAmounts> rows;
      nodes_ = 0;
      cut(0, rows);
    }
    return {best_, !best_.empty() && nodes_ <= kMostNodes && second_cost_ >= best_cost_ + kSure};
  }

 private:
  double amount(int n) const { return n < 0 ? 0 : amounts_[static_cast<size_t>(n)]; }
  bool adds_up(const TaskAmounts& row) const { return same(amount(row[kTotal]), amount(row[kFirst]) + amount(row[kSecond])); }

  // A whole table: its columns must add up, too.
  void note(const std::vector<TaskAmounts>& rows, double cost) {
    if (rows.empty()) return;
    bool other = best_.size() != rows.size();
    for (size_t c = 0; c < kTaskAmounts; ++c) {
      double sum = 0;
      for (size_t row = 0; row + 1 < rows.size(); ++row) sum += amount(rows[row][c]);
      if (total_ && !same(sum, amount(rows.back()[c]))) return;
      for (size_t row = 0; row < rows.size() && !other; ++row) other = (rows[row][c] < 0) != (best_[row][c] < 0) || !same(amount(rows[row][c]), amount(best_[row][c]));
    }
    if (cost < best_cost_) {
      if (other) second_cost_ = best_cost_;
      best_cost_ = cost;
      best_ = rows;
    } else if (other) {
      second_cost_ = std::min(second_cost_, cost);
    }
  }

  // All rows have all amounts, and each column keeps its order.
  void seat(size_t n) {
    if (++nodes_ > kMostNodes) return;
    const size_t count = amounts_.size() / kTaskAmounts;
    if (n == amounts_.size()) {
      std::vector<TaskAmounts> rows(count);
      double cost = 0;
      for (size_t row = 0; row < count; ++row) {
        for (size_t c = 0; c < kTaskAmounts; ++c) rows[row][c] = columns_[c][row];
        cost += 2 * (rows[row][kSecond] < rows[row][kFirst]) + (rows[row][kFirst] < rows[row][kTotal]);
      }
      return note(rows, cost);
    }
    for (std::vector<int>& column : columns_) {
      if (column.size() == count) continue;
      column.push_back(static_cast<int>(n));
      const size_t row = column.size() - 1;
      const bool full = std::all_of(columns_.begin(), columns_.end(), [&](const auto& one) { return one.size() > row; });
      if (!full || adds_up({columns_[kTotal][row], columns_[kFirst][row], columns_[kSecond][row]})) seat(n + 1);
      column.pop_back();
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
  std::array<std::vector<int>, kTaskAmounts> columns_;
  std::vector<TaskAmounts> best_;
  double best_cost_ = 1e9, second_cost_ = 1e9;
  size_t nodes_ = 0;
};

}  // namespace

TaskRows deal_amounts(const std::vector<double>& amounts, bool total) { return Dealer(amounts, total).run(); }

}  // namespace budgetlift
