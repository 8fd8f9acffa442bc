// A text dump of a document (no geometry) becomes the same blocks as its PDF.
#pragma once

#include <string_view>
#include <vector>

#include "extract/options.h"
#include "extract/reader.h"
#include "schemas/document.h"
#include "schemas/error.h"
#include "schemas/form.h"

namespace budgetlift {

// `bytes`: UTF-8 with or without BOM, UTF-16, GB18030. Gives for each project form the lines of its title and of
// its unit line as TextLine blocks, then a Table of its head (label and value cells) and a Table of its
// indicators (header_rows 1, first level merged over its rows). Errors: not_a_document (no known encoding, or
// not text), damaged (empty).
Expected<DocumentInfo> read_dump(std::string_view bytes, const DumpOptions& options, const std::vector<Form>& forms,
                                 const BlockSink& sink);

}  // namespace budgetlift
