// Documents with scanned pages on their way to records: what is read, what is named, where boxes stand.
#include <cmath>

#include "extract/page_layers.h"
#include "extract/pdf_reader.h"
#include "extract/reader.h"
#include "normalize/displayed.h"
#include "normalize/normalizer.h"
#include "normalize/sink.h"
#include "tests/program.h"
#include "tests/scan_support.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

constexpr const char* kWhole = "q 200 0 0 300 0 0 cm /Im Do Q ";

struct Read {
  Expected<DocumentInfo> info = fail(ErrorKind::damaged, "not read");
  std::vector<std::string> lines;
  std::vector<TextLine> text;
};

Read read(const std::string& path, const ReadOptions& options) {
  Read out;
  out.info = read_document(path, options, builtin_forms(), [&](Block&& block) {
    if (auto* line = std::get_if<TextLine>(&block)) {
      out.lines.push_back(line->text);
      out.text.push_back(*line);
    }
  });
  return out;
}

// Pages of text (T), image (I), or both (B).
MadePdf document(const std::string& kinds) {
  MadePdf pdf;
  const int image = add_image(pdf, 400, 600, std::string(400 * 600, '\xF0'));
  int number = 0;
  for (char kind : kinds) {
    std::string content = kind == 'T' ? "" : kWhole;
    if (kind != 'I') content += "BT /F1 10 Tf 20 200 Td (digital " + std::to_string(++number) + ") Tj ET";
    pdf.page(content, "", image_resources(image));
  }
  return pdf;
}

void read_as(const std::vector<std::string>& characters, double x = 20, double y = 50) {
  fake().read = [=](const Raster&, PageInfo info) -> Expected<Page> {
    Page page;
    page.info = std::move(info);
    add_text(page, characters, x, y);
    return page;
  };
}

TEST(ScanPages, EachPageIsReadInItsOwnWay) {
  const TemporaryFile file(document("TIT").bytes());
  const ReadOptions options = fake_options();
  read_as({"扫", "描"});
  const Read got = read(file.path(), options);
  ASSERT_TRUE(got.info);
  EXPECT_EQ(got.lines, (std::vector<std::string>{"digital 1", "扫描", "digital 2"}));
  ASSERT_EQ(got.info->pages.size(), 3u);
  EXPECT_EQ(got.info->pages[0].source, Source::text_layer);
  EXPECT_EQ(got.info->pages[0].reason, "has text");
  EXPECT_EQ(got.info->pages[1].source, Source::ocr);
  EXPECT_EQ(got.info->pages[1].reason, "image only");
  EXPECT_DOUBLE_EQ(got.info->pages[1].width, 200);
  EXPECT_EQ(got.text[1].source, Source::ocr);
  EXPECT_EQ(got.text[1].readings.size(), 2u);
  EXPECT_EQ(got.text[0].readings.size(), 0u);
  EXPECT_EQ(fake().readers_made, 1);
  EXPECT_EQ(fake().rasters.size(), 1u);
}

TEST(ScanPages, DigitalDocumentsNeverLoadTheReader) {
  const TemporaryFile file(document("TT").bytes());
  const ReadOptions options = fake_options();
  ASSERT_TRUE(read(file.path(), options).info);
  EXPECT_EQ(fake().readers_made, 0);
}

TEST(ScanPages, OneReaderForAllDocuments) {
  const TemporaryFile file(document("I").bytes());
  const ReadOptions options = fake_options();
  read_as({"扫"});
  ASSERT_TRUE(read(file.path(), options).info);
  ASSERT_TRUE(read(file.path(), options).info);
  EXPECT_EQ(fake().readers_made, 1);
  EXPECT_EQ(fake().rasters.size(), 2u);
}

TEST(ScanPages, PictureWithoutTextSaysSo) {
  const TemporaryFile file(document("IT").bytes());
  const Read got = read(file.path(), fake_options());
  ASSERT_TRUE(got.info);
  EXPECT_EQ(got.info->pages[0].reason, "image only; no text found in it");
  EXPECT_FALSE(got.info->pages[0].problem);
}

TEST(ScanPages, BothLayersOfOnePage) {
  const TemporaryFile file(document("B").bytes());
  const ReadOptions options = fake_options();
  fake().read = [](const Raster&, PageInfo info) -> Expected<Page> {
    Page page;
    page.info = std::move(info);
    add_text(page, {"扫", "描"}, 20, 50);
    add_text(page, {"d", "i"}, 20, 91);   // where the text layer says "digital 1"
    return page;
  };
  const Read got = read(file.path(), options);
  ASSERT_TRUE(got.info);
  EXPECT_EQ(got.lines, (std::vector<std::string>{"扫描", "digital 1"}));
  EXPECT_EQ(got.text[0].source, Source::ocr);
  EXPECT_EQ(got.text[1].source, Source::text_layer);
  EXPECT_TRUE(got.text[1].readings.empty());
  EXPECT_EQ(got.info->pages[0].source, Source::ocr);
  EXPECT_EQ(got.info->pages[0].reason, "has text and a picture of text");
}

TEST(ScanPages, WithoutAReaderTheOtherPagesAreRead) {
  const TemporaryFile file(document("TIBT").bytes());
  const ReadOptions options = fake_options();
  fake().no_reader = Error{ErrorKind::not_found, "the models are not there"};
  const Read got = read(file.path(), options);
  ASSERT_TRUE(got.info);
  EXPECT_EQ(got.lines, (std::vector<std::string>{"digital 1", "digital 2", "digital 3"}));
  EXPECT_FALSE(got.info->pages[0].problem);
  ASSERT_TRUE(got.info->pages[1].problem);
  EXPECT_EQ(got.info->pages[1].reason, "image only; not read: the models are not there");
  ASSERT_TRUE(got.info->pages[2].problem);
  EXPECT_EQ(got.info->pages[2].source, Source::text_layer);
  EXPECT_EQ(fake().readers_made, 1) << "what cannot be loaded is not tried for every page";
}

TEST(ScanPages, WithoutAReaderAScanIsAnError) {
  const TemporaryFile file(document("II").bytes());
  const ReadOptions options = fake_options();
  fake().no_reader = Error{ErrorKind::not_found, "the models are not there"};
  const Read got = read(file.path(), options);
  ASSERT_FALSE(got.info);
  EXPECT_EQ(static_cast<int>(got.info.error().kind), static_cast<int>(ErrorKind::not_found));
  EXPECT_NE(got.info.error().message.find("the models are not there"), std::string::npos);
}

TEST(ScanPages, TooLargePictureIsNamedAndTheOthersAreRead) {
  const TemporaryFile file(document("TIT").bytes());
  ScanOptions scan;
  scan.max_pixels = 100'000;
  const Read got = read(file.path(), fake_options(scan));
  ASSERT_TRUE(got.info);
  EXPECT_EQ(got.lines.size(), 2u);
  ASSERT_TRUE(got.info->pages[1].problem);
  EXPECT_EQ(static_cast<int>(got.info->pages[1].problem->kind), static_cast<int>(ErrorKind::too_large));
  EXPECT_TRUE(fake().rasters.empty());
}

TEST(ScanPages, CutOffPictureIsReadAndNamed) {
  MadePdf pdf;
  const int image = add_image(pdf, 400, 600, std::string(400 * 300, '\xF0'));
  pdf.page(kWhole, "", image_resources(image));
  const TemporaryFile file(pdf.bytes());
  const ReadOptions options = fake_options();
  read_as({"扫"});
  const Read got = read(file.path(), options);
  ASSERT_TRUE(got.info);
  EXPECT_EQ(got.lines, std::vector<std::string>{"扫"});
  ASSERT_TRUE(got.info->pages[0].problem);
  EXPECT_EQ(static_cast<int>(got.info->pages[0].problem->kind), static_cast<int>(ErrorKind::damaged));
}

TEST(ScanPages, GarbledTextIsReplacedByThePicture) {
  const TemporaryFile file(MadePdf().page("BT /F1 20 Tf 20 200 Td (\\001\\002\\003\\004\\005\\006) Tj ET").bytes());
  const ReadOptions options = fake_options();
  read_as({"扫", "描"});
  const Read got = read(file.path(), options);
  ASSERT_TRUE(got.info);
  if (got.info->pages[0].reason != "text layer garbled") GTEST_SKIP() << got.info->pages[0].reason;
  EXPECT_EQ(got.lines, std::vector<std::string>{"扫描"});
}

// --- image files

Raster white_page(int width, int height, double dpi) {
  Raster raster;
  raster.width = width;
  raster.height = height;
  raster.dpi = dpi;
  raster.pixels.assign(static_cast<size_t>(width) * static_cast<size_t>(height), 255);
  return raster;
}

const std::string kPngHead = "\x89PNG\r\n\x1a\n and so on";

TEST(ScanPages, ImageFile) {
  const TemporaryFile file(kPngHead, ".dat");
  const ReadOptions options = fake_options();
  fake().image_pages = 3;
  fake().image = [](int number) -> Expected<Raster> {
    if (number == 2) return fail(ErrorKind::damaged, "its picture cannot be decoded");
    return white_page(400, 600, 200);
  };
  read_as({"扫", "描"});
  const Read got = read(file.path(), options);
  ASSERT_TRUE(got.info);
  EXPECT_EQ(got.info->kind, "image");
  EXPECT_EQ(got.lines, (std::vector<std::string>{"扫描", "扫描"}));
  ASSERT_EQ(got.info->pages.size(), 3u);
  EXPECT_DOUBLE_EQ(got.info->pages[0].width, 144);
  EXPECT_DOUBLE_EQ(got.info->pages[0].height, 216);
  EXPECT_EQ(got.info->pages[0].reason, "image file");
  EXPECT_TRUE(got.info->pages[1].problem);
  EXPECT_FALSE(got.info->sha256.empty());
}

TEST(ScanPages, ImageFileIsBroughtToAReadableResolution) {
  const TemporaryFile file(kPngHead);
  const ReadOptions options = fake_options();
  fake().image = [](int) -> Expected<Raster> { return white_page(600, 900, 600); };
  read_as({"扫"});
  ASSERT_TRUE(read(file.path(), options).info);
  ASSERT_EQ(fake().rasters.size(), 1u);
  EXPECT_EQ(fake().rasters[0].width, 300);
  EXPECT_DOUBLE_EQ(fake().rasters[0].dpi, 300);
}

TEST(ScanPages, DamagedImageFileIsAnError) {
  const TemporaryFile file(kPngHead);
  const ReadOptions options = fake_options();
  fake().image = [](int) -> Expected<Raster> { return fail(ErrorKind::damaged, "its picture cannot be decoded"); };
  const Read got = read(file.path(), options);
  ASSERT_FALSE(got.info);
  EXPECT_EQ(static_cast<int>(got.info.error().kind), static_cast<int>(ErrorKind::damaged));
}

// --- from the flat page to the page as displayed

TEST(ScanPages, BoxesThereAndBack) {
  PageInfo page;
  page.width = 200;
  page.height = 300;
  page.to_displayed = {0.98, -0.02, 3, 0.03, 1.01, -4, 1e-4, 2e-5, 1};
  const Box box{40, 60, 90, 80};
  const Box shown = to_displayed(page, box);
  const Box back = from_displayed(page, {shown.center_x(), shown.center_y(), shown.center_x(), shown.center_y()});
  EXPECT_NEAR(back.center_x(), box.center_x(), 0.5);
  EXPECT_NEAR(back.center_y(), box.center_y(), 0.5);
  EXPECT_LT(shown.x0, shown.x1);
  page.to_displayed.reset();
  EXPECT_EQ(to_displayed(page, box), box);
}

// Upright points (x, y) of a page that is shown upside down.
std::array<double, 9> upside_down(double width, double height) {
  return {-1, 0, width, 0, -1, height, 0, 0, 1};
}

TEST(ScanPages, LayersMeetOnTheUprightPage) {
  Page own;
  own.info.page = 1;
  own.info.width = 200;
  own.info.height = 300;
  own.glyphs.push_back({"7", {100, 280, 106, 290}, 10, 180, 1});   // upside down as displayed
  Page scanned;
  scanned.info = own.info;
  scanned.info.to_displayed = upside_down(200, 300);
  add_text(scanned, {"扫", "7"}, 84, 10);   // the 7 at 94 to 104 lies below the text layer's
  const Page both = merge_layers(own, scanned);
  ASSERT_EQ(both.glyphs.size(), 2u);
  EXPECT_EQ(both.glyphs[0].text, "扫");
  EXPECT_EQ(both.glyphs[1].text, "7");
  EXPECT_NEAR(both.glyphs[1].box.x0, 94, 1e-6);
  EXPECT_NEAR(both.glyphs[1].box.y0, 10, 1e-6);
  EXPECT_NEAR(std::fmod(both.glyphs[1].angle, 360), 0, 1e-6);
  ASSERT_EQ(both.readings.size(), 2u);
  EXPECT_TRUE(both.readings[1].text.empty());
}

TEST(ScanPages, RulingsOfBothLayersAreOne) {
  Page own, scanned;
  own.rulings = {{true, 100, 10, 190, 0.5}};
  scanned.rulings = {{true, 100.6, 11, 189, 1}, {true, 150, 10, 190, 1}, {false, 100, 10, 190, 1}};
  EXPECT_EQ(merge_layers(own, scanned).rulings.size(), 3u);
}

// A document of the corpus that is scanned upside down: the fake reader says what the text layer said.
class Scanned : public testing::Test {
 protected:
  const std::string truth = source_dir() / "corpus/made/first.chromium.pdf";

  struct Result {
    DocumentInfo info;
    NormalizedDocument document;
    std::vector<Table> tables;
  };

  static Result normalized(const std::string& path, const ReadOptions& options) {
    Result out;
    Normalizer normalizer(builtin_forms(), {.keep_unplaced = true});
    auto info = read_document(path, options, builtin_forms(), [&](Block&& block) {
      if (auto* table = std::get_if<Table>(&block)) out.tables.push_back(*table);
      normalizer.take(std::move(block));
    });
    EXPECT_TRUE(info) << info.error().message;
    if (info) out.info = *info;
    out.document = normalizer.finish();
    finish_with_pages(out.info, out.document);
    for (Table& table : out.tables) show_as_displayed(out.info, table);
    return out;
  }

  // As many white pages as the truth has, of its size; some of them digital pages in the middle of a table would need
  // the truth's own content, so all are scanned here.
  static std::string white_pages(PdfReader& reader) {
    MadePdf pdf;
    for (int number = 1; number <= reader.pages(); ++number) {
      const auto page = reader.read(number);
      const std::string width = std::to_string(page->info.width), height = std::to_string(page->info.height);
      const int image = add_image(pdf, 40, 60, std::string(40 * 60, '\xF0'));
      pdf.page("q " + width + " 0 0 " + height + " 0 0 cm /Im Do Q", "/MediaBox [0 0 " + width + " " + height + "]",
               image_resources(image));
    }
    return pdf.bytes();
  }
};

TEST_F(Scanned, RecordsAndBoxesAreThoseOfTheDigitalDocument) {
  auto reader = PdfReader::open(truth, {});
  ASSERT_TRUE(reader);
  const TemporaryFile file(white_pages(*reader));
  const ReadOptions options = fake_options();
  fake().read = [&](const Raster&, PageInfo info) -> Expected<Page> {
    Page page = *reader->read(info.page);
    info.to_displayed = upside_down(info.width, info.height);
    page.info = std::move(info);
    for (const Glyph& glyph : page.glyphs) page.readings.push_back({glyph.text, 1, {}});
    return page;
  };
  const Result scanned = normalized(file.path(), options), digital = normalized(truth, {});
  ASSERT_FALSE(digital.document.projects.empty());
  ASSERT_EQ(scanned.document.projects.size(), digital.document.projects.size());
  for (size_t i = 0; i < digital.document.projects.size(); ++i) {
    const ProjectRecord &a = scanned.document.projects[i], &b = digital.document.projects[i];
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.code, b.code);
    EXPECT_EQ(a.indicators.size(), b.indicators.size());
    ASSERT_EQ(a.fields.size(), b.fields.size());
    for (const auto& [pointer, origin] : b.fields) {
      const FieldOrigin& own = a.fields.at(pointer);
      const PageInfo& page = digital.info.pages[static_cast<size_t>(origin.page) - 1];
      EXPECT_EQ(own.page, origin.page);
      EXPECT_EQ(own.source, Source::ocr);
      ASSERT_TRUE(own.box && origin.box) << pointer;
      EXPECT_NEAR(own.box->x0, page.width - origin.box->x1, 0.01) << pointer;
      EXPECT_NEAR(own.box->y1, page.height - origin.box->y0, 0.01) << pointer;
    }
  }
  ASSERT_EQ(scanned.tables.size(), digital.tables.size());
  const PageInfo& page = digital.info.pages[static_cast<size_t>(digital.tables[0].regions[0].page) - 1];
  EXPECT_NEAR(scanned.tables[0].regions[0].box->x0, page.width - digital.tables[0].regions[0].box->x1, 0.01);
}

TEST_F(Scanned, RecordsBesideALostPageSaySo) {
  auto reader = PdfReader::open(truth, {});
  ASSERT_TRUE(reader);
  const Result digital = normalized(truth, {});
  ASSERT_GE(digital.document.projects.size(), 2u);
  // The last page of the first record cannot be read.
  int last = 0;
  for (const auto& [pointer, origin] : digital.document.projects[0].fields) last = std::max(last, origin.page);
  const TemporaryFile file(white_pages(*reader));
  const ReadOptions options = fake_options();
  fake().read = [&](const Raster&, PageInfo info) -> Expected<Page> {
    if (info.page == last) return fail(ErrorKind::out_of_memory, "there is not enough memory for it");
    Page page = *reader->read(info.page);
    page.info = std::move(info);
    for (const Glyph& glyph : page.glyphs) page.readings.push_back({glyph.text, 1, {}});
    return page;
  };
  const Result scanned = normalized(file.path(), options);
  ASSERT_FALSE(scanned.document.projects.empty());
  int flagged = 0;
  for (const ProjectRecord& record : scanned.document.projects) {
    for (const Review& review : record.review) flagged += review.reason == "page-not-read";
  }
  EXPECT_GE(flagged, 1);
  EXPECT_LT(flagged, static_cast<int>(scanned.document.projects.size()));
}

}  // namespace
}  // namespace budgetlift::test
