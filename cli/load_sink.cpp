#include "cli/load_sink.h"

#include "normalize/json_writer.h"
#include "normalize/record_json.h"

namespace budgetlift {

void LoadSink::begin(const DocumentInfo& info, const DocumentFacts& facts) {
  if (!problem_.empty()) return;
  JsonWriter json;
  write_document(json, info, facts, nullptr);
  keep(loader_->document(json.str()));
}

void LoadSink::record(const DocumentInfo& info, const DocumentFacts& facts, const ProjectRecord& record) {
  if (!problem_.empty()) return;
  JsonWriter json;
  write_record(json, info, facts, record);
  keep(loader_->record(json.str()));
}

void LoadSink::finish() {
  if (!problem_.empty()) return;
  if (const auto facts = loader_->finish(false); !facts) problem_ = facts.error().words;
}

void LoadSink::keep(const LoadResult<void>& done) {
  if (!done) problem_ = done.error().words;
}

}  // namespace budgetlift
