#include <string>

#include "normalize/record_json.h"
#include "normalize/sink.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// One line of RFC 4180, written field by field.
class CsvLine {
 public:
  CsvLine& text(std::string_view value) {
    if (!first_) line_.push_back(',');
    first_ = false;
    const std::string clean = encode_utf8(decode_utf8(value));
    if (clean.find_first_of(",\"\r\n") == std::string::npos) {
      line_ += clean;
      return *this;
    }
    line_.push_back('"');
    for (char c : clean) {
      if (c == '"') line_.push_back('"');
      line_.push_back(c);
    }
    line_.push_back('"');
    return *this;
  }
  CsvLine& text(const std::optional<std::string>& value) {
    return text(value ? std::string_view(*value) : std::string_view());
  }
  CsvLine& text(const std::string& value) { return text(std::string_view(value)); }
  CsvLine& text(const char* value) { return text(std::string_view(value)); }
  CsvLine& number(long long value) { return text(std::to_string(value)); }
  CsvLine& number(double value, int decimals) { return text(rounded(value, decimals)); }

  void end(std::ostream& out) {
    out << line_ << "\r\n";
    line_.clear();
    first_ = true;
  }

 private:
  std::string line_;
  bool first_ = true;
};

class TableCsvSink : public TableSink {
 public:
  explicit TableCsvSink(std::ostream& out) : out_(out) {
    out_ << "document_sha256,path,table_index,title,unit,row,column,row_span,column_span,header,text,page,x0,y0,x1,y1,"
            "source,confidence\r\n";
  }

  void table(const DocumentInfo& info, const DocumentFacts&, int index, const Table& table) override {
    for (const Cell& cell : table.cells) {
      CsvLine line;
      line.text(info.sha256).text(info.path).number(static_cast<long long>(index)).text(table.title).text(table.unit);
      for (int value : {cell.row, cell.column, cell.row_span, cell.column_span, cell.row < table.header_rows ? 1 : 0}) {
        line.number(static_cast<long long>(value));
      }
      line.text(canonical_joined(cell.lines)).number(static_cast<long long>(cell.page));
      if (const auto& box = cell.box) {
        for (double edge : {box->x0, box->y0, box->x1, box->y1}) line.number(edge, 2);
      } else {
        for (int i = 0; i < 4; ++i) line.text("");
      }
      line.text(name(source_of(cell, info))).number(confidence_of(cell), 4).end(out_);
    }
  }

 private:
  std::ostream& out_;
};

}  // namespace

std::unique_ptr<TableSink> make_table_csv_sink(std::ostream& out) {
  return std::make_unique<TableCsvSink>(out);
}

}  // namespace budgetlift
