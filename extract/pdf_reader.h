// A PDF's pages as visible glyphs and vector rulings, in one pass over the content.
#pragma once

#include <memory>
#include <string>

#include "extract/options.h"
#include "extract/pdf_choice.h"
#include "extract/scan_reader.h"
#include "schemas/error.h"
#include "schemas/page.h"

namespace budgetlift {

struct PdfPage : Page {
  PageWay way = PageWay::text;   // what the page is to be read from; info.reason says why
};

// The only class that knows Poppler. The messages of errors of one page are sentences about "it", the page. Not safe to share between threads: Poppler is not.
class PdfReader {
 public:
  // Errors: not_a_document, encrypted (a user password is needed), damaged (no page can be read), too_large.
  static Expected<PdfReader> open(const std::string& path, const PdfOptions& options);

  PdfReader(PdfReader&&) noexcept;
  PdfReader& operator=(PdfReader&&) noexcept;
  ~PdfReader();

  int pages() const;

  // `number` counts from 1. Only what a person sees: clipped, invisible and off-page text is left out, and text
  // drawn twice (for bold) comes once.
  Expected<PdfPage> read(int number);

  // The page's pixels, as displayed: at the true resolution of the picture that it shows, between least_dpi and
  // most_dpi, in gray unless there is coloured ink. The page's own glyphs are left out where they are read as text
  // (PageWay::both). Errors: too_large, damaged, out_of_memory.
  Expected<Raster> render(int number, const ScanOptions& options);

 private:
  struct Impl;
  explicit PdfReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace budgetlift
