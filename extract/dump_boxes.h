// A dump that gives a page's text sorted by where it stands (pdfminer, pdftotext, Evince) becomes blocks.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "extract/dump_kind.h"
#include "extract/options.h"
#include "extract/reader.h"
#include "schemas/form.h"

namespace budgetlift {

// Cells are torn and stand among those of other rows. What cannot be put together for sure is not guessed: a form that is not read is a
// Table without rows whose only cell says so (one for each project, as far as they can be counted), and its text follows as lines.
// Nothing, and nothing handed out, where no title of a form is found.
std::optional<DumpRead> read_boxes(std::string_view text, DumpKind kind, const DumpWords& words, const std::vector<Form>& forms, const DumpOptions& options,
                                   const BlockSink& sink);

}  // namespace budgetlift
