// Any bytes as a PDF: what of it is ours (visible glyphs, rulings, faxes inside JBIG2), and all that follows.
#include "batch/document_records.h"
#include "tests/fuzz/targets.h"
#include "tests/fuzz/targets/memory_file.h"

namespace budgetlift::fuzz {

void pdf_reader(const std::uint8_t* data, std::size_t size) {
  const MemoryFile file(text_of(data, size));
  ReadOptions options;
  options.scan.library = "/none";   // pictures are rendered, not read
  options.pdf.max_pages = 20;
  const auto records = read_records(file.path(), options, builtin_forms(), true);
  if (!records) {
    promise(!records.error().message.empty() && records.error().message.find('\n') == std::string::npos, "an error is one line");
    return;
  }
  for (const PageInfo& page : records->info.pages) promise(!page.reason.empty(), "a page says what it was read from, and why");
}

}  // namespace budgetlift::fuzz
