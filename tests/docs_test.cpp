// docs/errors.md is the whole list: every kind of message and every reason of `review` has its remedy there.
#include "normalize/schema_check.h"
#include "schemas/error.h"
#include "tests/support.h"

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
