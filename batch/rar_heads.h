// What the heads of a RAR archive say and libarchive (3.6) passes over: the sums of files that are stored, the passwords of
// version 5, that a file goes on in another part, that the archive has an end. Without them spoilt, encrypted or cut off
// bytes would pass for a document.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace budgetlift {

struct RarFile {
  std::optional<std::uint32_t> sum;   // CRC-32 of its bytes, where the head has it
  bool encrypted = false;
  bool split = false;                 // some of it lies in another part of a split archive
};

struct RarHeads {
  std::vector<RarFile> files;   // files and folders, in their order
  bool whole = false;           // the heads end as they should, not in the middle of something
};

// Of an archive of version 4 or 5. Nothing if it is neither, or its heads are encrypted or of a kind that is not known.
std::optional<RarHeads> read_rar_heads(const std::string& path);

}  // namespace budgetlift
