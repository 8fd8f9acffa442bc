// CSV after RFC 4180, and the Data Package around it.
#include <filesystem>
#include <iostream>
#include <system_error>
#include <unistd.h>

#include "batch/new_file.h"
#include "extract/file_hash.h"
#include "load/target.h"

namespace budgetlift {
namespace {

namespace fs = std::filesystem;

constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";
constexpr const char* kDescriptor = "datapackage.json";

// Texts are always quoted and numbers and dates never, so that whoever reads the file knows a code from a number, and a text
// that is empty from one that is not there.
std::string csv_line(const TableDefinition& table, const TableRow& row) {
  std::string out;
  for (size_t i = 0; i < row.size(); ++i) {
    if (i > 0) out += ',';
    if (!row[i].text) continue;
    const ColumnType type = table.columns[i].type;
    if (type != ColumnType::text && type != ColumnType::json) {
      out += *row[i].text;
      continue;
    }
    out += '"';
    for (const char c : *row[i].text) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  }
  return out += "\r\n";
}

std::string header(const TableDefinition& table) {
  std::string out;
  for (const TableColumn& column : table.columns) out += (out.empty() ? "" : ",") + column.name;
  return out + "\r\n";
}

// A file of the folder, with what a Data Package says of it.
class TableFile {
 public:
  explicit TableFile(const std::string& path) : file_(path) {}

  void add(std::string_view bytes) {
    hash_.add(bytes);
    file_.add(bytes);
  }
  NewFile& file() { return file_; }
  std::string sha256() { return hash_.hex(); }

 private:
  NewFile file_;
  Sha256 hash_;
};

class CsvTarget : public LoadTarget {
 public:
  explicit CsvTarget(const LoadOptions& options) : options_(options) {
    if (options.place.empty()) {
      if (options.byte_order_mark) std::cout << kByteOrderMark;
      std::cout << header(table_definitions()[kProjects]);
      return;
    }
    std::error_code error;
    fs::create_directories(options.place, error);
    for (const TableDefinition& table : table_definitions()) {
      files_.push_back(std::make_unique<TableFile>((fs::path(options.place) / (table.name + ".csv")).string()));
      if (options.byte_order_mark) files_.back()->add(kByteOrderMark);
      files_.back()->add(header(table));
    }
  }

  ~CsvTarget() override {
    if (finished_) return;
    for (const auto& file : files_) file->file().remove();
  }

  void write(DocumentRows rows, bool) override {
    for (size_t id = 0; id < kTables; ++id) {
      if (files_.empty() && id != kProjects) continue;
      const TableDefinition& table = table_definitions()[id];
      for (const TableRow& row : rows.tables[id]) {
        if (files_.empty()) std::cout << csv_line(table, row);
        else files_[id]->add(csv_line(table, row));
      }
    }
    if (files_.empty() && !std::cout) throw LoadError("standard output cannot be written; the program that reads it may have ended");
  }

  End finish(bool) override {
    if (files_.empty()) {
      if (!std::cout.flush()) throw LoadError("standard output cannot be written; the program that reads it may have ended");
      return {};
    }
    for (const auto& file : files_) file->file().finish();
    const bool package = options_.format == "datapackage";
    // The descriptor goes away first and comes last: it never describes other files than lie beside it.
    const std::string descriptor = (fs::path(options_.place) / kDescriptor).string();
    ::unlink(descriptor.c_str());
    for (const auto& file : files_) file->file().put_in_place();
    finished_ = true;
    if (package) {
      NewFile file(descriptor);
      file.add(describe().dump(2) + "\n");
      file.finish();
      file.put_in_place();
    }
    return {};
  }

 private:
  nlohmann::ordered_json describe() {
    using Json = nlohmann::ordered_json;
    Json out = {{"profile", "tabular-data-package"},
                {"name", "budget-performance-goals"},
                {"title", "预算项目绩效目标"},
                {"description", "Project performance goals of Chinese government budgets, read from their documents. Rows of `review` name the values that may be wrong."},
                {"keywords", Json::array({"budget", "performance", "China", "预算", "绩效目标"})},
                {"generator", options_.program},
                {"table_version", 1},
                {"countryCode", "CN"},
                {"resources", Json::array()}};
    for (size_t id = 0; id < kTables; ++id) {
      const TableDefinition& table = table_definitions()[id];
      Json schema = table.schema;
      Json resource = {{"name", table.name}, {"title", schema["title"]}, {"description", schema["description"]}, {"profile", "tabular-data-resource"},
                       {"path", table.name + ".csv"}, {"format", "csv"}, {"mediatype", "text/csv"}, {"encoding", "utf-8"},
                       {"bytes", files_[id]->file().size()}, {"hash", "sha256:" + files_[id]->sha256()},
                       {"dialect", {{"delimiter", ","}, {"lineTerminator", "\r\n"}, {"quoteChar", "\""}, {"doubleQuote", true}, {"header", true}}}};
      for (const char* ours : {"name", "title", "description"}) schema.erase(ours);
      schema["missingValues"] = Json::array({""});
      // What is the same for every row, as Fiscal Data Package has it.
      if (id == kProjects) {
        schema["extraFields"] = Json::array({{{"name", "currency"}, {"type", "string"}, {"columnType", "value-currency:code"}, {"constant", "CNY"}},
                                             {{"name", "direction"}, {"type", "string"}, {"columnType", "direction"}, {"constant", "expenditure"}}});
      }
      resource["schema"] = std::move(schema);
      out["resources"].push_back(std::move(resource));
    }
    return out;
  }

  LoadOptions options_;
  std::vector<std::unique_ptr<TableFile>> files_;   // by table; none for standard output
  bool finished_ = false;
};

}  // namespace

std::unique_ptr<LoadTarget> make_csv_target(const LoadOptions& options) { return std::make_unique<CsvTarget>(options); }

}  // namespace budgetlift
