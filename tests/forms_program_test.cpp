// --form on the command line.
#include <nlohmann/json.hpp>

#include "tests/forms_support.h"
#include "tests/program.h"

namespace budgetlift::test {
namespace {

using nlohmann::json;

std::string made(const std::string& file) { return (source_dir() / "corpus" / "made" / file).string(); }

TEST(FormOption, ANameIsTheOnlyFormUsed) {
  const auto run = budgetlift({"extract", made("shanghai.libreoffice.pdf"), "--form", "national-project", "-f", "json"});
  EXPECT_EQ(run.status, 0) << run.err;
  const json document = json::parse(run.out, nullptr, false);
  ASSERT_FALSE(document.is_discarded());
  for (const json& record : document.at("projects")) EXPECT_FALSE(record.at("review").empty());
  EXPECT_TRUE(document.at("document").at("form").at("runner_up").is_null()) << "there is no other form";
}

TEST(FormOption, TheNameOfTheDocumentsFormReadsItAsWithoutOne) {
  const auto named = budgetlift({"extract", made("national.chromium.pdf"), "--form", "national-project"}), found = budgetlift({"extract", made("national.chromium.pdf")});
  EXPECT_EQ(named.status, 0) << named.err;
  json a = json::parse(named.out, nullptr, false), b = json::parse(found.out, nullptr, false);
  ASSERT_TRUE(a.is_object() && b.is_object());
  a.at("document").at("form") = b.at("document").at("form") = nullptr;   // alone it has no runner-up
  EXPECT_TRUE(a == b);
}

TEST(FormOption, AFileIsTriedBeforeTheBuiltInForms) {
  const TemporaryFolder folder;
  json form = json::parse(read_file(source_dir() / "schemas/forms/national-project.json"));
  form["name"] = "my-own";
  const auto run = budgetlift({"extract", made("national.chromium.pdf"), "--form", folder.file("my.json", form.dump()), "-f", "json"});
  EXPECT_EQ(run.status, 0) << run.err;
  const json name = json::parse(run.out).at("document").at("form").at("name");
  EXPECT_EQ(name, "my-own");
}

TEST(FormOption, AFolderIsTriedWithAllItsDefinitions) {
  const TemporaryFolder folder;
  json form = json::parse(read_file(source_dir() / "schemas/forms/national-project.json"));
  for (const char* name : {"b", "a"}) {
    form["name"] = name;
    folder.file(std::string(name) + ".json", form.dump());
  }
  folder.file("notes.txt", "no form");
  const auto run = budgetlift({"extract", made("national.chromium.pdf"), "--form", folder.path().string(), "-f", "json"});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(json::parse(run.out).at("document").at("form").at("name"), "a");   // in the order of their names
}

TEST(FormOption, NeitherNameNorFileNamesTheFormsThatThereAre) {
  const auto run = budgetlift({"extract", made("national.chromium.pdf"), "--form", "no-such-form"});
  EXPECT_EQ(run.status, 2);
  EXPECT_TRUE(run.out.empty());
  EXPECT_NE(run.err.find("no-such-form: not-found"), std::string::npos) << run.err;
  for (const Form& form : builtin_forms()) EXPECT_NE(run.err.find(form.name), std::string::npos) << form.name;
}

TEST(FormOption, AFileThatIsNoFormNamesTheKeyThatIsWrong) {
  const TemporaryFolder folder;
  const auto run = budgetlift({"extract", made("national.chromium.pdf"), "--form", folder.file("my.json", R"({"name": "x", "fields": []})")});
  EXPECT_EQ(run.status, 2);
  EXPECT_NE(run.err.find("title"), std::string::npos) << run.err;
}

TEST(FormOption, DoctorListsTheBuiltInForms) {
  const auto run = budgetlift({"doctor"});
  for (const Form& form : builtin_forms()) EXPECT_NE(run.out.find("         " + form.name + "\n"), std::string::npos) << form.name;
}

}  // namespace
}  // namespace budgetlift::test
