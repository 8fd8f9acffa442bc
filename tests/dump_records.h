// What a dump's text becomes: its lines and tables, or its records.
#pragma once

#include <gtest/gtest.h>
#include <string>
#include <variant>
#include <vector>

#include "extract/dump_reader.h"
#include "extract/dump_stream.h"
#include "normalize/normalizer.h"
#include "schemas/canonical.h"

namespace budgetlift::test {

// The head of a national form whose indicators follow, as tools print it that draw a line for each line of a cell.
inline const std::string kNationalTitle = "项目支出绩效目标表\n（2024年度）\n";
inline const std::string kNationalHead = "项目名称 道路养护\n实施单位 某局\n项目资金（\n万元）\n年度资金总额 12.00\n其中：财政拨款 10.00\n其他资金 2.00\n年度总体目\n标\n1.养护道路\n2.完成验收\n";

struct Read {
  std::vector<std::string> lines;
  std::vector<Table> tables;

  BlockSink sink() {
    return [this](Block&& block) {
      if (auto* line = std::get_if<TextLine>(&block)) lines.push_back(line->text);
      else tables.push_back(std::get<Table>(std::move(block)));
    };
  }
};

// What the built-in forms' readers make of a dump.
inline Read read_whole(const std::string& text) {
  Read out;
  EXPECT_TRUE(read_dump(text, DumpOptions{}, builtin_forms(), out.sink()).has_value());
  return out;
}

// The same of text that is pypdf's.
inline Read read_glued(const std::string& text) {
  Read out;
  read_stream(text, DumpKind::pypdf, DumpWords(builtin_forms()), builtin_forms(), DumpOptions{}, out.sink());
  return out;
}

inline const Cell* at(const Table& table, int row, int column) {
  for (const Cell& cell : table.cells) {
    if (row >= cell.row && row < cell.row + cell.row_span && column >= cell.column && column < cell.column + cell.column_span) return &cell;
  }
  return nullptr;
}

inline std::string text_at(const Table& table, int row, int column) {
  const Cell* cell = at(table, row, column);
  return cell ? canonical_joined(cell->lines) : "none";
}

inline NormalizedDocument records_of(const std::string& text) {
  NormalizeOptions options;
  options.keep_unplaced = true;
  Normalizer normalizer(builtin_forms(), options);
  const auto info = read_dump(text, DumpOptions{}, builtin_forms(), [&](Block&& block) { normalizer.take(std::move(block)); });
  EXPECT_TRUE(info.has_value());
  return normalizer.finish();
}

// A line a box, as pdfminer parts them.
inline std::string boxes(const std::string& lines) {
  std::string out;
  for (char c : lines) out += c == '\n' ? "\n\n" : std::string(1, c);
  return out;
}

// The first entry of the record's review that names the field; null if there is none.
inline const Review* review_of(const ProjectRecord& record, const std::string& field) {
  for (const Review& entry : record.review) {
    if (entry.field == field) return &entry;
  }
  return nullptr;
}

}  // namespace budgetlift::test
