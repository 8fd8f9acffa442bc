#include "extract/dump_boxes_amounts.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

namespace budgetlift {
namespace {

// Costs of a pairing, weighed by hand.
constexpr double kSure = 1;          // what the next best one costs more
constexpr double kEmpty = 1, kEmptyRequired = 4;
constexpr double kEmptyInside = 1.5; // a label without an amount above one with an amount
constexpr double kLeftOver = 4;      // an amount without a label
constexpr double kNextRun = 1;       // labels that stand between a label and its amount and are none of its run
constexpr double kBefore = 1;        // an amount before its label
constexpr double kNoSum = 4, kSum = -1;
constexpr size_t kMost = 14;         // labels or amounts that are tried in all ways

class Pairer {
 public:
  Pairer(const std::vector<HeadPiece>& pieces, const Form& form) : pieces_(pieces), form_(form) {
    for (size_t i = 0; i < pieces.size(); ++i) {
      const HeadPiece& piece = pieces[i];
      if (piece.kind == HeadKind::amount) values_.push_back(i);
      if (piece.kind == HeadKind::label && !piece.fields.empty() && piece.fields.front()->kind == "amount") labels_.push_back(i);
    }
    settle_fields();
    int run = 0;
    for (size_t n = 0; n < labels_.size(); ++n) {
      if (n > 0 && labels_[n] > labels_[n - 1] + 1) ++run;
      runs_.push_back(run);
    }
  }

  AmountPairs run() {
    AmountPairs out;
    std::vector<int> way(labels_.size(), -1);
    if (labels_.size() <= kMost && values_.size() <= kMost) try_ways(0, 0, 0, way);
    if (best_way_.empty()) best_way_ = way;
    for (size_t n = 0; n < labels_.size(); ++n) out.pairs.push_back({fields_[n], labels_[n], best_way_[n] < 0 ? -1 : static_cast<int>(values_[static_cast<size_t>(best_way_[n])])});
    out.sure = second_ - best_ >= kSure && best_ < kLeftOver && !skips(out.pairs) && !stops_early(out.pairs) && !turned(out.pairs);
    return out;
  }

 private:
  // Whether labels of one sum's parts, with different amounts, stand in another order than the form has them: the amounts may as well be in
  // the form's.
  bool turned(const std::vector<AmountPair>& pairs) const {
    for (const FormSum& sum : sums()) {
      const AmountPair* before = nullptr;
      for (const AmountPair& own : pairs) {
        if (own.value < 0 || std::find(sum.parts.begin(), sum.parts.end(), own.field->key) == sum.parts.end()) continue;
        if (before && own.field < before->field && pieces_[static_cast<size_t>(own.value)].key != pieces_[static_cast<size_t>(before->value)].key) return true;
        before = &own;
      }
    }
    return false;
  }

  std::vector<FormSum> sums() const {
    if (!form_.sums.empty()) return form_.sums;
    return {{"/budget/total", {"/budget/fiscal", "/budget/other"}}};
  }

  // Whether a part of a sum has no amount, but one below it or one of another sum has: only where it stood would tell.
  bool skips(const std::vector<AmountPair>& pairs) const {
    std::set<std::string> totals;
    for (const AmountPair& pair : pairs) {
      if (!pair.field->under.empty()) totals.insert(pair.field->under);
    }
    if (totals.size() > 1 && std::any_of(pairs.begin(), pairs.end(), [](const AmountPair& pair) { return pair.value < 0; })) return true;
    for (const AmountPair& empty : pairs) {
      for (const AmountPair& full : pairs) {
        if (empty.value < 0 && full.value >= 0 && empty.field->under == full.field->under && empty.field < full.field) return true;
      }
    }
    return false;
  }

  // Whether several parts of a sum have amounts and the last one none: the last amount may as well be that one's, but where it stands on
  // its label's line.
  bool stops_early(const std::vector<AmountPair>& pairs) const {
    std::map<std::string, std::vector<const AmountPair*>> parts;   // by their totals
    for (const AmountPair& pair : pairs) {
      if (!pair.field->under.empty()) parts[pair.field->under].push_back(&pair);
    }
    for (auto& [total, of] : parts) {
      std::sort(of.begin(), of.end(), [](const AmountPair* a, const AmountPair* b) { return a->field < b->field; });
      const AmountPair* last = nullptr;
      size_t filled = 0;
      for (const AmountPair* part : of) {
        if (part->value >= 0) last = part, ++filled;
      }
      if (filled < 2 || last == of.back()) continue;
      const size_t value = static_cast<size_t>(last->value);
      if (!pieces_[value].bound || value != last->label + 1) return true;
    }
    return false;
  }

  // A label that only one field has is that field's. One that is printed several times is of its fields in the form's order; one that is
  // printed once is of the total above it.
  void settle_fields() {
    std::set<const FormField*> taken;
    fields_.assign(labels_.size(), nullptr);
    for (size_t n = 0; n < labels_.size(); ++n) {
      const auto& fields = pieces_[labels_[n]].fields;
      if (fields.size() == 1 && taken.insert(fields.front()).second) fields_[n] = fields.front();
    }
    std::string total;
    for (size_t n = 0; n < labels_.size(); ++n) {
      const HeadPiece& own = pieces_[labels_[n]];
      const auto same = std::count_if(labels_.begin(), labels_.end(), [&](size_t i) { return pieces_[i].key == own.key; });
      for (const bool by_total : {true, false}) {
        for (const FormField* field : own.fields) {
          if (!fields_[n] && !taken.count(field) && (!by_total || (same == 1 && (field->under.empty() || field->under == total)))) fields_[n] = field;
        }
      }
      if (!fields_[n]) fields_[n] = own.fields.front();
      taken.insert(fields_[n]);
      if (fields_[n]->under.empty()) total = fields_[n]->key;
    }
  }

  void try_ways(size_t label, size_t value, double cost, std::vector<int>& way) {
    if (cost >= second_) return;
    if (label == labels_.size()) {
      cost += kLeftOver * static_cast<double>(values_.size() - value) + sums_cost(way);
      if (cost < best_) second_ = best_, best_ = cost, best_way_ = way;
      else second_ = std::min(second_, cost);
      return;
    }
    way[label] = -1;
    try_ways(label + 1, value, cost + (fields_[label]->required && !fields_[label]->optional ? kEmptyRequired : kEmpty), way);
    for (size_t v = value; v < values_.size(); ++v) {
      const size_t at = values_[v], own = labels_[label];
      if (pieces_[at].bound && at > 0 && pieces_[at - 1].kind == HeadKind::label && at - 1 != own) break;
      double more = kLeftOver * static_cast<double>(v - value);
      if (pieces_[at].bound && at == own + 1) more -= 2;
      if (at < own) more += kBefore;
      std::set<int> between;
      for (size_t n = label + 1; n < labels_.size() && labels_[n] < at; ++n) {
        if (runs_[n] != runs_[label]) between.insert(runs_[n]);
      }
      more += kNextRun * static_cast<double>(between.size());
      if (label > 0 && way[label - 1] < 0) more += kEmptyInside;
      way[label] = static_cast<int>(v);
      try_ways(label + 1, v + 1, cost + more, way);
    }
    way[label] = -1;
  }

  double sums_cost(const std::vector<int>& way) const {
    std::map<std::string, double> amounts;
    for (size_t n = 0; n < labels_.size(); ++n) {
      if (way[n] >= 0) amounts[fields_[n]->key] = amount_of(pieces_[values_[static_cast<size_t>(way[n])]].key);
    }
    double cost = 0;
    for (const FormSum& sum : sums()) {
      const auto total = amounts.find(sum.total);
      double parts = 0, maybe = 0;
      bool any = false;
      for (const std::string& part : sum.parts) {
        const auto it = amounts.find(part);
        if (it != amounts.end()) parts += it->second, any = true;
      }
      for (const std::string& part : sum.maybe) {
        const auto it = amounts.find(part);
        if (it != amounts.end()) maybe += it->second;
      }
      if (total == amounts.end() || !any) continue;
      const double slack = 1e-6 * std::max(1.0, std::abs(total->second));
      cost += std::abs(total->second - parts) <= slack || std::abs(total->second - parts - maybe) <= slack ? kSum : kNoSum;
    }
    return cost;
  }

  const std::vector<HeadPiece>& pieces_;
  const Form& form_;
  std::vector<size_t> labels_, values_;          // pieces
  std::vector<const FormField*> fields_;         // of labels_
  std::vector<int> runs_;                        // of labels_: which run of labels with nothing between it is in
  double best_ = 1e9, second_ = 1e9;
  std::vector<int> best_way_;
};

}  // namespace

AmountPairs pair_amounts(const std::vector<HeadPiece>& pieces, const Form& form) { return Pairer(pieces, form).run(); }

}  // namespace budgetlift
