// What the document proves of a scan's reading, on small made records, and on misread documents of the corpus.
#include <stdexcept>

#include "extract/ocr_words.h"
#include "normalize/evidence.h"
#include "normalize/code.h"
#include "normalize/decimal.h"
#include "normalize/form_match.h"
#include "normalize/numbered_list.h"
#include "schemas/canonical.h"
#include "schemas/form_set.h"
#include "tests/misread.h"
#include "tests/read_lines.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

class Evidence : public ::testing::Test {
 protected:
  Evidence() { records_.reserve(kMost); }   // what add() returns stays where it is

  // A record whose fields were read: pointer and reading.
  ProjectRecord& add(const std::vector<std::pair<std::string, std::string>>& fields) {
    if (records_.size() == kMost) throw std::length_error("more records than a test may add");
    records_.emplace_back();
    ProjectRecord& record = records_.back();
    double y = 100.0 * static_cast<double>(records_.size());
    for (const auto& [pointer, reading] : fields) {
      TextLine line = read(reading);
      line.box = Box{0, y, 100, y + 10};
      y += 10;
      set(record, pointer, line);
      FieldOrigin& origin = record.fields[pointer];
      origin.source = Source::ocr;
      origin.page = 1;
      if (!origin.box) origin.box = line.box;
      origin.confidence = line.confidence;
      origin.raw.push_back(line.text);
      origin.readings.insert(origin.readings.end(), line.readings.begin(), line.readings.end());
    }
    return record;
  }

  void weigh() {
    std::vector<const FormMatcher*> matchers(records_.size(), &matcher_);
    weigh_evidence(records_, matchers, options_);
  }

  static bool named(const ProjectRecord& record, const std::string& pointer) {
    return std::any_of(record.review.begin(), record.review.end(), [&](const Review& r) { return r.field == pointer && r.reason == "low-confidence"; });
  }

  static constexpr size_t kMost = 64;

  EvidenceOptions options_;
  FormMatcher matcher_{*find_form(builtin_forms(), "hebei-2024")};
  std::vector<ProjectRecord> records_;

 private:
  static void set(ProjectRecord& record, const std::string& pointer, const TextLine& line) {
    if (pointer == "/title") record.title = line.text;
    if (pointer == "/unit/name") record.unit_name = line.text;
    if (pointer == "/project/name") record.name = line.text;
    if (pointer == "/project/code") record.code = record.code.value_or("") + line.text;
    if (pointer == "/purpose") record.purpose = line.text;
    if (pointer.starts_with("/goals/")) record.goals.push_back(line.text);
    if (pointer == "/budget/total") record.total = Amount{line.text, {}};
    if (pointer == "/budget/fiscal") record.fiscal = Amount{line.text, {}};
    if (pointer == "/budget/other") record.other = Amount{line.text, {}};
    if (pointer == "/budget/printed_unit") record.printed_unit = line.text;
    if (pointer.rfind("/schedule/", 0) == 0) {
      const size_t label = line.text.find("底") + std::string("底").size();
      record.schedule.push_back({line.text.substr(0, label), {}, parse_percent(line.text.substr(label))});
    }
    const std::string key = pointer.substr(pointer.rfind('/') + 1);
    // Parts are given in order.
    if (pointer.rfind("/indicators/", 0) == 0) {
      record.indicators.resize(std::stoul(pointer.substr(12)) + 1);
      Indicator& indicator = record.indicators.back();
      if (key == "level1") indicator.level1 = line.text;
      if (key == "level2") indicator.level2 = line.text;
      if (key == "level3") indicator.level3 = line.text;
      if (key == "description") indicator.description = line.text;
      if (key == "basis") indicator.basis = line.text;
      if (key == "target") indicator.target = Target{line.text, "", {}, {}, {}, {}};
    }
  }
};

TEST_F(Evidence, ACodeIsTheLikeliestOneWhoseCheckCharacterFits) {
  ProjectRecord& r = add({{"/project/code", "13052924P0058411043"}, {"/project/code", "8{0.6:20.3,30.05}W"}});
  weigh();
  EXPECT_EQ(r.code, "13052924P00584110432W");
  EXPECT_FALSE(named(r, "/project/code"));
  EXPECT_EQ(r.fields["/project/code"].raw, (std::vector<std::string>{"13052924P0058411043", "8W"}));
  EXPECT_EQ(r.fields["/project/code"].proof, std::vector<std::string>{"check character"});
  EXPECT_GT(r.fields["/project/code"].confidence, 0.98);
}

TEST_F(Evidence, BracketsThatCloseEachOtherAreOfOneKind) {
  ProjectRecord& r = add({{"/indicators/0/basis", "〈{0.76:《0.23}水法》"}, {"/indicators/1/basis", "《{0.77:〈0.22}土地法》"}, {"/purpose", "〈{0.76:《0.23}补助"}});
  weigh();
  EXPECT_EQ(r.indicators[0].basis, "《水法》");
  EXPECT_FALSE(named(r, "/indicators/0/basis"));
  EXPECT_EQ(r.indicators[1].basis, "《土地法》");
  EXPECT_FALSE(named(r, "/indicators/1/basis"));
  // Nothing speaks for another kind.
  EXPECT_EQ(r.purpose, "〈补助");
  EXPECT_TRUE(named(r, "/purpose"));
}

TEST_F(Evidence, LettersThatTheCodesLeaveOutAreTheDigitsTheyLookLike) {
  ProjectRecord& r = add({{"/project/code", "I3O52924P005841IO432W"}});
  weigh();
  EXPECT_EQ(r.code, "13052924P00584110432W");
}

TEST_F(Evidence, TwoStrokesForNoLetterOfACodeAreTheSidesOfAnH) {
  ProjectRecord& r = add({{"/project/code", "13052924P00000058684l{0.5:H0.2}l"}});
  weigh();
  EXPECT_EQ(r.code, "13052924P00000058684H");
  ProjectRecord& other = add({{"/project/code", "13052924P00584110432l{0.5:H0.2}l"}});
  weigh();
  EXPECT_NE(other.code, "13052924P00584110432H") << "the check character speaks against it";
  EXPECT_TRUE(named(other, "/project/code"));
}

TEST_F(Evidence, AnOneThatIsLostInACodeIsPutBackWhereTheOthersAreWrappedSo) {
  const std::string first = "13052924P0058411099", check(1, *check_character(first + "1"));
  for (const auto& [begin, end] : {std::pair{"13052924P0058411043", "2W"}, {"13052924P00584", "110432W"}}) {
    records_.clear();
    const bool as_others = std::string(begin).size() == first.size();
    add({{"/project/code", begin}, {"/project/code", end}});
    ProjectRecord& r = add({{"/project/code", first}, {"/project/code", check}});
    weigh();
    EXPECT_EQ(r.code, first + (as_others ? "1" : "") + check);
    if (as_others) {
      EXPECT_TRUE(named(r, "/project/code"));
    }
  }
}

TEST_F(Evidence, WhereAGoalCouldHardlyBeReadOthersMayStandInIt) {
  ProjectRecord& r = add({{"/goals/0", "1.完成改造。a{0.1:b0.1}c{0.2:d0.1}e{0.1:f0.1}"}});
  weigh();
  auto list_named = [](const ProjectRecord& record) { return std::any_of(record.review.begin(), record.review.end(), [](const Review& one) { return one.field == "/goals"; }); };
  EXPECT_TRUE(list_named(r));
  ProjectRecord& other = add({{"/goals/0", "1.完成改{0.1:敌0.1}造。"}});
  weigh();
  EXPECT_FALSE(list_named(other));
  EXPECT_TRUE(named(other, "/goals/0"));
}

TEST_F(Evidence, ACodeIsNotMadeUp) {
  ProjectRecord& r = add({{"/project/code", "13052924P0058411043"}, {"/project/code", "8{0.6:90.1}W"}});
  weigh();
  EXPECT_EQ(r.code, "13052924P00584110438W");
  EXPECT_TRUE(named(r, "/project/code"));
}

TEST_F(Evidence, AmountsAddUp) {
  ProjectRecord& r = add({{"/budget/printed_unit", "万元"}, {"/budget/total", "5{0.55:60.4}00.00"}, {"/budget/fiscal", "6{0.8:40.15}00.00"}, {"/budget/other", "200.00"}});
  weigh();
  EXPECT_EQ(r.total->printed, "600.00");
  EXPECT_EQ(r.fiscal->printed, "400.00");
  EXPECT_EQ(r.total->cny, Decimal{"6000000.00"});
  EXPECT_EQ(r.fields["/budget/total"].proof, std::vector<std::string>{"sum"});
}

TEST_F(Evidence, ASumThatNoAlternativeMakesStaysAsRead) {
  ProjectRecord& r = add({{"/budget/printed_unit", "万元"}, {"/budget/total", "500.00"}, {"/budget/fiscal", "400.00"}, {"/budget/other", "200.00"}});
  weigh();
  EXPECT_EQ(r.total->printed, "500.00");
  EXPECT_TRUE(r.fields["/budget/total"].proof.empty());
}

TEST_F(Evidence, TheNameIsPrintedTwice) {
  ProjectRecord& r = add({{"/title", "农村公路末{0.97:未0.02}端养护费绩效目标表"}, {"/project/name", "农村公路未{0.5:末0.45}端养护费"}});
  weigh();
  EXPECT_EQ(r.name, "农村公路末端养护费");
  EXPECT_EQ(r.title, "农村公路末端养护费绩效目标表");
}

TEST_F(Evidence, ANameThatDiffersForCertainIsLeftToReview) {
  ProjectRecord& r = add({{"/title", "农村公路养护费绩效目标表"}, {"/project/name", "农村水路养护费"}});
  weigh();
  EXPECT_EQ(r.name, "农村水路养护费");
  EXPECT_EQ(r.title, "农村公路养护费绩效目标表");
}

TEST_F(Evidence, TheSameWordsElsewhereSpeakForACharacter) {
  for (int i = 0; i < 3; ++i) add({{"/indicators/0/basis", "按照主管部门要求开展工作"}, {"/purpose", "甲乙丙" + std::to_string(i)}});
  ProjectRecord& r = add({{"/indicators/0/basis", "按照主管都{0.7:部0.25}门要求开展工作"}});
  weigh();
  EXPECT_EQ(r.indicators[0].basis, "按照主管部门要求开展工作");
  EXPECT_EQ(r.fields["/indicators/0/basis"].proof, std::vector<std::string>{"same words elsewhere"});
  EXPECT_EQ(r.fields["/indicators/0/basis"].raw, std::vector<std::string>{"按照主管都门要求开展工作"});
}

TEST_F(Evidence, NumbersAreNotTakenFromElsewhere) {
  for (int i = 0; i < 3; ++i) add({{"/indicators/0/basis", "县财政局文件第3号执行办法"}, {"/purpose", "甲乙丙" + std::to_string(i)}});
  ProjectRecord& r = add({{"/indicators/0/basis", "县财政局文件第8{0.7:30.25}号执行办法"}});
  weigh();
  EXPECT_EQ(r.indicators[0].basis, "县财政局文件第8号执行办法");
  EXPECT_TRUE(named(r, "/indicators/0/basis"));
}

TEST_F(Evidence, WhatNothingProvesIsNamedWithItsCharacters) {
  ProjectRecord& r = add({{"/purpose", "用于未{0.62:末0.31}来社区"}});
  weigh();
  ASSERT_TRUE(named(r, "/purpose"));
  EXPECT_EQ(r.purpose, "用于未来社区");
  EXPECT_NE(r.review[0].detail.find("第3字 “未”"), std::string::npos) << r.review[0].detail;
  EXPECT_NE(r.review[0].detail.find("末"), std::string::npos) << r.review[0].detail;
}

TEST_F(Evidence, ALostCharacterIsNotProvedByWordsThatLackItToo) {
  for (int i = 0; i < 3; ++i) add({{"/indicators/0/basis", "公交{~0.6}C{~0.6}卡系统更新"}, {"/purpose", "甲乙丙" + std::to_string(i)}});
  weigh();
  for (const ProjectRecord& r : records_) EXPECT_TRUE(named(r, "/indicators/0/basis"));
}

TEST_F(Evidence, WordsReadWholeElsewhereProveThatNoneIsLost) {
  add({{"/indicators/0/basis", "按照主管部门要求"}});
  ProjectRecord& r = add({{"/indicators/0/basis", "按照主{~0.6}管{~0.6}部门要求"}});
  weigh();
  EXPECT_FALSE(named(r, "/indicators/0/basis"));
}

TEST_F(Evidence, ALostCharacterIsNotProvedByTheOtherPrint) {
  ProjectRecord& both = add({{"/title", "装备补贴{~0.4}应{~0.4}急绩效目标表"}, {"/project/name", "装备补贴{~0.4}应{~0.4}急"}});
  weigh();
  EXPECT_TRUE(named(both, "/title"));
  EXPECT_TRUE(named(both, "/project/name"));
}

TEST_F(Evidence, TheOtherPrintProvesThatNoneIsLost) {
  ProjectRecord& one = add({{"/title", "装备补贴应急绩效目标表"}, {"/project/name", "装备补贴{~0.4}应{~0.4}急"}});
  weigh();
  EXPECT_FALSE(named(one, "/project/name"));
}

TEST_F(Evidence, ATargetThatIsUnderstoodMayLackAPoint) {
  ProjectRecord& r = add({{"/indicators/0/target", "不少于2{~0.5}3{~0.5}5卷"}});
  weigh();
  EXPECT_TRUE(named(r, "/indicators/0/target"));
}

TEST_F(Evidence, AUnitMayLackItsDot) {
  ProjectRecord& r = add({{"/indicators/0/target", "2604元/人年"}});
  weigh();
  EXPECT_TRUE(named(r, "/indicators/0/target"));
}

TEST_F(Evidence, AmountsThatAddUpLackNoPoint) {
  ProjectRecord& r = add({{"/budget/printed_unit", "万元"}, {"/budget/total", "5{~0.5}0{~0.5}0"}, {"/budget/fiscal", "400"}, {"/budget/other", "100"}});
  weigh();
  EXPECT_FALSE(named(r, "/budget/total"));
}

TEST_F(Evidence, AScheduleThatEndsAtAHundredLacksNoDigit) {
  ProjectRecord& r = add({{"/schedule/0", "3月底30%"}, {"/schedule/1", "6月底60%"}, {"/schedule/2", "9月底10{~0.9}0{~0.9}%"}});
  ProjectRecord& other = add({{"/schedule/0", "3月底30%"}, {"/schedule/1", "6月底60%"}, {"/schedule/2", "9月底8{~0.6}5{~0.6}%"}});
  weigh();
  EXPECT_FALSE(named(r, "/schedule/2"));
  EXPECT_TRUE(named(other, "/schedule/2"));
}

TEST_F(Evidence, ABracketByItselfMayHaveLostItsOpeningOne) {
  ProjectRecord& r = add({{"/indicators/0/basis", "每日次数（次以合同为准）按次"}, {"/indicators/1/basis", "次数次以合同为准）按次"},
                          {"/indicators/2/basis", "次数（次以合同为准"}, {"/indicators/3/basis", "频次（按{0.98}月统计"}});
  weigh();
  EXPECT_FALSE(named(r, "/indicators/0/basis"));
  EXPECT_TRUE(named(r, "/indicators/1/basis"));
  EXPECT_FALSE(named(r, "/indicators/2/basis"));
  EXPECT_TRUE(named(r, "/indicators/3/basis"));
}

TEST_F(Evidence, AUnitsCodeIsUnsureWithItsName) {
  ProjectRecord& r = add({{"/unit/name", "贼{0.3}H{0.2}m"}});
  weigh();
  EXPECT_TRUE(std::any_of(r.review.begin(), r.review.end(), [](const Review& one) { return one.field == "/unit/code"; }));
}

TEST_F(Evidence, ATargetIsOneThatIsUnderstood) {
  ProjectRecord& r = add({{"/indicators/0/target", "2{0.55:≥0.4}95%"}});
  weigh();
  EXPECT_EQ(r.indicators[0].target->text, "≥95%");
}

TEST_F(Evidence, NoTargetEndsInAComma) {
  ProjectRecord& r = add({{"/indicators/0/target", "5%以上，{0.99}"}, {"/indicators/1/target", "5，{0.99}000元"}});
  weigh();
  EXPECT_EQ(r.indicators[0].target->text, "5%以上");
  EXPECT_EQ(r.indicators[1].target->text, "5，000元");
}

TEST_F(Evidence, AWordOfTheTaxonomyIsSureThoughOneCharacterIsNot) {
  ProjectRecord& r = add({{"/indicators/0/level2", "数{0.7:敷0.2}量指标"}});
  weigh();
  EXPECT_FALSE(named(r, "/indicators/0/level2"));
  EXPECT_EQ(r.fields["/indicators/0/level2"].proof, std::vector<std::string>{"known word"});
}

// Lines of a cell 400 wide, none of them full.
std::vector<TextLine> short_lines(const std::vector<std::string>& texts) {
  std::vector<TextLine> lines;
  for (const std::string& text : texts) {
    lines.push_back(read(text));
    lines.back().box = Box{0, 0, 300, 10};
  }
  return lines;
}

TEST(ListOfAScan, ANumberThatTheReaderHeldPossibleBeginsAnItem) {
  const std::vector<ListItem> items = split_numbered(short_lines({"1.完成建设任务。", "Z{0.5:20.4}.提高群众满意度。", "3.按时完工。"}), 400);
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[1].text, "提高群众满意度。");
}

TEST(ListOfAScan, ANumberWhosePointIsLostBeginsAnItem) {
  std::vector<TextLine> lines = short_lines({"1.完成建设任务。", "2有序推进。", "3.按时完工。"});
  const std::vector<ListItem> items = split_numbered(lines, 400);
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[1].text, "有序推进。");
  EXPECT_FALSE(items[1].doubt.empty());
  // Not in the middle of a sentence, and not another number.
  lines[0] = read("1.全年完成建设任务");
  lines[0].box = Box{0, 0, 395, 10};
  EXPECT_NE(split_numbered(lines, 400).size(), 3U);
}

std::vector<Block> cell_block(const std::vector<TextLine>& lines) {
  Table table;
  table.rows = table.columns = 1;
  Cell cell;
  cell.lines = lines;
  table.cells = {cell};
  return {Block(table)};
}

std::string repaired(const std::vector<TextLine>& lines) {
  std::vector<Block> blocks = cell_block(lines);
  OcrWords(builtin_forms(), {}).repair(blocks);
  std::string text;
  for (const TextLine& line : std::get<Table>(blocks[0]).cells[0].lines) {
    text += line.text;
    EXPECT_EQ(line.readings.size(), decode_utf8(line.text).size());
  }
  return text;
}

TEST(OcrWordsTest, PutsRightWhatTheReaderHeldPossible) {
  EXPECT_EQ(repaired({read("项日{0.8:目0.15}名称")}), "项目名称");
  EXPECT_EQ(repaired({read("预算规模及资"), read("全{0.9:金0.05}用途")}), "预算规模及资金用途");
  EXPECT_EQ(repaired({read("社会放{0.6:效0.3}益措{0.7:指0.2}标")}), "社会效益指标");
}

TEST(OcrWordsTest, ANarrowCharacterMayBeMissingOrTooMuch) {
  EXPECT_EQ(repaired({read("资金支出计划(%")}), "资金支出计划(%)");
  EXPECT_EQ(repaired({read("资金支出计划%)")}), "资金支出计划(%)");
  EXPECT_EQ(repaired({read("项目,{0.5:0.4}名称")}), "项目名称");
}

TEST_F(Evidence, AFirstLevelThatIsLostIsTheOneOfTheSecond) {
  add({{"/indicators/0/level2", "数量指标"}, {"/indicators/1/level2", "别的指标"}});
  weigh();
  EXPECT_EQ(records_[0].indicators[0].level1, "产出指标");
  EXPECT_TRUE(std::any_of(records_[0].review.begin(), records_[0].review.end(), [](const Review& r) { return r.field == "/indicators/0/level1" && r.reason == "level1-from-level2"; }));
  EXPECT_FALSE(records_[0].indicators[1].level1);
}

TEST(OcrWordsTest, MarksMayBeLostAndReadTwiceAtOnce) {
  EXPECT_EQ(repaired({read("资金支出计划((%")}), "资金支出计划(%)");
  EXPECT_EQ(repaired({read("资金支出"), read("计划((%")}), "资金支出计划(%)");
  // A word of other wide characters is no label with a slip.
  EXPECT_EQ(repaired({read("资金支出方案((%")}), "资金支出方案((%");
}

TEST(OcrWordsTest, ARareCharacterIsNotBelievedInsideAWord) {
  EXPECT_EQ(repaired({read("缋{0.998:续0.001}效目标")}), "绩效目标");
  EXPECT_EQ(repaired({read("续{0.998:缋0.001}效目标")}), "续效目标");   // a common one is
}

TEST(OcrWordsTest, WhatIsReadForCertainStays) {
  EXPECT_EQ(repaired({read("支出指标")}), "支出指标");
  EXPECT_EQ(repaired({read("项目名单")}), "项目名单");
  EXPECT_EQ(repaired({read("数量指标")}), "数量指标");
}

TEST(OcrWordsTest, SmearsBesideAWordOfTheFormGo) {
  EXPECT_EQ(repaired({read("={0.2:一0.1}8{0.3:.0.1}"), read("绩效指标描述")}), "绩效指标描述");
  EXPECT_EQ(repaired({read("产出指标·{0.8:.0.1}")}), "产出指标");
  // Not what was read well.
  EXPECT_EQ(repaired({read("我省一级指标")}), "我省一级指标");
}

// A row of cells with a text each.
std::vector<std::string> repaired_row(const std::vector<std::string>& texts) {
  Table table;
  table.rows = 1;
  table.columns = static_cast<int>(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    Cell cell;
    cell.column = static_cast<int>(i);
    cell.lines = {read(texts[i])};
    table.cells.push_back(cell);
  }
  std::vector<Block> blocks{Block(table)};
  OcrWords(builtin_forms(), {}).repair(blocks);
  std::vector<std::string> out;
  for (const Cell& cell : std::get<Table>(blocks[0]).cells) out.push_back(cell.lines[0].text);
  return out;
}

TEST(HeaderWordsTest, TheOrderOfTheFormTellsTheOthers) {
  const std::vector<std::string> header = {"一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"};
  EXPECT_EQ(repaired_row({"二{0.7:一0.1}级指标", "W{0.2:二0.1}K{0.1:级0.1}T标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"}), header);
}

TEST(HeaderWordsTest, NoColumnStandsTwice) {
  EXPECT_EQ(repaired_row({"一级指标", "二级指标", "二{0.97:三0.02}级指标", "绩效指标描述", "指标值", "指标值确定依据"})[2], "三级指标");
}

TEST(HeaderWordsTest, TwinsPartThoughACellIsCut) {
  EXPECT_EQ(repaired_row({"一级指标", "二级指标", "二级指标", "绩效指标描述", "指标值", "指“", "示值确定依据"})[2], "三级指标");
  EXPECT_EQ(repaired_row({"一级指标", "三级指标", "三级指标", "绩效指标描述", "指标值", "指“", "示值确定依据"})[1], "二级指标");
}

TEST(HeaderWordsTest, AnotherHeaderReadForCertainStays) {
  const std::vector<std::string> other = {"一级指标", "二级指标", "三级指标", "评分标准", "指标值", "指标值确定依据"};
  EXPECT_EQ(repaired_row(other), other);
  // Nor is a row of values a header.
  const std::vector<std::string> row = {"产出指标", "数量指标", "购置{0.5:一0.1}数量", "描述{0.5:一0.1}", "指标值", "合同"};
  EXPECT_EQ(repaired_row(row)[2], "购置数量");
  EXPECT_EQ(repaired_row(row)[3], "描述");
}

TEST(OcrWordsTest, EndingsOfTitlesAndUnitLines) {
  std::vector<Block> blocks{Block(read("公路养护费缋{0.5:绩0.4}效目标表")), Block(read("788OO4某局本级 单位：万兀{0.6:元0.3}"))};
  OcrWords(builtin_forms(), {}).repair(blocks);
  EXPECT_EQ(std::get<TextLine>(blocks[0]).text, "公路养护费绩效目标表");
  EXPECT_EQ(std::get<TextLine>(blocks[0]).raw, "公路养护费缋效目标表");
  EXPECT_EQ(folded(std::get<TextLine>(blocks[1]).text), folded("788004某局本级 单位：万元"));
  // 千 is not the colon before 元: amounts would be a thousand times too small.
  std::vector<Block> thousands{Block(read("244001某局本级 单@{0.4:位0.3}千{0.6:：0.1}元"))};
  OcrWords(builtin_forms(), {}).repair(thousands);
  EXPECT_NE(std::get<TextLine>(thousands[0]).text.find("千"), std::string::npos);
}

TEST(OcrWordsTest, DigitalLinesAreLeftAlone) {
  TextLine line;
  line.text = "项日名称";
  std::vector<Block> blocks = cell_block({line});
  OcrWords(builtin_forms(), {}).repair(blocks);
  EXPECT_EQ(std::get<Table>(blocks[0]).cells[0].lines[0].text, "项日名称");
}

// Documents of the corpus as a reader with true confidences would read them.
TEST(MisreadDocuments, EvidenceRepairsAndSeldomSpoils) {
  Score with, without;
  int spoilt = 0, mended = 0;
  for (const char* name : {"first.chromium", "cuts.flow", "units.rotated", "wide.landscape"}) {
    const std::filesystem::path made = source_dir() / "corpus" / "made";
    const std::string stem = std::string(name).substr(0, std::string(name).find('.'));
    const auto gold = nlohmann::json::parse(read_file(made / (stem + ".gold.json")));
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      const std::string pdf = (made / (std::string(name) + ".pdf")).string();
      const ReaderModel model{.unsure = 0.03, .sure_nines = 3.5};
      EvidenceOptions none;
      none.repair = none.code.repair = 2;   // weighs, and writes nothing
      const Score weighed = score_of(gold, read_misread(pdf, model, seed, true, {}));
      const Score read_only = score_of(gold, read_misread(pdf, model, seed, true, none));
      spoilt += count_spoilt(read_only, weighed);
      mended += count_spoilt(weighed, read_only);
      with += weighed;
      without += read_only;
    }
  }
  RecordProperty("wrong", std::to_string(with.wrong) + " of " + std::to_string(without.wrong));
  RecordProperty("silent", with.silent);
  RecordProperty("needless", with.needless);
  EXPECT_GT(with.fields, 4000);
  EXPECT_LE(spoilt * 10000, with.fields) << mended << " mended";
  EXPECT_GT(mended, 50);
  EXPECT_LT(with.wrong, without.wrong);
  EXPECT_LE(with.silent * 500, with.fields) << with.silent;
  EXPECT_LE(with.needless * 100, with.fields * 3);
}

}  // namespace
}  // namespace budgetlift::test
