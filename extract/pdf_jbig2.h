// JBIG2 images whose regions are coded as a fax is (MMR). Included by extract/pdf_*.cpp only.
#pragma once

#include <Object.h>
#include <Stream.h>

#include <optional>
#include <vector>

namespace budgetlift {

struct FaxBitmap {
  std::vector<char> bytes;   // packed rows, highest bit first, 0 for ink: as the stream's own decoder gives them
  bool cut_off = false;      // the file ends before the last row
};

// The pixels of such an image; nothing if it has regions of another coding. Poppler's decoder of JBIG2 (22.12) draws runs of
// ink on below where several of them end in the same row; its decoder of faxes does not.
std::optional<FaxBitmap> fax_bitmap(Stream& jbig2, int width, int height);

}  // namespace budgetlift
