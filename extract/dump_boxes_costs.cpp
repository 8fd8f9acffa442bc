#include "extract/dump_boxes_costs.h"

#include <algorithm>
#include <cmath>

#include "extract/dump_boxes_rows.h"
#include "schemas/canonical.h"

namespace budgetlift {

namespace box_costs {

bool balanced(const std::u32string& text) {
  int depth = 0, book = 0;
  for (char32_t c : text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    book += c == U'《' ? 1 : c == U'》' ? -1 : 0;
    if (depth < 0 || book < 0) return false;
  }
  return depth == 0 && book == 0;
}

std::u32string front(const std::u32string& text) { return U"^" + text.substr(0, 2); }
std::u32string back(const std::u32string& text) { return text.substr(text.size() > 2 ? text.size() - 2 : 0) + U"$"; }

}  // namespace box_costs

using namespace box_costs;

namespace {

constexpr double kItemElsewhere = 5, kFirstItem = -2, kLaterItem = 4;   // items of a list, which only goals are
constexpr double kBeside = -2;
constexpr double kOfPlace = -3, kElsewhere = 2;   // beginnings of units' names
constexpr double kTooLong = 0.4;       // a character of a name more than names have
constexpr size_t kLongestUnit = 16, kLongestProject = 28;
constexpr double kShortGoal = 3, kSentence = -1;
constexpr size_t kShortestGoal = 8;    // characters
constexpr double kNoName = 14;         // a second level that is none
constexpr double kTarget = -2;
constexpr double kQuality = -0.5;
constexpr double kOpenTarget = 0.5;    // what may become a target
constexpr double kNameElsewhere = 8;   // a name of an indicator in a column of texts
constexpr double kTargetGoesOn = 3;    // a target by grammar that is the rest of a cell
constexpr double kGoOn = 0.8, kGoOnUncounted = 5;
constexpr double kKnownPair = -1.2;
constexpr double kNewPair = 0.4;
constexpr double kFull = 0.2;
constexpr double kTooWide = 8;
constexpr double kWholeCells = 8;      // two boxes that are one cell, where boxes hold cells
constexpr double kSlack = 0.4;         // full-width characters
constexpr double kRepeated = 2;
constexpr double kSeen = 2.5;
constexpr double kOpen = 0.6;            // a bracket without its other half
constexpr double kUnlike = 1.5;
constexpr double kAlike = 6;
constexpr double kEdge = 1.2;

bool starts_with(const std::u32string& text, const std::u32string& start) { return text.compare(0, start.size(), start) == 0; }

}  // namespace

bool BoxSolver::is_level1(const std::u32string& key) const {
  return std::find(words_.level1().begin(), words_.level1().end(), key) != words_.level1().end();
}

double BoxSolver::target_cost(const std::u32string& text) const {
  const auto known = targets_.find(text);
  if (known != targets_.end()) return known->second;
  double cost = kNoTarget;
  if (RE2::FullMatch(folded(encode_utf8(text)), target_)) {
    cost = kTarget;
  } else if (text.size() <= 8) {
    for (const std::u32string& word : habits_.qualities) {
      if (text.find(word) != text.npos) cost = kQuality;
    }
  }
  return targets_[text] = cost;
}

double BoxSolver::begin_cost(size_t column, const BoxPiece& piece) const {
  double cost = 0;
  const auto& names = sorts_[column] == BoxSort::level1 ? words_.level1() : words_.level2();
  if (sorts_[column] <= BoxSort::level2) {
    double best = kNoName;
    for (const std::u32string& name : names) {
      if (name == piece.key) best = 0;
      else if (piece.key.size() >= 2 && starts_with(name, piece.key)) best = std::min(best, 0.5);
      else if (piece.page_start && piece.key.size() < name.size() && name.substr(name.size() - piece.key.size()) == piece.key) best = std::min(best, 2.0);
    }
    return best;
  }
  const double width = habits_.columns[column].width;
  if (width > 0 && piece.width > width + kSlack) cost += kTooWide;
  if (piece.item > 0) cost += sorts_[column] != BoxSort::goal ? kItemElsewhere : piece.item == 1 ? kFirstItem : kLaterItem;
  if (piece.of_place) cost += sorts_[column] == BoxSort::unit ? kOfPlace : -kOfPlace / 2;
  if (piece.elsewhere && sorts_[column] == BoxSort::unit) cost += kElsewhere;
  if (piece.beside) cost += is_of_project(sorts_[column]) ? kBeside : 0;
  return cost;
}

double BoxSolver::go_on_cost(size_t column, const std::u32string& text, const BoxPiece& last, const BoxPiece& piece) const {
  if (sorts_[column] <= BoxSort::level2) {
    if (piece.in_line) return kNoName;
    const auto& names = sorts_[column] == BoxSort::level1 ? words_.level1() : words_.level2();
    for (const std::u32string& name : names) {
      if (starts_with(name, text + piece.key)) return 0;
    }
    return kNoName;
  }
  if (piece.item > 0) return sorts_[column] != BoxSort::goal ? kItemElsewhere : piece.item > 1 ? 0 : kLaterItem;
  if (piece.in_line) return piece.maybe_one ? 0 : kSpaceInside;
  if (last.whole && piece.whole) return kWholeCells;
  // Texts and bases have numbers in them that may begin a line.
  const bool texts = std::any_of(sorts_.begin(), sorts_.end(), [](BoxSort sort) { return sort == BoxSort::text || sort > BoxSort::target; });
  double cost = (piece.target && !texts ? kTargetGoesOn : 0) + (habits_.pairs.known(last.key.back(), piece.key.front()) ? kKnownPair : kNewPair);
  if (habits_.runs.count(BoxHabits::run_key(last.key, piece.key))) cost += weights_.run;
  const double width = habits_.columns[column].width;
  // Where no second level says how many rows there are, a line is a cell until its column's width is known.
  if (width <= 0) return cost + (std::find(sorts_.begin(), sorts_.end(), BoxSort::level2) == sorts_.end() ? kGoOnUncounted : kGoOn);
  if (piece.width > width + kSlack) cost += kTooWide;
  // Marks that may not begin a line, and what may not be parted, take a character along.
  const double missing = width - last.width - first_unit_width(piece.raw);
  if (missing > kSlack) cost += std::min(weights_.not_full, 1.5 + 2 * missing);
  else cost += kFull;
  return cost;
}

double BoxSolver::cell_cost(size_t column, const std::u32string& text) const {
  const BoxSort sort = sorts_[column];
  if (text.empty()) return kEmpty;
  if (sort <= BoxSort::level2) {
    const auto& names = sort == BoxSort::level1 ? words_.level1() : words_.level2();
    return std::find(names.begin(), names.end(), text) != names.end() ? 0 : kNoName;
  }
  double cost = 0;
  const BoxColumn& own = habits_.columns[column];
  const size_t longest = sort == BoxSort::unit ? kLongestUnit : sort == BoxSort::project ? kLongestProject : text.size();
  if (text.size() > longest) cost += kTooLong * static_cast<double>(text.size() - longest);
  if (sort == BoxSort::goal) {
    if (text.size() < kShortestGoal) cost += kShortGoal;
    if (text.find_first_of(U"。,;") != text.npos) cost += kSentence;
  }
  if (sort == BoxSort::target) {
    cost += target_cost(text);
  } else {
    if (target_cost(text) == kTarget) cost += weights_.target_elsewhere;
    if (std::find(words_.level2().begin(), words_.level2().end(), text) != words_.level2().end() || is_level1(text)) cost += kNameElsewhere;
    if (!balanced(text)) cost += kOpen;
    const auto printed = habits_.lines.find(text);
    const double again = printed == habits_.lines.end() ? 0 : std::min(kRepeated, 0.5 * std::max(0, printed->second - 2));
    cost += sort == BoxSort::basis || sort == BoxSort::unit ? -again : again / 2;
  }
  if (own.cells > 0) {
    const auto seen = own.texts.find(text);
    if (seen != own.texts.end() && seen->second > 1) cost -= sort == BoxSort::basis || sort == BoxSort::unit ? kSeen : kSeen / 3;
    double all = 0, mine = 0;
    for (const std::u32string& edge : {front(text), back(text)}) {
      double pooled = 0, total_cells = 0, here = 0;
      for (size_t k = 0; k < sorts_.size(); ++k) {
        if (sorts_[k] <= BoxSort::level2) continue;
        const auto it = habits_.columns[k].edges.find(edge);
        const double count = it == habits_.columns[k].edges.end() ? 0 : it->second;
        pooled += count;
        total_cells += habits_.columns[k].cells;
        if (k == column) here = std::max(0.0, count - 1);   // itself does not count
      }
      mine = (here + 0.3) / (own.cells + 1.2);
      all = (pooled + 1.2) / (total_cells + 4.8);
      cost -= std::clamp(std::log(mine / all), -kEdge, kEdge);
    }
  }
  return cost;
}

// A guess at what a cell will cost that begins with `text`.
double BoxSolver::open_cost(size_t column, const std::u32string& text) const {
  const BoxSort sort = sorts_[column];
  if (sort <= BoxSort::level2) return 0;
  const size_t longest = sort == BoxSort::unit ? kLongestUnit : sort == BoxSort::project ? kLongestProject : text.size();
  if (text.size() > longest) return kTooLong * static_cast<double>(text.size() - longest);
  const double cost = target_cost(text);
  if (sort != BoxSort::target) return cost == kTarget ? weights_.target_elsewhere : 0;
  if (cost < kNoTarget) return cost;
  const auto begins = [&](const std::u32string& word) { return starts_with(text, word) || starts_with(word, text); };
  const bool may = (text[0] >= '0' && text[0] <= '9') || std::u32string_view(U"≥≤<>=≦≧~约").find(text[0]) != std::u32string_view::npos ||
                   std::any_of(habits_.comparisons.begin(), habits_.comparisons.end(), begins) || std::any_of(habits_.qualities.begin(), habits_.qualities.end(), begins);
  return may ? kOpenTarget : kNoTarget;
}

// Along a row, or down a cell, is likelier than anything else; a document's own ways say more.
double BoxSolver::move_cost(const BoxMove& move) const {
  constexpr double kPrior = 20;   // pieces' worth of what is known beforehand
  const size_t columns = sorts_.size();
  double prior = 0.02;
  if (move.from >= 0) {
    if (move.from == move.to && move.rows == 0 && !move.begins) prior = 0.25;
    else if (move.to == move.from + 1 && move.rows == 0) prior = 0.25;
    else if (move.to > move.from && move.rows == 0) prior = 0.08;
    else if (move.to < move.from && move.rows == 0) prior = move.begins ? 0.04 : 0.08;
    else if (move.to < move.from && move.rows == 1) prior = 0.08;
    else if (move.to == move.from && move.rows == 1) prior = 0.06;
  } else {
    prior = 0.1;
  }
  double here = 0, all = 0;
  if (!habits_.moves.empty()) {
    BoxMove other = move;
    here = habits_.moves[move.index(columns)];
    for (other.to = 0; other.to < static_cast<int>(columns); ++other.to) {
      for (other.rows = -2; other.rows <= 2; ++other.rows) {
        for (const bool begins : {false, true}) other.begins = begins, all += habits_.moves[other.index(columns)];
      }
    }
  }
  return -weights_.order * std::log((here + kPrior * prior) / (all + kPrior));
}

double BoxSolver::likeness(const std::u32string& name, const std::u32string& text) const {
  if (name.empty() || text.empty()) return 0;
  if (text.find(name) != text.npos) return -std::min(kAlike, 1.5 + 0.6 * static_cast<double>(name.size()));
  size_t found = 0;
  for (size_t i = 0; i + 2 <= name.size(); ++i) found += text.find(name.substr(i, 2)) != text.npos;
  const double share = name.size() > 1 ? static_cast<double>(found) / static_cast<double>(name.size() - 1) : 0;
  return kUnlike - (kUnlike + kAlike / 2) * share * std::min(1.0, static_cast<double>(found) / 3);
}

}  // namespace budgetlift
