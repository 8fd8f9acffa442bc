// From a dump to written records: they keep to the schema, and a rule that a record breaks stands in its `review`.
#include <sstream>

#include "extract/dump_reader.h"
#include "normalize/normalizer.h"
#include "normalize/schema_check.h"
#include "normalize/sink.h"
#include "tests/fuzz/targets.h"

namespace budgetlift::fuzz {

void whole(const std::uint8_t* data, std::size_t size) {
  Normalizer normalizer(builtin_forms(), NormalizeOptions{.keep_unplaced = true});
  auto info = read_dump(text_of(data, size), DumpOptions{}, builtin_forms(),
                        [&](Block&& block) { normalizer.take(std::move(block)); });
  if (!info) return;
  info->path = "fuzz.txt";
  info->sha256 = std::string(64, '0');
  const NormalizedDocument document = normalizer.finish();
  std::stringstream out;
  const auto sink = make_jsonl_sink(out);
  sink->begin(*info, document.facts);
  for (const ProjectRecord& record : document.projects) sink->record(*info, document.facts, record);
  sink->end_document(*info, document.facts, document.overall, document.unplaced);
  sink->finish();
  for (const SchemaProblem& problem : check_records(out)) {
    if (!problem.in_review) std::fprintf(stderr, "%s: %s\n", problem.pointer.c_str(), problem.message.c_str());
    promise(problem.in_review, "what is wrong in a record stands in its review");
  }
}

}  // namespace budgetlift::fuzz
