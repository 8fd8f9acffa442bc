#include "extract/dump_layout.h"

#include <re2/re2.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "extract/dump_build.h"
#include "extract/dump_layout_head.h"
#include "extract/dump_layout_lane_costs.h"
#include "extract/dump_layout_listing.h"
#include "extract/dump_layout_table.h"
#include "extract/dump_layout_unknown.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kMaxTitleBytes = 1200;
// Heights of a document are not trusted where so many cells a row stand out of place, and at least so many in all …
constexpr double kMisplacedShare = 0.08;
constexpr double kLeastMisplaced = 2;
// … or fewer, where rows cost so much (nats, usually below 1).
constexpr double kSomeMisplaced = 0.04;
constexpr double kDearRow = 2.5;
constexpr double kSpacedShare = 0.5;    // of the places where a document may set a space beside a number, in one that does
constexpr int kLabelBelowTitle = 4;   // printed lines of the head among which the first label stands

class LayoutReader {
 public:
  LayoutReader(LayoutText text, const DumpOptions& options, const std::vector<Form>& forms)
      : text_(std::move(text)), forms_(forms), labels_(forms), levels_(forms), target_(target_pattern(options)), words_{labels_, levels_, target_, options, {}, {}} {
    for (const Form& form : forms) {
      patterns_.push_back({std::make_unique<RE2>(form.title_pattern, RE2::Quiet), std::make_unique<RE2>(form.unit_line_pattern, RE2::Quiet),
                           std::make_unique<RE2>(form.year_line_pattern, RE2::Quiet)});
    }
    for (LayoutLine& line : text_.lines) cut_labels(line);
    find_spaces();
  }

  void read(const BlockSink& sink) {
    const int count = static_cast<int>(text_.lines.size());
    std::vector<Block> blocks;
    std::vector<Part> parts;
    int at = 0;
    while (at < count) {
      const auto head = head_from(at);
      const int head_begin = head.value_or(count);
      for (; at < head_begin; ++at) blocks.emplace_back(text_of(text_.lines[static_cast<size_t>(at)]));
      if (!head) break;
      const int end = end_of_form(head_begin);
      if (const auto listing = listing_header(text_, head_begin, end, words_)) {
        parts.push_back({blocks.size(), head_begin, end, std::nullopt, listing});
        blocks.emplace_back(Table{});
        at = end;
        continue;
      }
      int header = head_begin;
      std::optional<LayoutHeader> found;
      for (; header < end && !found; ++header) found = layout_header(text_, header, end, words_);
      const int head_end = found ? header - 1 : end;
      if (head_end > head_begin) {
        parts.push_back({blocks.size(), head_begin, head_end, std::nullopt, std::nullopt});
        blocks.emplace_back(Table{});
      }
      if (found) {
        parts.push_back({blocks.size(), head_end, end, found, std::nullopt});
        blocks.emplace_back(Table{});
      }
      at = end;
    }
    RowFit fit;
    std::vector<double> costs(parts.size(), std::numeric_limits<double>::infinity());   // of the best table so far
    read_parts(parts, PlaceTrust::all, blocks, costs, fit);
    if (is_loose(fit)) read_parts(parts, PlaceTrust::columns, blocks, costs, fit);
    for (Block& block : blocks) {
      if (Table* table = std::get_if<Table>(&block); table && !unknown_.empty()) table->doubts.push_back({kAmbiguous, "the form's columns are known by their labels alone"});
      sink(std::move(block));
    }
  }

  // Whether there are forms that no definition covers: these are read then.
  bool find_unknown() {
    unknown_ = find_unknown_layout_forms(text_, words_);
    return !unknown_.empty();
  }

  const LayoutText& text() const { return text_; }

 private:
  // Labels of columns that touch are printed as one text, and so are names of levels and what is behind them.
  void cut_labels(LayoutLine& line) const {
    std::vector<LayoutPiece> pieces;
    for (LayoutPiece& piece : line.pieces) {
      std::vector<size_t> cuts = labels_.cuts(piece.key);
      if (cuts.empty()) cuts = levels_.cuts(piece.key);
      cuts.insert(cuts.begin(), 0);
      for (size_t i = 0; i < cuts.size(); ++i) {
        LayoutPiece part = piece;
        const size_t from = cuts[i], length = (i + 1 < cuts.size() ? cuts[i + 1] : piece.raw.size()) - from;
        part.raw = piece.raw.substr(from, length);
        part.key = piece.key.substr(from, length);
        part.begin = piece.begin + static_cast<int>(from);
        part.end = part.begin + static_cast<int>(length);
        part.glued = i > 0 || piece.glued;
        pieces.push_back(std::move(part));
      }
    }
    line.pieces = std::move(pieces);
  }

  // Where the document sets spaces beside numbers, and which pairs of characters follow each other.
  void find_spaces() {
    struct Count {
      int spaced = 0, close = 0;
      bool is_often() const { return spaced > kSpacedShare * (spaced + close); }
    };
    Count before, behind;
    const auto of = [&](char32_t last) -> Count& { return is_narrow_print(last) ? behind : before; };
    for (const LayoutLine& line : text_.lines) {
      for (size_t i = 0; i < line.pieces.size(); ++i) {
        const LayoutPiece& piece = line.pieces[i];
        const char32_t last = i > 0 && piece.glued ? line.pieces[i - 1].raw.back() : 0;
        if (last != 0 && spaced_apart(last, piece.raw.front())) ++of(last).spaced;
        for (size_t k = 1; k < piece.raw.size(); ++k) {
          if (spaced_apart(piece.raw[k - 1], piece.raw[k])) ++of(piece.raw[k - 1]).close;
        }
        words_.pairs.add(encode_utf8(piece.raw));
      }
    }
    words_.spaces = {before.is_often(), behind.is_often()};
  }

  struct Part {
    size_t block;        // that it becomes
    int first, last;     // its lines
    std::optional<LayoutHeader> header;   // none: a head or a listing
    std::optional<LayoutListingHeader> listing;
  };

  static bool is_loose(const RowFit& fit) {
    if (fit.misplaced < kLeastMisplaced) return false;
    return fit.misplaced >= kMisplacedShare * fit.rows || (fit.misplaced >= kSomeMisplaced * fit.rows && fit.cost > kDearRow * fit.rows);
  }

  // The tables of all parts. Where only columns are to be trusted, those of each table are only as far as it costs less.
  void read_parts(const std::vector<Part>& parts, PlaceTrust trust, std::vector<Block>& blocks, std::vector<double>& costs, RowFit& fit) {
    std::vector<PlaceTrust> ways{trust};
    if (trust == PlaceTrust::columns) ways.push_back(PlaceTrust::none);
    fit = {};
    for (PlaceTrust way : ways) {
      LaneWidths widths;
      std::vector<std::pair<size_t, LayoutTable>> tables;
      std::vector<std::pair<size_t, LayoutListing>> listings;
      for (size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].header) {
          tables.emplace_back(i, LayoutTable(text_, *parts[i].header, parts[i].last, words_, way));
          tables.back().second.measure(widths);
        } else if (parts[i].listing) {
          listings.emplace_back(i, LayoutListing(text_, *parts[i].listing, parts[i].last, words_, way));
          listings.back().second.measure(widths);
        } else if (way == trust) {
          blocks[parts[i].block] = (unknown_.empty() ? layout_head : unknown_layout_head)(text_, parts[i].first, parts[i].last, words_, trust != PlaceTrust::all, fit);
        }
      }
      const auto build = [&](size_t i, auto& table) {
        RowFit own;
        Table built = table.build(widths, own);
        if (own.cost < costs[i]) {
          costs[i] = own.cost;
          blocks[parts[i].block] = std::move(built);
        }
        fit.misplaced += own.misplaced, fit.cost += own.cost, fit.rows += own.rows;
      };
      for (auto& [i, table] : tables) build(i, table);
      for (auto& [i, listing] : listings) build(i, listing);
    }
  }

  struct Patterns {
    std::unique_ptr<RE2> title, unit_line, year_line;
  };

  std::string canonical_line(int line) const { return canonical(text_of(text_.lines[static_cast<size_t>(line)]).text); }

  // Whether the line is a label of a form's head and its value, each in a cell of its own.
  bool is_labelled(int line) const {
    const std::vector<LayoutPiece>& pieces = text_.lines[static_cast<size_t>(line)].pieces;
    return pieces.size() == 2 && !pieces.back().glued && labels_.find(text_, line, line + 1, kFieldLabel).size() == 1 && pieces.back().key.find(U':') == std::u32string::npos;
  }

  bool is_unit_or_year(int line) const {
    const std::string text = canonical_line(line);
    if (text.size() > kMaxTitleBytes) return false;
    const bool colon = (text.find(':') != text.npos || text.find("：") != text.npos) && !is_labelled(line);
    return std::any_of(patterns_.begin(), patterns_.end(), [&](const Patterns& p) {
      return (colon && RE2::FullMatch(text, *p.unit_line)) || (!p.year_line->pattern().empty() && RE2::FullMatch(text, *p.year_line));
    });
  }

  // First line of the title that ends with the line, if one does.
  std::optional<int> title_ending(int last, int from) const {
    std::optional<int> first;
    for (size_t f = 0; f < forms_.size(); ++f) {
      std::string joined;
      for (int line = last; line >= from && last - line < std::max(1, forms_[f].title_max_lines); --line) {
        const std::string own = canonical_line(line);
        if (line < last && own.ends_with("。")) break;   // running text above a title
        joined.insert(0, own);
        if (joined.size() > kMaxTitleBytes) break;
        const RE2& pattern = *patterns_[f].title;
        re2::StringPiece groups[8];
        const int count = std::min(8, pattern.NumberOfCapturingGroups() + 1);
        const bool match = pattern.ok() && pattern.Match(joined, 0, joined.size(), RE2::ANCHOR_BOTH, groups, count);
        const auto named = pattern.NamedCapturingGroups().find("index");
        const bool numbered = match && named != pattern.NamedCapturingGroups().end() && named->second < count && !groups[named->second].empty();
        if (match && (!first || (numbered && line < *first))) first = line;
        if (numbered || text_.lines[static_cast<size_t>(line)].page_start) break;
      }
    }
    return first;
  }

  // Whether a label of a form's head begins within the next lines.
  bool has_label(int line) const {
    const int last = std::min(line + kLabelBelowTitle, static_cast<int>(text_.lines.size()));
    const std::vector<LayoutLabel> found = labels_.find(text_, line, last, kFieldLabel);
    return std::any_of(found.begin(), found.end(), [&](const LayoutLabel& label) {
      return label.pieces.front() == &text_.lines[static_cast<size_t>(label.first)].pieces.front();
    });
  }

  // The first line of the head below a title that ends on the line.
  std::optional<int> head_below(int title_last, int from) const {
    if (canonical_line(title_last).find("表") == std::string::npos && !is_unit_or_year(title_last)) return std::nullopt;
    if (!title_ending(title_last, from)) return std::nullopt;
    int head = title_last + 1;
    const int count = static_cast<int>(text_.lines.size());
    while (head < count && head <= title_last + 2 && is_unit_or_year(head)) ++head;
    return head < count && (has_label(head) || listing_header(text_, head, count, words_)) ? std::optional(head) : std::nullopt;
  }

  std::optional<int> head_from(int from) const {
    if (!unknown_.empty()) {
      const auto next = std::find_if(unknown_.begin(), unknown_.end(), [&](const UnknownLayoutForm& form) { return form.head >= from; });
      return next == unknown_.end() ? std::nullopt : std::optional(next->head);
    }
    for (int line = from; line < static_cast<int>(text_.lines.size()); ++line) {
      if (const auto head = head_below(line, from)) return head;
    }
    return std::nullopt;
  }

  // The line after the form's last one: the next form's title begins, or a page with a caption of the running text.
  int end_of_form(int head) const {
    const int count = static_cast<int>(text_.lines.size());
    if (!unknown_.empty()) {
      const auto next = std::find_if(unknown_.begin(), unknown_.end(), [&](const UnknownLayoutForm& form) { return form.head > head; });
      return next == unknown_.end() ? count : next->title;
    }
    for (int line = head; line < count; ++line) {
      if (text_.lines[static_cast<size_t>(line)].page_start) {
        const std::string text = canonical_line(line);
        for (const Form& form : forms_) {
          const auto& captions = form.overall.captions;
          if (std::find(captions.begin(), captions.end(), text) != captions.end()) return line;
        }
      }
      if (head_below(line, head)) return *title_ending(line, head);
    }
    return count;
  }

  LayoutText text_;
  const std::vector<Form>& forms_;
  LabelWordsOfForms labels_;
  LevelNames levels_;
  RE2 target_;
  LayoutWords words_;
  std::vector<Patterns> patterns_;
  std::vector<UnknownLayoutForm> unknown_;   // where these are read
};

LayoutText text_with_heads(const DumpLines& lines, std::string_view text, const std::vector<Form>& forms) {
  std::vector<std::unique_ptr<RE2>> titles;
  for (const Form& form : forms) titles.push_back(std::make_unique<RE2>(form.title_pattern, RE2::Quiet));
  const LabelWordsOfForms labels(forms);
  const auto is_form = [&](const std::string& line) {
    const std::string head = canonical(line);
    return labels.is_header(line) || std::any_of(titles.begin(), titles.end(), [&](const auto& title) { return title->ok() && RE2::FullMatch(head, *title); });
  };
  return layout_text(lines, text, is_form);
}

}  // namespace

std::vector<TextLine> read_layout(const DumpLines& lines, std::string_view text, const DumpOptions& options, const std::vector<Form>& forms,
                                  const BlockSink& sink) {
  LayoutReader reader(text_with_heads(lines, text, forms), options, forms);
  reader.read(sink);
  return reader.text().running;
}

std::optional<std::vector<TextLine>> read_unknown_layout(const DumpLines& lines, std::string_view text, const DumpOptions& options, const std::vector<Form>& forms,
                                                         const BlockSink& sink) {
  LayoutReader reader(text_with_heads(lines, text, forms), options, forms);
  if (!reader.find_unknown()) return std::nullopt;
  reader.read(sink);
  return reader.text().running;
}

}  // namespace budgetlift
