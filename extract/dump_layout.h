// A dump that keeps the page's columns (pdftotext -layout) becomes the same blocks as its PDF.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "extract/dump_lines.h"
#include "extract/options.h"
#include "extract/reader.h"
#include "schemas/form.h"

namespace budgetlift {

// `lines` must be those of `text`, and keep columns (dump_layout_text.h). Hands out titles, unit lines and other text as lines, each form's
// head and indicators as tables; gives the running heads that it leaves out.
std::vector<TextLine> read_layout(const DumpLines& lines, std::string_view text, const DumpOptions& options, const std::vector<Form>& forms,
                                  const BlockSink& sink);
// The same of forms that no definition covers, by their labels and columns; tables are in doubt as a whole. None, and nothing is handed out,
// where there are no such.
std::optional<std::vector<TextLine>> read_unknown_layout(const DumpLines& lines, std::string_view text, const DumpOptions& options, const std::vector<Form>& forms,
                                                         const BlockSink& sink);

}  // namespace budgetlift
