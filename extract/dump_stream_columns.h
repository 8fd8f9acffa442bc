// The header of an indicator table or of a listing in a stream dump: its labels tell which columns are printed, and in what order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/dump_stream_text.h"
#include "schemas/form.h"

namespace budgetlift {

// `number`: of the project itself, in a listing; `id`: a unit's code.
enum class StreamSort { level1, level2, text, target, amount, code, list, number, id };

// Characters [first, last) of a StreamText.
struct StreamRange {
  size_t first = 0, last = 0;
};

struct StreamColumn {
  std::string key;                    // of the form: "level3", "/project/code"
  StreamSort sort = StreamSort::text;
  bool own = false;                   // of a project of a listing, merged over its indicators
  int block = 0;                      // of tables side by side, from the left
  StreamRange label;
  int group = -1;                     // index into StreamHeader::groups: the label above it
};

struct StreamHeader {
  std::vector<StreamColumn> columns;  // from the left
  std::vector<StreamRange> groups;    // labels above others
  StreamRange all;
  std::u32string key;                 // its characters, to know it again
  bool listing = false;
};

// A label at `at`, with a colon and a unit of money behind it.
struct StreamLabel {
  StreamRange range;
  size_t length = 0;                  // of the label alone
  const LabelUse* use = nullptr;
};

// Where cells are glued (pypdf) a label may end anywhere, elsewhere only before a space or a line's end.
std::optional<StreamLabel> label_at(const StreamText& text, size_t at, const DumpWords& words, bool glued);

class StreamColumns {
 public:
  StreamColumns(const std::vector<Form>& forms, const DumpWords& words, bool glued) : forms_(forms), words_(words), glued_(glued) {}

  // The first header at or behind `from`.
  std::optional<StreamHeader> find(const StreamText& text, size_t from) const;

 private:
  void leave_out_lead(const StreamText& text, std::vector<StreamLabel>& run) const;
  std::vector<StreamLabel> run_at(const StreamText& text, size_t at) const;
  StreamHeader header_of(const StreamText& text, const std::vector<StreamLabel>& run) const;
  const FormColumn* column(std::u32string_view label) const;
  const FormField* listing_field(std::u32string_view label, std::u32string_view group) const;

  const std::vector<Form>& forms_;
  const DumpWords& words_;
  bool glued_ = false;
};

}  // namespace budgetlift
