// The project's own corpus: every document of corpus/made, by every producer and as a dump, against its gold, and
// some as they are printed against tests/golden (rewritten by tests/rewrite-golden).
#include <algorithm>
#include <fstream>
#include <sstream>

#include "extract/page_blocks.h"
#include "extract/pdf_reader.h"
#include "schemas/canonical.h"
#include "tests/gold.h"
#include "tests/program.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

fs::path made_dir() { return source_dir() / "corpus" / "made"; }

// "cuts.flow.pdf" and "cuts.txt" belong to "cuts.gold.json".
std::string stem_of(const std::string& file) { return file.substr(0, file.find('.')); }

json gold_of(const std::string& file) { return json::parse(read_file(made_dir() / (stem_of(file) + ".gold.json"))); }

std::string form_of(const json& gold) { return gold.value("form", "hebei-2024"); }

// Those of forms that are defined, or the others.
std::vector<std::string> made_documents(bool defined) {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(made_dir())) {
    const fs::path& path = entry.path();
    if (path.extension() != ".pdf" && path.extension() != ".txt") continue;
    const std::string file = path.filename().string();
    if ((form_of(gold_of(file)) != "unknown") == defined) out.push_back(file);
  }
  std::sort(out.begin(), out.end());
  return out;
}

// Whether a title page names the department and the year.
bool has_cover(const json& gold) {
  if (!gold.contains("prose")) return !gold.value("print", json::object()).value("forms_only", false);
  const json prose = gold.at("prose");
  return std::any_of(prose.begin(), prose.end(), [](const json& part) { return part.at(0) == "cover"; });
}

json extract(const std::string& file) {
  const auto run = budgetlift({"extract", (made_dir() / file).string(), "-f", "json"});
  EXPECT_EQ(run.status, 0) << run.err;
  return json::parse(run.out, nullptr, false);
}

std::string test_name(std::string file) {
  std::replace_if(file.begin(), file.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return file;
}

class MadeDocument : public ::testing::TestWithParam<std::string> {};

TEST_P(MadeDocument, ComesBackFieldForField) {
  const json gold = gold_of(GetParam());
  const json document = extract(GetParam());
  ASSERT_FALSE(document.is_discarded());
  const Comparison comparison = compare_with_gold(gold, document);
  EXPECT_TRUE(comparison.wrong.empty()) << describe(comparison);
  // A dump without geometry leaves some cuts open, which are named though they are right: 0.3 % of the fields of
  // documents that nothing was tuned on. A page with rulings leaves none.
  const bool dump = GetParam().ends_with(".txt");
  EXPECT_LE(comparison.needless.size(), dump ? static_cast<size_t>(comparison.fields) / 100 : 0) << describe(comparison);
  EXPECT_EQ(document.at("document").at("fiscal_year"), gold.at("fiscal_year"));
  EXPECT_EQ(document.at("document").at("department"), has_cover(gold) ? gold.at("department").at("name") : json());
  EXPECT_EQ(document.at("document").at("form").at("name"), form_of(gold));
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

class UnknownDocument : public ::testing::TestWithParam<std::string> {};

TEST_P(UnknownDocument, EveryRecordSaysThatNoFormFits) {
  const json document = extract(GetParam());
  EXPECT_TRUE(document.at("document").at("form").at("name").is_null());
  ASSERT_EQ(document.at("projects").size(), gold_of(GetParam()).at("projects").size());
  for (const json& record : document.at("projects")) {
    const json& review = record.at("review");
    EXPECT_TRUE(std::any_of(review.begin(), review.end(), [](const json& entry) { return entry.at("field") == "" && entry.at("reason") == "unknown-form"; }));
  }
}

// All texts of an output.
void collect(const json& value, std::vector<std::string>& out) {
  if (value.is_string()) out.push_back(folded(value.get<std::string>()));
  if (!value.is_structured()) return;
  for (const json& one : value) collect(one, out);
}

TEST_P(UnknownDocument, KeepsEveryPrintedText) {
  std::vector<std::string> kept;
  collect(extract(GetParam()), kept);
  std::istringstream tables(budgetlift({"tables", (made_dir() / GetParam()).string()}).out);
  for (std::string line; std::getline(tables, line);) collect(json::parse(line), kept);
  const std::string cover = gold_of(GetParam()).at("prose").at(0).at(1);   // which `document` says
  int pieces = 0;
  auto look = [&](const std::vector<TextLine>& lines) {
    for (const TextLine& line : lines) {
      const std::string text = folded(line.text);
      ++pieces;
      EXPECT_TRUE(text == folded(cover) || std::any_of(kept.begin(), kept.end(), [&](const std::string& one) { return one.find(text) != std::string::npos; })) << text;
    }
  };
  auto reader = PdfReader::open((made_dir() / GetParam()).string(), PdfOptions{});
  ASSERT_TRUE(reader);
  for (int page = 1; page <= reader->pages(); ++page) {
    for (const Block& block : page_blocks(reader->read(page).value(), TableOptions{})) {
      if (const auto* line = std::get_if<TextLine>(&block)) {
        look({*line});
        continue;
      }
      const auto& table = std::get<Table>(block);
      look(table.stray);
      for (const Cell& cell : table.cells) look(cell.lines);
    }
  }
  EXPECT_GT(pieces, 50);
}

INSTANTIATE_TEST_SUITE_P(Corpus, UnknownDocument, ::testing::ValuesIn(made_documents(false)), [](const auto& document) { return test_name(document.param); });

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

INSTANTIATE_TEST_SUITE_P(Corpus, MadeDocument, ::testing::ValuesIn(made_documents(true)), [](const auto& document) { return test_name(document.param); });

}  // namespace
}  // namespace budgetlift::test
