// The contract's JSON objects, written from the types of schemas/record.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "normalize/json_writer.h"
#include "schemas/document.h"
#include "schemas/record.h"

namespace budgetlift {

// "text-layer", "ocr", "text-dump"
const char* name(Source source);

// {"path", "sha256", "kind", "pages", "fiscal_year", "department", "form"}. `form`: the record's; null where there is no record.
void write_document(JsonWriter& json, const DocumentInfo& info, const DocumentFacts& facts, const FormFit* form);

// What a form prints beyond the record's keys: {name: text or list}.
void write_extra(JsonWriter& json, const std::map<std::string, Extra>& extra);

// One record, every key in the contract's order.
void write_record(JsonWriter& json, const DocumentInfo& info, const DocumentFacts& facts, const ProjectRecord& record);

// {"goal", "subgoals", "safeguards"}
void write_overall(JsonWriter& json, const Overall& overall);

// [{"field", "reason", "detail"}]
void write_reviews(JsonWriter& json, const std::vector<Review>& reviews);

// [x0, y0, x1, y1] in points, two decimals, or null
void write_box(JsonWriter& json, const std::optional<Box>& box);

// One logical table, CONTRACT.md "A line of `tables`".
void write_table(JsonWriter& json, const DocumentInfo& info, const DocumentFacts& facts, int index, const Table& table);

// Where a cell was read from: its lines' source, or its page's for an empty cell; the least confidence of its lines.
Source source_of(const Cell& cell, const DocumentInfo& info);
double confidence_of(const Cell& cell);

}  // namespace budgetlift
