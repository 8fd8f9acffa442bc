// Digital pages as OCR might have read them: seeded errors, confidences and alternatives, for tests of evidence.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "normalize/evidence_options.h"
#include "schemas/page.h"

namespace budgetlift::test {

// How a reader errs. Its confidences are true: of the characters read with confidence c, the share c is right.
struct ReaderModel {
  double unsure = 0.06;          // share of characters that are not read with near certainty
  double least_unsure = 0.4;     // confidence of the unsure ones, at least …
  double most_unsure = 0.995;    // … and at most
  double sure_nines = 2.5;       // the others have between this many nines …
  double most_nines = 5;         // … and so many
  double listed = 0.85;          // probability that the right character of an error is among the alternatives
  double overconfident = 0;      // confidences are told as 1 - (1 - c)^(1 + this)
};

// Gives every glyph a reading and the page the source `ocr`; the right text goes with probability by the model.
void misread(Page& page, const ReaderModel& model, std::uint64_t seed);

// How well a PDF is read that way: fields right, wrong and not named, named needlessly.
struct Score {
  int fields = 0;
  int wrong = 0;
  int silent = 0;        // wrong and not in `review`
  int needless = 0;      // fields in `review` that are right
  int named = 0;
  std::vector<std::string> wrong_fields;   // "PROJECT POINTER"
  std::vector<std::string> notes;   // of wrong and needlessly named fields, for people
  Score& operator+=(const Score& other);
};

// What `budgetlift extract -f json` would print of the PDF.
nlohmann::json read_misread(const std::string& pdf, const ReaderModel& model, std::uint64_t seed, bool repair_words, const EvidenceOptions& options);

Score score_of(const nlohmann::json& gold, const nlohmann::json& document);

// Fields right in `before` and wrong in `after`, of one document.
int count_spoilt(const Score& before, const Score& after);

}  // namespace budgetlift::test
