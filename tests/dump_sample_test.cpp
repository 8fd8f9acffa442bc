// The real dump against its gold: every field of every project, and no doubt.
#include "tests/dump_support.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

TEST(DumpSample, EveryFieldEqualsTheGoldAndNothingIsDoubted) {
  BUDGETLIFT_NEEDS_SHARED();
  const auto folder = test::shared_dir() / "sample";
  const auto gold = nlohmann::json::parse(test::read_file(folder / "julu-2024.gold.json"));
  const auto projects = test::projects_of(test::read_blocks(test::read_file(folder / "julu-2024.txt")));
  ASSERT_EQ(projects.size(), gold.at("projects").size());
  const test::DumpScore score = test::score(projects, gold);
  EXPECT_EQ(score.silent, std::vector<std::string>());
  EXPECT_EQ(score.needless_list, std::vector<std::string>());
  EXPECT_EQ(score.right, score.fields);
}

}  // namespace
}  // namespace budgetlift
