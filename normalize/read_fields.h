// The fields of records that OCR read, with everything that their characters may be. Internal to weighing evidence.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "normalize/evidence_options.h"
#include "normalize/form_match.h"
#include "schemas/readings.h"
#include "schemas/record.h"

namespace budgetlift {

enum class FieldSort { code, unit_code, amount, percent, label, target, word, name, text };

struct ReadField {
  ProjectRecord* record = nullptr;
  std::string pointer;          // of the field in the record; the two of a schedule's step share one
  std::string key;              // the pointer's last part, or "label", "percent"
  int part = -1;                // place in a list ("/indicators/3/target": 3), -1 where there is none
  FieldSort sort = FieldSort::text;
  std::string text;             // canonical
  std::vector<UnsureCharacter> characters;   // of `text` but spaces; empty where the reading cannot be followed
  double line_confidence = 1;
  double whole = -1;            // probability of the whole text, where it was not weighed character by character; else -1
  bool changed = false;
  std::set<std::string> proof;
  int same_as = -1;             // index of an earlier field read from the very same place

  double single() const;        // that no character is lost or doubled
  double probability() const;   // that the text is right
};

// What spoke for a value, FieldOrigin::proof (docs/errors.md).
inline constexpr const char* kKnownWord = "known word";
inline constexpr const char* kSameWords = "same words elsewhere";
inline constexpr const char* kPrintedTwice = "printed twice";
inline constexpr const char* kCheckCharacter = "check character";
inline constexpr const char* kTaxonomy = "taxonomy";
inline constexpr const char* kSumOfParts = "sum";
inline constexpr const char* kSchedule = "schedule";
inline constexpr const char* kGrammar = "grammar";

// All fields with readings, in the order of the records and their pointers. `matcher_of`: each record's form.
std::vector<ReadField> read_fields(std::vector<ProjectRecord>& records, const std::vector<const FormMatcher*>& matcher_of,
                                   const EvidenceOptions& options);

// Writes text, confidence and proof back into the record.
void write_back(const ReadField& field);

// Puts `text` in place of the field's own; its characters are those of `kept`, guesses already chosen.
void replace_text(ReadField& field, const std::vector<UnsureCharacter>& kept);

// What of the field is unsure, for people: "第3字 “未” 0.62 (末 0.31)".
std::string unsure_characters(const ReadField& field);

}  // namespace budgetlift
