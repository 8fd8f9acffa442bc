#include "extract/dump_stream_sections.h"

#include <algorithm>
#include <string>

#include "extract/dump_stream_anchors.h"
#include "extract/dump_stream_breaks.h"
#include "extract/dump_stream_labels.h"
#include "extract/dump_stream_torn.h"
#include "extract/dump_stream_unknown.h"
#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"

namespace budgetlift {
namespace {

constexpr size_t kMostUnitLines = 3;      // between a title and a form
constexpr size_t kLinesOfLabel = 4;       // that a form's first label may be wrapped over
constexpr size_t kLinesDownwards = 12;    // … and that one written downwards has
constexpr size_t kDownwards = 12;         // bytes of its first line at most
constexpr size_t kHeaderLead = 60;        // characters of labels above a listing's header
constexpr size_t kUnknownLabel = 10;      // characters of a label that no form knows

using stream_values::is_digit;

class SectionFinder {
 public:
  SectionFinder(StreamLines& lines, DumpKind kind, const DumpWords& words, const DumpPatterns& patterns, const StreamColumns& columns)
      : lines_(lines), kind_(kind), words_(words), patterns_(patterns), columns_(columns) {}

  std::vector<StreamSection> find() {
    std::vector<StreamSection> sections;
    std::vector<StreamPlace> places;
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
      sections.push_back(section_of(places[i]));
    }
    return sections;
  }

 private:
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

  std::optional<StreamPlace> place_at(size_t line, size_t from) const {
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

  std::optional<StreamPlace> below_title(size_t line, size_t from) const {
    size_t below = line, unit = 0;
    for (size_t n = 0; n <= kMostUnitLines && below > from; ++n) {
      if (auto title = title_above(below, from)) return StreamPlace{*title, line, 0, unit};
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

  // Forms that no definition covers, above those that one does.
  void add_unknown(std::vector<StreamPlace>& places) const {
    std::vector<StreamPlace> unknown;
    const size_t last = places.empty() ? lines_.lines.size() : places.front().title;
    for (const UnknownForm& form : find_unknown_forms(lines_.lines, 0, last, words_, patterns_, kind_)) unknown.push_back({form.title, form.head, form.end, 0, true});
    places.insert(places.begin(), unknown.begin(), unknown.end());
  }

  StreamSection section_of(const StreamPlace& place) {
    StreamSection out;
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
  void make_body(StreamSection& out) {
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
    if (kind_ == DumpKind::pypdf && out.header->listing) leave_glued_page_numbers(out);
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

  // … or to that of the project that begins the page.
  void leave_glued_page_numbers(StreamSection& section) {
    StreamText& body = section.body;
    const std::vector<ProjectNumber> numbers = project_numbers(body, section.header->columns, words_);
    for (auto number = numbers.rbegin(); number != numbers.rend(); ++number) {
      if (number->page == 0) continue;
      const size_t last = number->range.first, first = last - number->page;
      add_furniture(body.text_lines(first, last));
      const auto erase = [&](auto& of) { of.erase(of.begin() + static_cast<std::ptrdiff_t>(first), of.begin() + static_cast<std::ptrdiff_t>(last)); };
      erase(body.raw);
      erase(body.key);
      erase(body.gaps);
      erase(body.lines);
      body.gaps[first] = first > 0 ? StreamGap::page : StreamGap::line;
    }
  }

  void add_furniture(const std::vector<TextLine>& lines) { lines_.furniture.insert(lines_.furniture.end(), lines.begin(), lines.end()); }

  // What stands alone above a header that is printed again: a page's number, also where those of other pages were not found, and a running
  // head, which stands above the table, too.
  void leave_page_head(StreamSection& section) {
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

  void find_sums(StreamSection& out) const {
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

  StreamLines& lines_;
  const DumpKind kind_;
  const DumpWords& words_;
  const DumpPatterns& patterns_;
  const StreamColumns& columns_;
};

}  // namespace

std::vector<StreamSection> stream_sections(StreamLines& lines, DumpKind kind, const DumpWords& words, const DumpPatterns& patterns, const StreamColumns& columns) {
  return SectionFinder(lines, kind, words, patterns, columns).find();
}

void shorten(StreamText& text, size_t end) {
  text.raw.resize(end);
  text.key.resize(end);
  text.gaps.resize(end);
  text.lines.resize(end);
}

StreamText rows_of(const StreamSection& section) {
  StreamText out = section.body;
  shorten(out, section.rows_end);
  return out;
}

}  // namespace budgetlift
