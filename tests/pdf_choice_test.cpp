// From what a page is read, and why.
#include "extract/pdf_choice.h"
#include "extract/pdf_reader.h"
#include "tests/scan_support.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

constexpr const char* kWhole = "q 200 0 0 300 0 0 cm /Im Do Q ";

PdfPage read_first(const MadePdf& pdf) {
  const TemporaryFile file(pdf.bytes());
  auto reader = PdfReader::open(file.path(), {});
  EXPECT_TRUE(reader) << reader.error().message;
  auto page = reader->read(1);
  EXPECT_TRUE(page) << page.error().message;
  return *page;
}

void expect_way(const PdfPage& page, PageWay way, const std::string& reason) {
  EXPECT_EQ(static_cast<int>(page.way), static_cast<int>(way)) << page.info.reason;
  EXPECT_EQ(page.info.reason, reason);
}

// A page of 200 x 300 points with one image of that many pixels, and this content.
PdfPage page_with_image(const std::string& content, int width = 400, int height = 600) {
  MadePdf pdf;
  const int image = add_image(pdf, width, height, std::string(static_cast<size_t>(width * height), '\x80'));
  pdf.page(content, "", image_resources(image));
  return read_first(pdf);
}

// Han characters as a text layer: a Type 0 font without a program, its ToUnicode by identity.
std::string hex(const std::u32string& text) {
  std::string out;
  for (char32_t c : text) {
    char digits[5];
    std::snprintf(digits, sizeof digits, "%04X", static_cast<unsigned>(c));
    out += digits;
  }
  return out;
}

PdfPage page_with_text(const std::u32string& text) {
  MadePdf pdf;
  const std::string map =
      "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <FFFF> "
      "endcodespacerange\n1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end end";
  const int unicode = pdf.object("<< /Length " + std::to_string(map.size()) + " >>\nstream\n" + map + "\nendstream");
  const int descendant = pdf.object(
      "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
      "/Supplement 0 >> /DW 1000 >>");
  const int font = pdf.object("<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [" +
                              std::to_string(descendant) + " 0 R] /ToUnicode " + std::to_string(unicode) + " 0 R >>");
  std::string content = "BT /F2 8 Tf 9 TL 10 280 Td ";
  for (size_t at = 0; at < text.size(); at += 20) content += "<" + hex(text.substr(at, 20)) + "> Tj T* ";
  pdf.page(content + "ET", "", "/Font << /F2 " + std::to_string(font) + " 0 R >>");
  return read_first(pdf);
}

TEST(PdfChoice, DigitalPage) {
  expect_way(read_first(MadePdf().page("BT /F1 12 Tf 20 200 Td (Budget 2024) Tj ET")), PageWay::text, "has text");
}

TEST(PdfChoice, BlankPage) {
  expect_way(read_first(MadePdf().page("")), PageWay::text, "empty page");
  expect_way(read_first(MadePdf().page("10 10 180 280 re S")), PageWay::text, "empty page");
}

TEST(PdfChoice, ImageOnly) {
  expect_way(page_with_image(kWhole), PageWay::picture, "image only");
}

TEST(PdfChoice, SmallImageAloneIsALogo) {
  expect_way(page_with_image("q 30 0 0 30 80 200 cm /Im Do Q"), PageWay::text, "empty page");
}

TEST(PdfChoice, ImageInStrips) {
  std::string content;
  for (int i = 0; i < 30; ++i) content += "q 200 0 0 10 0 " + std::to_string(10 * i) + " cm /Im Do Q ";
  expect_way(page_with_image(content, 400, 20), PageWay::picture, "image only");
}

TEST(PdfChoice, InvisibleTextOverAnImage) {
  expect_way(page_with_image(kWhole + std::string("BT 3 Tr /F1 12 Tf 20 200 Td (Bndget 2O24) Tj ET")), PageWay::picture,
             "image with invisible text");
}

TEST(PdfChoice, TextHiddenBelowAnImage) {
  expect_way(page_with_image("BT /F1 12 Tf 20 200 Td (Bndget 2O24) Tj ET " + std::string(kWhole)), PageWay::picture,
             "image with invisible text");
}

TEST(PdfChoice, InvisibleTextWithoutAnImage) {
  expect_way(read_first(MadePdf().page("BT 3 Tr /F1 12 Tf 20 200 Td (Budget) Tj ET")), PageWay::text,
             "invisible text only");
}

TEST(PdfChoice, ScanWithADigitalPageNumber) {
  expect_way(page_with_image(kWhole + std::string("BT /F1 9 Tf 95 10 Td (- 12 -) Tj ET")), PageWay::both,
             "has text and a picture of text");
}

TEST(PdfChoice, SmallPictureOnADigitalPage) {
  expect_way(page_with_image("q 60 0 0 60 20 20 cm /Im Do Q BT /F1 12 Tf 20 200 Td (Budget) Tj ET"), PageWay::text,
             "has text");
}

TEST(PdfChoice, CoarsePictureOnADigitalPage) {
  expect_way(page_with_image(kWhole + std::string("BT /F1 12 Tf 20 200 Td (Budget) Tj ET"), 100, 150), PageWay::text,
             "has text");
}

TEST(PdfChoice, BackgroundBelowAPageOfText) {
  std::string content = kWhole + std::string("BT /F1 8 Tf 9 TL 10 280 Td ");
  for (int i = 0; i < 12; ++i) content += "(project performance goals of a department) Tj T* ";
  expect_way(page_with_image(content + "ET"), PageWay::text, "has text");
}

TEST(PdfChoice, BackgroundPulledToItsPage) {
  expect_way(page_with_image(kWhole + std::string("BT /F1 12 Tf 20 200 Td (Budget) Tj ET"), 600, 500), PageWay::text,
             "has text");
}

TEST(PdfChoice, FaintBackground) {
  MadePdf pdf;
  const int image = add_image(pdf, 400, 600, std::string(400 * 600, '\x80'));
  pdf.page("q /Faint gs 200 0 0 300 0 0 cm /Im Do Q BT /F1 12 Tf 20 200 Td (Budget) Tj ET", "",
           image_resources(image) + " /ExtGState << /Faint << /ca 0.3 >> >>");
  expect_way(read_first(pdf), PageWay::text, "has text");
}

// Two letters' worth of outline: a curved ring and a stroke.
std::string outline(double x, double y) {
  auto at = [&](double dx, double dy) { return std::to_string(x + dx) + " " + std::to_string(y + dy) + " "; };
  return at(0, 0) + "m " + at(0, 8) + at(8, 8) + at(8, 0) + "c " + at(4, 2) + "l h f " + at(2, 3) + "m " + at(4, 4) + "l " +
         at(3, 7) + "l h f ";
}

std::string outlines(int columns, int rows) {
  std::string content;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) content += outline(10 + 11 * column, 270 - 14 * row);
  }
  return content;
}

TEST(PdfChoice, TextDrawnAsShapes) {
  expect_way(read_first(MadePdf().page(outlines(16, 10))), PageWay::picture, "text drawn as shapes");
}

TEST(PdfChoice, FewShapesAreADrawing) {
  expect_way(read_first(MadePdf().page(outlines(6, 2))), PageWay::text, "empty page");
}

TEST(PdfChoice, TextDrawnAsShapesAboveAPageNumber) {
  expect_way(read_first(MadePdf().page(outlines(16, 10) + "BT /F1 9 Tf 95 10 Td (12) Tj ET")), PageWay::both,
             "has text and text drawn as shapes");
}

TEST(PdfChoice, ChartOnADigitalPage) {
  std::string content = outlines(16, 10) + "BT /F1 8 Tf 9 TL 10 100 Td ";
  for (int i = 0; i < 8; ++i) content += "(what the chart above shows) Tj T* ";
  expect_way(read_first(MadePdf().page(content + "ET")), PageWay::text, "has text");
}

const std::u32string kBudget =
    U"项目绩效目标表单位名称巨鹿县公安局本级项目编码安全监控工程建设及运维资金预算规模及资金用途预算数其中财政资金其他资金"
    U"用于支付天网城区监控升级改造及项目剩余部分经费资金支出计划三月底六月底十月底十二月底绩效目标顺利完成升级改造";

TEST(PdfChoice, ChineseTextIsALanguage) {
  expect_way(page_with_text(kBudget), PageWay::text, "has text");
}

TEST(PdfChoice, ShiftedToUnicodeIsGarbled) {
  std::u32string shifted = kBudget;
  for (char32_t& c : shifted) c += 23;
  expect_way(page_with_text(shifted), PageWay::picture, "text layer garbled");
}

TEST(PdfChoice, FewRareCharactersAreNames) {
  expect_way(page_with_text(U"翯翀翾翿耑耔耖耜"), PageWay::text, "has text");
}

TEST(PdfChoice, PrivateUseIsGarbled) {
  std::u32string text = kBudget;
  for (char32_t& c : text) c = 0xE000 + (c & 0xFFF);
  expect_way(page_with_text(text), PageWay::picture, "text layer garbled");
}

TEST(PdfChoice, RealDocumentsAreReadFromTheirText) {
  int pages = 0;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() / "corpus/made")) {
    if (entry.path().extension() != ".pdf") continue;
    auto reader = PdfReader::open(entry.path(), {});
    ASSERT_TRUE(reader);
    for (int number = 1; number <= reader->pages(); ++number, ++pages) {
      const auto page = reader->read(number);
      ASSERT_TRUE(page);
      EXPECT_EQ(static_cast<int>(page->way), static_cast<int>(PageWay::text))
          << entry.path() << " page " << number << ": " << page->info.reason;
    }
  }
  EXPECT_GT(pages, 20);
}

}  // namespace
}  // namespace budgetlift::test
