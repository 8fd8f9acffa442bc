// A workbook with a sheet a table, row after row in libxlsxwriter's constant memory mode.
#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "batch/new_file.h"
#include "load/target.h"

namespace budgetlift {
namespace {

namespace fs = std::filesystem;

constexpr size_t kLongest = 32767;                // UTF-16 units of a cell
constexpr size_t kKept = 32000;
constexpr const char* kUnfinished = NewFile::kSuffix;
constexpr lxw_color_t kDoubtful = 0xFFEB9C, kHeading = 0xD9E2F3;
// Reasons of rows of review that this target adds.
constexpr const char* kCut = "cut-in-table";
constexpr const char* kAsText = "text-in-table";

size_t utf16_units(std::string_view text) {
  size_t out = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) out += byte >= 0xF0 ? 2 : 1;
  }
  return out;
}

// Of valid UTF-8, so many units at the most.
std::string_view first_units(std::string_view text, size_t units) {
  size_t at = 0;
  for (size_t seen = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    seen += length == 4 ? 2 : 1;
    if (seen > units) break;
    at += length;
  }
  return text.substr(0, at);
}

double width_of(const TableColumn& column) {
  if (column.width > 0) return column.width;
  if (column.type == ColumnType::integer || column.type == ColumnType::year) return 10;
  if (column.type == ColumnType::number || column.type == ColumnType::date) return 16;
  return column.source.find("sha256") != std::string::npos || column.source == "digest" ? 12 : 24;
}

class Workbook {
 public:
  Workbook(const std::string& path, const LoadOptions& options) : chinese_(options.chinese_headings), rows_of_sheet_(static_cast<lxw_row_t>(options.rows_of_sheet)), folder_(fs::absolute(path).parent_path().string()) {
    lxw_workbook_options settings{};
    settings.constant_memory = LXW_TRUE;
    settings.tmpdir = folder_.data();
    settings.use_zip64 = LXW_FALSE;
    book_ = workbook_new_opt(path.c_str(), &settings);
    if (!book_) throw LoadError("the workbook cannot be begun; check the folder and its free space");
    for (const bool doubtful : {false, true}) {
      formats_[doubtful] = {format("@", doubtful), format("0", doubtful), format("#,##0.00", doubtful), format("General", doubtful), format("yyyy-mm-dd", doubtful)};
    }
    heading_ = workbook_add_format(book_);
    format_set_bold(heading_);
    format_set_bg_color(heading_, kHeading);
    for (size_t id = 0; id < kTables; ++id) add_sheet(id);
  }
  ~Workbook() {
    if (book_) close();
  }

  void row(size_t id, const TableRow& cells) {
    if (sheets_[id].rows == rows_of_sheet_) {
      end_sheet(id);
      add_sheet(id);
    }
    Sheet& sheet = sheets_[id];
    const auto& columns = table_definitions()[id].columns;
    for (size_t i = 0; i < cells.size(); ++i) write(sheet, static_cast<lxw_col_t>(i), columns[i], cells[i]);
    ++sheet.rows;
  }

  void finish() {
    for (size_t id = 0; id < kTables; ++id) end_sheet(id);
    const lxw_error error = close();
    if (error != LXW_NO_ERROR) throw LoadError(fmt::format("the workbook cannot be written ({}); free some space or choose another folder", lxw_strerror(error)));
  }

 private:
  struct Sheet {
    lxw_worksheet* sheet = nullptr;
    lxw_row_t rows = 0;
    int number = 0;   // from 1
  };
  struct Formats {
    lxw_format *text, *integer, *money, *number, *date;
  };

  lxw_format* format(const char* numbers, bool doubtful) {
    lxw_format* out = workbook_add_format(book_);
    format_set_num_format(out, numbers);
    format_set_align(out, LXW_ALIGN_VERTICAL_TOP);
    if (doubtful) format_set_bg_color(out, kDoubtful);
    return out;
  }

  void add_sheet(size_t id) {
    const TableDefinition& table = table_definitions()[id];
    Sheet& sheet = sheets_[id];
    const int number = sheet.number + 1;
    const std::string name = number == 1 ? table.name : fmt::format("{}_{}", table.name, number);
    sheet = {workbook_add_worksheet(book_, name.c_str()), 1, number};
    if (!sheet.sheet) throw LoadError("the workbook cannot be gone on with; free some memory");
    worksheet_freeze_panes(sheet.sheet, 1, 0);
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const TableColumn& column = table.columns[i];
      const auto at = static_cast<lxw_col_t>(i);
      worksheet_set_column(sheet.sheet, at, at, width_of(column), column.type == ColumnType::text ? formats_[0].text : nullptr);
      check(worksheet_write_string(sheet.sheet, 0, at, (chinese_ ? column.title : column.name).c_str(), heading_));
    }
  }

  void end_sheet(size_t id) {
    const Sheet& sheet = sheets_[id];
    worksheet_autofilter(sheet.sheet, 0, 0, std::max<lxw_row_t>(sheet.rows - 1, 1), static_cast<lxw_col_t>(table_definitions()[id].columns.size() - 1));
  }

  void write(Sheet& sheet, lxw_col_t at, const TableColumn& column, const TableCell& cell) {
    const Formats& formats = formats_[cell.doubtful];
    if (!cell.text) {
      if (cell.doubtful) check(worksheet_write_blank(sheet.sheet, sheet.rows, at, formats.text));
      return;
    }
    if (is_number(column.type) && fits_double(*cell.text)) {
      lxw_format* format = column.money ? formats.money : column.type == ColumnType::number ? formats.number : formats.integer;
      check(worksheet_write_number(sheet.sheet, sheet.rows, at, std::stod(*cell.text), format));
      return;
    }
    if (int year = 0, month = 0, day = 0; column.type == ColumnType::date && std::sscanf(cell.text->c_str(), "%d-%d-%d", &year, &month, &day) == 3 && year >= 1900) {
      lxw_datetime date{};
      date.year = year, date.month = month, date.day = day;
      check(worksheet_write_datetime(sheet.sheet, sheet.rows, at, &date, formats.date));
      return;
    }
    // What XML cannot hold cannot be in a sheet.
    std::string text = displayable(utf16_units(*cell.text) > kLongest ? std::string(first_units(*cell.text, kKept)) + "…" : *cell.text);
    check(worksheet_write_string(sheet.sheet, sheet.rows, at, text.c_str(), formats.text));
  }

  // A text that looks like the escape of a character ("_x000D_", which is often printed) is escaped itself.
  static std::string escaped(const std::string& text) {
    static const auto is_hex = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
      const bool escape = text[i] == '_' && i + 6 < text.size() && text[i + 1] == 'x' && text[i + 6] == '_' &&
                          std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i) + 2, text.begin() + static_cast<std::ptrdiff_t>(i) + 6, is_hex);
      out += escape ? "_x005F_" : std::string(1, text[i]);
    }
    return out;
  }

  static std::string displayable(std::string text) {
    for (const char* none : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
      for (size_t at = 0; (at = text.find(none, at)) != std::string::npos; at += 3) text.replace(at, 3, "\xEF\xBF\xBD");
    }
    return text.find("_x") == std::string::npos ? text : escaped(text);
  }

  static void check(lxw_error error) {
    if (error != LXW_NO_ERROR) throw LoadError(fmt::format("a cell cannot be written ({})", lxw_strerror(error)));
  }

  lxw_error close() { return workbook_close(std::exchange(book_, nullptr)); }

  bool chinese_;
  lxw_row_t rows_of_sheet_;
  std::string folder_;
  lxw_workbook* book_ = nullptr;
  std::array<Formats, 2> formats_{};   // by doubtful
  lxw_format* heading_ = nullptr;
  std::array<Sheet, kTables> sheets_{};
};

class XlsxTarget : public LoadTarget {
 public:
  explicit XlsxTarget(const LoadOptions& options) : path_(options.place), unfinished_(options.place + kUnfinished) {
    // libxlsxwriter opens its file only at the end.
    NewFile(options.place).finish();
    book_ = std::make_unique<Workbook>(unfinished_, options);
  }
  ~XlsxTarget() override {
    book_.reset();
    ::unlink(unfinished_.c_str());
  }

  void review(DocumentRows& rows) override {
    AddedReviews added(rows);
    for (size_t id = 0; id < kTables; ++id) {
      const auto& columns = table_definitions()[id].columns;
      for (TableRow& row : rows.tables[id]) {
        for (size_t i = 0; i < row.size(); ++i) {
          if (!row[i].text || id == kDocuments || id == kReview) continue;
          const bool number = is_number(columns[i].type);
          if (!number && row[i].text->size() > kLongest && utf16_units(*row[i].text) > kLongest) {
            added.add(static_cast<TableId>(id), row, i, kCut, fmt::format("a cell holds {} characters; the whole text is in the record", kLongest));
          } else if (number && !fits_double(*row[i].text)) {
            added.add(static_cast<TableId>(id), row, i, kAsText, "the number has more digits than a spreadsheet keeps; it stands as text");
          } else {
            continue;
          }
          row[i].doubtful = true;
        }
      }
    }
    added.put();
  }

  void write(DocumentRows rows, bool) override {
    for (size_t id = 0; id < kTables; ++id) {
      for (const TableRow& row : rows.tables[id]) book_->row(id, row);
    }
  }

  End finish(bool) override {
    book_->finish();
    fs::rename(unfinished_, path_);
    return {};
  }

 private:
  std::string path_, unfinished_;
  std::unique_ptr<Workbook> book_;
};

}  // namespace

std::unique_ptr<LoadTarget> make_xlsx_target(const LoadOptions& options) { return std::make_unique<XlsxTarget>(options); }

}  // namespace budgetlift
