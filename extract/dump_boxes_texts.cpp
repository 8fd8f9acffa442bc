#include "extract/dump_boxes_texts.h"

#include <re2/re2.h>

#include <algorithm>
#include <limits>
#include <map>

#include "extract/dump_stream_text.h"
#include "schemas/canonical.h"
#include "schemas/unit_names.h"

namespace budgetlift {
namespace {

constexpr size_t kBeam = 300;
// Costs, weighed by hand.
constexpr double kSure = 2;                  // what another seat must cost more
constexpr double kBackward = 0.8, kSkipped = 0.2;   // order of the form
constexpr double kRunPair = -1.5, kBehindLabel = -1, kBound = -4, kOtherLabel = 6;
constexpr double kEmpty = 1.5, kEmptyRequired = 3;
constexpr double kStray = 6;
constexpr double kGoOnWhole = 6, kNotFull = 3, kFull = 0.2, kKnownPair = -0.5, kAway = 0.3;
constexpr double kOffice = -2.5;             // a unit's name that its rest makes one of an office
constexpr double kWrongNumber = 4, kWrongKind = 6;
constexpr double kSlack = 2.5;               // full-width characters that a full line may lack
constexpr size_t kLong = 24, kShort = 6, kFragment = 3;   // characters of a text
constexpr int kLongWrap = 20;                // of a field with running text

bool is_text_kind(const FormField& field) { return field.kind == "text" || field.kind == "unit" || field.kind == "goals"; }
bool is_running(const FormField& field) {
  return field.kind == "goals" || (field.kind == "text" && field.wrap >= kLongWrap && field.key != "/project/name");
}
bool ends_with(const std::string& text, const char* ending) { return std::string_view(text).ends_with(ending); }
bool is_date(const FormField& field) { return ends_with(field.key, "/start") || ends_with(field.key, "/end"); }

struct State {
  double cost = 0;
  int parent = -1, field = -1;
  int latest = -1;                 // field that began last
  std::vector<int> last;           // last piece of each field
  std::vector<int> number;         // of its last item
};

class Seater {
 public:
  Seater(const std::vector<HeadPiece>& pieces, const Form& form, const CharPairs& pairs) : pieces_(pieces), pairs_(pairs) {
    for (const FormField& field : form.fields) {
      if (!is_text_kind(field)) continue;
      for (size_t i = 0; i < pieces.size(); ++i) {
        if (pieces[i].kind != HeadKind::label || std::find(pieces[i].fields.begin(), pieces[i].fields.end(), &field) == pieces[i].fields.end()) continue;
        fields_.push_back(&field);
        labels_.push_back(i);
        break;
      }
    }
    for (const HeadPiece& piece : pieces) {
      if (piece.kind == HeadKind::text) for (const TextLine& line : piece.lines) widest_ = std::max(widest_, text_width(line.text));
    }
    for (const std::string& ending : office_endings()) offices_.push_back(key_text(ending));
    find_runs();
  }

  std::vector<HeadSeat> run() {
    std::vector<HeadSeat> out(pieces_.size());
    double best = 0;
    const std::vector<int> seats = solve(-1, -1, best);
    std::vector<bool> unsure(fields_.size(), false);
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (seats[i] < 0) continue;
      out[i].field = fields_[static_cast<size_t>(seats[i])];
      double other = 0;
      const std::vector<int> rival = solve(static_cast<int>(i), seats[i], other);
      if (other - best >= kSure) continue;
      for (size_t k = 0; k < seats.size(); ++k) {
        for (const int field : {seats[k], rival[k]}) {
          if (seats[k] != rival[k] && field >= 0) unsure[static_cast<size_t>(field)] = true;
        }
      }
    }
    if (has_two_names(seats)) {
      for (size_t f = 0; f < fields_.size(); ++f) unsure[f] = unsure[f] || names_office(*fields_[f]);
    }
    for (size_t i = 0; i < pieces_.size(); ++i) out[i].sure = seats[i] >= 0 && !unsure[static_cast<size_t>(seats[i])];
    return out;
  }

 private:
  bool is_value(size_t i) const { return pieces_[i].kind == HeadKind::text || pieces_[i].kind == HeadKind::day || pieces_[i].kind == HeadKind::code; }
  static bool names_office(const FormField& field) { return field.kind == "unit" || field.key == "/extra/authority"; }

  // Whether an office's name begins twice in one field: lines of offices' names side by side are mixed up.
  bool has_two_names(const std::vector<int>& seats) const {
    constexpr size_t kSame = 3;   // characters
    std::map<int, std::u32string> begun;
    for (size_t i = 0; i < seats.size(); ++i) {
      if (seats[i] < 0 || !names_office(*fields_[static_cast<size_t>(seats[i])])) continue;
      const auto [first, fresh] = begun.emplace(seats[i], pieces_[i].key.substr(0, kSame));
      if (!fresh && first->second.size() == kSame && pieces_[i].key.starts_with(first->second)) return true;
    }
    return false;
  }

  bool is_label(size_t i) const {
    return pieces_[i].kind == HeadKind::label && std::any_of(pieces_[i].fields.begin(), pieces_[i].fields.end(), [](const FormField* f) { return is_text_kind(*f) || f->kind == "code"; });
  }

  // A run of labels, and as many values behind it: they belong together one by one.
  void find_runs() {
    std::vector<size_t> labels, values;
    const auto close = [&] {
      if (labels.size() == values.size()) for (size_t n = 0; n < labels.size(); ++n) partner_[values[n]] = labels[n];
      labels.clear();
      values.clear();
    };
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (is_label(i)) {
        if (!values.empty()) close();
        labels.push_back(i);
      } else if (is_value(i)) {
        values.push_back(i);
      } else if (pieces_[i].kind == HeadKind::label || pieces_[i].kind == HeadKind::amount) {
        close();
      }
    }
    close();
  }

  double fit(const FormField& field, const HeadPiece& piece) const {
    static const RE2 unit(R"([\[【(（]?\d{3,12}.*|.*本级)"), phone(R"([\d\-－— ()（）转]{5,})"),
        time(R"(\d{4}\s?[年./-]\s?\d{1,2}\D.*\d.*|\d{4}年?\s?[-—–至～~]+\s?\d{4}.*|[\d一二三四五]{1,2}\s?年)");
    const bool day = piece.kind == HeadKind::day;
    if (is_date(field) != day) return kWrongKind;
    if (day) return 0;
    const bool span = RE2::FullMatch(piece.text, time);
    if (span) return ends_with(field.key, "/period") ? 0 : kWrongKind;
    const bool number = RE2::FullMatch(piece.text, phone);
    if (ends_with(field.key, "/phone") != number) return kWrongKind;
    const bool numbered = item_number(piece.key) > 0, sentence = piece.key.find(U'。') != piece.key.npos;
    if (is_running(field)) return (numbered ? (field.kind == "goals" ? -2 : -1.5) : 0) + (piece.key.size() < kShort ? 3 : piece.key.size() < kLong && !sentence && !numbered ? 1 : 0);
    double cost = numbered ? 4 : 0;
    if (sentence) cost += 4;
    if (piece.key.size() > kLong + kLong) cost += 2;
    const bool like_unit = RE2::FullMatch(piece.text, unit);
    if (field.kind == "unit") return cost + (like_unit ? -1 : 0.5);
    if (field.key == "/extra/authority") return cost + (like_unit ? 0.2 : 0);
    if (ends_with(field.key, "/period")) return cost + 3;
    return cost + (like_unit ? 2 : 0);
  }

  double begin_cost(const State& state, int f, size_t i) const {
    const HeadPiece& piece = pieces_[i];
    double cost = fit(*fields_[static_cast<size_t>(f)], piece);
    if (f > state.latest) cost += kSkipped * (f - state.latest - 1);
    else cost += kBackward;
    const size_t label = labels_[static_cast<size_t>(f)];
    if (piece.bound && i > 0 && pieces_[i - 1].kind == HeadKind::label) return cost + (label == i - 1 ? kBound : kOtherLabel);
    const auto partner = partner_.find(i);
    if (partner != partner_.end() && partner->second == label) cost += kRunPair;
    else if (label + 1 == i) cost += kBehindLabel;
    if (fields_[static_cast<size_t>(f)]->kind == "goals" && item_number(piece.key) > 1) cost += kWrongNumber;
    return cost;
  }

  double go_on_cost(const State& state, int f, size_t i) const {
    const FormField& field = *fields_[static_cast<size_t>(f)];
    const HeadPiece &piece = pieces_[i], &last = pieces_[static_cast<size_t>(state.last[static_cast<size_t>(f)])];
    if (piece.kind != HeadKind::text || last.kind != HeadKind::text) return kWrongKind * 2;
    if (piece.bound && i > 0 && pieces_[i - 1].kind == HeadKind::label) return kOtherLabel;
    const int number = item_number(piece.key);
    size_t between = 0;
    for (size_t k = static_cast<size_t>(state.last[static_cast<size_t>(f)]) + 1; k < i; ++k) between += pieces_[k].kind != HeadKind::used;
    double cost = kAway * static_cast<double>(std::min<size_t>(between, 6));
    if (number > 0) {
      const int expected = state.number[static_cast<size_t>(f)] + 1;
      return cost + (is_running(field) && number == expected && expected > 1 ? 0 : kWrongNumber);
    }
    if (piece.whole && last.whole) cost += is_running(field) ? kGoOnWhole / 2 : kGoOnWhole;
    if (is_running(field)) {
      const bool full = text_width(last.lines.back().text) + kSlack > widest_ || running_columns() > 1;
      cost += full ? kFull : kNotFull;
    } else {
      cost += 1;
    }
    if (pairs_.known(last.key.back(), piece.key.front())) cost += kKnownPair;
    if (field.kind == "unit" && piece.key.size() <= kFragment && !is_office(last.key) && is_office(last.key + piece.key)) cost += kOffice;
    return cost;
  }

  bool is_office(const std::u32string& name) const {
    return std::any_of(offices_.begin(), offices_.end(), [&](const std::u32string& ending) { return name.ends_with(ending); });
  }

  int running_columns() const { return static_cast<int>(std::count_if(fields_.begin(), fields_.end(), [](const FormField* field) { return is_running(*field); })); }

  // Best seats; those where piece `not_piece` is not of field `not_field`.
  std::vector<int> solve(int not_piece, int not_field, double& cost) const {
    std::vector<std::vector<State>> steps(pieces_.size() + 1);
    State start;
    start.last.assign(fields_.size(), -1);
    start.number.assign(fields_.size(), 0);
    steps[0].push_back(start);
    for (size_t i = 0; i < pieces_.size(); ++i) {
      std::vector<State>& next = steps[i + 1];
      const bool text = pieces_[i].kind == HeadKind::text || pieces_[i].kind == HeadKind::day;
      for (size_t s = 0; s < steps[i].size(); ++s) {
        const State& from = steps[i][s];
        State skipped = from;
        skipped.parent = static_cast<int>(s);
        skipped.field = -1;
        if (text) skipped.cost += kStray;
        next.push_back(skipped);
        if (!text) continue;
        for (int f = 0; f < static_cast<int>(fields_.size()); ++f) {
          if (static_cast<int>(i) == not_piece && f == not_field) continue;
          State state = from;
          const bool begins = state.last[static_cast<size_t>(f)] < 0;
          state.cost += begins ? begin_cost(from, f, i) : go_on_cost(from, f, i);
          state.parent = static_cast<int>(s);
          state.field = f;
          state.last[static_cast<size_t>(f)] = static_cast<int>(i);
          if (begins) state.latest = f;
          if (const int number = item_number(pieces_[i].key)) state.number[static_cast<size_t>(f)] = number;
          next.push_back(std::move(state));
        }
      }
      std::sort(next.begin(), next.end(), [](const State& a, const State& b) { return a.cost < b.cost; });
      if (next.size() > kBeam) next.resize(kBeam);
    }
    size_t best = 0;
    cost = std::numeric_limits<double>::infinity();
    for (size_t s = 0; s < steps.back().size(); ++s) {
      double own = steps.back()[s].cost;
      for (size_t f = 0; f < fields_.size(); ++f) {
        if (steps.back()[s].last[f] < 0) own += fields_[f]->required ? kEmptyRequired : kEmpty;
      }
      if (own < cost) cost = own, best = s;
    }
    std::vector<int> out(pieces_.size(), -1);
    for (size_t i = pieces_.size(); i > 0; --i) {
      out[i - 1] = steps[i][best].field;
      best = static_cast<size_t>(steps[i][best].parent);
    }
    return out;
  }

  const std::vector<HeadPiece>& pieces_;
  const CharPairs& pairs_;
  std::vector<const FormField*> fields_;   // whose labels are printed
  std::vector<size_t> labels_;             // their labels' pieces
  std::map<size_t, size_t> partner_;       // label of a value
  std::vector<std::u32string> offices_;    // what names of offices end with
  double widest_ = 0;
};

}  // namespace

std::optional<TallerText> taller_text(const std::vector<HeadPiece>& pieces, const std::vector<HeadSeat>& seats) {
  std::vector<TallerText> texts;   // each text alone, in the dump's order
  size_t begin = pieces.size();    // of the first one
  for (size_t i = 0; i < pieces.size(); ++i) {
    const FormField* field = seats[i].field;
    if (!field || !is_running(*field)) continue;
    begin = std::min(begin, i);
    if (texts.empty() || texts.back().first != field) texts.push_back({field, nullptr, 0});
    texts.back().lines += static_cast<int>(pieces[i].lines.size());
  }
  if (texts.size() != 2 || texts[0].first >= texts[1].first) return std::nullopt;
  const auto labelled = [&](const FormField* field) {
    return std::any_of(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(begin), [&](const HeadPiece& piece) {
      return piece.kind == HeadKind::label && std::find(piece.fields.begin(), piece.fields.end(), field) != piece.fields.end();
    });
  };
  if (!labelled(texts[0].first) || !labelled(texts[1].first)) return std::nullopt;
  return TallerText{texts[0].first, texts[1].first, texts[0].lines - texts[1].lines};
}

std::vector<HeadSeat> seat_texts(const std::vector<HeadPiece>& pieces, const Form& form, const CharPairs& pairs) { return Seater(pieces, form, pairs).run(); }

}  // namespace budgetlift
