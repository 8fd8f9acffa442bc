// The one file that reads JSON lines: simdjson walks a record once, keeps what a column wants and skips the rest (`fields`
// is most of a line), with the digits of numbers as they stand.
#include "load/record_rows.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <simdjson.h>

namespace budgetlift {
namespace {

namespace json = simdjson::ondemand;

constexpr std::string_view kNul("\0", 1);
constexpr const char* kReplacement = "\xEF\xBF\xBD";   // U+FFFD

// A place of a record, and what is wanted below it.
struct Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> children;
  std::vector<size_t> wanted;          // slots, or columns of the row, that take the value
  ColumnType type = ColumnType::text;  // of it
  std::optional<size_t> table;         // its entries are the rows of this one
  Node* entry = nullptr;               // of an entry
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

// No target can hold NUL in a text; SQL ends there, or refuses it.
std::string without_nul(std::string_view text) {
  std::string out(text);
  for (size_t at = 0; (at = out.find(kNul, at)) != std::string::npos;) out.replace(at, 1, kReplacement);
  return out;
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

bool within(std::string_view outer, std::string_view inner) {
  return inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '/');
}

}  // namespace

struct RecordMapper::Impl {
  // A column that is the same in all rows of a record: a slot of `slots`.
  struct Shared {
    size_t column, slot;
  };
  Node root;
  std::vector<std::unique_ptr<Node>> entries;            // owned for Node::entry
  std::vector<std::string> pointers;                     // of the slots
  std::array<std::vector<Shared>, kTables> shared;
  std::array<std::optional<size_t>, kTables> ordinals;  // column of "#"
  std::vector<TableCell> slots;
  size_t version = 0, index = 0;
  json::parser parser;
  std::string padded;
  std::string pointer;   // of the value that is being read

  Impl() {
    for (size_t table = 0; table < kTables; ++table) add(table);
    version = slot("/record_version", ColumnType::integer);
    index = slot("/index", ColumnType::integer);
  }

  static Node& descend(Node& from, std::string_view where) {
    Node* at = &from;
    for (size_t begin = 1; begin <= where.size();) {
      const size_t end = std::min(where.find('/', begin), where.size());
      auto& child = at->children[std::string(where.substr(begin, end - begin))];
      if (!child) child = std::make_unique<Node>();
      at = child.get();
      begin = end + 1;
    }
    return *at;
  }

  size_t slot(const std::string& where, ColumnType type) {
    for (size_t i = 0; i < pointers.size(); ++i) {
      if (pointers[i] == where) return i;
    }
    Node& node = descend(root, where);
    node.wanted.push_back(pointers.size());
    node.type = type;
    pointers.push_back(where);
    return pointers.size() - 1;
  }

  void add(size_t id) {
    const TableDefinition& table = table_definitions()[id];
    Node* entry = nullptr;
    if (!table.rows.empty()) {
      Node& list = descend(root, table.rows);
      list.table = id;
      entry = list.entry = entries.emplace_back(std::make_unique<Node>()).get();
    }
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const TableColumn& column = table.columns[i];
      if (column.source == "#") ordinals[id] = i;
      else if (column.source.starts_with("/")) shared[id].push_back({i, slot(column.source, column.type)});
      else if (column.source.starts_with(".")) {
        Node& node = descend(*entry, column.source.substr(1));
        node.wanted.push_back(i);
        node.type = column.type;
      }
    }
  }

  [[noreturn]] static void not_that(const std::string& where, const char* what) {
    throw RecordError(fmt::format("{} is no {}; `budgetlift check` names all that is wrong", where.empty() ? "it" : where, what));
  }

  std::optional<std::string> value_of(json::value& value, ColumnType type, const std::string& where) {
    const auto kind = value.type().value();
    if (kind == json::json_type::null) return std::nullopt;
    if (type == ColumnType::json) {
      if (kind != json::json_type::object) not_that(where, "object");
      // A JSON text may hold the escape of NUL, which jsonb refuses.
      std::string raw(trimmed(value.get_object().value().raw_json().value()));
      for (size_t at = 0; (at = raw.find("\\u0000", at)) != std::string::npos; at += 6) {
        size_t before = at;
        while (before > 0 && raw[before - 1] == '\\') --before;
        if ((at - before) % 2 == 0) raw.replace(at, 6, "\\ufffd");
      }
      if (raw != "{}" && !nlohmann::json::accept(raw)) not_that(where, "object");
      return raw;
    }
    if (type == ColumnType::text || type == ColumnType::date) {
      if (kind != json::json_type::string) not_that(where, "text");
      const std::string text = without_nul(value.get_string().value());
      if (type == ColumnType::date && !is_date(text)) not_that(where, "date");
      return text;
    }
    if (kind != json::json_type::number) not_that(where, "number");
    const std::string digits(trimmed(value.raw_json_token()));
    // simdjson looks no closer at a number that it does not turn into one.
    if (!nlohmann::json::accept(digits)) not_that(where, "number");
    if (type != ColumnType::number && digits.find_first_not_of("-0123456789") != std::string::npos) not_that(where, "whole number");
    return digits;
  }

  void rows_of(json::value& list, const Node& node, DocumentRows& out) {
    const size_t table = *node.table;
    std::int64_t ordinal = 0;
    for (json::value entry : list.get_array()) {
      TableRow& row = out.tables[table].emplace_back(table_definitions()[table].columns.size());
      if (ordinals[table]) row[*ordinals[table]].text = std::to_string(ordinal);
      const size_t length = pointer.size();
      pointer += fmt::format("/{}", ordinal++);
      walk(entry, *node.entry, row, out);
      pointer.resize(length);
    }
  }

  // `row`: where the wanted values of the nodes go.
  void walk(json::value& value, const Node& node, std::vector<TableCell>& row, DocumentRows& out) {
    if (node.table) {
      if (value.type().value() == json::json_type::array) rows_of(value, node, out);
      else if (value.type().value() != json::json_type::null) not_that(pointer, "list");
      return;
    }
    if (!node.wanted.empty()) {
      const auto text = value_of(value, node.type, pointer);
      for (const size_t at : node.wanted) row[at].text = text;
      return;
    }
    if (value.type().value() == json::json_type::null) return;
    if (value.type().value() != json::json_type::object) not_that(pointer, "object");
    for (auto field : value.get_object()) {
      const std::string_view key = field.unescaped_key().value();
      const auto child = node.children.find(key);
      if (child == node.children.end()) continue;
      const size_t length = pointer.size();
      pointer.append("/").append(key);
      json::value inner = field.value();
      walk(inner, *child->second, row, out);
      pointer.resize(length);
    }
  }

  // Reads one JSON object, from the node on.
  void read(std::string_view text, const Node& from, const std::string& at, DocumentRows& out) {
    slots.assign(pointers.size(), {});
    pointer = at;
    padded.assign(text);
    padded.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    try {
      json::document document = parser.iterate(padded.data(), padded.size(), padded.capacity());
      json::value value = document.get_value();
      walk(value, from, slots, out);
      if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) throw RecordError("it is no JSON object of its own line");
    } catch (const simdjson::simdjson_error& error) {
      throw RecordError(fmt::format("it is no JSON ({})", error.what()));
    }
  }

  void need(const std::string& where) const {
    for (size_t i = 0; i < pointers.size(); ++i) {
      if (pointers[i] == where && slots[i].text) return;
    }
    throw RecordError(fmt::format("{} is missing; this is no record of budgetlift", where));
  }

  void fill(size_t table, TableRow& row) const {
    for (const Shared& from : shared[table]) row[from.column] = slots[from.slot];
  }
};

RecordMapper::RecordMapper() : impl_(std::make_unique<Impl>()) {}
RecordMapper::~RecordMapper() = default;

DocumentRows RecordMapper::map(std::string_view line) {
  DocumentRows out;
  impl_->read(line, impl_->root, "", out);
  if (const auto& version = impl_->slots[impl_->version].text; version && version != "1") {
    throw RecordError(fmt::format("it is a record of version {}; this program loads version 1: use a newer one", *version));
  }
  for (const char* where : {"/record_version", "/document/sha256", "/document/path", "/index"}) impl_->need(where);

  // What `review` names, before the cells are given out.
  const size_t field = column_of(kReview, "field");
  std::vector<std::string> doubts;
  for (const TableRow& entry : out.tables[kReview]) doubts.push_back(entry[field].text.value_or(""));
  const auto doubtful = [&doubts](const std::string& where) {
    return std::any_of(doubts.begin(), doubts.end(), [&](const std::string& doubt) { return within(doubt, where) || within(where, doubt); });
  };

  out.tables[kProjects].emplace_back(table_definitions()[kProjects].columns.size());
  for (size_t id = kProjects; id < kTables; ++id) {
    const TableDefinition& table = table_definitions()[id];
    for (size_t at = 0; at < out.tables[id].size(); ++at) {
      TableRow& row = out.tables[id][at];
      impl_->fill(id, row);
      for (size_t i = 0; i < table.columns.size(); ++i) {
        const TableColumn& column = table.columns[i];
        if (column.source == "count review") row[i].text = std::to_string(out.tables[kReview].size());
        if (column.required && !row[i].text) throw RecordError(fmt::format("{}.{} is missing; `budgetlift check` names all that is wrong", table.name, column.name));
        if (doubts.empty() || id == kReview || column.source.starts_with("/document/sha256") || column.source == "/index") continue;
        const bool own = column.source.starts_with(".");
        const std::string where = own ? fmt::format("{}/{}{}", table.rows, at, column.source.substr(1)) : column.source;
        row[i].doubtful = (where.starts_with("/") && doubtful(where)) || (!column.doubtful_with.empty() && doubtful(column.doubtful_with)) ||
                          column.source == "count review";
      }
    }
  }
  impl_->fill(kDocuments, out.tables[kDocuments].emplace_back(table_definitions()[kDocuments].columns.size()));
  return out;
}

TableRow RecordMapper::document_row(std::string_view document) {
  DocumentRows none;
  impl_->read(document, *impl_->root.children.find("document")->second, "/document", none);
  for (const char* where : {"/document/sha256", "/document/path"}) impl_->need(where);
  TableRow out(table_definitions()[kDocuments].columns.size());
  impl_->fill(kDocuments, out);
  return out;
}

}  // namespace budgetlift
