// Where the projects of a glued listing begin: the numbers that count them, the heads of projects, and what their units' names begin with.
#include "extract/dump_stream_anchors.h"

#include "schemas/form_set.h"
#include "tests/dump_records.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

// Text of lines; one that begins with '|' begins a page.
struct Lines {
  explicit Lines(const std::vector<std::string>& all) {
    for (const std::string& line : all) lines.push_back({line.substr(line[0] == '|'), static_cast<int>(lines.size()) + 1, 1, line[0] == '|'});
    text = stream_text(lines, 0, lines.size());
  }

  std::vector<StreamLine> lines;
  StreamText text;
};

std::vector<StreamColumn> columns_of(bool ids) {
  std::vector<StreamColumn> out;
  const auto add = [&](StreamSort sort, bool own) { out.push_back({"", sort, own, 0, {}, -1}); };
  add(StreamSort::number, true);
  if (ids) add(StreamSort::id, true);
  for (StreamSort sort : {StreamSort::text, StreamSort::amount, StreamSort::list}) add(sort, true);
  for (StreamSort sort : {StreamSort::level1, StreamSort::level2, StreamSort::text, StreamSort::target}) add(sort, false);
  return out;
}

std::vector<int> values(const std::vector<std::string>& all, bool ids) {
  std::vector<int> out;
  for (const ProjectNumber& number : project_numbers(Lines(all).text, columns_of(ids), DumpWords(builtin_forms()))) out.push_back(number.value);
  return out;
}

const std::string kRow = "产出指标数量指标养护里程≥20公里";

TEST(DumpStreamAnchors, NumbersThatCountProjects) {
  EXPECT_EQ(values({"1养护1.001、完成" + kRow, "质量指标合格率≥95%", "2维修2.001、完成", "3所学校维修" + kRow, "3监测3.001、完成" + kRow}, false), (std::vector<int>{1, 2, 3}));
  // The end of a row's target is no number: another row follows it, before any first level.
  EXPECT_EQ(values({"1养护1.001、完成" + kRow, "时效指标完工时间2024年", "2月底前", "质量指标合格率≥95%", "2维修2.001、完成" + kRow}, false), (std::vector<int>{1, 2}));
  EXPECT_TRUE(values({"养护1.001、完成" + kRow}, false).empty());
}

TEST(DumpStreamAnchors, UnitsCodesAndPagesNumbersAreGluedToThem) {
  const Lines lines({"1408001养护1.001、完成" + kRow, "|22408001维修2.001、完成" + kRow, "|33408002监测3.001、完成" + kRow});
  const std::vector<ProjectNumber> numbers = project_numbers(lines.text, columns_of(true), DumpWords(builtin_forms()));
  ASSERT_EQ(numbers.size(), 3u);
  EXPECT_EQ(numbers[0].page, 0u);
  EXPECT_EQ(numbers[1].page, 1u);
  EXPECT_EQ(numbers[2].page, 1u);
  EXPECT_EQ(numbers[2].value, 3);
  EXPECT_TRUE(numbers[2].last);
}

TEST(DumpStreamAnchors, WordsThatAllUnitsBeginWith) {
  const Lines lines({"养护青县水务局本级1.00", "维修青县水务局管理处2.00", "监测青县水务局水库3.00"});
  std::vector<StreamRange> heads;
  for (size_t at = 0; at < lines.text.size(); ++at) {
    if (lines.text.gaps[at] < StreamGap::line) continue;
    if (!heads.empty()) heads.back().last = at;
    heads.push_back({at, lines.text.size()});
  }
  EXPECT_EQ(encode_utf8(common_words(lines.text, heads)), "青县水务局");
  heads.pop_back();
  EXPECT_TRUE(common_words(lines.text, heads).empty());   // two may have them by chance
}

TEST(DumpStreamAnchors, NoProjectIsLostThatHasANumber) {
  const std::string header = "序号项目名称单位名称预算数绩效目标一级指标二级指标三级指标指标值\n";
  std::string text = "项目支出绩效目标一览表\n单位：万元\n" + header;
  const std::vector<std::string> names = {"道路养护工程", "监测费", "校舍维修资金", "水库加固项目"};
  for (int n = 1; n <= 4; ++n) text += std::to_string(n) + names[static_cast<size_t>(n) - 1] + "青县水务局1.001、完成养护产出指标数量指标养护里程≥20公里\n质量指标合格率≥95%\n";
  const test::Read got = test::read_glued(text);
  ASSERT_EQ(got.tables.size(), 1u);
  for (int n = 1; n <= 4; ++n) {
    EXPECT_EQ(test::text_at(got.tables[0], 2 * n - 1, 0), std::to_string(n));
    EXPECT_EQ(test::text_at(got.tables[0], 2 * n - 1, 1), names[static_cast<size_t>(n) - 1]);
    EXPECT_EQ(test::text_at(got.tables[0], 2 * n - 1, 2), "青县水务局");
  }
}

}  // namespace
}  // namespace budgetlift
