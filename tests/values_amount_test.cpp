#include <gtest/gtest.h>

#include "normalize/amount.h"

namespace budgetlift {
namespace {

struct Case {
  const char* text;
  const char* unit;      // null: none printed
  const char* expected;  // null: not understood
};

TEST(Amount, Yuan) {
  const Case cases[] = {
      {"500.00", "万元", "5000000.00"},
      {"500", "万元", "5000000.00"},
      {"0.00005", "万元", "0.50"},
      {"12.345678", "万元", "123456.78"},
      {"12.3456789", "万元", "123456.789"},
      {"3", "亿元", "300000000.00"},
      {"3.5", "百万元", "3500000.00"},
      {"1,234.5", "千元", "1234500.00"},
      {"4,100,000.00", "元", "4100000.00"},
      {"４，１００，０００．００", "元", "4100000.00"},
      {"0", "元", "0.00"},
      {"500万元", "元", "5000000.00"},
      {"500万元", nullptr, "5000000.00"},
      {"500万", "元", "5000000.00"},
      {"2.5亿元", "万元", "250000000.00"},
      {"30元", "万元", "30.00"},
      {"(500.00)", "元", "-500.00"},
      {"（500.00）", "万元", "-5000000.00"},
      {"-500.00", "元", "-500.00"},
      {"－500.00", "元", "-500.00"},
      {"¥500.00", "元", "500.00"},
      {"￥-500.00", "元", "-500.00"},
      {"(¥3)", "元", "-3.00"},
      {"500.00", "人民币万元", "5000000.00"},
      {"500.00", "单位：万元", "5000000.00"},
      {"500.00", "金额单位：元", "500.00"},
      {"500.00", "万元（人民币）", "5000000.00"},
      {"500.00（万元）", "元", "5000000.00"},
      {"500.00", nullptr, nullptr},
      {"500.00", "个", nullptr},
      {"500.00", "美元", nullptr},
      {"500人", "元", nullptr},
      {"-", "元", nullptr},
      {"—", "元", nullptr},
      {"", "元", nullptr},
      {"万元", "元", nullptr},
      {"500.00.", "元", nullptr},
      {"500,00", "元", nullptr},
      {"4100,000.00", "元", nullptr},
      {"5 00", "元", nullptr},
      {"(-5)", "元", nullptr},
      {"()", "元", nullptr},
      {"500.00万元以内", "元", nullptr},
      {"约500", "万元", nullptr},
      {"伍佰", "元", nullptr},
  };
  for (const Case& c : cases) {
    const Amount amount = parse_amount(c.text, c.unit ? std::optional<std::string>(c.unit) : std::nullopt);
    EXPECT_EQ(amount.printed, c.text);
    EXPECT_EQ(amount.cny ? amount.cny->digits : "none", c.expected ? c.expected : "none") << c.text;
  }
}

TEST(Amount, StandsForNothing) {
  for (const char* text : {"", "-", "—", "——", "－", "/", "无", " - "}) EXPECT_TRUE(stands_for_nothing(text)) << text;
  for (const char* text : {"0", "0.00", "一", "-1", "无偿", "//"}) EXPECT_FALSE(stands_for_nothing(text)) << text;
}

}  // namespace
}  // namespace budgetlift
