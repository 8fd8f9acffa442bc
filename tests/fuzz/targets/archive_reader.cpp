// Any bytes as an archive of documents.
#include "batch/archive.h"
#include "tests/fuzz/targets.h"
#include "tests/fuzz/targets/memory_file.h"

namespace budgetlift::fuzz {

void archive_reader(const std::uint8_t* data, std::size_t size) {
  const MemoryFile packed(text_of(data, size)), unpacked("");
  BatchLimits limits;
  limits.member_bytes = limits.archive_bytes = 4 << 20;
  limits.archive_members = 100;
  auto archive = Archive::open(packed.path(), limits);
  if (!archive) return promise(!archive.error().message.empty(), "an error has words");
  for (int members = 0;; ++members) {
    promise(members <= limits.archive_members, "an archive ends");
    const auto member = archive->next(unpacked.descriptor());
    if (!member || !*member) return;
    promise(!(*member)->name.empty(), "a document has a name");
    promise(::lseek(unpacked.descriptor(), 0, SEEK_END) <= 2 * limits.member_bytes, "no document is larger than allowed");
  }
}

}  // namespace budgetlift::fuzz
