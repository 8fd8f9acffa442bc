// What the tests of load/ share: record lines, and readers of what was written.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "load/target.h"
#include "normalize/json_writer.h"
#include "normalize/record_json.h"
#include "tests/sink_test_data.h"

namespace budgetlift::test {

inline std::string record_line(const ProjectRecord& record, const DocumentInfo& info = pdf_info()) {
  JsonWriter json;
  write_record(json, info, facts(), record);
  return json.str();
}

// The first document's hash is aaa…, the second's bbb… and so on.
inline std::string numbered_line(int document, int index = 1) {
  DocumentInfo info = pdf_info();
  const std::string digits = std::to_string(document);
  info.sha256 = std::string(64 - digits.size(), '0') + digits;
  ProjectRecord record = full_record();
  record.index = index;
  return record_line(record, info);
}

using CsvRows = std::vector<std::vector<std::string>>;

// An RFC 4180 reader that insists on CRLF.
inline CsvRows parse_csv(const std::string& text) {
  CsvRows rows;
  std::vector<std::string> row;
  std::string field;
  size_t i = 0;
  while (i < text.size()) {
    if (text[i] == '"') {
      for (++i; i < text.size(); ++i) {
        if (text[i] == '"' && text[i + 1] == '"') field.push_back(text[i++]);
        else if (text[i] == '"') break;
        else field.push_back(text[i]);
      }
      ++i;
    } else {
      while (i < text.size() && text[i] != ',' && text[i] != '\r') field.push_back(text[i++]);
    }
    row.push_back(field);
    field.clear();
    if (text[i] == ',') {
      ++i;
      if (text[i] == '\r') row.emplace_back();
    }
    if (text[i] == '\r') {
      EXPECT_EQ(text[i + 1], '\n');
      i += 2;
      rows.push_back(row);
      row.clear();
    }
  }
  return rows;
}

inline std::string column(const CsvRows& rows, const std::string& name, size_t row) {
  for (size_t i = 0; i < rows.at(0).size(); ++i) {
    if (rows[0][i] == name) return rows.at(row).at(i);
  }
  return "no such column";
}

// Writes the lines and gives what was done. A failure ends the test with its words.
inline LoadFacts load_lines(const LoadOptions& options, const std::vector<std::string>& lines, bool remove_elsewhere = false) {
  auto loader = open_target(options);
  if (!loader) {
    ADD_FAILURE() << loader.error().words;
    return {};
  }
  for (const std::string& line : lines) {
    const auto done = (*loader)->record(line);
    EXPECT_TRUE(done) << done.error().words;
  }
  const auto facts = (*loader)->finish(remove_elsewhere);
  EXPECT_TRUE(facts) << facts.error().words;
  return facts.value_or(LoadFacts{});
}

// Why the target cannot be opened; "" if it can.
inline std::string refused_target(const LoadOptions& options) {
  const auto loader = open_target(options);
  return loader ? "" : loader.error().words;
}

}  // namespace budgetlift::test
