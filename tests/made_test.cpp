// The project's own corpus: every document of corpus/made, by every producer and as a dump, against its gold, and
// some as they are printed against tests/golden (rewritten by tests/rewrite-golden).
#include <algorithm>
#include <fstream>

#include "tests/gold.h"
#include "tests/program.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

fs::path made_dir() { return source_dir() / "corpus" / "made"; }

std::vector<std::string> made_documents() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(made_dir())) {
    const fs::path& path = entry.path();
    if (path.extension() == ".pdf" || path.extension() == ".txt") out.push_back(path.filename().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

// "cuts.flow.pdf" and "cuts.txt" belong to "cuts.gold.json".
std::string stem_of(const std::string& file) { return file.substr(0, file.find('.')); }

json extract(const std::string& file) {
  const auto run = budgetlift({"extract", (made_dir() / file).string(), "-f", "json"});
  EXPECT_EQ(run.status, 0) << run.err;
  return json::parse(run.out, nullptr, false);
}

class MadeDocument : public ::testing::TestWithParam<std::string> {};

TEST_P(MadeDocument, ComesBackFieldForField) {
  const json gold = json::parse(read_file(made_dir() / (stem_of(GetParam()) + ".gold.json")));
  const json document = extract(GetParam());
  ASSERT_FALSE(document.is_discarded());
  const Comparison comparison = compare_with_gold(gold, document);
  EXPECT_TRUE(comparison.wrong.empty()) << describe(comparison);
  // A dump without geometry leaves some cuts open, which are named though they are right: 0.3 % of the fields of
  // documents that nothing was tuned on. A page with rulings leaves none.
  const bool dump = GetParam().ends_with(".txt");
  EXPECT_LE(comparison.needless.size(), dump ? static_cast<size_t>(comparison.fields) / 100 : 0) << describe(comparison);
  EXPECT_EQ(document.at("document").at("fiscal_year"), gold.at("fiscal_year"));
  EXPECT_EQ(document.at("document").at("department"), gold.at("department").at("name"));
}

TEST_P(MadeDocument, TargetsMeanWhatTheMakerMeant) {
  const json targets = json::parse(read_file(made_dir() / (stem_of(GetParam()) + ".targets.json")));
  const json document = extract(GetParam());
  for (size_t p = 0; p < targets.size(); ++p) {
    for (size_t i = 0; i < targets[p].size(); ++i) {
      const json& meant = targets[p][i];
      if (meant.is_null()) continue;   // arguable
      const json& target = document.at("projects").at(p).at("indicators").at(i).at("target");
      EXPECT_EQ(target.at("kind"), meant.at("kind")) << target;
      EXPECT_EQ(target.at("operator"), meant.at("operator")) << target;
      EXPECT_EQ(target.at("unit"), meant.at("unit")) << target;
      EXPECT_EQ(target.at("value"), meant.at("value")) << target;
      EXPECT_EQ(target.at("date"), meant.at("date")) << target;
    }
  }
}

// A few documents, one of each kind of input, with all their boxes and origins.
class GoldenDocument : public ::testing::TestWithParam<std::string> {};

TEST_P(GoldenDocument, PrintsTheGoldenRecords) {
  const fs::path golden = source_dir() / "tests" / "golden" / (GetParam() + ".json");
  auto document = nlohmann::ordered_json::parse(budgetlift({"extract", (made_dir() / GetParam()).string(), "-f", "json"}).out);
  // The path is as given on the command line, which differs from clone to clone.
  document["document"]["path"] = GetParam();
  for (auto& record : document["projects"]) record["document"] = nullptr;
  const std::string out = document.dump(1) + "\n";
  if (std::getenv("BUDGETLIFT_REWRITE_GOLDEN")) {
    fs::create_directories(golden.parent_path());
    std::ofstream(golden, std::ios::binary) << out;
  }
  EXPECT_TRUE(out == read_file(golden)) << golden << " differs; if the change is meant: tests/rewrite-golden, and read the diff";
}

INSTANTIATE_TEST_SUITE_P(Corpus, GoldenDocument, ::testing::Values("first.chromium.pdf", "units.rotated.pdf", "cuts.txt"));

INSTANTIATE_TEST_SUITE_P(Corpus, MadeDocument, ::testing::ValuesIn(made_documents()), [](const auto& document) {
  std::string name = document.param;
  std::replace_if(name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

}  // namespace
}  // namespace budgetlift::test
