#include <gtest/gtest.h>

#include <cstdint>
#include <random>

#include "normalize/decimal.h"

namespace budgetlift {
namespace {

std::string parsed(std::string_view text) {
  const auto value = parse_decimal(text);
  return value ? value->digits : "none";
}

TEST(Decimal, ParsesPrintedNumbers) {
  const std::pair<const char*, const char*> cases[] = {
      {"500.00", "500.00"},
      {"0", "0"},
      {"007", "7"},
      {"0.50", "0.50"},
      {"-3", "-3"},
      {"+3", "3"},
      {"－３．５", "-3.5"},
      {"−12", "-12"},
      {"1,234", "1234"},
      {"1，234", "1234"},
      {"12,345,678.90", "12345678.90"},
      {"５００．００", "500.00"},
      {"-0", "0"},
      {"-0.00", "0.00"},
      {"123456789012345678901234567890.1", "123456789012345678901234567890.1"},
      {"", "none"},
      {".5", "none"},
      {"5.", "none"},
      {"1,00", "none"},
      {"1,0000", "none"},
      {"1234,567", "none"},
      {",123", "none"},
      {"0,123", "none"},
      {"1,234,", "none"},
      {"1.2.3", "none"},
      {"1 000", "none"},
      {" 1", "none"},
      {"1 ", "none"},
      {"　1", "none"},
      {"1e3", "none"},
      {"--1", "none"},
      {"-", "none"},
      {"一", "none"},
      {"4和,100,000.00", "none"},
      {"4100,000.00", "none"},
      {"1.234,5", "none"},
      {"5²", "none"},
      {"①", "none"},
      {"0x10", "none"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(parsed(text), expected) << text;
}

TEST(Decimal, ParsesPercents) {
  EXPECT_EQ(parse_percent("25")->digits, "25");
  EXPECT_EQ(parse_percent("25%")->digits, "25");
  EXPECT_EQ(parse_percent("２５．５％")->digits, "25.5");
  EXPECT_FALSE(parse_percent("%"));
  EXPECT_FALSE(parse_percent("25%%"));
}

TEST(Decimal, ShiftsExactly) {
  EXPECT_EQ(shifted({"500.00"}, 4).digits, "5000000");
  EXPECT_EQ(shifted({"12.345678"}, 4).digits, "123456.78");
  EXPECT_EQ(shifted({"0.5"}, 4).digits, "5000");
  EXPECT_EQ(shifted({"-0.05"}, 1).digits, "-0.5");
  EXPECT_EQ(shifted({"5.0"}, -2).digits, "0.050");
  EXPECT_EQ(shifted({"0"}, 8).digits, "0");
  EXPECT_EQ(with_decimals({"5"}, 2).digits, "5.00");
  EXPECT_EQ(with_decimals({"5.125"}, 2).digits, "5.125");
}

TEST(Decimal, AddsAndCompares) {
  EXPECT_EQ(sum({"0.1"}, {"0.2"}).digits, "0.3");
  EXPECT_EQ(sum({"999.99"}, {"0.01"}).digits, "1000.00");
  EXPECT_EQ(sum({"5"}, {"-5.00"}).digits, "0.00");
  EXPECT_EQ(sum({"-5"}, {"3"}).digits, "-2");
  EXPECT_EQ(compare({"1.0"}, {"1.00"}), 0);
  EXPECT_LT(compare({"-2"}, {"1"}), 0);
  EXPECT_LT(compare({"-2"}, {"-1"}), 0);
  EXPECT_GT(compare({"10"}, {"9.99"}), 0);
  EXPECT_EQ(compare({"0"}, {"0.00"}), 0);
}

// Against whole numbers of 64 bits: every value is n / 10^decimals.
TEST(Decimal, AgreesWithWholeNumbers) {
  std::mt19937_64 random(1);
  const auto decimal = [](int64_t n, int decimals) { return shifted(*parse_decimal(std::to_string(n)), -decimals); };
  for (int i = 0; i < 20000; ++i) {
    const int64_t scale = 1LL << (random() % 50);
    const auto a = static_cast<int64_t>(random() % static_cast<uint64_t>(scale)) * (random() % 2 ? 1 : -1);
    const auto b = static_cast<int64_t>(random() % static_cast<uint64_t>(scale)) * (random() % 2 ? 1 : -1);
    const int decimals = static_cast<int>(random() % 6);
    const Decimal x = decimal(a, decimals), y = decimal(b, decimals);
    EXPECT_EQ(sum(x, y), decimal(a + b, decimals));
    EXPECT_EQ(sum(x, y), sum(y, x));
    EXPECT_EQ(compare(x, y), a < b ? -1 : a > b ? 1 : 0);
    EXPECT_EQ(compare(shifted(shifted(x, 7), -7), x), 0);
    EXPECT_EQ(compare(shifted(shifted(x, -3), 3), x), 0);
    EXPECT_EQ(parse_decimal(x.digits), x);
  }
}

}  // namespace
}  // namespace budgetlift
