// Tables of real budget documents, which are not part of the clone.
#include <chrono>
#include <ctime>
#include <filesystem>

#include "extract/pdf_reader.h"
#include "extract/open_table.h"
#include "extract/table_joiner.h"
#include "support.h"
#include "tables_support.h"

namespace budgetlift {
namespace {

struct Outcome {
  std::vector<Table> tables;
  std::string lost_on_pages;  // characters that page_blocks lost or invented
  std::string lost_in_joining;
  double seconds = 0;  // CPU time of page_blocks and the joiner
  int pages = 0;
};

Outcome read(const std::filesystem::path& path) {
  Outcome out;
  auto reader = PdfReader::open(path.string(), PdfOptions{});
  if (!reader) return out;
  const TableOptions options;
  test::Characters whole;
  TableJoiner joiner(options, builtin_forms(), [&](Block&& block) {
    whole.add(block, -1);
    if (auto* table = std::get_if<Table>(&block)) out.tables.push_back(std::move(*table));
  });
  for (int number = 1; number <= reader->pages(); ++number) {
    const auto page = reader->read(number);
    if (!page) continue;
    ++out.pages;
    const std::clock_t start = std::clock();
    std::vector<Block> blocks = page_blocks(*page, options);
    out.seconds += static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    test::Characters here;
    for (const Glyph& glyph : page->glyphs) {
      here.add(glyph.text);
      whole.add(glyph.text);
    }
    for (const Block& block : blocks) here.add(block, -1);
    if (!here.rest().empty()) out.lost_on_pages += std::to_string(number) + ": " + here.rest();
    const std::clock_t before = std::clock();
    joiner.add(page->info, std::move(blocks));
    out.seconds += static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  }
  whole.add(joiner.finish(), -1);
  out.lost_in_joining = whole.rest();
  return out;
}

std::vector<std::filesystem::path> pdfs(const std::string& folder) {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(test::shared_dir() / folder)) {
    if (entry.path().extension() == ".pdf") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

TEST(RealTables, NothingIsLostAndSpansAreSound) {
  BUDGETLIFT_NEEDS_SHARED();
  for (const std::string folder : {"real", "tables-gold"}) {
    for (const auto& path : pdfs(folder)) {
      SCOPED_TRACE(path.filename().string());
      const Outcome out = read(path);
      EXPECT_EQ(out.lost_on_pages, "");
      EXPECT_EQ(out.lost_in_joining, "");
      for (const Table& table : out.tables) EXPECT_TRUE(test::spans_are_sound(table)) << table.title.value_or("");
    }
  }
}

// Under 2 ms a page; measured 0.1 ms. Slack for a loaded machine and for sanitizers is in the factor.
TEST(RealTables, FastEnough) {
  BUDGETLIFT_NEEDS_SHARED();
  double seconds = 0;
  int pages = 0;
  for (const auto& path : pdfs("real")) {
    const Outcome out = read(path);
    seconds += out.seconds;
    pages += out.pages;
  }
  ASSERT_GT(pages, 0);
  EXPECT_LT(seconds / pages, 0.002);
}

// No table of these documents is cut in a row, and each has one title; pages of one table come as one.
TEST(RealTables, TablesOfBudgetsHaveTitles) {
  BUDGETLIFT_NEEDS_SHARED();
  int tables = 0, titled = 0, with_unit = 0;
  for (const auto& path : pdfs("real")) {
    for (const Table& table : read(path).tables) {
      ++tables;
      titled += table.title && table.title->ends_with("表");
      with_unit += table.unit.has_value();
      for (const Join& join : table.joins) EXPECT_NE(join.rule, kRowCut) << path.filename();
      for (const Cell& cell : table.cells) EXPECT_TRUE(cell.doubts.empty()) << path.filename();
    }
  }
  EXPECT_GT(tables, 200);
  EXPECT_GT(titled, tables * 85 / 100);
  EXPECT_GT(with_unit, tables * 95 / 100);
}

}  // namespace
}  // namespace budgetlift
