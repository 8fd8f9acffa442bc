#include "extract/dump_boxes_head.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr const char* kAmbiguous = "ambiguous-cells";
constexpr size_t kNextPart = 8;     // pieces in which a wrapped label goes on
constexpr size_t kCode = 21;        // characters of a project's code
constexpr double kFull = 2.5;       // full-width characters that a full line may lack to the widest one
constexpr double kProse = 20;       // full-width characters from which the widest line says how wide texts are

enum class Kind { label, code, amount, date, percent, text, used };

struct Piece {
  std::string text;
  std::u32string key;
  size_t line = 0;
  Kind kind = Kind::text;
  const FormField* field = nullptr;   // of a label
};

Kind kind_of(const std::string& text) {
  static const RE2 code(R"(\d{8}[A-Z][0-9A-Z]{3,12})"), amount(R"(-?\d[\d,]*(?:\.\d+)?)"), percent(R"(\d{1,3}(?:\.\d+)?%)"),
      date(R"((?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:底|末|份)?(?:之?前)?|第?[一二三四1-4]季度[底末]?)");
  std::string plain = folded(text);
  std::erase(plain, ' ');
  if (RE2::FullMatch(plain, code)) return Kind::code;
  if (RE2::FullMatch(plain, amount)) return Kind::amount;
  if (RE2::FullMatch(plain, percent)) return Kind::percent;
  if (RE2::FullMatch(plain, date)) return Kind::date;
  return Kind::text;
}

class HeadReader {
 public:
  HeadReader(const std::vector<StreamLine>& lines, const std::vector<size_t>& head, const Form& form)
      : lines_(lines), form_(form) {
    for (size_t i : head) cut(i);
    join_labels();
  }

  Table read(const std::string& title) {
    code();
    name(title);
    amounts();
    schedule();
    texts();
    for (const Piece& piece : pieces_) {
      if (piece.kind != Kind::used && piece.kind != Kind::label) table_.stray.push_back(line_of(piece));
    }
    table_.rows = row_;
    table_.columns = 3;
    for (const Cell& cell : table_.cells) table_.columns = std::max(table_.columns, cell.column + 1);
    std::vector<int> pages;
    for (const Piece& piece : pieces_) {
      const int page = lines_[piece.line].page;
      if (std::find(pages.begin(), pages.end(), page) == pages.end()) pages.push_back(page);
    }
    for (int page : pages) table_.regions.push_back({page, std::nullopt});
    return std::move(table_);
  }

 private:
  const FormField* field_of(const std::string& text) const {
    const std::u32string key = key_text(text);
    for (const FormField& field : form_.fields) {
      for (const std::string& label : field.labels) {
        if (key_text(label) == key) return &field;
      }
    }
    return nullptr;
  }

  bool is_label(const std::string& text) const {
    if (field_of(text)) return true;
    return std::any_of(form_.groups.begin(), form_.groups.end(), [&](const std::string& group) { return key_text(group) == key_text(text); });
  }

  // A line is labels and what stands between them.
  void cut(size_t line) {
    std::string open;
    const auto close = [&] {
      if (!open.empty()) pieces_.push_back({open, key_text(open), line, kind_of(open), nullptr});
      open.clear();
    };
    const std::string& text = lines_[line].text;
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find(' ', at), text.size());
      const std::string word = text.substr(at, end - at);
      at = end + 1;
      if (word.empty()) continue;
      if (is_label(word)) {
        close();
        pieces_.push_back({word, key_text(word), line, Kind::label, field_of(word)});
      } else if (open.empty() && pieces_.size() > 0 && pieces_.back().line == line && pieces_.back().kind == Kind::label) {
        open = word;
      } else {
        open += (open.empty() ? "" : " ") + word;
      }
    }
    close();
  }

  // A label in a narrow cell stands in two pieces, with others between.
  void join_labels() {
    for (size_t i = 0; i < pieces_.size(); ++i) {
      Piece& first = pieces_[i];
      if (first.kind != Kind::text && first.kind != Kind::label) continue;
      for (size_t k = i + 1; k < std::min(pieces_.size(), i + 1 + kNextPart); ++k) {
        Piece& second = pieces_[k];
        if ((second.kind != Kind::text && second.kind != Kind::label) || !is_label(first.text + second.text)) continue;
        first.text += second.text;
        first.key += second.key;
        first.kind = Kind::label;
        first.field = field_of(first.text);
        second.kind = Kind::used;
        break;
      }
    }
  }

  TextLine line_of(const Piece& piece) const {
    TextLine line = text_line(lines_[piece.line]);
    line.text = piece.text;
    return line;
  }

  Cell& put(int row, int column, std::vector<TextLine> lines) {
    Cell cell;
    cell.row = row;
    cell.column = column;
    cell.page = lines.empty() ? 1 : lines.front().page;
    cell.lines = std::move(lines);
    table_.cells.push_back(std::move(cell));
    return table_.cells.back();
  }

  Piece* label_of(std::string_view key) {
    for (Piece& piece : pieces_) {
      if (piece.kind == Kind::label && piece.field && piece.field->key == key) return &piece;
    }
    return nullptr;
  }

  // A row with the field's label and, if any, a value.
  Cell* put_field(const Piece& label, const std::vector<Piece*>& value) {
    put(row_, 1, {line_of(label)});
    std::vector<TextLine> lines;
    for (Piece* piece : value) lines.push_back(line_of(*piece)), piece->kind = Kind::used;
    Cell* cell = value.empty() ? nullptr : &put(row_, 2, std::move(lines));
    ++row_;
    return cell;
  }

  static void doubt(Cell* cell, const char* why) {
    if (cell) cell->doubts.push_back({kAmbiguous, why});
  }

  void code() {
    Piece* label = nullptr;
    for (const FormField& field : form_.fields) {
      if (field.kind == "code") label = label_of(field.key);
    }
    if (!label) return;
    std::vector<Piece*> value;
    size_t length = 0;
    static const RE2 rest("[0-9A-Z]{1,12}");
    for (Piece& piece : pieces_) {
      if (value.empty() ? piece.kind != Kind::code : piece.kind == Kind::label || piece.kind == Kind::used || !RE2::FullMatch(encode_utf8(piece.key), rest)) continue;
      if (length + piece.key.size() > kCode) continue;
      value.push_back(&piece);
      length += piece.key.size();
      if (length == kCode) break;
    }
    Cell* cell = put_field(*label, value);
    if (length != kCode) doubt(cell, "not all of the code was found");
  }

  // The pieces that together are `text`; they may stand in any order.
  std::vector<Piece*> pieces_of(const std::u32string& text) {
    std::vector<Piece*> out;
    for (size_t at = 0; at < text.size();) {
      Piece* longest = nullptr;
      for (Piece& piece : pieces_) {
        if (piece.kind == Kind::label || piece.kind == Kind::used || text.compare(at, piece.key.size(), piece.key) != 0) continue;
        if (std::find(out.begin(), out.end(), &piece) == out.end() && (!longest || piece.key.size() > longest->key.size())) longest = &piece;
      }
      if (!longest) return {};
      out.push_back(longest);
      at += longest->key.size();
    }
    return out;
  }

  void name(const std::string& title) {
    Piece* label = label_of("/project/name");
    if (!label) return;
    std::u32string text = key_text(title);
    const std::u32string ending = key_text(form_.title_ending);
    if (text.size() > ending.size() && text.compare(text.size() - ending.size(), ending.size(), ending) == 0) text.resize(text.size() - ending.size());
    std::vector<Piece*> value = pieces_of(text);
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

  void amounts() {
    std::vector<Piece*> labels, values;
    for (Piece& piece : pieces_) {
      if (piece.kind == Kind::label && piece.field && piece.field->kind == "amount") labels.push_back(&piece);
      if (piece.kind == Kind::amount) values.push_back(&piece);
    }
    // Only the last ones may be empty.
    bool sure = values.size() <= labels.size();
    for (size_t i = values.size(); i < labels.size(); ++i) sure = sure && !labels[i]->field->required;
    for (size_t i = 0; i < labels.size(); ++i) {
      Cell* cell = put_field(*labels[i], i < values.size() ? std::vector<Piece*>{values[i]} : std::vector<Piece*>());
      if (!sure) doubt(cell, "the amounts do not pair up with their labels");
    }
  }

  void schedule() {
    Piece* label = nullptr;
    for (const FormField& field : form_.fields) {
      if (field.kind == "schedule") label = label_of(field.key);
    }
    if (!label) return;
    std::vector<Piece*> dates, percents;
    for (Piece& piece : pieces_) {
      if (piece.kind == Kind::date) dates.push_back(&piece), first_date_ = std::min(first_date_, static_cast<size_t>(&piece - pieces_.data()));
      if (piece.kind == Kind::percent) percents.push_back(&piece);
    }
    put(row_, 1, {line_of(*label)}).row_span = 2;
    for (auto* steps : {&dates, &percents}) {
      int column = 2;
      for (Piece* piece : *steps) {
        Cell& cell = put(row_, column++, {line_of(*piece)});
        if (dates.size() != percents.size()) doubt(&cell, "the dates and percentages do not pair up");
        piece->kind = Kind::used;
      }
      ++row_;
    }
  }

  // What is left are the text and the goals, one after the other.
  void texts() {
    const FormField *text = nullptr, *goals = nullptr;
    for (const FormField& field : form_.fields) {
      if (field.kind == "text" && field.key != "/project/name") text = &field;
      if (field.kind == "goals") goals = &field;
    }
    std::vector<Piece*> left;
    double widest = 0;
    for (Piece& piece : pieces_) {
      if (piece.kind != Kind::text) continue;
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
      if (!ends && widest >= kProse && !full(i) && (i < cut || !numbered)) sure = false;
    }
    if (!named_) sure = false;   // the name stands among them
    Piece* label = text ? label_of(text->key) : nullptr;
    std::vector<Piece*> first(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(cut)), second(left.begin() + static_cast<std::ptrdiff_t>(cut), left.end());
    const char* why = "where the text ends and the goals begin is not certain";
    if (label) {
      Cell* cell = put_field(*label, first);
      if (!sure) doubt(cell, why);
    }
    label = goals ? label_of(goals->key) : nullptr;
    if (!label) return;
    Cell* cell = put_field(*label, second);
    if (cell && !numbered) {
      for (size_t i = 1; i < cell->lines.size(); ++i) cell->lines.front().text += cell->lines[i].text;
      cell->lines.resize(1);
    }
    if (!sure) doubt(cell, why);
  }

  const std::vector<StreamLine>& lines_;
  const Form& form_;
  std::vector<Piece> pieces_;
  size_t first_date_ = static_cast<size_t>(-1);
  bool named_ = false;
  int row_ = 0;
  Table table_;
};

}  // namespace

bool reads_head(const Form& form) {
  if (form.title_ending.empty()) return false;
  int texts = 0;
  for (const FormField& field : form.fields) {
    if (!field.under.empty() || field.kind == "unit" || field.kind == "rows") return false;
    texts += field.kind == "text" && field.key != "/project/name";
  }
  return texts <= 1;
}

Table read_box_head(const std::vector<StreamLine>& lines, const std::vector<size_t>& head, const std::string& title, const Form& form) {
  return HeadReader(lines, head, form).read(title);
}

}  // namespace budgetlift
