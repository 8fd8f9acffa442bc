// The real sample's dump, and damaged copies of it.
#include "tests/gold.h"
#include "tests/program.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

using nlohmann::json;

std::filesystem::path sample(const char* name) { return shared_dir() / "sample" / name; }

json extract_json(const std::filesystem::path& path) {
  const auto run = budgetlift({"extract", path.string(), "-f", "json"});
  EXPECT_EQ(run.status, 0) << run.err;
  return json::parse(run.out, nullptr, false);
}

// Writes `text` to a temporary file and extracts it.
json extract_text(const std::string& text) {
  const TemporaryFolder folder;
  return extract_json(folder.file("damaged.txt", text));
}

TEST(Sample, EveryFieldOfTheDumpIsRightAndNothingIsFlagged) {
  BUDGETLIFT_NEEDS_SHARED();
  const Comparison comparison =
      compare_with_gold(json::parse(read_file(sample("julu-2024.gold.json"))), extract_json(sample("julu-2024.txt")));
  EXPECT_GT(comparison.fields, 1800);
  EXPECT_TRUE(comparison.wrong.empty() && comparison.needless.empty()) << describe(comparison);
}

TEST(Sample, DocumentFactsAreFound) {
  BUDGETLIFT_NEEDS_SHARED();
  const json document = extract_json(sample("julu-2024.txt")).at("document");
  EXPECT_EQ(document.at("fiscal_year"), 2024);
  EXPECT_EQ(document.at("department"), "巨鹿县公安局");
}

struct Damage {
  const char* what;
  const char* from;      // first place of this text in the dump …
  const char* to;        // … becomes this
  int project;           // 1 based
  const char* pointer;   // must be named in the review
};

class DamagedSample : public ::testing::TestWithParam<Damage> {};

TEST_P(DamagedSample, IsFlaggedWhereItIsDamaged) {
  BUDGETLIFT_NEEDS_SHARED();
  const Damage& damage = GetParam();
  std::string text = read_file(sample("julu-2024.txt"));
  const size_t at = text.find(damage.from);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, std::string(damage.from).size(), damage.to);
  const json document = extract_text(text);
  ASSERT_EQ(document.at("projects").size(), 32u);
  const json& record = document.at("projects").at(static_cast<size_t>(damage.project - 1));
  EXPECT_TRUE(is_flagged(record, damage.pointer)) << damage.what << "\n" << record.at("review").dump(1);
  // Nothing else is wrong without a flag.
  const Comparison comparison = compare_with_gold(json::parse(read_file(sample("julu-2024.gold.json"))), document);
  for (const Difference& d : comparison.wrong) EXPECT_TRUE(d.flagged) << damage.what << "\n" << describe(comparison);
}

INSTANTIATE_TEST_SUITE_P(
    EachKind, DamagedSample,
    ::testing::Values(
        Damage{"digit of a code changed", "13052924P0058411043", "13052924P0058411048", 1, "/project/code"},
        Damage{"check part of a code changed", "8H\n", "8J\n", 3, "/project/code"},
        Damage{"amount changed", "178.00 其他资金", "187.00 其他资金", 3, "/budget/total"},
        Damage{"total changed", "预算数 123.00", "预算数 1230.00", 5, "/budget/total"},
        Damage{"target emptied", "核心区不稳定因素下降率 ≥80%", "核心区不稳定因素下降率", 5, "/indicators/4/target"},
        Damage{"basis emptied", "持续上升\n\n《县长办公纪要\n\n》[2019]18 号\n", "持续上升\n", 1, "/indicators/4/basis"},
        Damage{"level 3 emptied", "质量指标 情报准确率\n", "质量指标\n", 17, "/indicators/1/level3"},
        Damage{"lines of a description swapped", "此次工程升级改造的设备数\n\n量\n", "量\n\n此次工程升级改造的设备数\n", 1, "/indicators/0/description"},
        Damage{"lines of a name swapped", "看守所武警中队安保规范化建设资金（剩余部\n\n分）\n", "分）\n\n看守所武警中队安保规范化建设资金（剩余部\n", 11, "/project/name"},
        Damage{"lines of level 3 swapped", "项目建设升\n\n级改造合格\n\n率\n", "级改造合格\n\n项目建设升\n\n率\n", 1, "/indicators/1/level3"},
        Damage{"lines of a purpose swapped",
               "2024 年通过该项目实施使看守所水电费正常运行办公用品购置合格率达到 99%确保看守所\n\n的工作顺利进行，保证监所安全无事故\n",
               "的工作顺利进行，保证监所安全无事故\n\n2024 年通过该项目实施使看守所水电费正常运行办公用品购置合格率达到 99%确保看守所\n", 22, "/purpose"},
        Damage{"goals swapped", "1.打造一支素质优良、充满活力的公安辅警队伍\n\n2.保障我单位公安辅警人员的工作生活需要\n",
               "2.保障我单位公安辅警人员的工作生活需要\n\n1.打造一支素质优良、充满活力的公安辅警队伍\n", 2, "/goals/0"},
        Damage{"percent changed", "25% 50% 75% 100%", "25% 80% 75% 100%", 1, "/schedule/2"}));

}  // namespace
}  // namespace budgetlift::test
