#include "extract/dump_stream.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "extract/dump_stream_blocks.h"
#include "extract/dump_stream_head.h"
#include "extract/dump_stream_labels.h"
#include "extract/dump_stream_learn.h"
#include "extract/dump_stream_projects.h"
#include "extract/dump_stream_sections.h"
#include "extract/dump_stream_spaces.h"
#include "extract/dump_stream_table.h"
#include "extract/dump_stream_unknown.h"
#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"
#include "schemas/unit_names.h"

namespace budgetlift {
namespace {

constexpr int kRounds = 4;                // of learning from what was cut
constexpr size_t kMostSamples = 12, kMostGlued = 6;   // tables that are learnt from; where cells are glued, which takes longer
constexpr size_t kProse = 24;             // characters of a line that is running text
constexpr double kLooseMargin = 3, kGluedMargin = 8;   // nats
constexpr size_t kLeastSpaced = 4;        // places that show it
constexpr double kSpacedShare = 0.3;      // of the places between ideographs and numbers that have a space

bool is_han(char32_t c) { return c >= 0x3400 && c <= 0x9FFF; }
using stream_values::is_digit;

class DumpReader {
 public:
  DumpReader(std::string_view text, DumpKind kind, const DumpWords& words, const std::vector<Form>& forms, const DumpOptions& options,
               const BlockSink& sink)
      : kind_(kind), words_(words), forms_(forms), sink_(sink), patterns_(forms), lines_(stream_lines(text, kind, words, patterns_)),
        columns_(forms, words, kind == DumpKind::pypdf), target_(target_pattern(options)) {
    if (kind != DumpKind::pypdf) {
      join_cut_labels(lines_, words);
      part_glued_labels(lines_, words);
    }
    for (const StreamLine& line : lines_.lines) pairs_.add(line.text);
    sentences_.add(stream_text(lines_.lines, 0, lines_.lines.size()));
    for (const std::string& word : options.qualities) qualities_.push_back(key_text(word));
    for (const std::string& word : options.adverbs) adverbs_.push_back(key_text(word));
    for (const std::string& word : options.openings) openings_.push_back(key_text(word));
  }

  DumpRead read() {
    sections_ = stream_sections(lines_, kind_, words_, patterns_, columns_);
    look_at_spaces();
    learn();
    size_t printed = 0;
    for (StreamSection& section : sections_) {
      for (; printed < section.place.head; ++printed) {
        TextLine line = text_line(lines_.lines[printed]);
        if (kind_ == DumpKind::pypdf && patterns_.is_unit_line(line.text)) close_unit_code(line.text);
        else close_numbers(line.text);
        if (section.place.unit > 0 && printed == section.place.unit) line.text += " " + lines_.lines[++printed].text;
        sink_(std::move(line));
      }
      hand_out(section);
      printed = section.place.end;
    }
    for (; printed < lines_.lines.size(); ++printed) {
      TextLine line = text_line(lines_.lines[printed]);
      close_numbers(line.text);
      sink_(std::move(line));
    }
    return {lines_.pages, std::move(lines_.furniture)};
  }

 private:
  // A unit line begins with one code: pypdf's spaces fall anywhere ("21600 4 某局").
  static void close_unit_code(std::string& line) {
    size_t end = line.find_first_not_of("0123456789 ");
    if (end == line.npos || line.front() == ' ') return;
    while (end > 0 && line[end - 1] == ' ') --end;
    line.erase(std::remove(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(end), ' '), line.begin() + static_cast<std::ptrdiff_t>(end));
  }

  void close_numbers(std::string& line) const {
    if (kind_ == DumpKind::pypdf && !patterns_.is_title(line) && key_text(line).size() > kProse) line = without_spaces_between_digits(line);
  }

  void look_at_spaces() {
    // Of running text: in tables a space parts cells, too. Where there is none, the units of numbers tell: few stand apart in one.
    size_t spaced = 0, all = 0, in_prose = 0, spaced_anywhere = 0, glued_anywhere = 0;
    const auto meet = [&](char32_t a, char32_t b) { return (is_han(a) && is_digit(b)) || (is_digit(a) && is_han(b)); };
    std::vector<bool> in_listing(lines_.lines.size());
    for (const StreamSection& section : sections_) {
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
    if (kind_ != DumpKind::pypdf) return;
    const StreamText whole = stream_text(lines_.lines, 0, lines_.lines.size());
    loose_ = in_prose > 0 || has_spaces_beside_marks(whole) || has_spaces_in_names(whole);
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

  // Whether a space stands beside a mark where no cell ends: behind a comma or an opening bracket, before a full stop or a closing one.
  bool has_spaces_beside_marks(const StreamText& all) const {
    for (size_t at = 1; at < all.size(); ++at) {
      const char32_t before = all.raw[at - 1], after = all.raw[at];
      if (all.gaps[at] != StreamGap::space) continue;
      if ((is_han(after) && std::u32string_view(U"，、（《“").find(before) != std::u32string_view::npos) ||
          (is_han(before) && std::u32string_view(U"，。、；）》”").find(after) != std::u32string_view::npos)) return true;
    }
    return false;
  }

  // Whether names of indicators have spaces inside.
  bool has_spaces_in_names(const StreamText& all) const {
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

  // Leaves enough lines to learn from.
  static void leave_sample(StreamText& text) {
    constexpr size_t kMost = 5000;   // characters
    size_t end = std::min(text.size(), kMost);
    while (end < text.size() && !text.ends_line(end)) ++end;
    shorten(text, end);
  }

  // Tables with the same columns have the same ways.
  void learn() {
    document_ = document_habits();
    std::vector<std::u32string> headers;
    for (StreamSection& section : sections_) {
      if (!section.header) continue;
      section.habits = static_cast<size_t>(std::find(headers.begin(), headers.end(), section.header->key) - headers.begin());
      if (section.habits == headers.size()) headers.push_back(section.header->key);
    }
    for (size_t h = 0; h < headers.size(); ++h) {
      std::vector<const StreamSection*> of_header;
      for (const StreamSection& section : sections_) {
        if (section.header && section.habits == h && of_header.size() < (kind_ == DumpKind::pypdf ? kMostGlued : kMostSamples)) of_header.push_back(&section);
      }
      const std::vector<StreamColumn>& columns = of_header.front()->header->columns;
      StreamHabits habits = first_habits(document_, columns.size());
      std::vector<StreamText> texts;
      for (const StreamSection* section : of_header) {
        texts.push_back(rows_of(*section));
        if (kind_ == DumpKind::pypdf) leave_sample(texts.back());
      }
      habits.merged_level2 = kind_ != DumpKind::pypdf && std::any_of(texts.begin(), texts.end(), [&](const StreamText& text) { return shows_merged_level2(text, columns, words_, target_); });
      std::vector<StreamCut> before;
      for (int round = 0; round < kRounds; ++round) {
        std::vector<StreamCut> cuts;
        for (const StreamText& text : texts) {
          cuts.push_back(cut_stream_rows(text, columns, words_, target_, habits));
          if (texts.size() == 1) habits.beam = cuts.back().beam;
        }
        if (std::equal(cuts.begin(), cuts.end(), before.begin(), before.end(), teaches_the_same)) break;
        std::vector<StreamSample> samples;
        for (size_t i = 0; i < texts.size(); ++i) samples.push_back({&texts[i], &cuts[i]});
        learn_habits(samples, columns, words_, target_, habits);
        before = std::move(cuts);
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
    out.adverbs = adverbs_;
    out.openings = openings_;
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
    for (const StreamSection& section : sections_) {
      const size_t rows = section.header ? section.place.head + static_cast<size_t>(section.text.lines[section.header->all.first]) : section.place.end;
      for (; line < rows; ++line) take(lines_.lines[line]);
      line = section.place.end;
    }
    for (; line < lines_.lines.size(); ++line) take(lines_.lines[line]);
  }

  void hand_out(StreamSection& section) {
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
    if (uncertain) {
      doubt_odd_numbers(*section.header, rows, cut);
      doubt_odd_starts(*section.header, rows, cut);
    }
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
  std::vector<std::u32string> qualities_, adverbs_, openings_;
  bool spaced_numbers_ = false, loose_ = false;
  std::vector<StreamSection> sections_;
  StreamHabits document_;               // what holds for all tables
  std::vector<StreamHabits> habits_;    // of each header
};

}  // namespace

DumpRead read_stream(std::string_view text, DumpKind kind, const DumpWords& words, const std::vector<Form>& forms, const DumpOptions& options,
                       const BlockSink& sink) {
  return DumpReader(text, kind, words, forms, options, sink).read();
}

}  // namespace budgetlift
