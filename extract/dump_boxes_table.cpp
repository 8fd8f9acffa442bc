#include "extract/dump_boxes_table.h"

#include <algorithm>
#include <map>
#include <set>

#include "extract/dump_boxes_brackets.h"
#include "extract/dump_boxes_names.h"
#include "extract/dump_boxes_pieces.h"
#include "extract/dump_stream_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kListed = 4;       // labels of projects' columns that a listing has
constexpr double kOneProject = 1.2; // how much likelier a form is than a listing where one project is seen

// The texts between the spaces of a line.
std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> out;
  for (size_t at = 0; at < line.size();) {
    const size_t end = std::min(line.find(' ', at), line.size());
    if (end > at) out.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

const FormColumn* column_of(const Form& form, const std::u32string& key) {
  for (const FormColumn& column : form.columns) {
    for (const std::string& label : column.labels) {
      if (key_text(label) == key) return &column;
    }
  }
  return nullptr;
}

// How well the form's labels are those that are printed: how much of the text they cover, and how many of those that it never lacks
// are there.
double fit_of(const std::vector<StreamLine>& lines, const BoxPlace& place, const Form& form, const BoxStyle& style) {
  std::set<const FormField*> shown;
  std::set<const FormColumn*> columns;
  double covered = 0;
  for (const HeadPiece& piece : head_pieces(lines, place.rest, form, style)) {
    const FormColumn* column = column_of(form, piece.key);
    if (piece.kind != HeadKind::label && !column) continue;
    covered += static_cast<double>(piece.key.size());
    shown.insert(piece.fields.begin(), piece.fields.end());
    if (column) columns.insert(column);
  }
  double own = 0, found = static_cast<double>(columns.size());
  for (const FormField& field : form.fields) own += !field.optional, found += !field.optional && shown.count(&field);
  for (const FormColumn& column : form.columns) own += !column.optional || columns.count(&column);
  if (form.listing) {
    // It may lack nearly all of them, but has some.
    own += kListed;
    found += static_cast<double>(std::min(kListed, shown.size()));
  }
  return own > 0 ? covered * found / own : 0;
}

// The lines of the schedule's steps, also those that stand among the rows: dates with a percentage behind each, up to all of it.
std::set<size_t> schedule_of(const std::vector<StreamLine>& lines, const BoxPlace& place, const Form& form) {
  std::set<size_t> out;
  if (std::none_of(form.fields.begin(), form.fields.end(), [](const FormField& field) { return field.kind == "schedule"; })) return out;
  std::map<int, size_t> steps;   // by their months
  for (size_t n = 0; n + 1 < place.rest.size(); ++n) {
    const size_t i = place.rest[n], below = place.rest[n + 1];
    if (head_kind(lines[i].text) != HeadKind::step || head_kind(lines[below].text) != HeadKind::percent) continue;
    if (below == i + 1 && lines[i].page == lines[below].page) steps.emplace(step_month(key_text(lines[i].text)), i);
  }
  double last = -1;
  for (const auto& [month, i] : steps) {
    const double percent = amount_of(key_text(lines[i + 1].text));
    if (percent < last) return {};
    last = percent;
    out.insert({i, i + 1});
  }
  return last == 100 ? out : std::set<size_t>();
}

BoxSort sort_of(const FormColumn& column) {
  if (column.kind == "level1") return BoxSort::level1;
  if (column.kind == "level2") return BoxSort::level2;
  if (column.kind == "target") return BoxSort::target;
  return column.key == "level3" ? BoxSort::name : column.key == "description" ? BoxSort::text : BoxSort::basis;
}

// A group's label that is the rest of a level's name ("指标" below "经济成本") is that; what no form knows, but stands between labels
// again and again, is a label.
void free_labels(std::vector<HeadPiece>& pieces, const DumpWords& words) {
  constexpr size_t kAway = 12;   // pieces
  const auto is_name = [&](const std::u32string& key) {
    const auto in = [&](const auto& names) { return std::find(names.begin(), names.end(), key) != names.end(); };
    return in(words.level1()) || in(words.level2());
  };
  std::set<size_t> begun;
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].kind != HeadKind::label || !pieces[i].fields.empty()) continue;
    for (size_t k = i; k > 0 && i - k < kAway; --k) {
      if (pieces[k - 1].kind != HeadKind::text || !is_name(pieces[k - 1].key + pieces[i].key) || !begun.insert(k - 1).second) continue;
      pieces[i].kind = HeadKind::text;
      break;
    }
  }
  std::map<std::u32string, std::vector<size_t>> between;
  for (size_t i = 1; i + 1 < pieces.size(); ++i) {
    if (pieces[i].kind == HeadKind::text && pieces[i - 1].kind == HeadKind::label && pieces[i + 1].kind == HeadKind::label) between[pieces[i].key].push_back(i);
  }
  for (const auto& [key, places] : between) {
    for (size_t i : places) if (places.size() > 1) pieces[i].kind = HeadKind::label;
  }
}

// What names of units of one place begin with: the title and the line beside it name one; the commoner one of the two.
std::u32string place_name(const std::vector<StreamLine>& lines, const BoxPlace& place, const std::vector<HeadPiece>& pieces) {
  constexpr size_t kSame = 3;   // characters
  std::vector<std::string> texts(1);
  for (size_t i : place.title) texts.front() += lines[i].text;
  for (size_t i : place.unit) {
    const std::string text = lines[i].text.substr(0, lines[i].text.find(' '));
    texts.push_back(text);
    for (const char* colon : {"：", ":"}) {
      if (const size_t at = text.find(colon); at != text.npos) texts.push_back(text.substr(at + std::string(colon).size()));
    }
  }
  std::u32string out;
  std::ptrdiff_t most = 0;
  for (const std::string& text : texts) {
    const std::u32string name = key_text(text).substr(0, kSame);
    const auto count = std::count_if(pieces.begin(), pieces.end(), [&](const HeadPiece& piece) { return piece.kind == HeadKind::text && piece.key.starts_with(name); });
    if (name.size() == kSame && count > most) most = count, out = name;
  }
  return out;
}

// The pieces of a listing that are no project's are its indicators'.
void list(BoxTable& out, const std::vector<StreamLine>& lines, const BoxPlace& place, const DumpWords& words, const RE2& target, const BoxStyle& style) {
  std::vector<HeadPiece> pieces = head_pieces(lines, place.rest, *out.form, style);
  free_labels(pieces, words);
  constexpr size_t kLeastPart = 3;   // characters of a part of an indicator's name
  const auto of_row = [&](const HeadPiece& piece) {
    for (const auto* names : {&words.level1(), &words.level2()}) {
      for (const std::u32string& name : *names) {
        if (name == piece.key || (piece.key.size() >= kLeastPart && piece.key.size() < name.size() && (name.starts_with(piece.key) || name.ends_with(piece.key)))) return true;
      }
    }
    return RE2::FullMatch(folded(encode_utf8(piece.key)), target);
  };
  out.listing = take_projects(pieces, *out.form, of_row, [&](const HeadPiece& piece) {
    return std::find(words.level1().begin(), words.level1().end(), piece.key) != words.level1().end();
  });
  const std::u32string of_place = place_name(lines, place, pieces);
  int page = 0;
  for (const HeadPiece& own : pieces) {
    if (own.kind == HeadKind::used || own.lines.empty()) continue;
    BoxPiece piece;
    piece.raw = decode_utf8(own.text);
    piece.key = own.key;
    for (const TextLine& line : own.lines) {
      const auto at = std::lower_bound(lines.begin(), lines.end(), line.line, [](const StreamLine& one, int number) { return one.line < number; });
      piece.lines.push_back(static_cast<size_t>(at - lines.begin()));
      piece.width = std::max(piece.width, text_width(line.text));
    }
    piece.line = piece.lines.back();
    piece.page = own.lines.front().page;
    piece.page_start = piece.page != page;
    page = piece.page;
    piece.in_line = own.bound && !out.pieces.empty() && out.pieces.back().line == piece.line;
    piece.in_box = !own.bound && !begins_box(lines, piece.lines.front());
    piece.whole = own.whole;
    piece.beside = own.beside;
    piece.item = item_number(piece.key);
    piece.of_place = !of_place.empty() && piece.key.starts_with(of_place);
    piece.elsewhere = !of_place.empty() && !piece.of_place;
    out.pieces.push_back(std::move(piece));
  }
}

}  // namespace

std::optional<BoxTable> box_table(const std::vector<StreamLine>& lines, const BoxPlace& place, const DumpWords& words, const std::vector<Form>& forms, const RE2& target,
                                  const BoxStyle& style) {
  BoxTable out;
  double best = 0;
  bool listing = false;
  for (const Form& form : forms) {
    const double fit = fit_of(lines, place, form, style) * (!form.listing && place.projects == 1 ? kOneProject : 1);
    if (fit > best) best = fit, out.form = &form, listing = form.listing;
  }
  if (!out.form || (!listing && place.projects > 1)) return std::nullopt;
  std::map<const FormColumn*, std::u32string> found;
  bool below = false;
  int page = 0;
  // Labels may stand in parts, and those of the head anywhere.
  std::multimap<int, std::u32string> labels, column_labels;
  std::set<std::u32string> block_labels;
  for (const HeadPiece& piece : head_pieces(lines, place.rest, *out.form, style)) {
    if (piece.kind != HeadKind::label) continue;
    const FormColumn* column = column_of(*out.form, piece.key);
    if (column) found[column] = decode_utf8(piece.text);
    else if (piece.fields.empty()) block_labels.insert(piece.key);
    for (const TextLine& line : piece.lines) (column ? column_labels : labels).emplace(line.line, key_text(line.text));
  }
  const auto is_label = [](const auto& of, const StreamLine& line, const std::u32string& key) {
    const auto [first, last] = of.equal_range(line.line);
    return std::any_of(first, last, [&](const auto& one) { return one.second == key; });
  };
  if (listing) list(out, lines, place, words, target, style);
  const std::set<size_t> steps = listing ? std::set<size_t>() : schedule_of(lines, place, *out.form);
  for (size_t n = 0; n < place.rest.size() && !listing; ++n) {
    const size_t i = place.rest[n];
    const StreamLine& line = lines[i];
    if (!below && !is_label(column_labels, line, key_text(split(line.text).front()))) {
      out.head.push_back(i);
      continue;
    }
    below = true;
    if (is_label(labels, line, key_text(line.text)) || steps.count(i)) {
      out.head.push_back(i);
      continue;
    }
    // A cell that is a box of several lines is one piece.
    if (style.whole_cells && n > 0 && !out.pieces.empty() && !begins_box(lines, i) && out.pieces.back().whole && out.pieces.back().line == i - 1 &&
        split(line.text).size() == 1) {
      BoxPiece& piece = out.pieces.back();
      piece.raw += decode_utf8(line.text);
      piece.key += key_text(line.text);
      piece.line = i;
      piece.lines.push_back(i);
      piece.width = std::max(piece.width, text_width(line.text));
      continue;
    }
    const size_t from = out.pieces.size();
    bool first = true;
    char32_t before = 0;
    for (const std::string& text : split(line.text)) {
      BoxPiece piece;
      piece.raw = decode_utf8(text);
      piece.key = key_text(text);
      piece.line = i;
      if (is_label(column_labels, line, piece.key)) {
        before = piece.raw.back();
        continue;
      }
      if (is_label(labels, line, piece.key)) continue;
      piece.page = line.page;
      piece.page_start = line.page != page;
      page = line.page;
      piece.in_line = !first;
      piece.maybe_one = !first && may_be_inside(before, piece.raw.front(), style);
      piece.in_box = first && !begins_box(lines, i);
      piece.lines = {i};
      for (char32_t c : piece.raw) piece.width += glyph_width(c);
      before = piece.raw.back();
      first = false;
      out.pieces.push_back(std::move(piece));
    }
    if (style.whole_cells && out.pieces.size() == from + 1 && !out.pieces.back().in_line && begins_box(lines, i)) out.pieces.back().whole = true;
  }
  std::set<BoxSort> sorts;
  // Tables side by side have the same columns but for the first level.
  std::vector<const std::u32string*> groups;
  for (const FormBlock& block : out.form->blocks) {
    const auto it = std::find_if(block_labels.begin(), block_labels.end(), [&](const std::u32string& label) {
      return std::any_of(block.labels.begin(), block.labels.end(), [&](const std::string& one) { return key_text(one) == label; });
    });
    if (it != block_labels.end()) groups.push_back(&*it);
  }
  if (groups.size() > 1) for (const std::u32string* group : groups) out.groups.push_back(*group);
  for (int block = 0; block < static_cast<int>(std::max<size_t>(1, out.groups.size())); ++block) {
    for (const FormColumn& column : out.form->columns) {
      const auto it = found.find(&column);
      if (it == found.end() || (block > 0 && column.kind == "level1")) continue;
      out.columns.push_back(&column);
      out.sorts.push_back(sort_of(column));
      out.blocks.push_back(column.kind == "level1" ? -1 : block);
      out.labels.push_back(it->second);
      out.key += it->second + U"|";
      sorts.insert(out.sorts.back());
    }
  }
  if (listing) {
    for (const BoxListing::Column& column : out.listing->open()) {
      out.sorts.push_back(column.field->kind == "goals" ? BoxSort::goal : column.field->key == "/project/name" ? BoxSort::project : BoxSort::unit);
      out.blocks.push_back(1);
      out.key += key_text(column.label) + U"|";
    }
  }
  if (!sorts.count(BoxSort::level2) || !sorts.count(BoxSort::name) || !sorts.count(BoxSort::target) || out.pieces.empty()) return std::nullopt;
  for (BoxPiece& piece : out.pieces) piece.target = RE2::FullMatch(folded(encode_utf8(piece.key)), target);
  close_brackets(out.pieces);
  find_names(out.pieces, words);
  return out;
}

}  // namespace budgetlift
