// A dump that gives the text in the order in which pages draw it (pdftotext -raw, pdf.js, PyMuPDF, pypdf) becomes blocks.
#pragma once

#include <string_view>
#include <vector>

#include "extract/dump_kind.h"
#include "extract/options.h"
#include "extract/reader.h"
#include "schemas/form.h"

namespace budgetlift {

// Cells come row by row and from left to right, each with all its lines; what is looked for is where they end. Gives for each form its
// title and the lines below it, then a Table of its head and one of its indicators; a listing is one Table.
DumpRead read_stream(std::string_view text, DumpKind kind, const DumpWords& words, const std::vector<Form>& forms, const DumpOptions& options,
                       const BlockSink& sink);

}  // namespace budgetlift
