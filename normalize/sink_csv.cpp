#include <array>
#include <map>
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
  CsvLine& number(const std::optional<Decimal>& value) {
    return text(value ? std::string_view(value->digits) : std::string_view());
  }
  CsvLine& number(const std::optional<int>& value) { return value ? number(static_cast<long long>(*value)) : text(""); }
  CsvLine& number(double value, int decimals) { return text(rounded(value, decimals)); }
  CsvLine& amount(const std::optional<Amount>& value) {
    text(value ? std::string_view(value->printed) : std::string_view());
    return number(value ? value->cny : std::nullopt);
  }

  void end(std::ostream& out) {
    out << line_ << "\r\n";
    line_.clear();
    first_ = true;
  }

 private:
  std::string line_;
  bool first_ = true;
};

struct CsvTable {
  std::string_view name;
  std::string_view header;
};

constexpr std::array<CsvTable, 6> kTables{{
    {"documents", "document_sha256,path,kind,pages,fiscal_year,department,projects,review_entries"},
    {"projects",
     "document_sha256,project_index,path,fiscal_year,department,title,unit_code,unit_name,code,name,division,"
     "code_year,category,serial,check,printed_unit,total_printed,total_cny,fiscal_printed,fiscal_cny,other_printed,"
     "other_cny,purpose,extra,review_entries"},
    {"schedule", "document_sha256,project_index,schedule_index,label,date,percent"},
    {"goals", "document_sha256,project_index,goal_index,text"},
    {"indicators",
     "document_sha256,project_index,indicator_index,level1,level2,level3,description,target_text,target_kind,"
     "target_operator,target_value,target_unit,target_date,basis"},
    {"review", "document_sha256,project_index,field,reason,detail"},
}};

class CsvSink : public RecordSink {
 public:
  explicit CsvSink(const TableStream& open) {
    for (const CsvTable& table : kTables) {
      std::ostream* out = open(table.name);
      outs_[table.name] = out;
      if (out) *out << table.header << "\r\n";
    }
  }

  void begin(const DocumentInfo&, const DocumentFacts&) override { projects_ = reviews_ = 0; }

  void record(const DocumentInfo& info, const DocumentFacts& facts, const ProjectRecord& record) override {
    ++projects_;
    reviews_ += static_cast<long long>(record.review.size());
    if (outs_["projects"]) write_project(info, facts, record);
    each("schedule", info, record, record.schedule,
         [](CsvLine& line, const ScheduleStep& step) { line.text(step.label).text(step.date).number(step.percent); });
    each("goals", info, record, record.goals, [](CsvLine& line, const std::string& goal) { line.text(goal); });
    each("indicators", info, record, record.indicators, write_indicator);
    if (std::ostream* out = outs_["review"]) {
      for (const Review& review : record.review) {
        CsvLine line;
        line.text(info.sha256).number(static_cast<long long>(record.index));
        line.text(review.field).text(review.reason).text(review.detail).end(*out);
      }
    }
  }

  void end_document(const DocumentInfo& info, const DocumentFacts& facts, const Overall&,
                    const std::vector<TextLine>&) override {
    std::ostream* out = outs_["documents"];
    if (!out) return;
    CsvLine line;
    line.text(info.sha256).text(info.path).text(info.kind).number(static_cast<long long>(info.pages.size()));
    line.number(facts.fiscal_year).text(facts.department).number(projects_).number(reviews_).end(*out);
  }

  void finish() override {
    for (const auto& [name, out] : outs_) {
      if (out) out->flush();
    }
  }

 private:
  // A list of a record, one line an entry; indices count from 0, as in JSON Pointers.
  template <typename T, typename Write>
  void each(std::string_view table, const DocumentInfo& info, const ProjectRecord& record, const std::vector<T>& list,
            Write write) {
    std::ostream* out = outs_[table];
    if (!out) return;
    for (size_t i = 0; i < list.size(); ++i) {
      CsvLine line;
      line.text(info.sha256).number(static_cast<long long>(record.index)).number(static_cast<long long>(i));
      write(line, list[i]);
      line.end(*out);
    }
  }

  void write_project(const DocumentInfo& info, const DocumentFacts& facts, const ProjectRecord& r) {
    CsvLine line;
    line.text(info.sha256).number(static_cast<long long>(r.index)).text(info.path).number(facts.fiscal_year);
    line.text(facts.department).text(r.title).text(r.unit_code).text(r.unit_name).text(r.code).text(r.name);
    if (const auto& parts = r.code_parts) {
      line.text(parts->division).number(static_cast<long long>(parts->year)).text(parts->category);
      line.text(parts->serial).text(parts->check);
    } else {
      for (int i = 0; i < 5; ++i) line.text("");
    }
    line.text(r.printed_unit).amount(r.total).amount(r.fiscal).amount(r.other).text(r.purpose);
    JsonWriter extra;
    write_extra(extra, r.extra);
    line.text(extra.str()).number(static_cast<long long>(r.review.size())).end(*outs_["projects"]);
  }

  static void write_indicator(CsvLine& line, const Indicator& i) {
    line.text(i.level1).text(i.level2).text(i.level3).text(i.description);
    const Target target = i.target.value_or(Target{});
    line.text(target.text).text(target.kind).text(target.op).number(target.value).text(target.unit).text(target.date);
    line.text(i.basis);
  }

  std::map<std::string_view, std::ostream*> outs_;
  long long projects_ = 0;
  long long reviews_ = 0;
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

const std::vector<std::string_view>& csv_table_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> out;
    for (const CsvTable& table : kTables) out.push_back(table.name);
    return out;
  }();
  return names;
}

std::unique_ptr<RecordSink> make_csv_sink(const TableStream& open) {
  return std::make_unique<CsvSink>(open);
}
std::unique_ptr<TableSink> make_table_csv_sink(std::ostream& out) {
  return std::make_unique<TableCsvSink>(out);
}

}  // namespace budgetlift
