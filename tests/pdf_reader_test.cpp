// Opening PDFs: whole, damaged, locked, absurd, real and hostile ones.
#include "extract/pdf_reader.h"

#include <cstdlib>
#include <map>

#include "tests/pdf_made.h"
#include "tests/support.h"

// Fontconfig, which Poppler asks when it draws a form field itself, never frees its settings.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig";
}

namespace budgetlift {
namespace {

using test::MadePdf;
using test::TemporaryFile;

const char* const kOne = "BT /F1 10 Tf 50 200 Td (1) Tj ET";

ErrorKind open_error(const std::string& bytes) {
  const TemporaryFile file(bytes);
  auto reader = PdfReader::open(file.path(), PdfOptions());
  if (!reader) return reader.error().kind;
  ADD_FAILURE() << "was opened";
  return ErrorKind::crashed;
}

TEST(PdfReader, PagesAreCountedAndReadInAnyOrder) {
  const TemporaryFile file(MadePdf().page(kOne).page("").page(kOne).bytes());
  auto reader = PdfReader::open(file.path(), PdfOptions());
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->pages(), 3);
  PdfReader moved = std::move(*reader);
  for (int number : {3, 1, 2, 3}) {
    auto page = moved.read(number);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->info.page, number);
    EXPECT_EQ(page->glyphs.size(), number == 2 ? 0u : 1u);
  }
  EXPECT_FALSE(moved.read(0));
  EXPECT_FALSE(moved.read(4));
}

TEST(PdfReader, WhatIsNoPdfSaysSo) {
  EXPECT_EQ(open_error(""), ErrorKind::not_a_document);
  EXPECT_EQ(open_error("just some words\n"), ErrorKind::not_a_document);
  EXPECT_EQ(open_error(std::string(5000, '\0')), ErrorKind::not_a_document);
  EXPECT_EQ(open_error("%PDF-1.4\nnothing more"), ErrorKind::damaged);
  EXPECT_EQ(open_error(MadePdf().bytes()), ErrorKind::damaged) << "no pages";
}

TEST(PdfReader, TruncatedFileIsReadAsFarAsItGoes) {
  const std::string whole = MadePdf().page(kOne).page(kOne).bytes();
  const TemporaryFile file(whole.substr(0, whole.find("startxref")));
  auto reader = PdfReader::open(file.path(), PdfOptions());
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->pages(), 2);
  // Cut at any place: an error or pages, never a crash.
  for (std::size_t length = 0; length < whole.size(); length += 7) {
    const TemporaryFile part(whole.substr(0, length));
    if (auto some = PdfReader::open(part.path(), PdfOptions())) {
      for (int number = 1; number <= some->pages(); ++number) (void)some->read(number);
    }
  }
}

TEST(PdfReader, OwnerPasswordReadsAndUserPasswordDoesNot) {
  if (std::system("qpdf --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "qpdf is not installed";
  const TemporaryFile plain(MadePdf().page(kOne).bytes());
  const TemporaryFile owner(""), user("");
  const std::string quiet = " > /dev/null 2>&1";
  ASSERT_EQ(std::system(("qpdf --encrypt '' secret 256 -- " + plain.path() + " " + owner.path() + quiet).c_str()), 0);
  ASSERT_EQ(std::system(("qpdf --encrypt open secret 256 -- " + plain.path() + " " + user.path() + quiet).c_str()), 0);
  auto readable = PdfReader::open(owner.path(), PdfOptions());
  ASSERT_TRUE(readable) << readable.error().message;
  EXPECT_EQ(readable->read(1)->glyphs.size(), 1u);
  auto locked = PdfReader::open(user.path(), PdfOptions());
  ASSERT_FALSE(locked);
  EXPECT_EQ(locked.error().kind, ErrorKind::encrypted);
}

TEST(PdfReader, AbsurdPagesAreErrorsOfThatPageOnly) {
  PdfOptions options;
  options.max_marks = 1000;
  std::string many;
  for (int i = 0; i < 2000; ++i) many += "20 100 m 120 100 l S ";
  const TemporaryFile file(MadePdf()
                               .page(kOne, "/MediaBox [0 0 1e30 1e30]")
                               .page(kOne, "/MediaBox [5 5 5 5]")
                               .page(many)
                               .page("/X Do ( [ << 1 2 cm q q q Q Q Q Q Q BT ET ET EMC")
                               .page(kOne)
                               .bytes());
  auto reader = PdfReader::open(file.path(), options);
  ASSERT_TRUE(reader);
  ASSERT_EQ(reader->pages(), 5);
  (void)reader->read(1);
  (void)reader->read(2);
  auto full = reader->read(3);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().kind, ErrorKind::too_large);
  EXPECT_TRUE(reader->read(4));
  auto last = reader->read(5);
  ASSERT_TRUE(last);
  EXPECT_EQ(last->glyphs.size(), 1u);
}

TEST(PdfReader, LoopsInThePageTreeEnd) {
  std::string pdf = MadePdf().page(kOne).bytes();
  const std::size_t kids = pdf.find("/Kids [");
  pdf[kids + 7] = '2';  // the root is its own kid
  const TemporaryFile file(pdf);
  if (auto reader = PdfReader::open(file.path(), PdfOptions())) (void)reader->read(1);
}

TEST(PdfReader, TooManyPages) {
  PdfOptions options;
  options.max_pages = 1;
  const TemporaryFile file(MadePdf().page(kOne).page(kOne).bytes());
  auto reader = PdfReader::open(file.path(), options);
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().kind, ErrorKind::too_large);
}

void expect_sane(const Page& page, const std::string& name) {
  const Box paper{-1, -1, page.info.width + 1, page.info.height + 1};
  for (const Glyph& glyph : page.glyphs) {
    ASSERT_FALSE(glyph.text.empty()) << name;
    ASSERT_LE(glyph.box.x0, glyph.box.x1) << name;
    ASSERT_LE(glyph.box.y0, glyph.box.y1) << name;
    ASSERT_TRUE(paper.contains(glyph.box.center_x(), glyph.box.center_y())) << name;
    ASSERT_GT(glyph.font_size, 0) << name;
    ASSERT_TRUE(glyph.angle >= 0 && glyph.angle < 360) << name;
  }
  for (const Ruling& ruling : page.rulings) {
    ASSERT_LT(ruling.start, ruling.end) << name;
    ASSERT_TRUE(paper.contains(ruling.horizontal ? ruling.start : ruling.position,
                               ruling.horizontal ? ruling.position : ruling.start))
        << name;
    ASSERT_TRUE(paper.contains(ruling.horizontal ? ruling.end : ruling.position,
                               ruling.horizontal ? ruling.position : ruling.end))
        << name;
  }
}

TEST(PdfReader, RealDocuments) {
  BUDGETLIFT_NEEDS_SHARED();
  int documents = 0;
  std::size_t glyphs = 0, rulings = 0;
  for (const auto& entry : std::filesystem::directory_iterator(test::shared_dir() / "real")) {
    if (entry.path().extension() != ".pdf") continue;
    const std::string name = entry.path().filename().string();
    auto reader = PdfReader::open(entry.path().string(), PdfOptions());
    ASSERT_TRUE(reader) << name << ": " << reader.error().message;
    ++documents;
    for (int number = 1; number <= reader->pages(); ++number) {
      auto page = reader->read(number);
      ASSERT_TRUE(page) << name << ": " << page.error().message;
      EXPECT_NE(page->info.reason, "text layer garbled") << name << " page " << number;
      EXPECT_LT(page->rulings.size(), 400u) << name << " page " << number << ": pieces were not joined";
      expect_sane(*page, name);
      glyphs += page->glyphs.size();
      rulings += page->rulings.size();
    }
  }
  EXPECT_GT(documents, 0);
  EXPECT_GT(glyphs, 1000u * static_cast<std::size_t>(documents));
  EXPECT_GT(rulings, 0u);
}

TEST(PdfReader, HostileDocuments) {
  BUDGETLIFT_NEEDS_SHARED();
  std::map<std::string, int> kinds;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(test::shared_dir() / "hostile")) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().filename().string();
    auto reader = PdfReader::open(entry.path().string(), PdfOptions());
    ++kinds[reader ? "read" : budgetlift::name(reader.error().kind)];
    if (!reader) {
      EXPECT_FALSE(reader.error().message.empty());
      continue;
    }
    for (int number = 1; number <= std::min(reader->pages(), 50); ++number) {
      const auto page = reader->read(number);
      if (!page) continue;
      expect_sane(*page, name);
      if (page->way == PageWay::text) continue;
      const auto raster = reader->render(number, {});
      ++kinds[raster ? "rendered" : "not rendered"];
      if (!raster) continue;
      EXPECT_EQ(raster->pixels.size(), static_cast<std::size_t>(raster->width) * static_cast<std::size_t>(raster->height) *
                                           static_cast<std::size_t>(raster->channels)) << name;
      EXPECT_NEAR(raster->width, page->info.width * raster->dpi / 72, 3) << name << " page " << number;
      EXPECT_NEAR(raster->height, page->info.height * raster->dpi / 72, 3) << name << " page " << number;
    }
  }
  EXPECT_GT(kinds["rendered"], 20);
  EXPECT_GT(kinds["read"], kinds["damaged"]);
  EXPECT_GT(kinds["encrypted"], 0);
}

}  // namespace
}  // namespace budgetlift
