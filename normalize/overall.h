// The running text before the forms: overall goals, sub-goals, safeguards.
#pragma once

#include <memory>
#include <vector>

#include "normalize/evidence_options.h"
#include "schemas/form.h"
#include "schemas/record.h"

namespace budgetlift {

// Takes lines in reading order; what belongs to no section comes back from `finish` as unplaced.
class OverallReader {
 public:
  explicit OverallReader(const OverallForm& form);
  ~OverallReader();

  // Lines outside the sections are handed to `outside`. A line may be a caption (a label only) and is then done with.
  void take(const TextLine& line, std::vector<TextLine>& outside);

  // A project form begins: the running text ends here.
  void end_section();

  // Texts of scanned pages that may have been misread are named in Overall::review.
  Overall finish(const EvidenceOptions& options);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct Paragraphs {
  std::vector<std::string> texts;
  std::vector<std::string> unsure;   // lines of which one cannot be sure whether they end their paragraph
};

// Cuts lines of running text into paragraphs: a line that does not fill the width ends one, an indented line
// begins one. Indents are seen in boxes; in text dumps in the width of the line. `column` is all running text set to
// the same width, which is learnt from it; empty: `lines` themselves. `headings` show where its left edge is.
Paragraphs paragraphs(const std::vector<TextLine>& lines, const std::vector<TextLine>& column = {},
                      const std::vector<TextLine>& headings = {});

}  // namespace budgetlift
