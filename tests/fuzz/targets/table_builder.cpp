// Pages of glyphs and rulings become tables joined over pages. The bytes are a small drawing language: each command
// is five bytes (what, x, y, a, b) on a grid of 256 × 256 places of one page.
#include <string>
#include <utility>
#include <vector>

#include "extract/page_blocks.h"
#include "extract/table_joiner.h"
#include "schemas/form_set.h"
#include "tests/fuzz/targets.h"
#include "tests/fuzz/targets/blocks.h"

namespace budgetlift::fuzz {
namespace {

// Characters that mean something to forms and to layout, and some that do not.
constexpr const char* kTexts[] = {"产", "出", "指", "标", "效", "益", "数", "量", "一", "级", "二",
                                  "项", "目", "编", "码", "绩", "（", "）", "。", "、", "1",  "2",
                                  "0",  ".",  ",",  "%",  "≥",  "-",  "A",  "⼯", " ",  "　"};

Page empty_page(int number) {
  Page page;
  page.info.page = number;
  page.info.width = 595;
  page.info.height = 842;
  page.info.reason = "has text";
  return page;
}

double place_x(std::uint8_t value) {
  return value * 595.0 / 255;
}
double place_y(std::uint8_t value) {
  return value * 842.0 / 255;
}

void draw(Page& page, const std::uint8_t* c) {
  const double x = place_x(c[1]);
  const double y = place_y(c[2]);
  switch (c[0] % 8) {
    case 0:  // horizontal ruling
      if (c[3] > c[1]) page.rulings.push_back({true, y, x, place_x(c[3]), c[4] / 64.0});
      break;
    case 1:  // vertical ruling
      if (c[3] > c[2]) page.rulings.push_back({false, x, y, place_y(c[3]), c[4] / 64.0});
      break;
    case 2:  // a grid of c[3] % 8 × c[4] % 8 cells, 40 × 20 points each
      for (int i = 0; i <= c[4] % 8; ++i) page.rulings.push_back({true, y + 20 * i, x, x + 40 * (1 + c[3] % 8), 0.5});
      for (int i = 0; i <= c[3] % 8; ++i) page.rulings.push_back({false, x + 40 * i, y, y + 20 * (1 + c[4] % 8), 0.5});
      break;
    default: {  // a run of characters in one size
      const double size = 4 + c[0] / 8 % 16;
      const double angle = c[0] >= 0xF8 ? 90 : 0;
      double at = x;
      for (int i = 0; i <= c[4] % 12; ++i) {
        Glyph glyph;
        glyph.text = kTexts[static_cast<std::size_t>(c[3] + i) % std::size(kTexts)];
        glyph.font_size = size;
        glyph.angle = angle;
        const double advance = static_cast<unsigned char>(glyph.text[0]) < 0x80 ? size / 2 : size;
        glyph.box =
            angle == 0 ? Box{at, y, at + advance, y + size} : Box{x, y + at - x, x + size, y + at - x + advance};
        at += advance;
        page.glyphs.push_back(std::move(glyph));
      }
    }
  }
}

}  // namespace

void table_builder(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kCommand = 5;
  constexpr std::size_t kMaxCommands = 400;  // what fits on a few pages; more is only slow
  Characters printed;
  Characters read;
  const auto take = [&read](Block&& block) {
    check_grid(block);
    count(read, block);
    count_removed_headers(read, block);
  };
  const TableOptions options;
  TableJoiner joiner(options, builtin_forms(), take);
  Page page = empty_page(1);
  const auto end_page = [&] {
    for (const Glyph& glyph : page.glyphs) count(printed, glyph.text);
    std::vector<Block> blocks = page_blocks(page, options);
    Characters on_page;
    Characters in_blocks;
    for (const Glyph& glyph : page.glyphs) count(on_page, glyph.text);
    for (const Block& block : blocks) {
      check_grid(block);
      count(in_blocks, block);
    }
    same(on_page, in_blocks, "every glyph of a page ends in exactly one block");
    joiner.add(page.info, std::move(blocks));
    page = empty_page(page.info.page + 1);
  };
  for (std::size_t i = 0; i + kCommand <= size && i / kCommand < kMaxCommands; i += kCommand) {
    if (data[i] == 0xFF) {
      end_page();
    } else {
      draw(page, data + i);
    }
  }
  end_page();
  const std::vector<TextLine> furniture = joiner.finish();
  count(read, furniture);
  same(printed, read, "every glyph of a document ends in exactly one block or in the furniture");
}

}  // namespace budgetlift::fuzz
