#include "normalize/evidence.h"

#include <algorithm>
#include <fmt/format.h>

#include "normalize/amount.h"
#include "normalize/brackets.h"
#include "normalize/draft.h"
#include "normalize/read_code.h"
#include "normalize/read_fields.h"
#include "normalize/read_values.h"
#include "normalize/same_words.h"
#include "normalize/twins.h"
#include "schemas/canonical.h"
#include "schemas/readings.h"

namespace budgetlift {
namespace {

double least_of(FieldSort sort, const EvidenceOptions::Least& least) {
  switch (sort) {
    case FieldSort::code:
    case FieldSort::unit_code: return least.code;
    case FieldSort::amount: return least.amount;
    case FieldSort::percent:
    case FieldSort::label:
    case FieldSort::target: return least.value;
    case FieldSort::word: return least.word;
    case FieldSort::name: return least.name;
    case FieldSort::text: return least.text;
  }
  return least.text;
}

// Texts of a document's digital pages, which cannot be misread.
std::vector<std::string> sure_texts(const std::vector<ProjectRecord>& records) {
  std::vector<std::string> out;
  for (const ProjectRecord& record : records) {
    for (const auto& [pointer, origin] : record.fields) {
      if (!origin.readings.empty()) continue;
      std::string text;
      for (const std::string& line : origin.raw) text += line;
      out.push_back(std::move(text));
    }
  }
  return out;
}

// What is read from the very same place is the same.
void share(std::vector<ReadField>& fields) {
  for (ReadField& field : fields) {
    if (field.same_as < 0) continue;
    const ReadField& first = fields[static_cast<size_t>(field.same_as)];
    field.text = first.text;
    field.characters = first.characters;
    field.whole = first.whole;
    field.changed = first.changed;
    field.proof = first.proof;
  }
}

// How many of its characters are hardly more than guessed.
int hardly_read(const ReadField& field, const EvidenceOptions& options) {
  return static_cast<int>(std::count_if(field.characters.begin(), field.characters.end(),
                                        [&](const UnsureCharacter& c) { return c.probability() < options.hardly_read; }));
}

void flag_unsure(const ReadField& field, const EvidenceOptions& options) {
  if (is_sure(field, options)) return;
  flag(*field.record, field.pointer, "low-confidence", unsure_characters(field));
  // Where a list could hardly be read the numbers of its items were not seen either.
  constexpr std::string_view kGoals = "/goals/";
  if (field.pointer.starts_with(kGoals) && hardly_read(field, options) >= options.lost_items) {
    flag(*field.record, "/goals", "list-cut-unsure", "a part could hardly be read: items may stand in it");
  }
}

// Ink that no character was found for.
void flag_unreadable(std::vector<ProjectRecord>& records) {
  for (ProjectRecord& record : records) {
    for (const auto& [pointer, origin] : record.fields) {
      const bool unreadable = std::any_of(origin.readings.begin(), origin.readings.end(),
                                          [](const Reading& r) { return r.text.empty() || r.text == "\uFFFD"; });
      if (unreadable) flag(record, pointer, "character-doubt", "ink that is no known character");
    }
  }
}

// A unit's code is printed before its name: where the name could not be read, no code was seen rather than none printed.
void flag_unseen_codes(std::vector<ProjectRecord>& records) {
  for (ProjectRecord& record : records) {
    const bool unsure = std::any_of(record.review.begin(), record.review.end(),
                                    [](const Review& r) { return r.field == "/unit/name" && r.reason == "low-confidence"; });
    if (unsure && !record.unit_code) flag(record, "/unit/code", "missing-value", "no code was found before a name that is unsure");
  }
}

// A first level that could not be read is the one under which the form has the row's second level.
void fill_level1(ProjectRecord& record, const FormMatcher& matcher) {
  for (size_t i = 0; i < record.indicators.size(); ++i) {
    Indicator& indicator = record.indicators[i];
    const std::string base = "/indicators/" + std::to_string(i);
    const auto origin = record.fields.find(base + "/level2");
    if (indicator.level1 || !indicator.level2 || origin == record.fields.end() || origin->second.source != Source::ocr) continue;
    const auto known = matcher.taxonomy().find(*indicator.level2);
    if (known == matcher.taxonomy().end() || known->second.size() != 1) continue;
    indicator.level1 = known->second.front();
    FieldOrigin& own = record.fields[base + "/level1"] = origin->second;
    own.proof = {kTaxonomy};
    flag(record, base + "/level1", "level1-from-level2", "nothing was read for it: the form has " + *indicator.level2 + " under it");
  }
}

}  // namespace

bool is_sure(const ReadField& field, const EvidenceOptions& options) {
  const double least = least_of(field.sort, options.least);
  switch (open_brackets(field.text)) {
    case Open::unopened:
      return false;
    case Open::unclosed:
      return field.probability() >= std::max(least, options.least_open);
    default:
      return field.probability() >= least;
  }
}

void weigh_evidence(std::vector<ProjectRecord>& records, const std::vector<const FormMatcher*>& matcher_of, const EvidenceOptions& options) {
  std::vector<ReadField> fields = read_fields(records, matcher_of, options);
  if (fields.empty()) return;
  weigh_numbers(records, options);
  weigh_brackets(fields, options);
  weigh_same_words(fields, sure_texts(records), options);
  weigh_words(fields, records, matcher_of, options);
  weigh_twins(fields, records, matcher_of, options);
  weigh_codes(fields, options);
  weigh_unit_codes(fields, options);
  weigh_amounts(fields, records, matcher_of, options);
  weigh_schedules(fields, options);
  weigh_targets(fields, options);
  share(fields);
  for (const ReadField& field : fields) {
    write_back(field);
    flag_unsure(field, options);
    if (field.sort == FieldSort::percent && !field.record->schedule[static_cast<size_t>(field.part)].percent) {
      flag(*field.record, field.pointer, "not-understood", "not a percentage: " + field.text);
    }
  }
  for (size_t i = 0; i < records.size(); ++i) fill_level1(records[i], *matcher_of[i]);
  flag_unreadable(records);
  flag_unseen_codes(records);
  for (ProjectRecord& record : records) {
    for (std::optional<Amount>* amount : {&record.total, &record.fiscal, &record.other}) {
      if (*amount) *amount = parse_amount((*amount)->printed, record.printed_unit);
    }
    for (auto& [pointer, origin] : record.fields) std::vector<Reading>().swap(origin.readings);
  }
}

}  // namespace budgetlift
