#include <algorithm>
#include <map>
#include <utility>

#include "normalize/record_json.h"
#include "normalize/sink.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

class JsonlSink : public RecordSink {
 public:
  explicit JsonlSink(std::ostream& out) : out_(out) {}

  void record(const DocumentInfo& info, const DocumentFacts& facts, const ProjectRecord& record) override {
    json_.clear();
    write_record(json_, info, facts, record);
    out_ << json_.str() << '\n';
  }
  void finish() override { out_.flush(); }

 private:
  std::ostream& out_;
  JsonWriter json_;
};

class JsonSink : public RecordSink {
 public:
  explicit JsonSink(std::ostream& out) : out_(out) {}

  void begin(const DocumentInfo&, const DocumentFacts&) override {
    projects_.clear();
    projects_.open_array();
    forms_.clear();
  }

  void record(const DocumentInfo& info, const DocumentFacts& facts, const ProjectRecord& record) override {
    write_record(projects_, info, facts, record);
    auto& [count, fit] = forms_.try_emplace(record.form.known ? record.form.best.name : "", 0, record.form).first->second;
    ++count;
  }

  void end_document(const DocumentInfo& info, const DocumentFacts& facts, const Overall& overall,
                    const std::vector<TextLine>& unplaced) override {
    projects_.close_array();
    JsonWriter json;
    json.open_object().key("document");
    write_document(json, info, facts, usual_form());
    json.key("overall");
    write_overall(json, overall);
    json.key("projects");
    out_ << json.str() << projects_.str();
    projects_.clear();

    JsonWriter rest;
    write_unplaced(rest, unplaced);
    out_ << ",\"unplaced\":" << rest.str();
    rest.clear();
    write_pages(rest, info);
    out_ << ",\"pages\":" << rest.str();
    if (!overall.review.empty()) {
      rest.clear();
      write_reviews(rest, overall.review);
      out_ << ",\"review\":" << rest.str();
    }
    out_ << "}\n";
  }

  void finish() override { out_.flush(); }

 private:
  static void write_unplaced(JsonWriter& json, const std::vector<TextLine>& unplaced) {
    json.open_array();
    for (const TextLine& line : unplaced) {
      json.open_object().key("page").number(static_cast<long long>(line.page)).key("bbox");
      write_box(json, line.box);
      if (line.source == Source::text_dump) json.key("line").number(static_cast<long long>(line.line));
      json.key("text").text(canonical(line.text)).close_object();
    }
    json.close_array();
  }

  static void write_pages(JsonWriter& json, const DocumentInfo& info) {
    json.open_array();
    for (const PageInfo& page : info.pages) {
      json.open_object().key("page").number(static_cast<long long>(page.page));
      json.key("width").number(page.width, 2).key("height").number(page.height, 2);
      json.key("rotation").number(static_cast<long long>(page.rotation));
      json.key("source").text(name(page.source)).key("reason").text(page.reason).close_object();
    }
    json.close_array();
  }

  // The form that most records have; null if there is no record.
  const FormFit* usual_form() const {
    const auto most = std::max_element(forms_.begin(), forms_.end(), [](const auto& a, const auto& b) { return a.second.first < b.second.first; });
    return most == forms_.end() ? nullptr : &most->second.second;
  }

  std::ostream& out_;
  JsonWriter projects_;
  std::map<std::string, std::pair<int, FormFit>> forms_;   // by name; "" for records of no known form
};

class TableJsonlSink : public TableSink {
 public:
  explicit TableJsonlSink(std::ostream& out) : out_(out) {}

  void table(const DocumentInfo& info, const DocumentFacts& facts, int index, const Table& table) override {
    json_.clear();
    write_table(json_, info, facts, index, table);
    out_ << json_.str() << '\n';
  }

 private:
  std::ostream& out_;
  JsonWriter json_;
};

}  // namespace

std::unique_ptr<RecordSink> make_jsonl_sink(std::ostream& out) {
  return std::make_unique<JsonlSink>(out);
}
std::unique_ptr<RecordSink> make_json_sink(std::ostream& out) {
  return std::make_unique<JsonSink>(out);
}
std::unique_ptr<TableSink> make_table_jsonl_sink(std::ostream& out) {
  return std::make_unique<TableJsonlSink>(out);
}

}  // namespace budgetlift
