#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "normalize/date.h"
#include "normalize/target.h"
#include "normalize/text_fold.h"
#include "schemas/canonical.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

// "kind|operator|value|unit|date", '-' for null; only "qualitative" for those.
std::string shown(const Target& t) {
  if (t.kind == "qualitative" && !t.op && !t.value && !t.unit && !t.date) return t.kind;
  return t.kind + "|" + t.op.value_or("-") + "|" + (t.value ? t.value->digits : "-") + "|" + t.unit.value_or("-") +
         "|" + t.date.value_or("-");
}

struct Case {
  const char* text;
  const char* expected;
};

void expect_all(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    const Target target = parse_target(c.text, 2024);
    EXPECT_EQ(target.text, c.text);
    EXPECT_EQ(shown(target), c.expected) << c.text;
  }
}

TEST(Target, Signs) {
  expect_all({
      {"≥95%", "percent|>=|95|-|-"},
      {"≤5%", "percent|<=|5|-|-"},
      {">95%", "percent|>|95|-|-"},
      {"<5%", "percent|<|5|-|-"},
      {"=100%", "percent|=|100|-|-"},
      {"＝100％", "percent|=|100|-|-"},
      {"＞＝95％", "percent|>=|95|-|-"},
      {">=95%", "percent|>=|95|-|-"},
      {"<=5%", "percent|<=|5|-|-"},
      {"≧95%", "percent|>=|95|-|-"},
      {"⩾95%", "percent|>=|95|-|-"},
      {"≦5%", "percent|<=|5|-|-"},
      {"⩽5%", "percent|<=|5|-|-"},
      {"≮95%", "percent|>=|95|-|-"},
      {"≯5%", "percent|<=|5|-|-"},
      {"﹥95﹪", "percent|>|95|-|-"},
      {"=<5%", "percent|<=|5|-|-"},
      {"=>5%", "percent|>=|5|-|-"},
      {"≥ 95 %", "percent|>=|95|-|-"},
      {"≥９５％", "percent|>=|95|-|-"},
      {"≥99.50%", "percent|>=|99.50|-|-"},
      {"100%", "percent|=|100|-|-"},
      {"≥95%。", "percent|>=|95|-|-"},
      {"≥-5%", "percent|>=|-5|-|-"},
      {"≥95%以上", "percent|>=|95|-|-"},
      {"≥90", "quantity|>=|90|-|-"},
      {"≥03个", "quantity|>=|3|个|-"},
      {"≥≥95%", "qualitative"},
      {"≥=95%", "qualitative"},
      {"≈95%", "qualitative"},
      {"±5%", "qualitative"},
      {"≥95%以下", "qualitative"},
      {"≥95% ≤98%", "qualitative"},
  });
}

TEST(Target, Words) {
  expect_all({
      {"不低于95%", "percent|>=|95|-|-"},
      {"不少于3次", "quantity|>=|3|次|-"},
      {"不小于3次", "quantity|>=|3|次|-"},
      {"至少2次", "quantity|>=|2|次|-"},
      {"不超过5万元", "quantity|<=|5|万元|-"},
      {"不高于10%", "percent|<=|10|-|-"},
      {"不大于10%", "percent|<=|10|-|-"},
      {"不多于10人", "quantity|<=|10|人|-"},
      {"不得低于95％", "percent|>=|95|-|-"},
      {"大于等于90%", "percent|>=|90|-|-"},
      {"大于或等于90%", "percent|>=|90|-|-"},
      {"小于等于90%", "percent|<=|90|-|-"},
      {"大于90%", "percent|>|90|-|-"},
      {"小于5%", "percent|<|5|-|-"},
      {"高于90%", "percent|>|90|-|-"},
      {"低于3%", "percent|<|3|-|-"},
      {"超过90%", "percent|>|90|-|-"},
      {"不足3人", "quantity|<|3|人|-"},
      {"等于100%", "percent|=|100|-|-"},
      {"95%以上", "percent|>=|95|-|-"},
      {"95%及以上", "percent|>=|95|-|-"},
      {"95%（含）以上", "percent|>=|95|-|-"},
      {"95%以上（含）", "percent|>=|95|-|-"},
      {"5%以下", "percent|<=|5|-|-"},
      {"5%以内", "percent|<=|5|-|-"},
      {"90分以上", "quantity|>=|90|分|-"},
      {"达到95%", "percent|=|95|-|-"},
      {"达到95%以上", "percent|>=|95|-|-"},
      {"控制在5万元以内", "quantity|<=|5|万元|-"},
      {"控制在5万元", "qualitative"},
      {"超过95%以上", "qualitative"},
      {"满意度≥90%", "percent|>=|90|-|-"},
      {"满意度达到90%以上", "percent|>=|90|-|-"},
      {"合格率100%", "percent|=|100|-|-"},
      {"不合格率：≤5%", "percent|<=|5|-|-"},
      {"100%完成", "percent|=|100|-|-"},
      {"100%覆盖", "percent|=|100|-|-"},
  });
}

TEST(Target, Quantities) {
  expect_all({
      {"12个", "quantity|=|12|个|-"},
      {"2套", "quantity|=|2|套|-"},
      {"1年", "quantity|=|1|年|-"},
      {"15万", "quantity|=|15|万|-"},
      {"15万元", "quantity|=|15|万元|-"},
      {"1.5亿元", "quantity|=|1.5|亿元|-"},
      {"≤3000元/人/月", "quantity|<=|3000|元/人/月|-"},
      {"≤３０００元／人", "quantity|<=|3000|元/人|-"},
      {"≤0.5万元/件", "quantity|<=|0.5|万元/件|-"},
      {"≥2000个或张", "quantity|>=|2000|个或张|-"},
      {"≥5台（套）", "quantity|>=|5|台(套)|-"},
      {"50元/人·天", "quantity|=|50|元/人·天|-"},
      {"50元/(人·天)", "quantity|=|50|元/(人·天)|-"},
      {"100元/㎡", "quantity|=|100|元/㎡|-"},
      {"30000元每人每年", "quantity|=|30000|元每人每年|-"},
      {"≤20微克/立方米", "quantity|<=|20|微克/立方米|-"},
      {"≤35μg/m3", "quantity|<=|35|μg/m3|-"},
      {"1次/年", "quantity|=|1|次/年|-"},
      {"≥100人次", "quantity|>=|100|人次|-"},
      {"≥10万平方米", "quantity|>=|10|万平方米|-"},
      {"1,000个", "quantity|=|1000|个|-"},
      {"１，０００个", "quantity|=|1000|个|-"},
      {"30分钟以内", "quantity|<=|30|分钟|-"},
      {"24小时内", "quantity|<=|24|小时|-"},
      {"10个工作日内完成", "quantity|<=|10|个工作日|-"},
      {"≤18个月", "quantity|<=|18|个月|-"},
      {"30日内", "quantity|<=|30|日|-"},
      {"≤5‰", "quantity|<=|5|‰|-"},
      {"3个百分点", "quantity|=|3|个百分点|-"},
      {"≥3个村", "quantity|>=|3|个村|-"},
      {"≥1明显", "quantity|>=|1|明显|-"},
      {"≥5举措", "quantity|>=|5|举措|-"},
      {"1长期", "quantity|=|1|长期|-"},
      {"2期", "quantity|=|2|期|-"},
      {"66(人)", "quantity|=|66|人|-"},
      {"≥3级", "quantity|>=|3|级|-"},
      {"0次", "quantity|=|0|次|-"},
      {"100", "quantity|=|100|-|-"},
      {"0.5", "quantity|=|0.5|-|-"},
      {"10年", "quantity|=|10|年|-"},
      {"≥24年", "quantity|>=|24|年|-"},
  });
}

TEST(Target, ChineseNumerals) {
  expect_all({
      {"三套", "quantity|=|3|套|-"},
      {"两次", "quantity|=|2|次|-"},
      {"不少于十二个", "quantity|>=|12|个|-"},
      {"三万元", "quantity|=|30000|元|-"},
      {"一百零五人", "quantity|=|105|人|-"},
      {"百分之九十五", "percent|=|95|-|-"},
      {"百分之九十九点五以上", "percent|>=|99.5|-|-"},
      {"百分之百", "percent|=|100|-|-"},
      {"百分之95", "percent|=|95|-|-"},
      {"千分之三", "quantity|=|3|‰|-"},
      {"一次性", "qualitative"},
      {"一起", "qualitative"},
      {"一方面", "qualitative"},
      {"三期", "qualitative"},
      {"一级", "qualitative"},
      {"十余个", "qualitative"},
      {"零事故", "qualitative"},
      {"三百五人", "qualitative"},
      {"万元", "qualitative"},
      {"一年一次", "qualitative"},
      {"二三十人", "qualitative"},
      {"七八个", "qualitative"},
      {"5G", "qualitative"},
      {"九五个", "qualitative"},
      {"≥2TB", "quantity|>=|2|TB|-"},
  });
}

TEST(Target, Dates) {
  expect_all({
      {"12月底前", "date|<=|-|-|2024-12-31"},
      {"2023年12月底前", "date|<=|-|-|2023-12-31"},
      {"2024年12月底", "date|=|-|-|2024-12-31"},
      {"2024年12月份", "date|=|-|-|2024-12-31"},
      {"2024年12月31日前", "date|<=|-|-|2024-12-31"},
      {"2024年12月31日之前", "date|<=|-|-|2024-12-31"},
      {"12月31日以前完成", "date|<=|-|-|2024-12-31"},
      {"24年底", "date|=|-|-|2024-12-31"},
      {"24年12月底前", "date|<=|-|-|2024-12-31"},
      {"年底前", "date|<=|-|-|2024-12-31"},
      {"≤12月底", "date|<=|-|-|2024-12-31"},
      {"≤2024年12月", "date|<=|-|-|2024-12-31"},
      {"不晚于2024年6月底", "date|<=|-|-|2024-06-30"},
      {"早于6月30日", "date|<|-|-|2024-06-30"},
      {"2024-12-31前", "date|<=|-|-|2024-12-31"},
      {"2024.12.31", "date|=|-|-|2024-12-31"},
      {"2024/2/29", "date|=|-|-|2024-02-29"},
      {"十二月底前", "date|<=|-|-|2024-12-31"},
      {"二〇二四年底", "date|=|-|-|2024-12-31"},
      {"第四季度末前", "date|<=|-|-|2024-12-31"},
      {"上半年", "date|=|-|-|2024-06-30"},
      {"年内完成", "date|<=|-|-|2024-12-31"},
      {"2024年", "date|=|-|-|2024-12-31"},
      {"2024年内", "date|<=|-|-|2024-12-31"},
      {"12月", "date|=|-|-|2024-12-31"},
      {"3月上旬", "date|=|-|-|2024-03-10"},
      {"每月25日前", "date|<=|-|-|-"},
      {"每年12月底前", "date|<=|-|-|-"},
      {"次月10日前", "date|<=|-|-|-"},
      {"6月前", "date|<=|-|-|-"},
      {"3月初", "date|-|-|-|-"},
      {"2月30日前", "qualitative"},
      {"13月底", "qualitative"},
      {"≤12月", "qualitative"},
      {"12月内", "qualitative"},
      {"24年", "qualitative"},
      {"24年内", "qualitative"},
      {"5日", "qualitative"},
      {"25日前", "qualitative"},
      {"2024", "qualitative"},
      {"2024.12", "qualitative"},
      {"20241231", "qualitative"},
      {"1-3月", "qualitative"},
      {"不晚于12月底起", "qualitative"},
      {"每月", "qualitative"},
      {"当年", "qualitative"},
  });
  EXPECT_EQ(shown(parse_target("12月底前", std::nullopt)), "date|<=|-|-|-");
  EXPECT_EQ(shown(parse_target("2024年12月底前", std::nullopt)), "date|<=|-|-|2024-12-31");
  EXPECT_EQ(shown(parse_target("10年", std::nullopt)), "qualitative");
}

TEST(Target, NeverGuesses) {
  expect_all({
      {"持续上升", "qualitative"},
      {"长期", "qualitative"},
      {"提升", "qualitative"},
      {"根据数量核定", "qualitative"},
      {"全覆盖", "qualitative"},
      {"90%-95%", "qualitative"},
      {"3~5个", "qualitative"},
      {"约95%", "qualitative"},
      {"95%左右", "qualitative"},
      {"提高5%", "qualitative"},
      {"提高满意度5%", "qualitative"},
      {"同比下降3%", "qualitative"},
      {"破案率同比下降3%", "qualitative"},
      {"一季度≥25%", "qualitative"},
      {"较上年增长率5%", "qualitative"},
      {"-5%", "qualitative"},
      {"1 000", "qualitative"},
      {"95 98", "qualitative"},
      {"10,00个", "qualitative"},
      {"7×24小时", "qualitative"},
      {"1:1", "qualitative"},
      {"第1名", "qualitative"},
      {"3级", "qualitative"},
      {"100余人", "qualitative"},
      {"5²个", "qualitative"},
      {"①", "qualitative"},
      {"½", "qualitative"},
      {"1/2", "qualitative"},
      {".5", "qualitative"},
      {"5.", "qualitative"},
      {"1e3", "qualitative"},
      {"100%/年", "qualitative"},
      {"5000元人", "qualitative"},
      {"3次2天", "qualitative"},
      {"2个完成", "qualitative"},
      {"≥", "qualitative"},
      {"", "qualitative"},
      {"≤3000元/", "qualitative"},
      {"≥个", "qualitative"},
      {"≥5个以", "qualitative"},
      {"%", "qualitative"},
      {"之959%", "qualitative"},
      {"委3400个", "qualitative"},
      {"秋10%", "qualitative"},
  });
}

TEST(Target, LooksComplete) {
  for (const char* text : {"≥95%", "长期", "12月底前", "≤3000元/人", "≥5台（套）"})
    EXPECT_TRUE(looks_complete(text)) << text;
  for (const char* text :
       {"", "≥", "≤3000元/", "不低于", "≥2000个或", "≥5台（套", "5.", "1,", "大于等于", "3-", "百分之", "2025年6.月份"}) {
    EXPECT_FALSE(looks_complete(text)) << text;
  }
}

TEST(Target, AnyTextIsTaken) {
  const std::vector<std::string> pieces = {"≥",        "≤",    "<",
                                           "=",        "不",   "低于",
                                           "超过",     "9",    "0",
                                           "12",       "2024", ".",
                                           ",",        "，",   "%",
                                           "％",       "个",   "万",
                                           "元",       "/",    "(",
                                           "（",       ")",    "年",
                                           "月",       "日",   "底",
                                           "前",       "以上", "内",
                                           "一",       "十",   "百",
                                           "零",       "点",   "百分之",
                                           "每",       "或",   " ",
                                           "-",        "~",    "\xFF",
                                           "\xE4\xB8", "长期", "率",
                                           "上半年",   "第",   "季度",
                                           "a",        "²",    "\xF0\x9F\x98\x80"};
  std::mt19937 random(3);
  for (int i = 0; i < 30000; ++i) {
    std::string text;
    for (size_t n = random() % 9; n > 0; --n) text += pieces[random() % pieces.size()];
    const Target t = parse_target(text, 2024);
    looks_complete(text);
    schedule_date(text, 2024);
    if (t.kind == "qualitative") {
      ASSERT_EQ(shown(t), "qualitative") << text;
    } else if (t.kind == "date") {
      ASSERT_FALSE(t.value || t.unit) << text;
      if (t.date) {
        ASSERT_TRUE(is_iso_date(*t.date)) << text;
      }
    } else {
      ASSERT_TRUE(t.value && !t.date) << text;
      ASSERT_TRUE(t.op) << text;
      ASSERT_FALSE(t.kind == "percent" && t.unit) << text;
    }
  }
}

// The parts, written one after the other, are the text again: nothing of a sign, number or unit is lost.
TEST(Target, OfTheSample) {
  BUDGETLIFT_NEEDS_SHARED();
  const auto gold = nlohmann::json::parse(test::read_file(test::shared_dir() / "sample/julu-2024.gold.json"));
  const std::map<std::string, std::string> signs{{">=", "≥"}, {"<=", "≤"}, {"<", "<"}, {">", ">"}};
  std::map<std::string, int> kinds;
  for (const auto& project : gold["projects"]) {
    for (const auto& indicator : project["indicators"]) {
      const std::string text = indicator["target"];
      const Target t = parse_target(text, gold["fiscal_year"].get<int>());
      ++kinds[t.kind];
      EXPECT_TRUE(looks_complete(text)) << text;
      if (t.kind == "percent" || t.kind == "quantity") {
        const std::string unit = t.kind == "percent" ? "%" : t.unit.value_or("");
        // A bare value is "=", which is not printed.
        EXPECT_EQ((*t.op == "=" ? "" : signs.at(*t.op)) + t.value->digits + unit, text);
      } else if (t.kind == "date") {
        EXPECT_TRUE(t.date) << text;
        EXPECT_EQ(t.op, text.ends_with("前") ? "<=" : "=") << text;
      } else {
        EXPECT_EQ(text.find_first_of("0123456789"), std::string::npos) << text;
      }
    }
  }
  EXPECT_EQ(kinds["percent"] + kinds["quantity"] + kinds["date"] + kinds["qualitative"], 229);
  EXPECT_EQ(kinds["date"], 21);
  EXPECT_EQ(kinds["qualitative"], 25);
}

}  // namespace
}  // namespace budgetlift
