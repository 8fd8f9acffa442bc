// docs/errors.md is the whole list: every kind of message and every reason of `review` has its remedy there.
#include "normalize/schema_check.h"
#include "schemas/error.h"
#include "tests/support.h"

#include <algorithm>
#include <sstream>

namespace budgetlift::test {
namespace {

void expect_documented(const std::string& word) {
  static const std::string text = read_file(source_dir() / "docs/errors.md");
  EXPECT_NE(text.find("`" + word + "`"), std::string::npos) << word << " has no remedy in docs/errors.md";
}

TEST(Docs, NameEveryKindOfMessage) {
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::no_records); ++kind) {
    expect_documented(name(static_cast<ErrorKind>(kind)));
  }
}

TEST(Docs, NameEveryReviewReason) {
  for (const std::string& reason : known_review_reasons()) expect_documented(reason);
}

// The other way round: what has a remedy is a reason that `check` and the published schema know.
TEST(Docs, ReviewReasonsAreThoseOfTheSchema) {
  const std::string text = read_file(source_dir() / "docs/errors.md");
  const std::vector<std::string>& known = known_review_reasons();
  std::istringstream rows(text.substr(text.find("\n| reason | meaning |")));
  std::string row;
  int reasons = 0;
  for (int skipped = 0; skipped < 3; ++skipped) std::getline(rows, row);
  while (std::getline(rows, row) && row.starts_with("| `")) {
    const std::string cell = row.substr(2, row.find(" | ") - 2);
    for (size_t at = 0, end; (at = cell.find('`', at)) != cell.npos; at = end + 1, ++reasons) {
      end = cell.find('`', at + 1);
      const std::string reason = cell.substr(at + 1, end - at - 1);
      EXPECT_NE(std::find(known.begin(), known.end(), reason), known.end()) << reason << " is not in schemas/record.v1.schema.json";
    }
  }
  EXPECT_EQ(reasons, static_cast<int>(known.size()));
}

TEST(Docs, ReadmesOfferTheSameCommands) {
  const std::string english = read_file(source_dir() / "README.md");
  const std::string chinese = read_file(source_dir() / "README.zh-CN.md");
  for (const char* command : {"extract INPUT", "batch INPUT", "merge DIR", "load INPUT", "tables INPUT", "check RECORDS", "schema`", "doctor`"}) {
    EXPECT_NE(english.find(std::string("`budgetlift ") + command), std::string::npos) << command;
    EXPECT_NE(chinese.find(std::string("`budgetlift ") + command), std::string::npos) << command;
  }
}

}  // namespace
}  // namespace budgetlift::test
