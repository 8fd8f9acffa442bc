// A damaged dump is never read silently: what was damaged is named by a doubt.
#include <sstream>

#include "tests/dump_support.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string text_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

class DumpDamage : public testing::Test {
 protected:
  void SetUp() override {
    BUDGETLIFT_NEEDS_SHARED();
    const auto folder = test::shared_dir() / "sample";
    lines_ = lines_of(test::read_file(folder / "julu-2024.txt"));
    gold_ = nlohmann::json::parse(test::read_file(folder / "julu-2024.gold.json"));
  }

  // Wrong fields that no doubt names, and whether there is any doubt at all.
  void expect_named(const std::vector<std::string>& lines) {
    const auto projects = test::projects_of(test::read_blocks(text_of(lines)));
    const test::DumpScore score = test::score(projects, gold_);
    bool doubted = false;
    for (const auto& project : projects) doubted |= !project.doubts.empty() || !project.stray.empty();
    EXPECT_TRUE(doubted);
    EXPECT_EQ(score.silent, std::vector<std::string>());
  }

  std::vector<std::string> lines_;
  nlohmann::json gold_;
};

bool is_wide_text(const std::string& line) {
  const std::u32string text = decode_utf8(line);
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char32_t c) { return is_wide(c); });
}

TEST_F(DumpDamage, TargetTakenOut) {
  for (size_t i = 0; i < lines_.size(); ++i) {
    if (lines_[i].rfind("≥", 0) != 0 || lines_[i].back() != '%') continue;
    SCOPED_TRACE(i + 1);
    auto damaged = lines_;
    damaged.erase(damaged.begin() + static_cast<std::ptrdiff_t>(i));
    expect_named(damaged);
  }
}

// The last line of a wrapped cell, shorter than its column, before the one above it.
TEST_F(DumpDamage, LinesOfACellSwapped) {
  size_t table = 0;
  for (size_t i = 0; i + 2 < lines_.size(); ++i) {
    if (lines_[i].find("三级指标") != std::string::npos) table = i;
    if (lines_[i].find("绩效目标表") != std::string::npos) table = 0;
    const double above = printed_width(lines_[i]), below = printed_width(lines_[i + 2]);
    const bool wrapped = table > 0 && above == 7 && below <= 3 && lines_[i + 1].empty() && is_wide_text(lines_[i]) &&
                         is_wide_text(lines_[i + 2]);
    if (!wrapped) continue;
    SCOPED_TRACE(i + 1);
    auto damaged = lines_;
    std::swap(damaged[i], damaged[i + 2]);
    expect_named(damaged);
  }
}

}  // namespace
}  // namespace budgetlift
