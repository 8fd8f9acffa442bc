#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "normalize/code.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using Result = CodeCheck::Result;
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

std::string random_code(std::mt19937& random) {
  std::string code;
  for (int i = 0; i < 8; ++i) code.push_back(static_cast<char>('0' + random() % 10));
  code.push_back(kAlphabet[10 + random() % 21]);
  for (int i = 0; i < 11; ++i) code.push_back(kAlphabet[random() % 31]);
  code.push_back(*check_character(code));
  return code;
}

TEST(Code, Parts) {
  const CodeCheck check = check_code("13052924P00584110432W");
  EXPECT_EQ(check.result, Result::valid);
  ASSERT_TRUE(check.parts);
  EXPECT_EQ(check.parts->division, "130529");
  EXPECT_EQ(check.parts->year, 2024);
  EXPECT_EQ(check.parts->category, "P");
  EXPECT_EQ(check.parts->serial, "00584110432");
  EXPECT_EQ(check.parts->check, "W");
}

TEST(Code, OtherKinds) {
  for (const char* code :
       {"", "312001", "2024-001", "13052924P0058", "ABCDEFGHIJKLMNOPQRSTU", "12345678901234567890123",
        "安全监控工程建设及运", "1305 2924P00584110432W", "13052924p00584110432w", "13052924P00584110432WXYZ"}) {
    EXPECT_EQ(check_code(code).result, Result::not_this_kind) << code;
    EXPECT_FALSE(check_code(code).parts) << code;
  }
}

TEST(Code, CharacterLostOrAdded) {
  EXPECT_EQ(check_code("13052924P0058411043W").result, Result::wrong_check);
  EXPECT_EQ(check_code("13052924P005841104322W").result, Result::wrong_check);
  EXPECT_FALSE(check_code("13052924P0058411043W").parts);
}

TEST(Code, CharactersOutsideTheAlphabet) {
  EXPECT_EQ(check_code("13052924P0O584110432W").result, Result::wrong_check);
  EXPECT_FALSE(check_character("13052924P0O584110432"));
  EXPECT_FALSE(check_character("short"));
}

TEST(Code, FindsEveryWrongCharacterAndNeighbourSwap) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const std::string code = random_code(random);
    ASSERT_EQ(check_code(code).result, Result::valid) << code;
    for (size_t i = 0; i < code.size(); ++i) {
      for (char c = '0'; c <= 'Z'; ++c) {
        if (c == code[i] || (c > '9' && c < 'A')) continue;
        std::string wrong = code;
        wrong[i] = c;
        ASSERT_EQ(check_code(wrong).result, Result::wrong_check) << code << " as " << wrong;
      }
      if (i + 1 < code.size() && code[i] != code[i + 1]) {
        std::string swapped = code;
        std::swap(swapped[i], swapped[i + 1]);
        ASSERT_NE(check_code(swapped).result, Result::valid) << code << " as " << swapped;
      }
    }
  }
}

TEST(Code, OfTheSample) {
  BUDGETLIFT_NEEDS_SHARED();
  const auto gold = nlohmann::json::parse(test::read_file(test::shared_dir() / "sample/julu-2024.gold.json"));
  for (const auto& project : gold["projects"]) {
    EXPECT_EQ(check_code(project["code"].get<std::string>()).result, Result::valid) << project["code"];
  }
}

TEST(Code, OneThatOtherTextFollows) {
  EXPECT_EQ(leading_code("13052924P00584110432W项目名称"), "13052924P00584110432W");
  EXPECT_EQ(leading_code("13052924P00584110432X项目名称"), "") << "its check character does not fit";
  EXPECT_EQ(leading_code("13052924P00584110432W"), "");
  EXPECT_EQ(leading_code("13052924P00584110432W2"), "") << "it goes on";
}

}  // namespace
}  // namespace budgetlift
