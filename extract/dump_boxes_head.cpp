#include "extract/dump_boxes_head.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "extract/dump_boxes_amounts.h"
#include "extract/dump_boxes_pieces.h"
#include "extract/dump_boxes_schedule.h"
#include "extract/dump_boxes_tasks.h"
#include "extract/dump_boxes_texts.h"
#include "schemas/canonical.h"
#include "schemas/label_key.h"

namespace budgetlift {
namespace {

constexpr const char* kAmbiguous = "ambiguous-cells";
constexpr size_t kCode = 21;        // characters of a project's code
constexpr double kFull = 2.5;       // full-width characters that a full line may lack to the widest one
constexpr double kProse = 20;       // full-width characters from which the widest line says how wide texts are

// A head whose values but one tell by their kinds which fields they are of, and the title has the name.
bool is_one_text(const Form& form) {
  if (form.title_ending.empty()) return false;
  int texts = 0;
  for (const FormField& field : form.fields) {
    if (!field.under.empty() || field.kind == "unit" || field.kind == "rows") return false;
    texts += field.kind == "text" && field.key != "/project/name";
  }
  return texts <= 1;
}

class HeadReader {
 public:
  HeadReader(std::vector<HeadPiece> pieces, const Form& form, const CharPairs& pairs) : form_(form), pairs_(pairs), pieces_(std::move(pieces)) {}

  BoxHead read(const std::string& title) {
    std::vector<int> pages;
    for (const HeadPiece& piece : pieces_) {
      for (const TextLine& line : piece.lines) {
        if (std::find(pages.begin(), pages.end(), line.page) == pages.end()) pages.push_back(line.page);
      }
    }
    code();
    name(title);
    tasks();
    unit_of_amounts();
    amounts();
    schedule();
    if (is_one_text(form_)) texts();
    else seats();
    unlabelled();
    for (const HeadPiece& piece : pieces_) {
      if (piece.kind != HeadKind::used && piece.kind != HeadKind::label) table_.stray.insert(table_.stray.end(), piece.lines.begin(), piece.lines.end());
    }
    table_.rows = row_;
    table_.columns = 3;
    for (const Cell& cell : table_.cells) table_.columns = std::max(table_.columns, cell.column + cell.column_span);
    for (int page : pages) table_.regions.push_back({page, std::nullopt});
    out_.table = std::move(table_);
    return std::move(out_);
  }

 private:
  Cell& put(int row, int column, std::vector<TextLine> lines) {
    Cell cell;
    cell.row = row;
    cell.column = column;
    cell.page = lines.empty() ? 1 : lines.front().page;
    cell.lines = std::move(lines);
    table_.cells.push_back(std::move(cell));
    return table_.cells.back();
  }

  HeadPiece* label_of(std::string_view key) {
    for (HeadPiece& piece : pieces_) {
      if (piece.kind != HeadKind::label) continue;
      for (const FormField* field : piece.fields) {
        if (field->key == key) return &piece;
      }
    }
    return nullptr;
  }

  // A row with the field's label and, if any, a value.
  Cell* put_field(const HeadPiece& label, const std::vector<HeadPiece*>& value) {
    put(row_, 1, label.lines);
    std::vector<TextLine> lines;
    for (HeadPiece* piece : value) {
      lines.insert(lines.end(), piece->lines.begin(), piece->lines.end());
      piece->kind = HeadKind::used;
    }
    Cell* cell = value.empty() ? nullptr : &put(row_, 2, std::move(lines));
    ++row_;
    return cell;
  }

  static void doubt(Cell* cell, const char* why) {
    if (cell) cell->doubts.push_back({kAmbiguous, why});
  }

  void code() {
    HeadPiece* label = nullptr;
    for (const FormField& field : form_.fields) {
      if (field.kind == "code") label = label_of(field.key);
    }
    if (!label) return;
    std::vector<HeadPiece*> value;
    size_t length = 0;
    static const RE2 rest("[0-9A-Z]{1,12}");
    for (HeadPiece& piece : pieces_) {
      if (value.empty() ? piece.kind != HeadKind::code : piece.kind == HeadKind::label || piece.kind == HeadKind::used || !RE2::FullMatch(encode_utf8(piece.key), rest)) continue;
      if (length + piece.key.size() > kCode) continue;
      value.push_back(&piece);
      length += piece.key.size();
      if (length == kCode) break;
    }
    Cell* cell = put_field(*label, value);
    if (length != kCode) doubt(cell, "not all of the code was found");
  }

  // The pieces that together are `text`; they may stand in any order.
  std::vector<HeadPiece*> pieces_of(const std::u32string& text) {
    std::vector<HeadPiece*> out;
    for (size_t at = 0; at < text.size();) {
      HeadPiece* longest = nullptr;
      for (HeadPiece& piece : pieces_) {
        if (piece.kind == HeadKind::label || piece.kind == HeadKind::used || text.compare(at, piece.key.size(), piece.key) != 0) continue;
        if (std::find(out.begin(), out.end(), &piece) == out.end() && (!longest || piece.key.size() > longest->key.size())) longest = &piece;
      }
      if (!longest) return {};
      out.push_back(longest);
      at += longest->key.size();
    }
    return out;
  }

  void name(const std::string& title) {
    HeadPiece* label = label_of("/project/name");
    if (!label || form_.title_ending.empty()) return;
    std::u32string text = key_text(title);
    const std::u32string ending = key_text(form_.title_ending);
    if (text.size() > ending.size() && text.compare(text.size() - ending.size(), ending.size(), ending) == 0) text.resize(text.size() - ending.size());
    std::vector<HeadPiece*> value = pieces_of(text);
    // The title's number.
    static const RE2 number(R"(^\d{1,4}[.．、])");
    std::string plain = title;
    if (value.empty() && RE2::Replace(&plain, number, "")) {
      text = key_text(plain);
      if (text.size() > ending.size()) text.resize(text.size() - ending.size());
      value = pieces_of(text);
    }
    put_field(*label, value);
    named_ = !value.empty();
  }

  void tasks() {
    for (const FormField& field : form_.fields) {
      const HeadPiece* label = field.kind == "rows" ? label_of(field.key) : nullptr;
      if (!label) continue;
      BoxTasks tasks = read_box_tasks(pieces_, field, pairs_);
      if (tasks.rows == 0) continue;
      put(row_, 0, label->lines).row_span = tasks.rows;
      for (Cell& cell : tasks.cells) {
        cell.row += row_;
        cell.column += 1;
        table_.cells.push_back(std::move(cell));
      }
      row_ += tasks.rows;
    }
  }

  // A group's label says what unit the amounts have.
  void unit_of_amounts() {
    for (const HeadPiece& piece : pieces_) {
      if (piece.kind == HeadKind::label && piece.fields.empty() && !label_key(folded(canonical(piece.text))).unit.empty()) put(row_, 0, piece.lines);
    }
  }

  void amounts() {
    const AmountPairs all = pair_amounts(pieces_, form_);
    std::vector<AmountPair> pairs = all.pairs;
    std::sort(pairs.begin(), pairs.end(), [](const AmountPair& a, const AmountPair& b) { return a.field < b.field; });
    for (const AmountPair& pair : pairs) {
      Cell* cell = put_field(pieces_[pair.label], pair.value < 0 ? std::vector<HeadPiece*>() : std::vector<HeadPiece*>{&pieces_[static_cast<size_t>(pair.value)]});
      if (all.sure) continue;
      if (!cell) cell = &put(row_ - 1, 2, {});
      doubt(cell, "the amounts do not pair up with their labels");
    }
  }

  // Texts of several fields, told apart by their kinds and their order.
  void seats() {
    const std::vector<HeadSeat> seats = seat_texts(pieces_, form_, pairs_);
    out_.taller = taller_text(pieces_, seats);
    for (const FormField& field : form_.fields) {
      if (field.kind != "text" && field.kind != "unit" && field.kind != "goals") continue;
      const HeadPiece* label = label_of(field.key);
      if (!label) continue;
      std::vector<HeadPiece*> value;
      bool sure = true;
      for (size_t i = 0; i < seats.size(); ++i) {
        if (seats[i].field != &field) continue;
        value.push_back(&pieces_[i]);
        sure = sure && seats[i].sure;
      }
      Cell* cell = put_field(*label, value);
      if (cell && field.kind == "goals") join_paragraph(*cell);
      if (cell && out_.taller && (&field == out_.taller->first || &field == out_.taller->second)) out_.side_by_side.push_back(static_cast<size_t>(cell - table_.cells.data()));
      if (!cell) doubt(&put(row_ - 1, 2, {}), "no text was found for the label");
      if (!sure) doubt(cell, "the text's order does not say for sure which label this belongs to");
    }
  }

  // Goals without numbers are one paragraph, however its lines end.
  static void join_paragraph(Cell& cell) {
    for (const TextLine& line : cell.lines) {
      if (item_number(key_text(line.text)) > 0) return;
    }
    for (size_t i = 1; i < cell.lines.size(); ++i) cell.lines.front().text += cell.lines[i].text;
    if (cell.lines.size() > 1) cell.lines.resize(1);
  }

  void schedule() {
    HeadPiece* label = nullptr;
    for (const FormField& field : form_.fields) {
      if (field.kind == "schedule") label = label_of(field.key);
    }
    if (!label) return;
    const BoxSchedule steps_of = read_box_schedule(pieces_);
    if (!steps_of.dates.empty()) first_date_ = static_cast<size_t>(steps_of.first - pieces_.data());
    put(row_, 1, label->lines).row_span = 2;
    if (steps_of.dates.empty()) doubt(&put(row_, 2, {}), "no dates were found");
    for (const auto* steps : {&steps_of.dates, &steps_of.percents}) {
      int column = 2;
      for (HeadPiece* piece : *steps) {
        Cell& cell = put(row_, column++, piece->lines);
        if (!steps_of.sure) doubt(&cell, "the dates and percentages do not pair up");
        piece->kind = HeadKind::used;
      }
      ++row_;
    }
  }

  // A label that the form never lacks may be torn in a way that nobody can put together.
  void unlabelled() {
    for (const FormField& field : form_.fields) {
      if (!field.optional && !label_of(field.key)) table_.doubts.push_back({kAmbiguous, "no label was found for " + field.key});
    }
  }

  // What is left are the text and the goals, one after the other.
  void texts() {
    const FormField *text = nullptr, *goals = nullptr;
    for (const FormField& field : form_.fields) {
      if (field.kind == "text" && field.key != "/project/name") text = &field;
      if (field.kind == "goals") goals = &field;
    }
    std::vector<HeadPiece*> left;
    double widest = 0;
    for (HeadPiece& piece : pieces_) {
      if (piece.kind != HeadKind::text) continue;
      left.push_back(&piece);
      widest = std::max(widest, text_width(piece.text));
    }
    size_t cut = left.size();
    bool numbered = false;
    for (size_t i = 0; i < left.size() && !numbered; ++i) {
      if (item_number(left[i]->key) == 1) cut = i, numbered = true;
    }
    if (!numbered) {
      for (size_t i = left.size(); i-- > 0;) {
        if (static_cast<size_t>(left[i] - pieces_.data()) > first_date_) cut = i;
      }
    }
    int expected = 1;
    bool in_order = true;
    for (size_t i = cut; i < left.size(); ++i) {
      const int number = item_number(left[i]->key);
      if (numbered && number > 0) in_order = in_order && number == expected++;
    }
    const auto full = [&](size_t i) { return text_width(left[i]->text) + kFull > widest; };
    // A text whose last line is full may go on in the next one's first.
    bool sure = numbered ? in_order : cut == 0 || widest < kProse || !full(cut - 1);
    for (size_t i = 0; i < left.size(); ++i) {
      const bool ends = i + 1 == cut || i + 1 == left.size() || (i + 1 > cut && item_number(left[i + 1]->key) > 0);
      if (!ends && widest >= kProse && !full(i) && (i < cut || !numbered || left[i + 1]->whole)) sure = false;
    }
    if (!named_) sure = false;   // the name stands among them
    HeadPiece* label = text ? label_of(text->key) : nullptr;
    std::vector<HeadPiece*> first(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(cut)), second(left.begin() + static_cast<std::ptrdiff_t>(cut), left.end());
    const char* why = "where the text ends and the goals begin is not certain";
    if (label) {
      Cell* cell = put_field(*label, first);
      if (!sure) doubt(cell, why);
    }
    label = goals ? label_of(goals->key) : nullptr;
    if (!label) return;
    Cell* cell = put_field(*label, second);
    if (cell) join_paragraph(*cell);
    if (!sure) doubt(cell, why);
  }

  const Form& form_;
  const CharPairs& pairs_;
  std::vector<HeadPiece> pieces_;
  size_t first_date_ = static_cast<size_t>(-1);
  bool named_ = false;
  int row_ = 0;
  Table table_;
  BoxHead out_;
};

}  // namespace

BoxHead read_box_head(const std::vector<StreamLine>& lines, const std::vector<size_t>& head, const std::string& title, const Form& form,
                    const BoxStyle& style, const CharPairs& pairs) {
  return HeadReader(head_pieces(lines, head, form, style), form, pairs).read(title);
}

}  // namespace budgetlift
