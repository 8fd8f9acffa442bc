// A page that is one image: the image's own pixels. Included by extract/pdf_*.cpp only.
#pragma once

#include <Page.h>
#include <Stream.h>

#include <optional>

#include "extract/pdf_choice.h"
#include "extract/pdf_jbig2.h"
#include "extract/scan_reader.h"

namespace budgetlift {

// Looks at each byte that a decoder gives for an image: a file that is cut off gives fewer than the image has. A fax inside
// of JBIG2 goes before another decoder (pdf_jbig2.h).
class WatchedStream : public Stream {
 public:
  // `width`, `height`: of the image, in pixels.
  WatchedStream(Stream* stream, int width, int height);

  // A good part of what was asked for did not come.
  bool cut_off() const;

  StreamKind getKind() const override { return stream_->getKind(); }
  void reset() override { bytes_->reset(); }
  void close() override { bytes_->close(); }
  int getChar() override;
  int lookChar() override { return bytes_->lookChar(); }
  int getUnfilteredChar() override { return stream_->getUnfilteredChar(); }
  void unfilteredReset() override { stream_->unfilteredReset(); }
  Goffset getPos() override { return stream_->getPos(); }
  void setPos(Goffset position, int direction) override { stream_->setPos(position, direction); }
  bool isBinary(bool last) const override { return stream_->isBinary(last); }
  BaseStream* getBaseStream() override { return stream_->getBaseStream(); }
  Stream* getUndecodedStream() override { return stream_->getUndecodedStream(); }
  Dict* getDict() override { return stream_->getDict(); }
  Object* getDictObject() override { return stream_->getDictObject(); }

 private:
  bool hasGetChars() override { return true; }
  int getChars(int count, unsigned char* buffer) override;

  Stream* stream_;
  Stream* bytes_;   // whose pixels are read: its own, or those of a fax in it
  std::optional<FaxBitmap> fax_;
  std::optional<MemStream> fax_bytes_;
  std::uint64_t asked_ = 0;
  std::uint64_t missing_ = 0;
};

// How many errors Poppler has met in this thread: JBIG2 and JPEG 2000 give all their bytes whatever is missing.
unsigned long poppler_errors();

// The page's pixels, if it shows one upright image and nothing else; otherwise nothing, and it must be rendered.
std::optional<Raster> single_image(::Page& page, double unit, const PageFacts& facts, const ScanOptions& options);

}  // namespace budgetlift
