#include "extract/dump_boxes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "extract/dump_boxes_head.h"
#include "extract/dump_boxes_prose.h"
#include "extract/dump_boxes_table.h"
#include "extract/dump_boxes_ways.h"
#include "extract/dump_stream_unknown.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr const char* kNotRead = "form-not-read";
constexpr const char* kAmbiguous = "ambiguous-cells";

class BoxReader {
 public:
  BoxReader(std::string_view text, DumpKind kind, const DumpWords& words, const std::vector<Form>& forms, const DumpOptions& options, const BlockSink& sink)
      : words_(words), sink_(sink), patterns_(forms), lines_(stream_lines(text, kind, words, patterns_)), places_(box_places(lines_, words, patterns_)),
        target_(target_pattern(options)), known_(kind == DumpKind::pdfminer) {
    if (kind == DumpKind::viewer) return;   // without empty lines: nothing tells boxes apart
    if (places_.empty()) find_unknown(forms);
    for (const StreamLine& line : lines_.lines) pairs_.add(line.text);
    for (const std::string& word : options.qualities) qualities_.push_back(key_text(word));
    for (const std::string& word : options.comparisons) comparisons_.push_back(key_text(word));
    style_ = box_style(lines_.lines, places_, words);
    for (const BoxPlace& place : places_) {
      tables_.push_back(box_table(lines_.lines, place, words, unknown_ ? any_ : forms, target_, style_));
    }
    // Their heads alone are read as well where all cells stand one behind the other.
    if (unknown_ && std::none_of(tables_.begin(), tables_.end(), [](const auto& table) { return table.has_value(); })) places_.clear(), tables_.clear();
    merge_levels();
    learn();
    read_heads();
  }

  std::optional<DumpRead> read() {
    if (places_.empty()) return std::nullopt;
    for (size_t i = 0; i <= places_.size(); ++i) order_prose(lines_.lines, i == 0 ? 0 : places_[i - 1].end, i < places_.size() ? places_[i].first : lines_.lines.size());
    size_t printed = 0;
    for (size_t i = 0; i < places_.size(); ++i) {
      for (; printed < places_[i].first; ++printed) sink_(text_line(lines_.lines[printed]));
      hand_out(i);
      printed = places_[i].end;
    }
    for (; printed < lines_.lines.size(); ++printed) sink_(text_line(lines_.lines[printed]));
    return DumpRead{lines_.pages, std::move(lines_.furniture)};
  }

 private:
  // Forms that no definition covers: found by their labels, and their rows by columns of any form.
  void find_unknown(const std::vector<Form>& forms) {
    for (const UnknownForm& form : find_unknown_forms(lines_.lines, 0, lines_.lines.size(), words_, patterns_, DumpKind::pymupdf)) {
      BoxPlace place;
      place.first = form.title;
      place.end = form.end;
      for (size_t i = form.title; i < form.head; ++i) {
        const std::string& text = lines_.lines[i].text;
        (patterns_.is_year_line(text) ? place.year : patterns_.is_unit_line(text) ? place.unit : place.title).push_back(i);
      }
      for (size_t i = form.head; i < form.end; ++i) place.rest.push_back(i);
      places_.push_back(std::move(place));
    }
    unknown_ = !places_.empty();
    if (unknown_) any_ = {united(forms)};
  }

  // Where a second level is printed once for its rows there are fewer than targets, and hardly any stands in a table twice. Where cells of
  // other columns hold numbers, too, targets cannot be counted.
  void merge_levels() {
    constexpr size_t kTwice = 10;   // names to one that stands there twice: a page's end cuts a cell
    struct Count { size_t names = 0, twice = 0; bool fewer = false; };
    std::map<std::u32string, Count> counts;
    for (const auto& table : tables_) {
      if (!table) continue;
      Count& count = counts[table->key];
      std::set<std::u32string> seen;
      size_t names = 0, targets = 0;
      for (const BoxPiece& piece : table->pieces) {
        if (piece.level == 2 && !piece.rest) ++names, count.twice += !seen.insert(piece.key).second;
        targets += piece.target || std::find(qualities_.begin(), qualities_.end(), piece.key) != qualities_.end();
      }
      count.names += names;
      count.fewer = count.fewer || names < targets;
    }
    for (auto& table : tables_) {
      if (!table || table->listing || !table->groups.empty()) continue;
      if (std::any_of(table->sorts.begin(), table->sorts.end(), [](BoxSort sort) { return sort == BoxSort::text || sort == BoxSort::basis; })) continue;
      const Count& count = counts[table->key];
      if (!count.fewer || count.twice * kTwice > count.names) continue;
      for (BoxSort& sort : table->sorts) if (sort == BoxSort::level2) sort = BoxSort::merged2;
    }
  }

  // Lines that are one printed line.
  void joined(const std::vector<size_t>& lines, const char* between) const {
    if (lines.empty()) return;
    TextLine out = text_line(lines_.lines[lines.front()]);
    for (size_t i = 1; i < lines.size(); ++i) out.text += between + lines_.lines[lines[i]].text;
    sink_(std::move(out));
  }

  void learn() {
    std::map<std::u32string, std::vector<const BoxTable*>> alike;
    for (const auto& table : tables_) {
      if (table) alike[table->key].push_back(&*table);
    }
    BoxHabits known;
    known.pairs = pairs_;
    known.qualities = qualities_;
    known.comparisons = comparisons_;
    for (const auto& [key, tables] : alike) ways_.emplace(key, BoxWays(tables, words_, target_, known));
  }

  std::string title_of(const BoxPlace& place) const {
    std::string out;
    for (size_t i : place.title) out += lines_.lines[i].text;
    return out;
  }

  // Of forms that a definition covers.
  void read_heads() {
    heads_.resize(tables_.size());
    for (size_t i = 0; i < tables_.size() && !unknown_; ++i) {
      const auto& table = tables_[i];
      if (table && !table->listing) heads_[i] = read_box_head(lines_.lines, table->head, title_of(places_[i]), *table->form, style_, pairs_);
    }
    // By how many lines the taller one of two texts must be so that it is printed out of order.
    constexpr int kTall = 5;
    // One that is printed first shows that cells are centred.
    if (std::any_of(heads_.begin(), heads_.end(), [](const BoxHead& head) { return head.taller && head.taller->lines >= kTall; })) return;
    for (BoxHead& head : heads_) {
      if (!head.taller || head.taller->lines > -kTall) continue;
      for (size_t cell : head.side_by_side) head.table.cells[cell].doubts.push_back({kAmbiguous, "of two texts side by side the shorter one is printed first, which may be either"});
    }
  }

  void hand_out(size_t at) const {
    const BoxPlace& place = places_[at];
    const std::optional<BoxTable> none, &table = at < tables_.size() ? tables_[at] : none;
    for (size_t i : place.other) sink_(text_line(lines_.lines[i]));
    joined(place.title, "");
    joined(place.year, " ");
    std::string unit;
    for (size_t i : place.unit) unit += (unit.empty() ? "" : " ") + lines_.lines[i].text;
    if (patterns_.is_unit_line(unit)) joined(place.unit, " ");
    else for (size_t i : place.unit) sink_(text_line(lines_.lines[i]));
    const BoxRows rows = table ? ways_.at(table->key).solve(*table) : BoxRows();
    const int indicators = table && table->listing && rows.first_rows.size() > 1 ? rows.first_rows[1] : rows.rows;
    if (indicators > 0 && (!table->listing || known_) && (!table->listing || static_cast<size_t>(indicators) >= table->listing->projects)) {
      if (unknown_) sink_(unknown_head(table->head));
      else if (!table->listing) sink_(weighed(heads_[at].table));
      sink_(weighed(to_table(*table, rows, lines_.lines, words_)));
      if (table->listing) not_read(table->listing->suspected - table->listing->projects, "the listing shows more projects than were told apart");
      return;
    }
    not_read(place.projects, "the text is sorted by place, and which of it belongs together is not certain");
    for (size_t i : place.rest) sink_(text_line(lines_.lines[i]));
  }

  Table unknown_head(const std::vector<size_t>& head) const {
    std::vector<StreamLine> lines;
    for (size_t i : head) lines.push_back(lines_.lines[i]);
    const StreamText text = stream_text(lines, 0, lines.size());
    return weighed(read_unknown_head(text, text.size(), words_, DumpKind::pymupdf));
  }

  // pdftotext's blocks are much like pdfminer's boxes, but not all of them are in the same order.
  Table weighed(Table table) const {
    if (unknown_) table.doubts.push_back({kAmbiguous, "the text is sorted by place, and no title of a form was found"});
    if (!known_) table.doubts.push_back({kAmbiguous, "which program made this text dump is not certain"});
    return table;
  }

  void not_read(size_t projects, const std::string& why) const {
    for (size_t i = 0; i < projects; ++i) {
      Table table;
      table.cells.emplace_back();
      table.cells.front().doubts.push_back({kNotRead, why});
      sink_(std::move(table));
    }
  }

  const DumpWords& words_;
  const BlockSink& sink_;
  const DumpPatterns patterns_;
  StreamLines lines_;
  std::vector<BoxPlace> places_;
  std::vector<Form> any_;   // where these are read: one form with the labels of all
  const RE2 target_;
  bool unknown_ = false;   // no definition covers the forms
  const bool known_;   // the dump is surely of the tool that this reader was made for
  CharPairs pairs_;
  BoxStyle style_;
  std::vector<std::u32string> qualities_, comparisons_;
  std::vector<std::optional<BoxTable>> tables_;   // of each place; none where the form is not read
  std::vector<BoxHead> heads_;                    // of each table
  std::map<std::u32string, BoxWays> ways_;        // by BoxTable::key: tables with the same columns have the same ways
};

}  // namespace

std::optional<DumpRead> read_boxes(std::string_view text, DumpKind kind, const DumpWords& words, const std::vector<Form>& forms, const DumpOptions& options,
                     const BlockSink& sink) {
  return BoxReader(text, kind, words, forms, options, sink).read();
}

}  // namespace budgetlift
