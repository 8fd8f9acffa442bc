// Text dumps: any bytes; what is read is read whole.
#include "extract/dump_reader.h"

#include "tests/fuzz/targets.h"
#include "tests/fuzz/targets/blocks.h"

namespace budgetlift::fuzz {

void dump_reader(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = text_of(data, size);
  Characters read;
  const auto info = read_dump(bytes, DumpOptions{}, builtin_forms(), [&](Block&& block) {
    check_grid(block);
    count(read, block);
    count_removed_headers(read, block);
  });
  if (!info) {
    promise(!info.error().message.empty(), "a dump that is refused has a reason");
    return;
  }
  count(read, info->furniture);
  promise(!info->pages.empty(), "a dump has pages");
  // Which characters other encodings stand for is the reader's business; UTF-8 is our own.
  Characters printed;
  count(printed, bytes);
  if (printed.count(U'\uFFFD') == 0 && bytes.find('\0') == std::string_view::npos) {
    same(printed, read, "every printed character of a dump ends in a block or in the furniture");
  }
}

}  // namespace budgetlift::fuzz
