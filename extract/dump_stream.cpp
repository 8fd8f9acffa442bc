#include "extract/dump_stream.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "extract/dump_stream_blocks.h"
#include "extract/dump_stream_breaks.h"
#include "extract/dump_stream_head.h"
#include "extract/dump_stream_labels.h"
#include "extract/dump_stream_learn.h"
#include "extract/dump_stream_projects.h"
#include "extract/dump_stream_table.h"
#include "extract/dump_stream_torn.h"
#include "extract/dump_stream_unknown.h"
#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"
#include "schemas/unit_names.h"

namespace budgetlift {
namespace {

constexpr size_t kMostUnitLines = 3;      // between a title and a form
constexpr size_t kLinesOfLabel = 4;       // that a form's first label may be wrapped over
constexpr size_t kLinesDownwards = 12;    // … and that one written downwards has
constexpr size_t kDownwards = 12;         // bytes of its first line at most
constexpr size_t kHeaderLead = 60;        // characters of labels above a listing's header
constexpr size_t kUnknownLabel = 10;      // characters of a label that no form knows
constexpr int kRounds = 4;                // of learning from what was cut
constexpr size_t kMostSamples = 12, kMostGlued = 6;   // tables that are learnt from; where cells are glued, which takes longer
constexpr size_t kProse = 24;             // characters of a line that is running text
constexpr double kLooseMargin = 3, kGluedMargin = 8;   // nats
constexpr size_t kLeastSpaced = 4;        // places that show it
constexpr double kSpacedShare = 0.3;      // of the places between ideographs and numbers that have a space

// A form's lines: [title, head) are its title and what stands below it, [head, end) its tables.
struct Place {
  size_t title = 0, head = 0, end = 0;
  size_t unit = 0;   // first of two lines that are one printed line: who fills the form in, and the unit of its amounts; 0: none
  bool unknown = false;   // no definition covers the form
};

struct Section {
  Place place;
  StreamText text;
  std::optional<StreamHeader> header;
  size_t head_end = 0;        // characters of the head
  StreamText body;            // below the header, without repeated headers
  StreamRange sums;           // a listing's row of sums, at the body's end
  size_t rows_end = 0;        // characters of the body that are rows
  size_t habits = 0;          // index of its document's ways
};

bool is_han(char32_t c) { return c >= 0x3400 && c <= 0x9FFF; }
using stream_values::is_digit;

class DumpReader {
 public:
  DumpReader(std::string_view text, DumpKind kind, const DumpWords& words, const std::vector<Form>& forms, const DumpOptions& options,
               const BlockSink& sink)
      : kind_(kind), words_(words), forms_(forms), sink_(sink), patterns_(forms), lines_(stream_lines(text, kind, words, patterns_)),
        columns_(forms, words, kind == DumpKind::pypdf), target_(target_pattern(options)) {
    if (kind != DumpKind::pypdf) join_cut_labels(lines_, words);
    for (const StreamLine& line : lines_.lines) pairs_.add(line.text);
    sentences_.add(stream_text(lines_.lines, 0, lines_.lines.size()));
    for (const std::string& word : options.qualities) qualities_.push_back(key_text(word));
  }

  DumpRead read() {
    find_sections();
    look_at_spaces();
    learn();
    size_t printed = 0;
    for (Section& section : sections_) {
      for (; printed < section.place.head; ++printed) {
        TextLine line = text_line(lines_.lines[printed]);
        if (section.place.unit > 0 && printed == section.place.unit) line.text += " " + lines_.lines[++printed].text;
        sink_(std::move(line));
      }
      hand_out(section);
      printed = section.place.end;
    }
    for (; printed < lines_.lines.size(); ++printed) sink_(text_line(lines_.lines[printed]));
    return {lines_.pages, std::move(lines_.furniture)};
  }

 private:
  void look_at_spaces() {
    // Of running text: in tables a space parts cells, too. Where there is none, the units of numbers tell: few stand apart in one.
    size_t spaced = 0, all = 0, in_prose = 0, spaced_anywhere = 0, glued_anywhere = 0;
    const auto meet = [&](char32_t a, char32_t b) { return (is_han(a) && is_digit(b)) || (is_digit(a) && is_han(b)); };
    std::vector<bool> in_listing(lines_.lines.size());
    for (const Section& section : sections_) {
      // A listing's lines hold a whole row.
      if (!section.header || !section.header->listing) continue;
      std::fill(in_listing.begin() + static_cast<std::ptrdiff_t>(section.place.title), in_listing.begin() + static_cast<std::ptrdiff_t>(section.place.end), true);
    }
    for (size_t line = 0; line < lines_.lines.size(); ++line) {
      const std::u32string chars = decode(lines_.lines[line].text);
      const bool prose = chars.size() >= kProse && chars.find(U',') != chars.npos;
      for (size_t i = 1; i + 1 < chars.size(); ++i) {
        const bool space = chars[i] == ' ' && meet(chars[i - 1], chars[i + 1]), glued = meet(chars[i - 1], chars[i]);
        spaced_anywhere += space;
        glued_anywhere += glued;
        if (!prose) continue;
        in_prose += !in_listing[line] && chars[i] == ' ' && is_han(chars[i - 1]) && is_han(chars[i + 1]);
        spaced += space;
        all += space || glued;
      }
    }
    spaced_numbers_ = all > 0 ? static_cast<double>(spaced) > kSpacedShare * static_cast<double>(all) : spaced_anywhere > kLeastSpaced && glued_anywhere == 0;
    loose_ = kind_ == DumpKind::pypdf && (in_prose > 0 || has_spaces_in_names());
  }

  static std::u32string decode(const std::string& text) {
    std::u32string out;
    const StreamLine line{text, 0, 1, false};
    const std::vector<StreamLine> one{line};
    const StreamText chars = stream_text(one, 0, 1);
    for (size_t i = 0; i < chars.size(); ++i) {
      if (chars.gaps[i] == StreamGap::space) out.push_back(' ');
      out.push_back(chars.key[i]);
    }
    return out;
  }

  // Whether names of indicators have spaces inside.
  bool has_spaces_in_names() const {
    const StreamText all = stream_text(lines_.lines, 0, lines_.lines.size());
    for (size_t at = 0; at < all.size(); ++at) {
      for (const auto* names : {&words_.level2(), &words_.columns()}) {
        for (const std::u32string& name : *names) {
          if (all.key_of(at, std::min(all.size(), at + name.size())) != name) continue;
          for (size_t i = at + 1; i < at + name.size(); ++i) {
            if (all.gaps[i] == StreamGap::space) return true;
          }
        }
      }
    }
    return false;
  }

  bool begins_form(size_t line) const {
    // Written downwards, a label has a line for each character.
    const bool downwards = lines_.lines[line].text.size() <= kDownwards;
    const StreamText whole = downwards ? stream_text(lines_.lines, line, std::min(lines_.lines.size(), line + kLinesDownwards)) : StreamText{};
    const auto first = label_at(whole, 0, words_, kind_ == DumpKind::pypdf);
    if (first && (first->use->field || first->use->column || first->use->group)) return true;
    const StreamText text = stream_text(lines_.lines, line, std::min(lines_.lines.size(), line + kLinesOfLabel));
    for (size_t at = 0; at <= kUnknownLabel && at < text.size() && text.lines[at] == 0; ++at) {
      const auto label = label_at(text, at, words_, kind_ == DumpKind::pypdf);
      if (label && (label->use->field || label->use->column || label->use->group)) return true;
      if (at == 0 && !columns_.find(text, 0)) return false;   // only a header may begin with a label that no form knows
    }
    return false;
  }

  // First line of the title that ends above line `last`, if one does.
  std::optional<size_t> title_above(size_t last, size_t from) const {
    std::string joined;
    std::optional<size_t> found;
    for (int n = 0; n < patterns_.title_lines() && last > from; ++n) {
      --last;
      joined.insert(0, lines_.lines[last].text);
      if (patterns_.is_title(joined)) {
        if (!found) found = last;
        // A title of two lines fills the first; a shorter one is the rest of a cell that the page before cut.
        const bool fills = 3 * lines_.lines[last].text.size() >= joined.size();
        if (patterns_.is_numbered_title(joined) || (lines_.lines[last].page_start && fills)) return last;
      }
      if (lines_.lines[last].page_start) break;
    }
    return found;
  }

  // Whether labels that no form knows stand there, and a listing's header straight below them.
  bool begins_listing(size_t line) const {
    constexpr size_t kLines = 24;   // of a header whose labels have a line each
    const std::string& first = lines_.lines[line].text;
    const std::string two = line + 1 < lines_.lines.size() ? first + " " + lines_.lines[line + 1].text : first;
    if (patterns_.is_unit_line(first) || patterns_.is_unit_line(two) || patterns_.is_year_line(first)) return false;
    const StreamText text = stream_text(lines_.lines, line, std::min(lines_.lines.size(), line + kLines));
    const auto header = columns_.find(text, 0);
    return header && header->listing && header->all.first <= kHeaderLead;
  }

  std::optional<Place> place_at(size_t line, size_t from) const {
    // Where labels may end anywhere, the line above a form seems to hold some.
    if (kind_ == DumpKind::pypdf && patterns_.is_unit_line(lines_.lines[line].text) && !begins_with_field(line)) return std::nullopt;
    const auto place = below_title(line, from);
    return place && (begins_form(line) || begins_listing(line)) ? place : std::nullopt;
  }

  // Whether a label that nothing is glued to begins the line.
  bool begins_with_field(size_t line) const {
    const auto label = label_at(stream_text(lines_.lines, line, line + 1), 0, words_, false);
    return label && label->use->field && label->use->head;
  }

  std::optional<Place> below_title(size_t line, size_t from) const {
    size_t below = line, unit = 0;
    for (size_t n = 0; n <= kMostUnitLines && below > from; ++n) {
      if (auto title = title_above(below, from)) return Place{*title, line, 0, unit};
      if (n == kMostUnitLines) break;
      const std::string& text = lines_.lines[below - 1].text;
      const bool two = below > from + 1 && patterns_.is_unit_line(lines_.lines[below - 2].text + " " + text) && !title_above(below - 1, from);
      if (two) {
        below -= 2;
        unit = below;
      } else if (patterns_.is_unit_line(text) || patterns_.is_year_line(text)) {
        --below;
      } else {
        break;
      }
    }
    return std::nullopt;
  }

  void find_sections() {
    std::vector<Place> places;
    for (size_t line = 0, from = 0; line < lines_.lines.size(); ++line) {
      const auto place = place_at(line, from);
      if (!place) continue;
      places.push_back(*place);
      from = line + 1;
    }
    add_unknown(places);
    for (size_t i = 0; i < places.size(); ++i) {
      places[i].end = i + 1 < places.size() ? places[i + 1].title : lines_.lines.size();
      for (size_t line = places[i].head; line < places[i].end; ++line) {
        if (lines_.lines[line].page_start && patterns_.is_caption(lines_.lines[line].text)) places[i].end = line;
      }
      sections_.push_back(section_of(places[i]));
    }
  }

  // Forms that no definition covers, above those that one does.
  void add_unknown(std::vector<Place>& places) const {
    std::vector<Place> unknown;
    const size_t last = places.empty() ? lines_.lines.size() : places.front().title;
    for (const UnknownForm& form : find_unknown_forms(lines_.lines, 0, last, words_, patterns_, kind_)) unknown.push_back({form.title, form.head, form.end, 0, true});
    places.insert(places.begin(), unknown.begin(), unknown.end());
  }

  Section section_of(const Place& place) {
    Section out;
    out.place = place;
    out.text = stream_text(lines_.lines, place.head, place.end);
    if (kind_ == DumpKind::pypdf) {
      close_codes(out.text);
      join_torn_names(out.text, words_);
    }
    const auto header = columns_.find(out.text, 0);
    out.text = without_cut_labels(out.text, header ? header->all.first : out.text.size(), words_);
    out.header = columns_.find(out.text, 0);
    out.head_end = out.header ? out.header->all.first : out.text.size();
    if (!out.header) return out;
    // Labels above several columns that no form knows are a part of it, and are printed again with it.
    if (out.header->listing && out.head_end <= kHeaderLead) out.header->key = out.text.key_of(0, out.header->all.last);
    make_body(out);
    return out;
  }

  // A project's code has no spaces inside.
  static void close_codes(StreamText& text) {
    using stream_values::kProjectCode;
    for (size_t at = 0; at + kProjectCode <= text.size(); ++at) {
      if (!stream_values::is_project_code(text.key_of(at, at + kProjectCode))) continue;
      for (size_t i = at + 1; i < at + kProjectCode; ++i) {
        if (text.gaps[i] == StreamGap::space) text.gaps[i] = StreamGap::none;
      }
    }
  }

  // What stands below the header, but for the header where it is printed again.
  void make_body(Section& out) {
    const std::u32string& key = out.header->key;
    out.body.source = out.text.source;
    bool page = false;
    for (size_t at = out.header->all.last; at < out.text.size();) {
      page = page || out.text.gaps[at] == StreamGap::page;
      const size_t header = out.text.ends_line(at) ? behind_glued_number(out.text, at) : at;
      if (out.text.ends_line(at) && out.text.key_of(header, std::min(out.text.size(), header + key.size())) == key) {
        if (out.header->listing) leave_page_head(out);
        add_furniture(out.text.text_lines(at, header));
        at = header + key.size();
        page = true;
        continue;
      }
      out.body.raw.push_back(out.text.raw[at]);
      out.body.key.push_back(out.text.key[at]);
      out.body.gaps.push_back(page ? StreamGap::page : out.body.key.size() == 1 ? std::max(out.text.gaps[at], StreamGap::line) : out.text.gaps[at]);
      out.body.lines.push_back(out.text.lines[at]);
      page = false;
      ++at;
    }
    find_hidden_breaks(out.body, words_);
    out.rows_end = out.body.size();
    if (out.header->listing) find_sums(out);
  }

  // pypdf glues a page's number to the header that is printed again below it.
  size_t behind_glued_number(const StreamText& text, size_t at) const {
    constexpr size_t kMostDigits = 3;
    size_t end = at;
    while (kind_ == DumpKind::pypdf && end < text.size() && end < at + kMostDigits && is_digit(text.key[end]) && (end == at || text.gaps[end] == StreamGap::none)) ++end;
    return end;
  }

  void add_furniture(const std::vector<TextLine>& lines) { lines_.furniture.insert(lines_.furniture.end(), lines.begin(), lines.end()); }

  // What stands alone above a header that is printed again: a page's number, also where those of other pages were not found, and a running
  // head, which stands above the table, too.
  void leave_page_head(Section& section) {
    StreamText& body = section.body;
    leave_page_number(body);
    if (body.size() == 0) return;
    const std::string& last = body.source[static_cast<size_t>(body.lines.back())]->text;
    const auto above = lines_.lines.begin() + static_cast<std::ptrdiff_t>(section.place.head);
    const bool again = std::any_of(lines_.lines.begin(), above, [&](const StreamLine& line) { return line.text == last; });
    size_t first = body.size();
    while (first > 0 && body.lines[first - 1] == body.lines.back()) --first;
    if (!again || body.key.substr(first) != key_text(last)) return;
    leave(body, first);
    leave_page_number(body);
  }

  void leave_page_number(StreamText& body) {
    constexpr size_t kMostDigits = 4;
    size_t first = body.size();
    while (first > 0 && is_digit(body.key[first - 1]) && body.size() - first < kMostDigits && body.gaps[first - 1] == StreamGap::none) --first;
    if (first == 0 || !is_digit(body.key[first - 1]) || body.gaps[first - 1] < StreamGap::line) return;
    leave(body, first - 1);
  }

  // Takes what stands from `first` on for furniture.
  void leave(StreamText& body, size_t first) {
    add_furniture(body.text_lines(first, body.size()));
    shorten(body, first);
  }

  void find_sums(Section& out) const {
    constexpr size_t kLongest = 120;   // characters of the row
    for (size_t at = out.body.size(); at-- > 0 && out.body.size() - at < kLongest;) {
      if (out.body.gaps[at] < StreamGap::line) continue;
      for (const DumpWords::Start& start : words_.labels_at(out.body.key_of(at, out.body.size()))) {
        const std::u32string_view rest = out.body.key_of(at + start.length, out.body.size());
        if (!start.use->total || !std::all_of(rest.begin(), rest.end(), [](char32_t c) { return is_digit(c) || c == '.' || c == ','; })) continue;
        out.sums = {at, out.body.size()};
        out.rows_end = at;
        return;
      }
    }
  }

  // The rows' characters alone.
  static StreamText rows_of(const Section& section) {
    StreamText out = section.body;
    shorten(out, section.rows_end);
    return out;
  }

  static void shorten(StreamText& text, size_t end) {
    text.raw.resize(end);
    text.key.resize(end);
    text.gaps.resize(end);
    text.lines.resize(end);
  }

  // Leaves enough lines to learn from.
  static void shorten(StreamText& text) {
    constexpr size_t kMost = 5000;   // characters
    size_t end = std::min(text.size(), kMost);
    while (end < text.size() && !text.ends_line(end)) ++end;
    shorten(text, end);
  }

  // Tables with the same columns have the same ways.
  void learn() {
    document_ = document_habits();
    std::vector<std::u32string> headers;
    for (Section& section : sections_) {
      if (!section.header) continue;
      section.habits = static_cast<size_t>(std::find(headers.begin(), headers.end(), section.header->key) - headers.begin());
      if (section.habits == headers.size()) headers.push_back(section.header->key);
    }
    for (size_t h = 0; h < headers.size(); ++h) {
      std::vector<const Section*> of_header;
      for (const Section& section : sections_) {
        if (section.header && section.habits == h && of_header.size() < (kind_ == DumpKind::pypdf ? kMostGlued : kMostSamples)) of_header.push_back(&section);
      }
      const std::vector<StreamColumn>& columns = of_header.front()->header->columns;
      StreamHabits habits = first_habits(document_, columns.size());
      std::vector<StreamText> texts;
      for (const Section* section : of_header) {
        texts.push_back(rows_of(*section));
        if (kind_ == DumpKind::pypdf) shorten(texts.back());
      }
      habits.merged_level2 = kind_ != DumpKind::pypdf && std::any_of(texts.begin(), texts.end(), [&](const StreamText& text) { return shows_merged_level2(text, columns, words_, target_); });
      for (int round = 0; round < kRounds; ++round) {
        std::vector<StreamCut> cuts;
        for (const StreamText& text : texts) {
          cuts.push_back(cut_stream_rows(text, columns, words_, target_, habits));
          if (texts.size() == 1) habits.beam = cuts.back().beam;
        }
        std::vector<StreamSample> samples;
        for (size_t i = 0; i < texts.size(); ++i) samples.push_back({&texts[i], &cuts[i]});
        learn_habits(samples, columns, words_, target_, habits);
      }
      habits_.push_back(std::move(habits));
    }
  }

  StreamHabits document_habits() const {
    StreamHabits out;
    out.kind = kind_;
    out.spaced_numbers = spaced_numbers_;
    out.loose = loose_;
    out.pairs = pairs_;
    each_prose([&](const StreamLine& line) { out.words.add(line.text); });
    if (kind_ == DumpKind::pypdf) out.phrases.add(stream_text(lines_.lines, 0, lines_.lines.size()).key);
    out.qualities = qualities_;
    for (const Form& form : forms_) {
      std::u32string ending = key_text(form.main_unit_ending);
      if (!ending.empty() && std::find(out.unit_endings.begin(), out.unit_endings.end(), ending) == out.unit_endings.end()) out.unit_endings.push_back(std::move(ending));
    }
    for (const std::string& ending : office_endings()) out.office_endings.push_back(key_text(ending));
    for (const std::string& unit : unit_names()) out.longest_unit = std::max(out.longest_unit, out.units.insert(key_text(unit)).first->size());
    // A space parts cells, too, but where the document sets one beside every number.
    each_prose([&](const StreamLine& line) {
      for (size_t at = 0; at < line.text.size();) {
        const size_t end = spaced_numbers_ ? line.text.size() : std::min(line.text.size(), line.text.find(' ', at));
        out.number_words.add(key_text(line.text.substr(at, end - at)), out.units);
        at = end + 1;
      }
    });
    return out;
  }

  // Calls take(line) for the lines that are no tables'.
  template <typename Take>
  void each_prose(Take take) const {
    size_t line = 0;
    for (const Section& section : sections_) {
      const size_t rows = section.header ? section.place.head + static_cast<size_t>(section.text.lines[section.header->all.first]) : section.place.end;
      for (; line < rows; ++line) take(lines_.lines[line]);
      line = section.place.end;
    }
    for (; line < lines_.lines.size(); ++line) take(lines_.lines[line]);
  }

  void hand_out(Section& section) {
    if (!section.header || !section.header->listing) {
      std::vector<StreamItem> items = stream_items(section.text, section.head_end, words_, kind_ == DumpKind::pypdf);
      const Form* form = form_of(section.text, items, forms_);
      if (section.place.unknown) {
        sink_(read_unknown_head(section.text, section.head_end, words_, kind_));
      } else if (form) {
        keep_known(section.text, *form, items);
        sink_(read_stream_head(section.text, section.head_end, *form, items, words_, target_, document_, sentences_));
      } else {
        for (TextLine& line : section.text.text_lines(0, section.head_end)) sink_(std::move(line));
      }
    }
    if (!section.header) return;
    const StreamText rows = rows_of(section);
    StreamCut cut = cut_stream_rows(rows, section.header->columns, words_, target_, habits_[section.habits]);
    settle_blocks(rows, section.header->columns, kind_, cut);
    // Where one of a glued listing's cells ends is told by what is learnt from all, which may be wrong.
    const bool uncertain = section.header->listing && kind_ == DumpKind::pypdf;
    cut.unsure_rows = cut.unsure_rows || uncertain || section.place.unknown;
    cut.glued = uncertain;
    // Where spaces stand anywhere, less parts the best cut from wrong ones than its cost says.
    for (StreamRow& row : cut.rows) {
      for (StreamCell& cell : row.cells) {
        if (section.place.unknown) cell.margin = 0;
        else if (uncertain) cell.margin -= kGluedMargin;
        else if (loose_ && section.header->columns[cell.column].sort >= StreamSort::text) cell.margin -= kLooseMargin;
      }
    }
    if (uncertain) doubt_odd_numbers(*section.header, rows, cut);
    // Without any row the search found no way through the text.
    const bool unread = cut.rows.empty() && !cut.stray.empty();
    const int lost = !section.header->listing ? 0 : unread ? 1 : add_lost_projects(*section.header, rows, cut);
    sink_(stream_table(*section.header, section.text, section.body, cut, section.sums));
    for (int n = 0; n < lost; ++n) sink_(unread_project());
  }

  static Table unread_project() {
    Table out;
    out.cells.emplace_back();
    out.cells.front().doubts.push_back({"form-not-read", "a project's code or number is printed, and no project was read for it"});
    return out;
  }

  const DumpKind kind_;
  const DumpWords& words_;
  const std::vector<Form>& forms_;
  const BlockSink& sink_;
  const DumpPatterns patterns_;
  StreamLines lines_;
  const StreamColumns columns_;
  const RE2 target_;
  CharPairs pairs_;
  StreamSentences sentences_;
  std::vector<std::u32string> qualities_;
  bool spaced_numbers_ = false, loose_ = false;
  std::vector<Section> sections_;
  StreamHabits document_;               // what holds for all tables
  std::vector<StreamHabits> habits_;    // of each header
};

}  // namespace

DumpRead read_stream(std::string_view text, DumpKind kind, const DumpWords& words, const std::vector<Form>& forms, const DumpOptions& options,
                       const BlockSink& sink) {
  return DumpReader(text, kind, words, forms, options, sink).read();
}

}  // namespace budgetlift
