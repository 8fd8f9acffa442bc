// A PDF's pages as visible glyphs and vector rulings, in one pass over the content.
#pragma once

#include <memory>
#include <string>

#include "extract/options.h"
#include "schemas/error.h"
#include "schemas/page.h"

namespace budgetlift {

// The only class that knows Poppler (extract/pdf_reader.cpp). Not safe to share between threads: Poppler is not.
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
  Expected<Page> read(int number);

 private:
  struct Impl;
  explicit PdfReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace budgetlift
