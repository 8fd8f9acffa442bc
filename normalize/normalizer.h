// Blocks of a document become its project records: the order of the steps stands in Normalizer::take and finish.
#pragma once

#include <memory>
#include <vector>

#include "normalize/evidence_options.h"
#include "schemas/document.h"
#include "schemas/form_set.h"
#include "schemas/record.h"

namespace budgetlift {

struct NormalizeOptions {
  bool keep_unplaced = false;   // collect text that no form holds (only the whole-document output needs it)
  EvidenceOptions evidence{};       // for what was read by OCR
};

struct NormalizedDocument {
  DocumentFacts facts;
  Overall overall;
  std::vector<ProjectRecord> projects;   // in printed order
  std::vector<TextLine> unplaced;        // in reading order; empty unless kept
};

class Normalizer {
 public:
  Normalizer(const FormSet& forms, const NormalizeOptions& options);
  ~Normalizer();

  // Takes the next block in reading order.
  void take(Block&& block);

  // Ends the document: year-dependent values, checks. The Normalizer is empty afterwards. Boxes are still in each page's
  // own points: finish_with_pages (normalize/displayed.h) is what is left to do.
  NormalizedDocument finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace budgetlift
