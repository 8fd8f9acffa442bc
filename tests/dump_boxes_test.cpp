// Dumps that are sorted by place: what cannot be put together for sure is said, never guessed.
#include <algorithm>
#include <string>

#include "extract/dump_reader.h"
#include "normalize/normalizer.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

NormalizedDocument records_of(const std::string& text) {
  NormalizeOptions options;
  options.keep_unplaced = true;
  Normalizer normalizer(builtin_forms(), options);
  const auto info = read_dump(text, DumpOptions{}, builtin_forms(), [&](Block&& block) { normalizer.take(std::move(block)); });
  EXPECT_TRUE(info.has_value());
  return normalizer.finish();
}

// A line a box.
std::string boxes(const std::string& lines) {
  std::string out;
  for (char c : lines) out += c == '\n' ? "\n\n" : std::string(1, c);
  return out;
}

bool named_whole(const ProjectRecord& record) {
  for (const Review& entry : record.review) {
    if (entry.field.empty() && entry.reason == "form-not-read") return true;
  }
  return false;
}

bool is_unplaced(const NormalizedDocument& document, const std::string& text) {
  return std::any_of(document.unplaced.begin(), document.unplaced.end(), [&](const TextLine& line) { return line.text == text; });
}

// Sorted by place: the labels stand apart from their values and the header is torn.
const std::string kTorn =
    "项目名称\n实施单位\n年度资金总额\n项目支出绩效目标表\n（2024年度）\n道路养护\n某局\n12.00\n一级指标\n产出指标\n二级指标\n三级指标\n数量指标\n养护里程\n指标值\n≥20公里\n";

TEST(DumpBoxes, AFormThatIsNotReadIsNamedAndItsTextIsUnplaced) {
  const NormalizedDocument document = records_of(boxes(kTorn));
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_TRUE(named_whole(document.projects[0]));
  EXPECT_EQ(document.projects[0].title, "项目支出绩效目标表");
  EXPECT_TRUE(is_unplaced(document, "养护里程"));
  EXPECT_TRUE(is_unplaced(document, "12.00"));
}

TEST(DumpBoxes, EachTitleIsAProject) {
  const NormalizedDocument document = records_of(boxes(kTorn + kTorn));
  ASSERT_EQ(document.projects.size(), 2u);
  EXPECT_TRUE(named_whole(document.projects[0]));
  EXPECT_TRUE(named_whole(document.projects[1]));
}

TEST(DumpBoxes, AListingHasAsManyProjectsAsCodes) {
  const NormalizedDocument document = records_of(
      boxes("2024年度部门预算项目支出绩效目标表\n序号\n项目编码\n项目名称\n单位名称\n一级指标\n产出指标\n二级指标\n三级指标\n指标值\n1\n某局\n13052924P00584110432W\n道路养护\n2\n"
            "13052924P0058411\n0433X\n桥梁加固\n某局\n数量指标\n"));
  ASSERT_EQ(document.projects.size(), 2u);
  EXPECT_TRUE(named_whole(document.projects[0]));
  EXPECT_TRUE(named_whole(document.projects[1]));
}

TEST(DumpBoxes, WithoutATitleADocumentStillSaysThatAFormIsNotRead) {
  const NormalizedDocument document = records_of(boxes("项目名称\n道路养护\n一级指标\n产出指标\n二级指标\n三级指标\n指标值\n"));
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_TRUE(named_whole(document.projects[0]));
}

}  // namespace
}  // namespace budgetlift
