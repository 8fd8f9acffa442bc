// A page of a PDF becomes pixels. Included by extract/pdf_*.cpp only.
#pragma once

#include <Annot.h>
#include <PDFDoc.h>

#include "extract/pdf_choice.h"
#include "extract/scan_reader.h"
#include "schemas/error.h"

namespace budgetlift {

// Frames around links and the icons of notes are no part of the document; all else that shows is.
bool show_annotation(Annot* annotation, void*);

// `unit`: the page's user space unit in 1/72 inch. `with_text`: the page's own glyphs are painted too. At the true
// resolution of its picture, within the options' bounds. Errors: too_large, damaged.
Expected<Raster> render_page(PDFDoc& document, ::Page& page, double unit, const PageFacts& facts, bool with_text,
                             const ScanOptions& options);

}  // namespace budgetlift
