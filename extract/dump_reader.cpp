#include "extract/dump_reader.h"

#include <re2/re2.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "extract/dump_audit.h"
#include "extract/dump_boxes.h"
#include "extract/dump_head.h"
#include "extract/dump_kind.h"
#include "extract/dump_layout.h"
#include "extract/dump_layout_text.h"
#include "extract/dump_lines.h"
#include "extract/dump_patterns.h"
#include "extract/dump_stream.h"
#include "extract/dump_table.h"
#include "extract/dump_tabs.h"
#include "extract/dump_words.h"
#include "extract/encoding.h"
#include "schemas/canonical.h"
#include "schemas/label_key.h"

namespace budgetlift {
namespace {

constexpr size_t kMaxTitleBytes = 1200;  // of all the lines of a title
constexpr size_t kMaxUnitBytes = 600;

// Whether lines hold several cells of a row, with spaces between: words of more than one character, not one label's characters.
bool has_rows(std::string_view text) {
  constexpr size_t kShare = 8;   // one line in so many is enough
  size_t lines = 0, rows = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    size_t words = 0;
    for (size_t first = 0; first < line.size();) {
      const size_t last = std::min(line.find(' ', first), line.size());
      constexpr size_t kCharacter = 4;   // bytes of one in UTF-8, at most
      words += last - first > kCharacter;
      first = last + 1;
    }
    lines += !line.empty();
    rows += words > 1;
  }
  return rows * kShare > lines;
}

// Whether a line, or two together, is a title that a form knows.
bool has_title(const DumpLines& lines, const DumpPatterns& patterns) {
  const auto& all = lines.lines;
  for (size_t i = 0; i < all.size(); ++i) {
    if (patterns.is_title(all[i].text) || (i + 1 < all.size() && patterns.is_title(std::string(all[i].text) + std::string(all[i + 1].text)))) return true;
  }
  return false;
}

// A form with its patterns ready, and the widths of its columns in this document.
struct ReadyForm {
  const Form* form = nullptr;
  std::unique_ptr<RE2> title;
  std::unique_ptr<RE2> unit_line;
  ColumnWidths widths;
};

// Where a project stands: lines [title, head) are its title and unit line, head its first line below them.
struct Start {
  size_t title = 0;
  size_t head = 0;
  ReadyForm* form = nullptr;
};

class Reader {
 public:
  // `known`: the dump is of the kind that this reader was made for.
  Reader(DumpLines lines, bool known, const DumpOptions& options, const std::vector<Form>& forms, const BlockSink& sink)
      : lines_(std::move(lines)),
        known_(known),
        fits_left_(options.fit_projects),
        options_(options),
        sink_(sink),
        target_pattern_(target_pattern(options)) {
    habits_.blank_lines = lines_.blank_habit;
    for (const DumpLine& line : lines_.lines) habits_.pairs.add(line.text);
    for (const Form& form : forms) {
      ReadyForm ready;
      ready.form = &form;
      ready.title = std::make_unique<RE2>(form.title_pattern, RE2::Quiet);
      ready.unit_line = std::make_unique<RE2>(form.unit_line_pattern, RE2::Quiet);
      ready.widths = form_widths(form);
      if (ready.title->ok() && ready.unit_line->ok()) forms_.push_back(std::move(ready));
    }
  }

  // False, and nothing is handed out, if there is no form that a definition covers.
  bool read() {
    size_t printed = 0;  // lines already handed out
    std::optional<Start> next = find_start(0);
    if (!next) return false;
    while (next) {
      const Start start = *next;
      next = find_start(start.head);
      const size_t end = next ? next->title : lines_.lines.size();
      hand_out_lines(printed, start.head);
      printed = read_project(start, end);
    }
    hand_out_lines(printed, lines_.lines.size());
    return true;
  }

 private:
  std::span<const DumpLine> part(size_t first, size_t last) const {
    return std::span<const DumpLine>(lines_.lines).subspan(first, last - first);
  }

  void hand_out_lines(size_t first, size_t last) const {
    for (size_t i = first; i < last; ++i) sink_(text_line(lines_.lines[i]));
  }

  // The next project at or after line `from`: a title, then a unit line or a label of the form's head.
  std::optional<Start> find_start(size_t from) {
    for (size_t i = from; i < lines_.lines.size(); ++i) {
      for (ReadyForm& form : forms_) {
        if (auto start = start_at(form, from, i)) return start;
      }
    }
    return std::nullopt;
  }

  // A project whose unit line, or first line of the head where there is no unit line, is line `at`.
  std::optional<Start> start_at(ReadyForm& form, size_t from, size_t at) const {
    if (at <= from) return std::nullopt;
    size_t head = at;
    if (is_unit_line(form, lines_.lines[at].text)) {
      ++head;
    } else if (!begins_with_head_label(lines_.lines[at], *form.form)) {
      return std::nullopt;
    }
    if (head >= lines_.lines.size()) return std::nullopt;
    const auto title = first_title_line(form, from, at - 1);
    if (!title) return std::nullopt;
    return Start{*title, head, &form};
  }

  static bool is_unit_line(const ReadyForm& form, std::string_view text) {
    if (text.size() > kMaxUnitBytes) return false;
    if (text.find(':') == text.npos && text.find("：") == text.npos) return false;
    return RE2::FullMatch(canonical(text), *form.unit_line);
  }

  // First line of the title that ends with line `last`: a title may be wrapped, and its number or the start of its
  // page shows where it begins.
  std::optional<size_t> first_title_line(const ReadyForm& form, size_t from, size_t last) const {
    std::string joined;
    std::optional<size_t> first;
    const size_t lines = static_cast<size_t>(std::max(1, form.form->title_max_lines));
    for (size_t i = last;; --i) {
      joined.insert(0, canonical(lines_.lines[i].text));
      if (joined.size() > kMaxTitleBytes) break;
      std::string index;
      if (named_match(*form.title, joined, "index", index)) {
        if (!index.empty() || lines_.lines[i].page_start) return i;
        if (!first) first = i;
      }
      if (lines_.lines[i].page_start || i == from || last - i + 1 >= lines) break;
    }
    return first;
  }

  static bool named_match(const RE2& pattern, const std::string& text, const std::string& group, std::string& value) {
    const auto& names = pattern.NamedCapturingGroups();
    const auto it = names.find(group);
    std::vector<re2::StringPiece> groups(static_cast<size_t>(pattern.NumberOfCapturingGroups()) + 1);
    if (!pattern.Match(text, 0, text.size(), RE2::ANCHOR_BOTH, groups.data(), static_cast<int>(groups.size())))
      return false;
    if (it != names.end()) value = std::string(groups[static_cast<size_t>(it->second)]);
    return true;
  }

  // Hands out the tables of a project; returns the first line that it did not take.
  size_t read_project(const Start& start, size_t end) {
    const Form& form = *start.form->form;
    size_t at = start.head;
    std::optional<DumpHeader> header;
    for (; at < end && !header; ++at) header = match_header(part(at, end), form);
    if (header) --at;
    Table head = read_head(part(start.head, at), form, options_);
    const bool sure = known_ && has_labels(head, form);
    if (!sure) put_in_doubt(head);
    sink_(std::move(head));
    if (!header) return at;
    const size_t body = at + header->lines;
    const size_t last = end_of_table(form, body, end);
    CutTable cut = read_indicators(*header, part(body, last), form, start.form->widths, fits_left_, habits_,
                                   target_pattern_, options_);
    if (!sure) put_in_doubt(cut.table);
    sink_(std::move(cut.table));
    return last;
  }

  // A page that begins with a caption of the running text ends the table.
  size_t end_of_table(const Form& form, size_t first, size_t end) const {
    for (size_t i = first; i < end; ++i) {
      const DumpLine& line = lines_.lines[i];
      if (!line.page_start || line.text.size() > kMaxUnitBytes) continue;
      const std::string text = canonical(line.text);
      const auto& captions = form.overall.captions;
      if (std::find(captions.begin(), captions.end(), text) != captions.end()) return i;
    }
    return end;
  }

  // Of a dump whose cells stand in another order than this reader takes them in, or of a form that these labels are not of, any
  // cell may be wrong.
  void put_in_doubt(Table& table) const {
    for (Cell& cell : table.cells) cell.doubts.push_back({"ambiguous-cells", "the kind of this text dump is not known, or its labels do not fit the form"});
  }

  // Whether all labels that the form never lacks are cells of `table`.
  static bool has_labels(const Table& table, const Form& form) {
    const auto printed = [&](const std::string& label) {
      return std::any_of(table.cells.begin(), table.cells.end(), [&](const Cell& cell) {
        std::string text;
        for (const TextLine& line : cell.lines) text += line.text;
        return label_key(folded(canonical(text))).key == label_key(folded(label)).key;
      });
    };
    return std::all_of(form.fields.begin(), form.fields.end(), [&](const FormField& field) {
      return field.optional || std::any_of(field.labels.begin(), field.labels.end(), printed);
    });
  }

  DumpLines lines_;
  const bool known_;
  Habits habits_;
  int fits_left_;
  const DumpOptions& options_;
  const BlockSink& sink_;
  RE2 target_pattern_;
  std::vector<ReadyForm> forms_;
};

}  // namespace

Expected<DocumentInfo> read_dump(std::string_view bytes, const DumpOptions& options, const std::vector<Form>& forms,
                                 const BlockSink& to) {
  const Expected<std::string> text = decode_text(bytes);
  if (!text) return tl::unexpected<Error>(text.error());
  DocumentInfo info;
  info.kind = "text";
  int pages = 1;
  const DumpWords words(forms);
  const DumpKind kind = dump_kind(*text, words);
  DumpAudit audit(words, to);
  const BlockSink sink = [&](Block&& block) { audit.take(std::move(block)); };
  const BlockSink in_doubt = [&](Block&& block) {
    if (Table* table = std::get_if<Table>(&block)) table->doubts.push_back({"ambiguous-cells", "the text is sorted by place, and no title of a form was found"});
    sink(std::move(block));
  };
  const auto take = [&](DumpRead&& read) {
    pages = read.pages;
    info.furniture = std::move(read.furniture);
  };
  switch (kind) {
    case DumpKind::word:
      read_tabs(*text, words, forms, sink);
      break;
    case DumpKind::raw:
    case DumpKind::browser:
    case DumpKind::pymupdf:
    case DumpKind::pypdf:
      take(read_stream(*text, kind, words, forms, options, sink));
      break;
    case DumpKind::plain:
    case DumpKind::viewer:
    case DumpKind::pdfminer:
      if (auto read = read_boxes(*text, kind, words, forms, options, sink)) take(std::move(*read));
      else take(read_stream(*text, DumpKind::pymupdf, words, forms, options, in_doubt));   // a form that no definition covers is read by its labels
      break;
    case DumpKind::layout:
    case DumpKind::processor:
    case DumpKind::unknown: {
      DumpLines lines = split_lines(*text);
      pages = lines.pages;
      info.furniture = std::move(lines.furniture);
      // A form that no definition covers has no title that one knows; its labels tell what can be read.
      std::optional<std::vector<TextLine>> running;   // of a dump that keeps columns
      if (keeps_columns(lines, *text)) {
        if (has_title(lines, DumpPatterns(forms))) running = read_layout(lines, *text, options, forms, sink);
        else running = read_unknown_layout(lines, *text, options, forms, sink);
      }
      if (running) {
        info.furniture.insert(info.furniture.end(), running->begin(), running->end());
      } else if (kind == DumpKind::unknown && glues_cells(*text, words)) {
        take(read_stream(*text, DumpKind::pypdf, words, forms, options, sink));
      } else {
        Reader reader(std::move(lines), kind == DumpKind::processor, options, forms, sink);
        if (!reader.read()) take(read_stream(*text, has_rows(*text) ? DumpKind::raw : DumpKind::pymupdf, words, forms, options, sink));
      }
      break;
    }
  }
  audit.finish();
  for (int page = 1; page <= pages; ++page) {
    info.pages.push_back({.page = page, .source = Source::text_dump, .reason = "text dump"});
  }
  return info;
}

}  // namespace budgetlift
