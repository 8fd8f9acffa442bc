// Random pages, sane and not: nothing is lost, spans are sound, no crash.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "extract/table_joiner.h"
#include "tables_support.h"

namespace budgetlift {
namespace {

using test::PageDrawer;

class RandomPages {
 public:
  explicit RandomPages(unsigned seed) : random_(seed) {}

  Page page(int number) {
    PageDrawer out(number, 400, 500);
    const int kind = pick(0, 3);
    if (kind != 0) {  // a grid with some rulings broken
      std::vector<double> xs = edges(20, 380), ys = edges(20, 480);
      for (double y : ys) {
        for (size_t i = 0; i + 1 < xs.size(); ++i) {
          if (pick(0, 9) > 0) out.h(y + jitter(), xs[i] + jitter(), xs[i + 1] + jitter());
        }
      }
      for (double x : xs) {
        for (size_t i = 0; i + 1 < ys.size(); ++i) {
          if (pick(0, 9) > 0) out.v(x + jitter(), ys[i] + jitter(), ys[i + 1] + jitter());
        }
      }
    }
    for (int i = pick(0, 20); i > 0 && kind != 1; --i) {  // stray rulings
      const double a = real(0, 500), b = real(0, 500);
      pick(0, 1) ? out.h(real(0, 500), std::min(a, b), std::max(a, b))
                 : out.v(real(0, 400), std::min(a, b), std::max(a, b));
    }
    for (int i = pick(0, 60); i > 0; --i) {
      out.text(real(-10, 390), real(-10, 490),
               kTexts[static_cast<size_t>(pick(0, static_cast<int>(kTexts.size()) - 1))], real(4, 14));
    }
    Page page = out.page();
    for (Glyph& glyph : page.glyphs) {
      if (pick(0, 40) == 0) glyph.angle = 45 * pick(-8, 8);
      if (wild_ && pick(0, 60) == 0) glyph.box.x0 = kWild[static_cast<size_t>(pick(0, 3))];
      if (wild_ && pick(0, 60) == 0) glyph.font_size = kWild[static_cast<size_t>(pick(0, 3))];
    }
    for (Ruling& ruling : page.rulings) {
      if (wild_ && pick(0, 60) == 0) ruling.end = kWild[static_cast<size_t>(pick(0, 3))];
      if (wild_ && pick(0, 60) == 0) ruling.position = kWild[static_cast<size_t>(pick(0, 3))];
    }
    return page;
  }

  void be_wild() { wild_ = true; }
  int pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

 private:
  double real(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random_); }
  double jitter() { return real(-0.8, 0.8); }
  std::vector<double> edges(double low, double high) {
    std::vector<double> out = {low};
    while (out.back() < high) out.push_back(out.back() + real(4, 120));
    return out;
  }

  static inline const std::vector<std::string> kTexts = {
      "一级指标", "二级指标",   "三级指标", "绩效指标描述", "指标值",   "12,345.00", "产出指标", "数量", "指标",
      "（未完",   "单位：万元", "3",        "- 4 -",        "项目编码", "项目名称"};
  static inline const double kWild[4] = {std::numeric_limits<double>::quiet_NaN(),
                                         std::numeric_limits<double>::infinity(), -1e300, 0};
  std::mt19937 random_;
  bool wild_ = false;
};

void check(unsigned seed, bool wild) {
  SCOPED_TRACE(seed);
  RandomPages pages(seed);
  if (wild) pages.be_wild();
  test::Characters characters;
  const TableOptions options;
  TableJoiner joiner(options, builtin_forms(), [&](Block&& block) {
    characters.add(block, -1);
    if (const auto* table = std::get_if<Table>(&block)) {
      EXPECT_TRUE(test::spans_are_sound(*table));
    }
  });
  const bool same = pages.pick(0, 1);  // the same page again makes joins likely
  Page page = pages.page(1);
  for (int number = 1; number <= 4; ++number) {
    if (!same && number > 1) page = pages.page(number);
    page.info.page = number;
    for (const Glyph& glyph : page.glyphs) characters.add(glyph.text);
    joiner.add(page.info, page_blocks(page, options));
  }
  characters.add(joiner.finish(), -1);
  EXPECT_EQ(characters.rest(), "");
}

TEST(RandomTables, NothingIsLost) {
  for (unsigned seed = 1; seed <= 300 && !testing::Test::HasFailure(); ++seed) check(seed, false);
}

TEST(RandomTables, NumbersThatAreNone) {
  for (unsigned seed = 1; seed <= 300 && !testing::Test::HasFailure(); ++seed) check(seed, true);
}

}  // namespace
}  // namespace budgetlift
