// Where records go: streams of JSON lines, JSON documents or tables, in the shapes of CONTRACT.md.
#pragma once

#include <memory>
#include <ostream>
#include <string_view>
#include <vector>

#include "schemas/document.h"
#include "schemas/record.h"

namespace budgetlift {

// Takes documents one after the other: begin, record …, end_document, and finish once after the last. References
// are used during the call only. Whoever owns the stream looks at its state: a sink does not throw.
// What a record says of its document (pages, fiscal year …) is taken from the arguments of that very call.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  virtual void begin(const DocumentInfo&, const DocumentFacts&) {}
  virtual void record(const DocumentInfo&, const DocumentFacts&, const ProjectRecord&) = 0;
  virtual void end_document(const DocumentInfo&, const DocumentFacts&, const Overall&,
                            const std::vector<TextLine>& /*unplaced*/) {}
  virtual void finish() {}
};

// One record a line, written as it comes.
std::unique_ptr<RecordSink> make_jsonl_sink(std::ostream& out);

// One object a document, each on a line of its own: one document gives one JSON text, several give JSON lines.
// Holds the written records of one document in memory, because `overall` stands before them.
std::unique_ptr<RecordSink> make_json_sink(std::ostream& out);

// Takes the tables of `budgetlift tables`.
class TableSink {
 public:
  virtual ~TableSink() = default;
  // `index` counts from 1 in its document.
  virtual void table(const DocumentInfo&, const DocumentFacts&, int index, const Table&) = 0;
};

// One table a line, CONTRACT.md "A line of `tables`".
std::unique_ptr<TableSink> make_table_jsonl_sink(std::ostream& out);

// One cell a line (tables of one stream differ in their columns): document_sha256, table_index, title, unit, row,
// column, row_span, column_span, header, text, page, x0, y0, x1, y1, source, confidence.
std::unique_ptr<TableSink> make_table_csv_sink(std::ostream& out);

}  // namespace budgetlift
