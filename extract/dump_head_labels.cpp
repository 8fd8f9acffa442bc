#include "extract/dump_head_labels.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace budgetlift {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
// Costs in nats.
constexpr double kMissingLabel = 8;
constexpr double kGluedBefore = 1;     // a label that begins inside a printed piece
constexpr double kGluedAfter = 1.5;    // a label that ends inside one
constexpr double kPartedLabel = 2;     // a label with a value's line between its own two lines
constexpr double kShorterLabel = 0.4;  // per character that a synonym is shorter than the longest label: a part of it
constexpr double kLaterPlace = 0.01;   // per label found at a later place than it could be
constexpr size_t kMaxCandidates = 6;   // places looked at for one label

bool overlap(const LabelPlace& a, const LabelPlace& b) {
  for (const CharRange& x : a.parts) {
    for (const CharRange& y : b.parts) {
      if (x.begin < y.end && y.begin < x.end) return true;
    }
  }
  return false;
}

class LabelSearch {
 public:
  LabelSearch(const PieceText& text, const Form& form) : text_(text), form_(form) {}
  std::vector<std::optional<LabelPlace>> find() const;

 private:
  bool begins_piece(int at) const {
    return std::any_of(text_.pieces.begin(), text_.pieces.end(), [at](const DumpPiece& p) { return p.begin == at; });
  }
  bool ends_piece(int at) const {
    return std::any_of(text_.pieces.begin(), text_.pieces.end(), [at](const DumpPiece& p) { return p.end == at; });
  }
  std::vector<LabelPlace> places_of(const FormField& field) const;

  const PieceText& text_;
  const Form& form_;
};

// Places where one of the field's labels is printed, cheapest kinds only.
std::vector<LabelPlace> LabelSearch::places_of(const FormField& field) const {
  std::vector<LabelPlace> places;
  const auto add = [&](LabelPlace place) {
    if (places.size() < kMaxCandidates) places.push_back(std::move(place));
  };
  size_t longest = 0;
  for (const std::string& label : field.labels) longest = std::max(longest, key_text(label).size());
  for (const std::string& label : field.labels) {
    const std::u32string name = key_text(label);
    if (name.empty()) continue;
    const double shorter = kShorterLabel * static_cast<double>(longest - name.size());
    for (size_t at = text_.key.find(name); at != text_.key.npos; at = text_.key.find(name, at + 1)) {
      const int begin = static_cast<int>(at), end = static_cast<int>(at + name.size());
      const bool from_border = begins_piece(begin), to_border = ends_piece(end);
      if (!from_border && !to_border) continue;
      add({{{begin, end}}, shorter + (from_border ? 0 : kGluedBefore) + (to_border ? 0 : kGluedAfter)});
    }
    if (!places.empty()) continue;
    // The label's first line, then a line of its value, then its second line.
    for (size_t i = 0; i < text_.pieces.size(); ++i) {
      const std::u32string_view head = text_.key_of(static_cast<int>(i), static_cast<int>(i) + 1);
      for (size_t cut = name.size() - 1; cut > 0; --cut) {
        if (head.size() < cut || head.substr(head.size() - cut) != name.substr(0, cut)) continue;
        for (size_t k = i + 2; k < std::min(i + 8, text_.pieces.size()); ++k) {
          const std::u32string_view tail = text_.key_of(static_cast<int>(k), static_cast<int>(k) + 1);
          if (tail != name.substr(cut)) continue;
          const DumpPiece& a = text_.pieces[i];
          const DumpPiece& b = text_.pieces[k];
          add({{{a.end - static_cast<int>(cut), a.end}, {b.begin, b.end}},
               shorter + kPartedLabel + (head.size() == cut ? 0 : kGluedBefore)});
          break;
        }
        break;
      }
    }
  }
  return places;
}

std::vector<std::optional<LabelPlace>> LabelSearch::find() const {
  std::vector<std::optional<LabelPlace>> labels(form_.fields.size());
  // A label that spans rows may be printed before or after the other labels of its rows, so it is found by itself.
  std::vector<LabelPlace> taken;
  for (size_t f = 0; f < form_.fields.size(); ++f) {
    if (!spans_rows(form_.fields[f])) continue;
    const auto places = places_of(form_.fields[f]);
    const auto best = std::min_element(places.begin(), places.end(),
                                       [](const LabelPlace& a, const LabelPlace& b) { return a.cost < b.cost; });
    if (best == places.end()) continue;
    labels[f] = *best;
    taken.push_back(*best);
  }
  // The others in printed order: cheapest increasing places, by field and place.
  struct State {
    double cost = kNever;
    int from = -1;   // state of the field before
    int place = -1;  // -1: the label is missing
    int end = 0;
  };
  std::vector<std::vector<State>> states{{State{0, -1, -1, 0}}};
  std::vector<std::vector<LabelPlace>> all;
  std::vector<size_t> fields;
  for (size_t f = 0; f < form_.fields.size(); ++f) {
    if (spans_rows(form_.fields[f])) continue;
    auto places = places_of(form_.fields[f]);
    std::erase_if(places, [&](const LabelPlace& p) {
      return std::any_of(taken.begin(), taken.end(), [&](const LabelPlace& t) { return overlap(p, t); });
    });
    std::vector<State> next;
    for (size_t s = 0; s < states.back().size(); ++s) {
      const State& before = states.back()[s];
      next.push_back({before.cost + kMissingLabel, static_cast<int>(s), -1, before.end});
      for (size_t p = 0; p < places.size(); ++p) {
        if (places[p].begin() < before.end) continue;
        next.push_back({before.cost + places[p].cost + kLaterPlace * static_cast<double>(p), static_cast<int>(s),
                        static_cast<int>(p), places[p].end()});
      }
    }
    // Of the states that end at the same place only the cheapest matters.
    std::sort(next.begin(), next.end(),
              [](const State& a, const State& b) { return a.end != b.end ? a.end < b.end : a.cost < b.cost; });
    next.erase(std::unique(next.begin(), next.end(), [](const State& a, const State& b) { return a.end == b.end; }),
               next.end());
    states.push_back(std::move(next));
    all.push_back(std::move(places));
    fields.push_back(f);
  }
  int s = static_cast<int>(std::min_element(states.back().begin(), states.back().end(),
                                            [](const State& a, const State& b) { return a.cost < b.cost; }) -
                           states.back().begin());
  for (size_t k = fields.size(); k-- > 0;) {
    const State& state = states[k + 1][static_cast<size_t>(s)];
    if (state.place >= 0) labels[fields[k]] = all[k][static_cast<size_t>(state.place)];
    s = state.from;
  }
  return labels;
}

}  // namespace

std::vector<std::optional<LabelPlace>> find_head_labels(const PieceText& text, const Form& form) { return LabelSearch(text, form).find(); }

}  // namespace budgetlift
