// Which glyphs of a PDF are read, and where they stand.
#include "extract/pdf_glyphs.h"
#include "extract/pdf_reader.h"
#include "tests/pdf_made.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::MadePdf;
using test::TemporaryFile;

Page read(const MadePdf& pdf, int number = 1) {
  const TemporaryFile file(pdf.bytes());
  auto reader = PdfReader::open(file.path(), PdfOptions());
  if (!reader) {
    ADD_FAILURE() << reader.error().message;
    return {};
  }
  auto page = reader->read(number);
  if (!page) {
    ADD_FAILURE() << page.error().message;
    return {};
  }
  return std::move(*page);
}

Page read(const std::string& content, const std::string& keys = "", const std::string& resources = "") {
  return read(MadePdf().page(content, keys, resources));
}

std::string text(const Page& page) {
  std::string all;
  for (const Glyph& glyph : page.glyphs) all += glyph.text;
  return all;
}

void expect_box(const Box& box, double x0, double y0, double x1, double y1) {
  EXPECT_NEAR(box.x0, x0, 0.1);
  EXPECT_NEAR(box.y0, y0, 0.1);
  EXPECT_NEAR(box.x1, x1, 0.1);
  EXPECT_NEAR(box.y1, y1, 0.1);
}

TEST(PdfText, BoxRunsFromPenToPenAndAscentToDescent) {
  const Page page = read("BT /F1 10 Tf 50 200 Td (1 2) Tj ET");
  ASSERT_EQ(text(page), "12");
  expect_box(page.glyphs[0].box, 50, 100 - 7.18, 55.56, 102.07);
  expect_box(page.glyphs[1].box, 50 + 5.56 + 2.78, 100 - 7.18, 50 + 5.56 + 2.78 + 5.56, 102.07);
  EXPECT_NEAR(page.glyphs[0].font_size, 10, 1e-6);
  EXPECT_EQ(page.glyphs[0].angle, 0);
  EXPECT_EQ(page.info.reason, "has text");
  EXPECT_NEAR(page.info.width, 200, 1e-6);
  EXPECT_NEAR(page.info.height, 300, 1e-6);
}

TEST(PdfText, SpacingIsNoPartOfTheBox) {
  const Page page = read("BT /F1 10 Tf 4 Tc 20 Tw 50 200 Td (1 2) Tj ET");
  ASSERT_EQ(text(page), "12");
  expect_box(page.glyphs[0].box, 50, 92.82, 55.56, 102.07);
  expect_box(page.glyphs[1].box, 50 + 5.56 + 4 + 2.78 + 24, 92.82, 50 + 5.56 + 4 + 2.78 + 24 + 5.56, 102.07);
}

TEST(PdfText, TurnedTextKeepsItsAngle) {
  const Page page = read("BT /F1 10 Tf 0 1 -1 0 50 200 Tm (1) Tj ET");  // bottom to top
  ASSERT_EQ(page.glyphs.size(), 1u);
  EXPECT_NEAR(page.glyphs[0].angle, 90, 1e-6);
  expect_box(page.glyphs[0].box, 50 - 7.18, 100 - 5.56, 52.07, 100);
}

TEST(PdfText, SlantedTypeDoesNotWidenBoxes) {
  const Page page = read("BT /F1 10 Tf 1 0 0.3 1 50 200 Tm (1) Tj ET");
  ASSERT_EQ(page.glyphs.size(), 1u);
  expect_box(page.glyphs[0].box, 50, 92.82, 55.56, 102.07);
}

TEST(PdfText, RotatedPageIsReadAsDisplayed) {
  // Text that runs upwards on a page turned by 90 degrees is displayed upright.
  const Page page = read("BT /F1 10 Tf 0 1 -1 0 50 200 Tm (1) Tj ET", "/Rotate 90");
  ASSERT_EQ(page.glyphs.size(), 1u);
  EXPECT_EQ(page.info.rotation, 90);
  EXPECT_NEAR(page.info.width, 300, 1e-6);
  EXPECT_NEAR(page.info.height, 200, 1e-6);
  EXPECT_NEAR(page.glyphs[0].angle, 0, 1e-6);
  expect_box(page.glyphs[0].box, 200, 50 - 7.18, 205.56, 52.07);
}

TEST(PdfText, EveryRotationIsReported) {
  for (int rotation : {0, 90, 180, 270, -90, 450}) {
    const Page page = read("BT /F1 10 Tf 50 200 Td (1) Tj ET", "/Rotate " + std::to_string(rotation));
    EXPECT_EQ(page.info.rotation, ((rotation % 360) + 360) % 360);
    EXPECT_EQ(text(page), "1");
  }
}

TEST(PdfText, CropBoxIsThePage) {
  const Page page = read("BT /F1 10 Tf 50 200 Td (1) Tj -45 0 Td (2) Tj 0 90 Td (3) Tj ET", "/CropBox [20 30 120 250]");
  EXPECT_EQ(text(page), "1");
  EXPECT_NEAR(page.info.width, 100, 1e-6);
  EXPECT_NEAR(page.info.height, 220, 1e-6);
  expect_box(page.glyphs.at(0).box, 30, 50 - 7.18, 35.56, 52.07);
}

TEST(PdfText, NegativeOriginAndUserUnit) {
  const Page page = read("BT /F1 10 Tf -50 -50 Td (1) Tj ET", "/MediaBox [-100 -100 0 0] /UserUnit 2");
  EXPECT_NEAR(page.info.width, 200, 1e-6);
  ASSERT_EQ(page.glyphs.size(), 1u);
  EXPECT_NEAR(page.glyphs[0].font_size, 20, 1e-6);
  expect_box(page.glyphs[0].box, 100, 100 - 14.36, 111.12, 104.14);
}

TEST(PdfText, OutsideThePageIsNotRead) {
  EXPECT_EQ(text(read("BT /F1 10 Tf -50 200 Td (a) Tj 300 0 Td (b) Tj -200 300 Td (c) Tj 0 -400 Td (d) Tj ET")), "d");
}

TEST(PdfText, BehindAClipIsNotRead) {
  EXPECT_EQ(text(read("q 40 190 30 20 re W n BT /F1 10 Tf 50 200 Td (1) Tj 60 0 Td (2) Tj ET Q "
                      "BT /F1 10 Tf 120 200 Td (3) Tj ET")),
            "13");
}

TEST(PdfText, HalfClippedGlyphIsDecidedByItsCentre) {
  EXPECT_EQ(text(read("q 52 190 100 20 re W n BT /F1 10 Tf 50 200 Td (1) Tj ET Q "   // 3.56 of 5.56 points show
                      "q 54 90 100 20 re W n BT /F1 10 Tf 50 100 Td (2) Tj ET Q")),  // 1.56 of 5.56
            "1");
}

TEST(PdfText, ClipOfSeveralPartsIsTakenPartByPart) {
  EXPECT_EQ(text(read("q 40 190 20 20 re 140 190 20 20 re W n "
                      "BT /F1 10 Tf 50 200 Td (1) Tj 50 0 Td (2) Tj 45 0 Td (3) Tj ET Q")),
            "13");
  // A triangle lets through half of its box.
  EXPECT_EQ(text(read("q 0 0 m 200 0 l 0 300 l h W n BT /F1 10 Tf 20 20 Td (1) Tj 150 250 Td (2) Tj ET Q")), "1");
}

TEST(PdfText, InvisibleTextIsNotReadAndNamed) {
  EXPECT_EQ(text(read("BT /F1 10 Tf 50 200 Td (1) Tj 3 Tr (2) Tj ET")), "1");
  const Page page = read("BT /F1 10 Tf 3 Tr 50 200 Td (1) Tj ET");
  EXPECT_TRUE(page.glyphs.empty());
  EXPECT_EQ(page.info.reason, "invisible text only");
}

TEST(PdfText, TextThatOnlyClipsShowsWhatIsPaintedThroughIt) {
  EXPECT_EQ(text(read("q BT /F1 10 Tf 7 Tr 50 200 Td (1) Tj ET 0 0 1 rg 40 190 50 50 re f Q")), "1");
  EXPECT_EQ(text(read("q BT /F1 10 Tf 7 Tr 50 200 Td (1) Tj ET Q 0 0 1 rg 40 190 50 50 re f")), "");
}

TEST(PdfText, TransparentTextIsNotRead) {
  const std::string state = "/ExtGState << /G0 << /ca 0 /CA 0 >> /G5 << /ca 0.5 >> >>";
  EXPECT_EQ(
      text(read("q /G0 gs BT /F1 10 Tf 50 200 Td (1) Tj ET Q q /G5 gs BT /F1 10 Tf 70 200 Td (2) Tj ET Q", "", state)),
      "2");
}

TEST(PdfText, TinyTextIsNotRead) {
  EXPECT_EQ(text(read("BT /F1 0.1 Tf 50 200 Td (1) Tj /F1 0 Tf (2) Tj ET")), "");
}

TEST(PdfText, WhiteTextIsReadOnlyWhereItShows) {
  EXPECT_EQ(text(read("1 g BT /F1 10 Tf 50 200 Td (1) Tj ET")), "");
  EXPECT_EQ(text(read("0 0 0.5 rg 40 190 60 20 re f 1 g BT /F1 10 Tf 50 200 Td (1) Tj ET")), "1");
  EXPECT_EQ(text(read("0 0 0.5 rg 40 190 60 20 re f 1 g 40 190 60 20 re f BT /F1 10 Tf 50 200 Td (1) Tj ET")), "");
}

TEST(PdfText, CoveredTextIsNotRead) {
  EXPECT_EQ(text(read("BT /F1 10 Tf 50 200 Td (1) Tj 60 0 Td (2) Tj ET 0 g 40 190 30 20 re f")), "2");
  // See-through paint covers nothing.
  EXPECT_EQ(text(read("BT /F1 10 Tf 50 200 Td (1) Tj ET /M gs 1 1 0 rg 40 190 30 20 re f", "",
                      "/ExtGState << /M << /BM /Multiply >> >>")),
            "1");
}

TEST(PdfText, FalseBoldComesOnce) {
  EXPECT_EQ(text(read("BT /F1 10 Tf 50 200 Td (11) Tj ET BT /F1 10 Tf 50.4 200 Td (11) Tj ET "
                      "BT /F1 10 Tf 50 200.4 Td (11) Tj ET")),
            "11");
  EXPECT_EQ(text(read("BT /F1 10 Tf 50 200 Td (ll) Tj 2.2 -12 Td (l) Tj ET")), "lll");
}

TEST(PdfText, HiddenLayerIsNotRead) {
  MadePdf pdf;
  const int on = pdf.object("<< /Type /OCG /Name (on) >>");
  const int off = pdf.object("<< /Type /OCG /Name (off) >>");
  const std::string a = std::to_string(on) + " 0 R", b = std::to_string(off) + " 0 R";
  pdf.catalog("/OCProperties << /OCGs [" + a + " " + b + "] /D << /ON [" + a + "] /OFF [" + b + "] >> >>");
  pdf.page(
      "/OC /A BDC BT /F1 10 Tf 50 200 Td (1) Tj ET EMC /OC /B BDC BT /F1 10 Tf 70 200 Td (2) Tj ET "
      "40 100 m 100 100 l S EMC",
      "", "/Properties << /A " + a + " /B " + b + " >>");
  const Page page = read(pdf);
  EXPECT_EQ(text(page), "1");
  EXPECT_TRUE(page.rulings.empty());
}

TEST(PdfText, TextOfASoftMaskIsNotRead) {
  MadePdf pdf;
  const std::string content = "BT /F1 10 Tf 50 200 Td (1) Tj ET";
  const int form = pdf.object(
      "<< /Type /XObject /Subtype /Form /BBox [0 0 200 300] /Group << /S /Transparency /CS "
      "/DeviceGray >> /Resources << /Font << /F1 3 0 R >> >> /Length " +
      std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream");
  pdf.page("/S gs BT /F1 10 Tf 50 100 Td (2) Tj ET", "",
           "/ExtGState << /S << /SMask << /S /Luminosity /G " + std::to_string(form) + " 0 R >> >> >>");
  EXPECT_EQ(text(read(pdf)), "2");
}

// A font without any mapping to Unicode: codes that mean something only inside it.
std::string type3_font(MadePdf& pdf, const std::string& to_unicode) {
  const std::string glyph = "500 0 0 0 400 700 d1 0 0 400 700 re f";
  const int proc = pdf.object("<< /Length " + std::to_string(glyph.size()) + " >>\nstream\n" + glyph + "\nendstream");
  std::string mapping;
  if (!to_unicode.empty()) {
    const std::string cmap = "1 begincodespacerange <00> <FF> endcodespacerange " + to_unicode;
    const int stream = pdf.object("<< /Length " + std::to_string(cmap.size()) + " >>\nstream\n" + cmap + "\nendstream");
    mapping = "/ToUnicode " + std::to_string(stream) + " 0 R ";
  }
  const std::string number = std::to_string(proc);
  return std::to_string(pdf.object(
             "<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 500 800] /FontMatrix [0.001 0 0 0.001 0 0] "
             "/FirstChar 65 /LastChar 67 /Widths [500 500 500] /Encoding << /Differences [65 /x1 /x2 /x3] >> "
             "/CharProcs << /x1 " +
             number + " 0 R /x2 " + number + " 0 R /x3 " + number + " 0 R >> " + mapping + " >>")) +
         " 0 R";
}

TEST(PdfText, UnmappedGlyphsAreKeptAndThePageIsGarbled) {
  MadePdf pdf;
  const std::string font = type3_font(pdf, "2 beginbfchar <41> <E000> <42> <2F00> endbfchar");
  pdf.page("BT /T 10 Tf 50 200 Td (ABC) Tj ET", "", "/Font << /T " + font + " /F1 3 0 R >>");
  const Page page = read(pdf);
  ASSERT_EQ(page.glyphs.size(), 3u);
  EXPECT_EQ(page.glyphs[0].text, "\uE000");
  EXPECT_EQ(page.glyphs[1].text, "\u2F00");
  EXPECT_EQ(page.info.reason, "text layer garbled");
  expect_box(page.glyphs[0].box, 50, 92, 55, 102);
}

TEST(PdfText, LigatureIsOneGlyph) {
  MadePdf pdf;
  const std::string font = type3_font(pdf, "1 beginbfchar <41> <006600660069> endbfchar");
  pdf.page("BT /T 10 Tf 50 200 Td (A) Tj ET", "", "/Font << /T " + font + " /F1 3 0 R >>");
  const Page page = read(pdf);
  ASSERT_EQ(page.glyphs.size(), 1u);
  EXPECT_EQ(page.glyphs[0].text, "ffi");
}

TEST(PdfText, ActualTextHelpsOnlyWhereGlyphsAreUnreadable) {
  MadePdf pdf;
  const std::string font = type3_font(pdf, "2 beginbfchar <41> <E000> <42> <E001> endbfchar");
  pdf.page(
      "/Span << /ActualText (yes) >> BDC BT /T 10 Tf 50 200 Td (AB) Tj ET EMC "
      "/Span << /ActualText (no) >> BDC BT /F1 10 Tf 50 100 Td (1) Tj ET EMC",
      "", "/Font << /T " + font + " /F1 3 0 R >>");
  const Page page = read(pdf);
  ASSERT_EQ(page.glyphs.size(), 2u);
  EXPECT_EQ(page.glyphs[0].text, "yes");
  expect_box(page.glyphs[0].box, 50, 92, 60, 102);
  EXPECT_EQ(page.glyphs[1].text, "1");
}

TEST(PdfText, VerticalWriting) {
  MadePdf pdf;
  const int descendant = pdf.object(
      "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Song /DW 1000 /CIDSystemInfo << /Registry "
      "(Adobe) /Ordering (Identity) /Supplement 0 >> >>");
  const std::string cmap =
      "1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <4E00> <0002> <4E8C> endbfchar";
  const int map = pdf.object("<< /Length " + std::to_string(cmap.size()) + " >>\nstream\n" + cmap + "\nendstream");
  const int font =
      pdf.object("<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-V /DescendantFonts [" +
                 std::to_string(descendant) + " 0 R] /ToUnicode " + std::to_string(map) + " 0 R >>");
  pdf.page("BT /V 10 Tf 50 200 Td <00010002> Tj ET", "", "/Font << /V " + std::to_string(font) + " 0 R >>");
  const Page page = read(pdf);
  ASSERT_EQ(text(page), "一二");
  expect_box(page.glyphs[0].box, 45, 100, 55, 110);
  expect_box(page.glyphs[1].box, 45, 110, 55, 120);
  EXPECT_NEAR(page.glyphs[0].angle, 270, 1e-6);
}

TEST(PdfText, FormFieldsShowTheirValues) {
  MadePdf pdf;
  const std::string content = "BT /F1 10 Tf 2 5 Td (7) Tj ET";
  const int look =
      pdf.object("<< /Type /XObject /Subtype /Form /BBox [0 0 50 20] /Resources << /Font << /F1 3 0 R >> >> /Length " +
                 std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream");
  const int field =
      pdf.object("<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (7) /F 4 /Rect [50 100 100 120] /AP << /N " +
                 std::to_string(look) + " 0 R >> >>");
  const int link = pdf.object("<< /Type /Annot /Subtype /Link /Rect [50 200 150 220] /Border [0 0 1] >>");
  pdf.catalog("/AcroForm << /Fields [" + std::to_string(field) + " 0 R] >>");
  pdf.page("", "/Annots [" + std::to_string(field) + " 0 R " + std::to_string(link) + " 0 R]");
  const Page page = read(pdf);
  EXPECT_EQ(text(page), "7");
  EXPECT_TRUE(page.rulings.empty()) << "the frame of a link is no ruling";
}

TEST(PdfText, PagesWithoutTextSayWhatTheyAre) {
  EXPECT_EQ(read("").info.reason, "empty page");
  const std::string image = "q 200 0 0 300 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q";
  EXPECT_EQ(read(image).info.reason, "image only");
  EXPECT_EQ(read(image + " BT /F1 10 Tf 3 Tr 50 200 Td (1) Tj ET").info.reason, "image with invisible text");
}

TEST(PdfGlyphs, Duplicates) {
  Glyph glyph;
  glyph.text = "款";
  glyph.font_size = 10;
  glyph.box = {100, 100, 110, 110};
  std::vector<Glyph> glyphs(5, glyph);
  glyphs[1].box = {100.9, 100, 110.9, 110};
  glyphs[2].box = {101.1, 100, 111.1, 110};
  glyphs[3].box = {99.1, 99.1, 109.1, 109.1};
  glyphs[4].text = "额";
  remove_duplicates(glyphs, 0.1);
  ASSERT_EQ(glyphs.size(), 3u);
  EXPECT_EQ(glyphs[1].box.x0, 101.1);
  EXPECT_EQ(glyphs[2].text, "额");
}

TEST(PdfGlyphs, Unreadable) {
  EXPECT_FALSE(is_unreadable("目"));
  EXPECT_FALSE(is_unreadable("⽬％≥"));
  EXPECT_TRUE(is_unreadable("\uE123"));
  EXPECT_TRUE(is_unreadable("\uFFFD"));
  EXPECT_TRUE(is_unreadable("a\x01"));
  std::string text;
  append_utf8(text, 0xD800);
  append_utf8(text, 0x4E00);
  EXPECT_EQ(text, "\uFFFD一");
}

}  // namespace
}  // namespace budgetlift
