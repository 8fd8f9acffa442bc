#include "extract/pdf_choice.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <bitset>
#include <cmath>
#include <string_view>

#include "extract/han_levels.h"
#include "extract/pdf_glyphs.h"

namespace budgetlift {
namespace {

using HanSet = std::bitset<kLastHan - kFirstHan + 1>;

char32_t first_character(const std::string& text) {
  UChar32 c;
  U8_GET_OR_FFFD(reinterpret_cast<const std::uint8_t*>(text.data()), 0, 0, static_cast<int>(text.size()), c);
  return static_cast<char32_t>(c);
}

HanSet set_of(std::u32string_view characters) {
  HanSet set;
  for (char32_t c : characters) set.set(c - kFirstHan);
  return set;
}

// Two fifths of any Chinese text, and of any budget's tables, is written with these.
const HanSet& commonest() {
  static const HanSet set = set_of(
      U"的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
      U"用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日"
      U"预算支出收入项目资金绩效指标产出数质量时效成本社会政府单位公务费用表合计万元基本工资总金额财政经济管理服务"
      U"类款科功能编码名称区市县省局办公室月第十二三四五六七八九");
  return set;
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

// Much Chinese text that no Chinese would write: a table of characters that is shifted or another font's.
bool is_no_language(const std::vector<Glyph>& glyphs, const PdfOptions& options) {
  std::size_t han = 0, known = 0;
  const HanSet& common = commonest();
  for (const Glyph& glyph : glyphs) {
    const char32_t c = first_character(glyph.text);
    if (!is_han(c)) continue;
    ++han;
    known += common.test(c - kFirstHan);
  }
  if (han < options.language_glyphs || share(known, han) >= options.common_share) return false;
  std::size_t first = 0;
  for (const Glyph& glyph : glyphs) {
    const char32_t c = first_character(glyph.text);
    first += is_first_level(c);
  }
  return share(first, han) < options.first_level_share;
}

bool is_garbled(const std::vector<Glyph>& glyphs, const PdfOptions& options) {
  const auto unreadable =
      std::count_if(glyphs.begin(), glyphs.end(), [](const Glyph& glyph) { return is_unreadable(glyph.text); });
  return static_cast<double>(unreadable) >= options.garbled_share * static_cast<double>(glyphs.size()) ||
         is_no_language(glyphs, options);
}

// A picture of text beside the page's own text: large, fine enough to be read, drawn as a scan is, and next to nothing
// printed on it. A picture below a page's text is its background, whatever it shows.
bool has_scan_beside_text(const PageFacts& facts, const std::vector<Glyph>& glyphs, const PdfOptions& options) {
  const double page = facts.width * facts.height;
  if (facts.image_area < options.both_share * page) return false;
  double area = 0;
  std::vector<const PlacedImage*> pictures;
  for (const PlacedImage& image : facts.images) {
    if (image.faint || image.masked || image.dpi() < options.both_dpi) continue;
    if (image.stretch() > options.both_stretch && image.stretch() < options.fax_stretch) continue;
    area += image.area();
    pictures.push_back(&image);
  }
  if (area < options.both_share * page) return false;
  const auto on_them = std::count_if(glyphs.begin(), glyphs.end(), [&](const Glyph& glyph) {
    return std::any_of(pictures.begin(), pictures.end(), [&](const PlacedImage* picture) {
      return picture->box.contains(glyph.box.center_x(), glyph.box.center_y());
    });
  });
  return static_cast<double>(on_them) <= options.both_glyphs * std::min(1.0, area / page);
}

bool has_text_as_shapes(const PageFacts& facts, std::size_t glyphs, const PdfOptions& options) {
  return facts.shapes >= options.least_shapes && facts.shapes >= options.shapes_a_glyph * glyphs &&
         facts.shapes_box.width() * facts.shapes_box.height() >= options.shapes_share * facts.width * facts.height;
}

}  // namespace

double PlacedImage::dpi() const {
  const double along = std::hypot(matrix[0], matrix[1]), across = std::hypot(matrix[2], matrix[3]);
  if (!(along > 0) || !(across > 0)) return 0;
  return 72 * std::max(width / along, height / across);
}

double PlacedImage::stretch() const {
  const double along = std::hypot(matrix[0], matrix[1]), across = std::hypot(matrix[2], matrix[3]);
  const double x = width * across, y = height * along;
  return x > 0 && y > 0 ? std::max(x / y, y / x) : 0;
}

double true_dpi(const PageFacts& facts) {
  double largest = 0, finest = 0;
  for (const PlacedImage& image : facts.images) largest = std::max(largest, image.area());
  // A page's ink and its paper may be pictures of their own: the finer one is the text. Specks do not count.
  for (const PlacedImage& image : facts.images) {
    if (image.area() >= 0.1 * largest) finest = std::max(finest, image.dpi());
  }
  return finest;
}

PageChoice choose_way(const PageFacts& facts, const std::vector<Glyph>& glyphs, const PdfOptions& options) {
  if (glyphs.empty()) {
    if (facts.image_area >= options.image_share * facts.width * facts.height) {
      return {PageWay::picture, facts.invisible > 0 ? "image with invisible text" : "image only"};
    }
    if (has_text_as_shapes(facts, 0, options)) return {PageWay::picture, "text drawn as shapes"};
    return {PageWay::text, facts.invisible > 0 ? "invisible text only" : "empty page"};
  }
  if (is_garbled(glyphs, options)) return {PageWay::picture, "text layer garbled"};
  if (has_scan_beside_text(facts, glyphs, options)) return {PageWay::both, "has text and a picture of text"};
  if (has_text_as_shapes(facts, glyphs.size(), options)) return {PageWay::both, "has text and text drawn as shapes"};
  return {PageWay::text, "has text"};
}

}  // namespace budgetlift
