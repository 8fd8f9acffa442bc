// A table that may go on on the next page, and the parts that are joined to it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/form_words.h"
#include "extract/head_cut.h"
#include "extract/options.h"
#include "extract/reader.h"
#include "extract/row_cut.h"
#include "extract/table_parts.h"
#include "schemas/document.h"

namespace budgetlift {

// Rules that Join::rule names.
inline constexpr const char* kTableContinued = "table continued over page break";
inline constexpr const char* kHeadContinued = "head continued over page break";  // of a form, where columns differ
inline constexpr const char* kHeaderRemoved = "repeated header removed";
inline constexpr const char* kRowCut = "row cut by page break";

// What a table is joined by; it outlives the tables.
struct JoinContext {
  const TableOptions& options;
  const FormWords& words;
  const std::vector<HeadLabels>& heads;
  std::vector<TextLine>& furniture;   // gets the lines of repeated headers and labels
};

class OpenTable {
 public:
  // A table as page_blocks.h gives it, with its marks. `captions`: the canonical lines above it.
  OpenTable(const JoinContext& context, Table&& table, const PageInfo& page, std::vector<std::string> captions);

  // The lines above a part on `page` say again what stands above the table.
  bool repeats_captions(const std::vector<TextLine*>& lines) const;

  // Joins the first table of the next page if it goes on with this one. If not, the part may have got columns that its page has lost.
  bool join(Table& part, const PageInfo& page, bool captions_repeated);

  // The table as far as it was joined, without marks; this one is empty afterwards.
  Table close();

 private:
  const FormColumns* columns();
  void fix_header_rows();
  bool is_another(const Table& part, const EdgeMatch& match, size_t part_edges, int header, bool captions_repeated);
  bool join_head(Table& part, const PageInfo& page, const EdgeMatch& match);
  void append(Table& part, const PageInfo& page, const RepeatedHeader& repeated);
  void remove_header(Table& part, const RepeatedHeader& repeated, int page_number);
  bool join_rows(Table& part, int header, int page_number);
  void put_under(Table& part, const PageInfo& page, int header, int base);
  void merge(const CutPair& pair, bool cut, int page_number);

  const JoinContext& context_;
  Table table_;
  std::vector<double> edges_;           // of its columns, points on its first page
  std::vector<int> open_below_;         // columns of its last row without a ruling below
  std::vector<std::string> captions_;
  std::optional<FormColumns> columns_;  // once looked for
  bool columns_known_ = false;
  double foot_ = 0;        // share of the page's height at which it ends
  bool scanned_ = false;   // one of its pages was
};

}  // namespace budgetlift
