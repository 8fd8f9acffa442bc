#include "extract/dump_stream_phrases.h"

#include <gtest/gtest.h>

namespace budgetlift {
namespace {

TEST(StreamPhrases, WhatGoesOnElsewhereIsBound) {
  const std::u32string text = U"改造数量升级检测数量加固普查数量宣传改造数量改造数量";
  StreamPhrases phrases;
  phrases.add(text);
  const size_t first = 0, inside = first + 3, behind = first + 4;   // 改造数|量, 改造数量|升级
  EXPECT_GT(phrases.bound(text, inside), 0.7);
  EXPECT_LT(phrases.bound(text, behind), 0.2);
}

TEST(StreamPhrases, WhatStandsOnceTellsNothing) {
  StreamPhrases phrases;
  phrases.add(U"改造检测普查");
  for (size_t at = 0; at <= 6; ++at) EXPECT_LT(phrases.bound(U"改造检测普查", at), 0.1);
  EXPECT_EQ(StreamPhrases().bound(U"改造", 1), 0);
}

}  // namespace
}  // namespace budgetlift
