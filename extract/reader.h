// The way into extract: a file of any kind becomes blocks in reading order.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "extract/options.h"
#include "schemas/document.h"
#include "schemas/error.h"
#include "schemas/form_set.h"

namespace budgetlift {

// Receives the blocks of a document in reading order; tables come whole, joined over pages.
using BlockSink = std::function<void(Block&&)>;

// Reads one file: a PDF, an image or a text dump, told by its bytes, not its name. `forms` tell the dump reader and the
// joining of cut rows which labels and indicator names exist. Blocks are handed out as soon as they are complete,
// so memory does not grow with the number of pages. Boxes are in each page's own points; when the document is through,
// normalize/displayed.h turns them. A page that cannot be read has a PageInfo::problem, and the others are read all the
// same. Errors, where nothing could be read: not_found (the file, or the library that reads scans), not_a_document,
// encrypted, damaged, too_large, out_of_memory.
Expected<DocumentInfo> read_document(const std::string& path, const ReadOptions& options,
                                     const FormSet& forms, const BlockSink& sink);

}  // namespace budgetlift
