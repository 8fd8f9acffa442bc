// What readings of a line become beside each other: several views, and the words around a character.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "extract/scan/line_room.h"
#include "extract/scan/line_size.h"
#include "extract/scan/second_reader.h"
#include "extract/scan/word_pairs.h"

namespace budgetlift {
namespace {

constexpr double kEm = 30;

ReadCharacter at(const std::string& text, double x0, double x1, double confidence = 1, double place = 1, std::vector<OtherReading> others = {}) {
  ReadCharacter c;
  c.reading.text = text;
  c.reading.confidence = confidence;
  c.reading.others = std::move(others);
  c.x0 = x0;
  c.x1 = x1;
  c.place = place;
  return c;
}

// Characters of full width side by side.
ReadLine line_of(const std::vector<std::string>& texts) {
  ReadLine line;
  for (const std::string& text : texts) {
    const double x = kEm * static_cast<double>(line.characters.size());
    line.characters.push_back(at(text, x, x + kEm));
  }
  return line;
}

std::string text_of(const ReadLine& line) {
  std::string out;
  for (const ReadCharacter& c : line.characters) out += c.reading.text;
  return out;
}

const WordPairs& words() {
  static const WordPairs pairs = WordPairs::load(std::string(BUDGETLIFT_MODELS) + "/words.bin");
  return pairs;
}

TEST(ScanWords, KnowWhatFollowsWhat) {
  EXPECT_GT(words().follows(U'项', U'目'), 20 * words().follows(U'项', U'日'));
  EXPECT_GT(words().follows(U'考', U'核'), 1000 * words().follows(U'考', U'榱'));
  for (const char32_t b : {U'的', U'9', char32_t{0}}) EXPECT_GT(words().follows(U'A', b), 0);
}

TEST(ScanWords, DamagedFileIsNotTaken) {
  const std::filesystem::path path = std::filesystem::temp_directory_path() / "budgetlift-words-test.bin";
  EXPECT_THROW(WordPairs::load(path.string() + "-none"), std::runtime_error);
  std::ofstream(path, std::ios::binary) << "BLW1\xff\xff\xff\x7f";
  EXPECT_THROW(WordPairs::load(path.string()), std::runtime_error);
  std::filesystem::remove(path);
}

TEST(ScanWords, ChooseAmongWhatWasSeen) {
  ReadLine line = line_of({"考", "榱", "任", "务"});
  line.characters[1] = at("榱", kEm, 2 * kEm, 0.6, 1, {{"核", 0.3}});
  weigh_neighbours(line, kEm, words(), LineReaderOptions());
  EXPECT_EQ(text_of(line), "考核任务");
  EXPECT_GT(line.characters[1].reading.confidence, 0.9);
}

TEST(ScanWords, NeverAddWhatWasNotSeen) {
  ReadLine line = line_of({"考", "榱", "任", "务"});
  line.characters[1].reading.confidence = 0.6;
  weigh_neighbours(line, kEm, words(), LineReaderOptions());
  EXPECT_EQ(text_of(line), "考榱任务");
  EXPECT_LT(line.characters[1].reading.confidence, 0.6);
}

TEST(ScanWords, SayNothingOfNumerals) {
  ReadLine line = line_of({"第", "二", "季", "度"});
  line.characters[1] = at("二", kEm, 2 * kEm, 0.5, 1, {{"三", 0.45}});
  weigh_neighbours(line, kEm, words(), LineReaderOptions());
  EXPECT_NEAR(line.characters[1].reading.others[0].confidence / line.characters[1].reading.confidence, 0.9, 1e-6);
}

TEST(ScanWords, ADashBetweenWordsIsAOne) {
  ReadLine line = line_of({"进", "—", "步"}), range = line_of({"3", "—", "5"}), pause = line_of({"的", "—", "—", "是"});
  for (ReadLine* l : {&line, &range, &pause}) l->characters[1] = at("—", kEm, 2 * kEm, 0.67, 1, {{"一", 0.33}});
  for (ReadLine* l : {&line, &range, &pause}) weigh_neighbours(*l, kEm, words(), LineReaderOptions());
  EXPECT_EQ(text_of(line), "进一步");
  EXPECT_EQ(text_of(range), "3—5");
  EXPECT_EQ(text_of(pause), "的——是");
}

TEST(ScanWords, ALoneLetterIsRarerThanAWord) {
  ReadLine line = line_of({"8", "0", "%", "D", "上"});
  line.characters[3] = at("D", 3 * kEm, 4 * kEm, 0.8, 1, {{"以", 0.12}});
  weigh_neighbours(line, kEm, words(), LineReaderOptions());
  EXPECT_EQ(text_of(line), "80%以上");
  ReadLine name = line_of({"对", "G", "I", "S", "地", "理"});
  name.characters[1] = at("G", kEm, 2 * kEm, 0.85, 1, {{"6", 0.14}});
  weigh_neighbours(name, kEm, words(), LineReaderOptions());
  EXPECT_EQ(text_of(name), "对GIS地理");
  // Beside other letters it is one.
  ReadLine code = line_of({"P", "P", "P", "项", "目"});
  code.characters[2] = at("P", 2 * kEm, 3 * kEm, 0.9, 1, {{"户", 0.05}});
  weigh_neighbours(code, kEm, words(), LineReaderOptions());
  EXPECT_EQ(text_of(code), "PPP项目");
}

TEST(ScanWords, ASureReadingStandsWhateverTheWord) {
  ReadLine line = line_of({"考", "榱", "任", "务"});
  line.characters[1] = at("榱", kEm, 2 * kEm, 0.9985, 1, {{"核", 0.001}});
  weigh_neighbours(line, kEm, words(), LineReaderOptions());
  EXPECT_EQ(text_of(line), "考榱任务");
}

TEST(ScanWords, ASpeckBetweenCharactersIsNoSign) {
  const LineReaderOptions options;
  ReadLine line = line_of({"运", "转", "率"});
  line.characters.insert(line.characters.begin() + 1, at("·", kEm - 3, kEm + 3, 0.9, 0.9));
  weigh_neighbours(line, kEm, words(), options);
  EXPECT_LT(line.characters[1].place, options.least_place);
  // With room for it, it may be one.
  ReadLine name = line_of({"阿", "里"});
  name.characters[1].x0 += 15, name.characters[1].x1 += 15;
  name.characters.insert(name.characters.begin() + 1, at("·", kEm, kEm + 15, 0.999, 0.99));
  weigh_neighbours(name, kEm, words(), options);
  EXPECT_GE(name.characters[1].place, options.least_place);
}

TEST(ScanWords, RoomIsWhatTheLineLeavesOtherwise) {
  // Set narrow: a hyphen with a gap of its own stays, though its neighbours are less than a full width apart.
  ReadLine line;
  for (const char* text : {"装", "备", "补", "贴", "应", "急"}) {
    const double x = 0.8 * kEm * static_cast<double>(line.characters.size()) + (line.characters.size() > 3 ? 0.3 * kEm : 0);
    line.characters.push_back(at(text, x, x + 0.8 * kEm));
  }
  line.characters.insert(line.characters.begin() + 4, at("-", 3.2 * kEm, 3.5 * kEm, 0.99, 0.95));
  weigh_neighbours(line, kEm, words(), LineReaderOptions());
  EXPECT_EQ(line.characters[4].place, 0.95);
}

TEST(ScanWords, AUnitsDotMayBeginALine) {
  ReadLine line = line_of({"年"});
  line.characters.insert(line.characters.begin(), at("·", -8, 0, 0.98, 0.5));
  weigh_neighbours(line, kEm, words(), LineReaderOptions());
  EXPECT_EQ(line.characters[0].place, 0.5);
}

// The ink that a line was read from, without any more than it has.
LineBox box_of(const ReadLine& line) {
  const double x0 = line.characters.front().x0, x1 = line.characters.back().x1;
  return {cv::Rect(static_cast<int>(x0), 0, static_cast<int>(x1 - x0), static_cast<int>(kEm)), kEm, -1};
}

// The least sure of a line's characters, as to being all.
double least_single(const ReadLine& line) {
  double least = 1;
  for (const ReadCharacter& c : line.characters) least = std::min(least, c.reading.single);
  return least;
}

// A line of digits, half as wide, with `gap` em more behind the first one.
ReadLine number_with_gap(double gap) {
  ReadLine line;
  for (const char* text : {"2", "3", "5", "6"}) {
    const double x = kEm * ((line.characters.empty() ? 0 : gap) + 0.5 * static_cast<double>(line.characters.size()));
    line.characters.push_back(at(text, x, x + 0.5 * kEm));
  }
  return line;
}

// A line of these characters in a box of that height, whose em was told as `em`.
double size_told(const std::vector<std::string>& texts, int height, double em) {
  std::vector<ReadLine> read{line_of({"装", "备", "补", "贴"})};
  std::vector<LineBox> lines{{cv::Rect(0, 0, 200, 37), kEm, -1}, {cv::Rect(0, 0, 100, height), em, -1}};
  read.emplace_back();
  for (const std::string& text : texts) read.back().characters.push_back(at(text.c_str(), 0, 10));
  return true_sizes(lines, read, PictureOptions())[1] / kEm;
}

TEST(ScanSize, DigitsThatTouchAreNoSmallType) {
  const int low = static_cast<int>(0.74 * kEm), high = static_cast<int>(0.93 * kEm);
  EXPECT_NEAR(size_told({"1", "0", "0", "%"}, low, low / 0.93), 1, 0.05);
  EXPECT_NEAR(size_told({"≥", "9", "5", "%"}, high, high / 0.74), 1, 0.05);
  EXPECT_NEAR(size_told({"≥", "9", "5", "%"}, low, low / 0.93), 1, 0.05);
  EXPECT_NEAR(size_told({"3", "月", "底", "前"}, low, low / 0.93), 0.8, 0.05);   // smaller type there is
  EXPECT_EQ(size_told({"1", "0", "0", "%"}, low, kEm), 1);
  EXPECT_NEAR(size_told({"1", "0", "0", "%"}, high, high / 0.93), 1, 0.05);   // a speck stands above them
}

TEST(ScanRoom, AGapBetweenDigitsMayHaveHeldAPoint) {
  const LineReaderOptions options;
  ReadLine tight = number_with_gap(0.05), wide = number_with_gap(0.2);
  doubt_room(tight, box_of(tight), options);
  doubt_room(wide, box_of(wide), options);
  EXPECT_EQ(least_single(tight), 1);
  EXPECT_EQ(wide.characters[0].reading.single, options.room_single);
  EXPECT_EQ(wide.characters[1].reading.single, options.room_single);
  EXPECT_EQ(wide.characters[2].reading.single, 1);
}

TEST(ScanRoom, AJustifiedLineHasGapsEverywhere) {
  ReadLine line = line_of({"装", "备", "补", "贴"});
  for (std::size_t i = 0; i < 4; ++i) line.characters[i].x0 += 0.4 * kEm * static_cast<double>(i), line.characters[i].x1 += 0.4 * kEm * static_cast<double>(i);
  doubt_room(line, box_of(line), {});
  EXPECT_EQ(least_single(line), 1);
  line.characters[3].x0 += 0.4 * kEm, line.characters[3].x1 += 0.4 * kEm;
  doubt_room(line, box_of(line), {});
  EXPECT_LT(least_single(line), 1);
}

TEST(ScanRoom, ACapitalBesideAGapMayLackItsFirstLetter) {
  ReadLine line = line_of({"公", "交", "C", "卡"});
  for (std::size_t i = 2; i < 4; ++i) line.characters[i].x0 += 0.2 * kEm, line.characters[i].x1 += 0.2 * kEm;
  ReadLine leaning = line;
  leaning.characters[2].reading.text = "V";
  doubt_room(line, box_of(line), {});
  doubt_room(leaning, box_of(leaning), {});
  EXPECT_LT(least_single(line), 1);
  EXPECT_EQ(least_single(leaning), 1);
}

TEST(ScanRoom, AWideCapitalMayBeTwo) {
  ReadLine two = line_of({"成", "H", "S", "系"}), wide = two;
  two.characters[1].x1 = two.characters[1].x0 + 0.9 * kEm;
  two.characters[2].x1 = two.characters[2].x0 + 0.6 * kEm;
  two.characters[3].x0 -= 0.4 * kEm, two.characters[3].x1 -= 0.4 * kEm;
  for (std::size_t i : {1U, 2U}) wide.characters[i].x1 = wide.characters[i].x0 + 0.95 * kEm;
  doubt_room(two, box_of(two), {});
  EXPECT_LT(two.characters[1].reading.single, 1);
  EXPECT_EQ(two.characters[2].reading.single, 1);
  doubt_room(wide, box_of(wide), {});   // set as wide as Han characters
  EXPECT_EQ(least_single(wide), 1);
}

TEST(ScanRoom, AZeroBeforeCapitalsMayBeALetter) {
  ReadLine word = line_of({"源", "0", "B", "D"}), number = line_of({"2", "0", "B", "D"});
  doubt_room(word, box_of(word), {});
  EXPECT_EQ(word.characters[1].reading.text, "O");
  EXPECT_LT(word.characters[1].reading.confidence, 0.9);   // it is named
  EXPECT_EQ(word.characters[1].reading.others.at(0).text, "0");
  doubt_room(number, box_of(number), {});
  EXPECT_GT(number.characters[1].reading.confidence, 0.9);
}

TEST(ScanRoom, AGapBetweenALetterAndADigitMayHaveHeldAnother) {
  ReadLine line = line_of({"P", "2", "5"});
  for (std::size_t i = 0; i < 3; ++i) line.characters[i].x0 = 15.0 * static_cast<double>(i), line.characters[i].x1 = line.characters[i].x0 + 15;
  ReadLine lost = line;
  for (std::size_t i = 1; i < 3; ++i) lost.characters[i].x0 += 6, lost.characters[i].x1 += 6;
  doubt_room(line, box_of(line), {});
  doubt_room(lost, box_of(lost), {});
  EXPECT_EQ(least_single(line), 1);
  EXPECT_LT(lost.characters[0].reading.single, 1);
}

TEST(ScanRoom, UnreadInkAtALinesEndMayBeAMark) {
  ReadLine begins = line_of({"《", "关", "于"}), ends = begins, specks = begins;
  begins.missed = ends.missed = 0.03;
  LineBox before = box_of(begins), behind = before;
  before.box.x -= static_cast<int>(0.5 * kEm), before.box.width += static_cast<int>(0.5 * kEm);
  behind.box.width += static_cast<int>(0.5 * kEm);
  doubt_room(begins, before, {});
  doubt_room(ends, behind, {});
  doubt_room(specks, before, {});
  EXPECT_LT(begins.characters.front().reading.single, 1);
  EXPECT_LT(ends.characters.back().reading.single, 1);
  EXPECT_EQ(least_single(specks), 1);
}

TEST(ScanRoom, BetweenTwoTitlesAMarkMayBeLost) {
  ReadLine line = line_of({"法", "》", "《", "关"});
  doubt_room(line, box_of(line), {});
  EXPECT_LT(line.characters[1].reading.single, 1);
  EXPECT_LT(line.characters[2].reading.single, 1);
  EXPECT_EQ(line.characters[0].reading.single, 1);
}

TEST(ScanRoom, ASignTwiceInARowIsUnsure) {
  ReadLine code = line_of({"1", "2", "-", "-"}), nothing = line_of({"-", "-"});
  doubt_room(code, box_of(code), {});
  doubt_room(nothing, box_of(nothing), {});
  EXPECT_LT(code.characters[3].reading.single, 1);
  EXPECT_EQ(least_single(nothing), 1);
}

TEST(ScanRoom, WhatGoesIsMissedByItsNeighboursUnlessItIsASpeck) {
  const LineReaderOptions options;
  ReadLine letter = line_of({"公", "交", "卡"}), speck = line_of({"公", "交", "卡"});
  letter.characters.insert(letter.characters.begin() + 2, at("I", 2 * kEm - 4, 2 * kEm, 0.8, 0.3));
  speck.characters.push_back(at("·", 3 * kEm, 3 * kEm + 4, 0.9, 0.3));
  settle(letter, options);
  settle(speck, options);
  EXPECT_EQ(text_of(letter), "公交卡");
  EXPECT_NEAR(letter.characters[1].reading.single, 0.76, 1e-9);
  EXPECT_NEAR(letter.characters[2].reading.single, 0.76, 1e-9);
  EXPECT_EQ(text_of(speck), "公交卡");
  EXPECT_EQ(least_single(speck), 1);
}

TEST(ScanRoom, ALineThatGoesOnEndsWithAFaintCharacter) {
  const LineReaderOptions options;
  ReadLine code = line_of({"9"}), blot = code, end = code;
  code.characters.push_back(at("K", kEm, 2 * kEm, 0.3, 0.16));
  blot.characters.push_back(at("·", kEm, 2 * kEm, 0.3, 0.16));
  end.characters.push_back(at("K", kEm, 2 * kEm, 0.3, 0.16));
  LineBox box = box_of(code);
  box.box.width = static_cast<int>(2 * kEm);
  for (ReadLine* l : {&code, &blot}) keep_end(*l, box, options), settle(*l, options);
  EXPECT_EQ(text_of(code), "9K");
  EXPECT_LT(code.characters[1].reading.confidence, 0.3);
  EXPECT_EQ(text_of(blot), "9");
  box.box.width = static_cast<int>(kEm);
  keep_end(end, box, options), settle(end, options);
  EXPECT_EQ(text_of(end), "9");
}

TEST(ScanRoom, AFaintBracketStaysWhereItsPairStands) {
  const LineReaderOptions options;
  auto line = [](const std::string& last, const std::string& other) {
    ReadLine out = line_of({"率", "%", last});
    out.characters.insert(out.characters.begin() + 1, at("|", kEm - 6, kEm, 0.6, 0.3, {{other, 0.4}}));
    return out;
  };
  ReadLine pair = line("）", "（"), none = line("）", "1"), alone = line("值", "（");
  for (ReadLine* l : {&pair, &none, &alone}) settle(*l, options);
  EXPECT_EQ(text_of(pair), "率（%）");
  EXPECT_GT(pair.characters[1].reading.confidence, 0.7);
  EXPECT_EQ(text_of(none), "率%）");
  EXPECT_EQ(text_of(alone), "率%值");
  // Behind it too.
  ReadLine behind = line_of({"（", "含", "税", "价"});
  behind.characters.insert(behind.characters.begin() + 3, at("）", 3 * kEm - 4, 3 * kEm, 0.9, 0.3));
  settle(behind, options);
  EXPECT_EQ(text_of(behind), "（含税）价");
}

TEST(ScanRoom, BracketsThatCloseEachOtherAreOfOneKind) {
  const LineReaderOptions options;
  ReadLine year = line_of({"〔", "2", "3", "]", "号"}), printed = line_of({"〔", "2", "3", "]", "号"}), inner = line_of({"（", "《", "法", "》", "）"});
  year.characters[3] = at("]", 3 * kEm, 4 * kEm, 0.8, 1, {{"〕", 0.19}});
  settle(year, options);
  settle(printed, options);
  settle(inner, options);
  EXPECT_EQ(text_of(year), "〔23〕号");
  EXPECT_GT(year.characters[3].reading.confidence, 0.75);
  EXPECT_EQ(text_of(printed), "〔23]号");   // sure as it is
  EXPECT_EQ(text_of(inner), "（《法》）");
}

TEST(ScanWords, AUnitMayHaveADot) {
  ReadLine line = line_of({"元", "/", "人", "年"});
  line.characters.insert(line.characters.begin() + 3, at("·", 3 * kEm - 3, 3 * kEm + 3, 0.98, 0.8));
  weigh_neighbours(line, kEm, words(), LineReaderOptions());
  EXPECT_GE(line.characters[3].place, 0.8);
}

TEST(ScanWords, AMarkAloneIsAFullStop) {
  ReadLine line;
  line.characters.push_back(at("·", 0, 8, 0.9, 1, {{"。", 0.05}}));
  weigh_neighbours(line, kEm, words(), LineReaderOptions());
  EXPECT_EQ(text_of(line), "。");
}

TEST(ScanViews, ABracketMayBeNarrowOrWide) {
  ReadLine base = line_of({"日"}), other = line_of({"日"});
  base.characters.push_back(at(")", 30, 40, 1, 0.54));
  other.characters.push_back(at("）", 32, 60, 1, 0.56));
  const ReadLine merged = merge_views({base, other, other}, 0, 60);
  ASSERT_EQ(text_of(merged), "日)");
  EXPECT_GT(merged.characters[1].place, 0.5);
}

TEST(ScanViews, AFaintSecondOfACharacterIsNotMadeSurer) {
  ReadLine base = line_of({"要", "点"}), other = base;
  base.characters.insert(base.characters.begin() + 1, at("要", 14, 44, 0.9, 0.15));
  const LineReaderOptions options;
  ReadLine merged = merge_views({base, other, other}, 0, 60);
  std::erase_if(merged.characters, [&](const ReadCharacter& c) { return c.place < options.least_place; });
  EXPECT_EQ(text_of(merged), "要点");
}

TEST(ScanViews, WhatOtherViewsAgreeOnIsAdded) {
  ReadLine base = line_of({"率", "考"}), other = line_of({"率", "%", "考"});
  base.characters[1].x0 += kEm, base.characters[1].x1 += kEm;
  EXPECT_EQ(text_of(merge_views({base, other, other}, 0, 90)), "率%考");
  // Not what lies beyond the part that was read.
  EXPECT_EQ(text_of(merge_views({base, other, other}, 60, 90)), "率考");
}

}  // namespace
}  // namespace budgetlift
