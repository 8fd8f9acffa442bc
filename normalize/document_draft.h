// A document as far as it is read: its projects, and the running text around their tables.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "normalize/facts.h"
#include "normalize/form_matchers.h"
#include "normalize/overall.h"
#include "normalize/stray_codes.h"
#include "schemas/document.h"
#include "schemas/form_set.h"
#include "schemas/record.h"

namespace budgetlift {

// Running text waits in `pending` until it is known whose it is: a title or a unit line is the next table's, what stands between
// the tables of a project is that project's, the rest is the overall part's or nobody's.
struct DocumentDraft {
  // `keep_unplaced`: collects what no form holds.
  DocumentDraft(const FormSet& set, bool keep_unplaced);
  DocumentDraft(const DocumentDraft&) = delete;
  DocumentDraft& operator=(const DocumentDraft&) = delete;

  const FormSet forms;   // outlives what refers to it below
  const FormMatchers& matchers;
  OverallReader overall;
  FactsFinder facts;
  std::vector<TextLine> pending;        // since the last table, not yet given to anybody
  std::vector<TextLine> unplaced;
  StrayCodes stray_codes;               // among them
  std::vector<ProjectRecord> projects;
  std::vector<const FormMatcher*> matcher_of;   // of each project
  std::vector<LabelEvidence> labels_of;         // of each project: what its tables show of labels
  std::set<int> seen;                   // labels met in the open project
  bool open = false;                    // the last project may still get tables
  bool behind_listing = false;          // nothing was printed since a listing's table
  TableRegion last_region;              // where its last table ends

  ProjectRecord& begin_project(const FormMatcher& matcher);

  void take_line(TextLine&& line);
  void leave_unplaced(const std::vector<TextLine>& lines);

  // The pending text is no project's: what in it may be one's all the same is named.
  void flush_pending();

  // The pending text stands between two tables of the open project: captions are labels, anything else is the project's and
  // unplaced.
  void between_tables();

  // Names text outside the open project's tables that is the name of an indicator.
  void flag_if_indicator(const std::string& text);

 private:
  void give_away(const std::vector<TextLine>& lines);
  void flag_text_below_table();
  void flag_indicators_outside();
  void name_lost_forms();

  const bool keep_unplaced_;
};

}  // namespace budgetlift
