// What a document may cost in a batch.
#pragma once

#include <algorithm>
#include <cstdint>

namespace budgetlift {

struct BatchLimits {
  std::int64_t seconds = 0;             // of a document, wall clock and CPU each; 0: by the file's size, seconds_for()
  std::int64_t page_seconds = 120;      // without a page being finished
  std::int64_t memory_bytes = 512ll << 20;       // of a worker's data: a scan takes some 170 MB
  std::int64_t output_bytes = 256ll << 20;       // of a document's records: a 45-page document has 1 MB
  int pages = 20000;                             // of a document
  std::int64_t member_bytes = 512ll << 20;       // of a document inside an archive, unpacked
  std::int64_t archive_bytes = 64ll << 30;       // of all that an archive holds, unpacked
  int archive_ratio = 200;                       // unpacked over packed, of what is more than 64 MiB; text packs to 1 in 10
  int archive_members = 200'000;

  // A page of a scan takes about a second, and a compressed one has at least 20 KB.
  std::int64_t seconds_for(std::int64_t file_bytes) const {
    return seconds > 0 ? seconds : 300 + 60 * (std::max<std::int64_t>(0, file_bytes) >> 20);
  }
};

}  // namespace budgetlift
