#include <gtest/gtest.h>

#include "normalize/date.h"

namespace budgetlift {
namespace {

TEST(Date, LabelsOfSchedules) {
  const std::pair<const char*, const char*> cases[] = {
      {"3月底", "2024-03-31"},
      {"6月底", "2024-06-30"},
      {"10月底", "2024-10-31"},
      {"12月底", "2024-12-31"},
      {"2月底", "2024-02-29"},
      {"2月末", "2024-02-29"},
      {"2023年2月底", "2023-02-28"},
      {"6月30日", "2024-06-30"},
      {"一季度", "2024-03-31"},
      {"第一季度末", "2024-03-31"},
      {"第4季度", "2024-12-31"},
      {"二季度末", "2024-06-30"},
      {"上半年", "2024-06-30"},
      {"下半年", "2024-12-31"},
      {"年底", "2024-12-31"},
      {"年末", "2024-12-31"},
      {"1-3月", "2024-03-31"},
      {"1—6月", "2024-06-30"},
      {"1至9月份", "2024-09-30"},
      {"前三季度", "2024-09-30"},
      {"2024年3月底", "2024-03-31"},
      {"12月份", "2024-12-31"},
      {"12月底前", "2024-12-31"},
      {"03月", "2024-03-31"},
      {"３月底", "2024-03-31"},
      {"3 月底", "2024-03-31"},
      {"二月底", "2024-02-29"},
      {"十二月底", "2024-12-31"},
      {"到6月底", "2024-06-30"},
      {"截至9月底", "2024-09-30"},
      {"6月底累计", "2024-06-30"},
      {"6月底（%）", "2024-06-30"},
      {"24年底", "2024-12-31"},
      {"2024-06-30", "2024-06-30"},
      {"2024.6.30", "2024-06-30"},
      {"2025年1月底", "2025-01-31"},
      {"3月初", nullptr},
      {"每月底", nullptr},
      {"13月底", nullptr},
      {"0月底", nullptr},
      {"3月32日", nullptr},
      {"2月30日", nullptr},
      {"全年", nullptr},
      {"3", nullptr},
      {"", nullptr},
      {"3月31", nullptr},
      {"25%", nullptr},
      {"99年底", nullptr},
      {"3月底6月底", nullptr},
      {"9-3月", nullptr},
      {"2024-6/30", nullptr},
      {"6月前", nullptr},
  };
  for (const auto& [label, expected] : cases) {
    const auto date = schedule_date(label, 2024);
    EXPECT_EQ(date.value_or("none"), expected ? expected : "none") << label;
  }
}

TEST(Date, LeapYears) {
  EXPECT_EQ(schedule_date("2月底", 2023), "2023-02-28");
  EXPECT_EQ(schedule_date("2月底", 2000), "2000-02-29");
  EXPECT_EQ(schedule_date("2月底", 2100), "2100-02-28");
  EXPECT_EQ(schedule_date("2月29日", 2024), "2024-02-29");
  EXPECT_EQ(schedule_date("2月29日", 2023), std::nullopt);
  EXPECT_EQ(schedule_date("3月底", std::nullopt), std::nullopt);
  EXPECT_EQ(schedule_date("2024年3月底", std::nullopt), "2024-03-31");
}

TEST(Date, IsoDates) {
  for (const char* date : {"2024-02-29", "2023-12-31"}) EXPECT_TRUE(is_iso_date(date)) << date;
  for (const char* date :
       {"2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-1-01", "20240101", "", "2024-01-0a"}) {
    EXPECT_FALSE(is_iso_date(date)) << date;
  }
}

}  // namespace
}  // namespace budgetlift
