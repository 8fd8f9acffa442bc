// Every threshold of extract, with its unit.
#pragma once

#include <cstdint>
#include <functional>

namespace budgetlift {

struct PdfOptions {
  int max_pages = 100000;
};

struct TableOptions {
};

struct DumpOptions {
};

struct ReadOptions {
  std::uint64_t max_bytes = 2ull << 30;                  // a larger file is `too-large`
  std::function<void(int page, int pages)> progress;     // called after each page; may be empty
  PdfOptions pdf;
  TableOptions table;
  DumpOptions dump;
};

}  // namespace budgetlift
