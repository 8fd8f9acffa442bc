// Rules of normalize on hand-made tables.
#include <tuple>

#include "normalize/misprints.h"
#include "normalize/form_match.h"
#include "normalize/normalizer.h"
#include "normalize/numbered_list.h"
#include "normalize/overall.h"
#include "schemas/canonical.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

TextLine line(const std::string& text) {
  TextLine l;
  l.text = text;
  l.page = 1;
  l.source = Source::text_dump;
  return l;
}

std::vector<TextLine> lines(const std::vector<std::string>& texts) {
  std::vector<TextLine> out;
  for (const std::string& text : texts) out.push_back(line(text));
  return out;
}

// A cell of `span` rows and columns; its text's lines are parted by '|'.
Cell cell(int row, int column, const std::string& text, int row_span = 1, int column_span = 1) {
  Cell c;
  c.row = row;
  c.column = column;
  c.row_span = row_span;
  c.column_span = column_span;
  c.page = 1;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('|', at), text.size());
    c.lines.push_back(line(text.substr(at, end - at)));
    at = end + 1;
  }
  return c;
}

bool named(const std::vector<Review>& review, const std::string& field, const std::string& reason) {
  return std::any_of(review.begin(), review.end(), [&](const Review& r) { return r.field == field && r.reason == reason; });
}

Table head_table() {
  Table t;
  t.rows = 6;
  t.columns = 7;
  t.cells = {cell(0, 0, "项目编码"), cell(0, 1, "13052924P0058411043|2W", 1, 2), cell(0, 3, "项目名称"), cell(0, 4, "安全监控工程", 1, 3),
             cell(1, 0, "预算规模及|资金用途", 2), cell(1, 1, "预算数"), cell(1, 2, "500.00"), cell(1, 3, "其中：财政|资金"),
             cell(1, 4, "400.00"), cell(1, 5, "其他资金"), cell(1, 6, "100.00"), cell(2, 1, "用于支付。", 1, 6),
             cell(3, 0, "资金支出计|划（%）", 2), cell(3, 1, "3月底", 1, 3), cell(3, 4, "12月底", 1, 3),
             cell(4, 1, "25%", 1, 3), cell(4, 4, "100%", 1, 3),
             cell(5, 0, "绩效目标"), cell(5, 1, "1.甲|2.乙", 1, 6)};
  return t;
}

Table indicator_table() {
  Table t;
  t.rows = 3;
  t.columns = 6;
  t.header_rows = 1;
  const char* header[] = {"一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"};
  for (int c = 0; c < 6; ++c) t.cells.push_back(cell(0, c, header[c]));
  t.cells.push_back(cell(1, 0, "产出指标", 2));
  const char* rows[][5] = {{"数量指标", "设备数量", "设备的数量", "≥3个", "合同"}, {"质量指标", "合格率", "设备合格率", "≥95%", "合同"}};
  for (int r = 0; r < 2; ++r) {
    for (int c = 0; c < 5; ++c) t.cells.push_back(cell(r + 1, c + 1, rows[r][c]));
  }
  return t;
}

NormalizedDocument normalize(std::vector<Block> blocks) {
  Normalizer normalizer(builtin_forms(), NormalizeOptions{.keep_unplaced = true});
  for (Block& block : blocks) normalizer.take(std::move(block));
  return normalizer.finish();
}

std::vector<Block> one_project() {
  return {line("1.安全监控工程绩效目标表"), line("312001 某局本级 单位：万元"), head_table(), indicator_table()};
}

TEST(Normalizer, FillsARecordFromHeadAndIndicators) {
  const NormalizedDocument document = normalize(one_project());
  ASSERT_EQ(document.projects.size(), 1u);
  const ProjectRecord& record = document.projects[0];
  EXPECT_EQ(record.title, "安全监控工程绩效目标表");
  EXPECT_EQ(record.unit_code, "312001");
  EXPECT_EQ(record.unit_name, "某局本级");
  EXPECT_EQ(record.code, "13052924P00584110432W");
  EXPECT_EQ(record.name, "安全监控工程");
  EXPECT_EQ(record.total->cny->digits, "5000000.00");
  EXPECT_EQ(record.other->printed, "100.00");
  EXPECT_EQ(record.purpose, "用于支付。");
  ASSERT_EQ(record.schedule.size(), 2u);
  EXPECT_EQ(record.schedule[1].date, "2024-12-31");
  EXPECT_EQ(record.schedule[0].percent->digits, "25");
  EXPECT_EQ(record.goals, (std::vector<std::string>{"甲", "乙"}));
  ASSERT_EQ(record.indicators.size(), 2u);
  EXPECT_EQ(record.indicators[1].level1, "产出指标");
  EXPECT_EQ(record.indicators[1].target->op, ">=");
  EXPECT_TRUE(record.review.empty()) << record.review[0].field << " " << record.review[0].reason;
  EXPECT_EQ(document.facts.department, "某局");
  EXPECT_EQ(record.fields.at("/project/code").raw.size(), 2u);
}

TEST(Normalizer, ASentenceThatBeginsLikeTheTitlePageIsNotLost) {
  std::vector<Block> blocks = {line("某局2024年部门预算"), line("某局2024年度收入、支出预算总计"), line("第二部分2024年部门预算表")};
  for (Block& block : one_project()) blocks.push_back(std::move(block));
  const NormalizedDocument document = normalize(std::move(blocks));
  EXPECT_EQ(document.facts.fiscal_year, 2024);
  ASSERT_EQ(document.unplaced.size(), 2u);
  EXPECT_EQ(document.unplaced[0].text, "某局2024年度收入、支出预算总计");
  EXPECT_EQ(document.unplaced[1].text, "第二部分2024年部门预算表");
}

TEST(Normalizer, ATitleThatWrapsIsJoined) {
  auto blocks = one_project();
  blocks[0] = line("1.安全监");
  blocks.insert(blocks.begin() + 1, line("控工程绩效目标表"));
  EXPECT_EQ(normalize(std::move(blocks)).projects.at(0).title, "安全监控工程绩效目标表");
}

TEST(Normalizer, TitleAndUnitInsideTheGridAreFound) {
  Table t = head_table();
  for (Cell& c : t.cells) c.row += 2;
  t.rows += 2;
  t.cells.insert(t.cells.begin(), {cell(0, 0, "1.安全监控工程绩效目标表", 1, 7), cell(1, 0, "312001 某局本级", 1, 4), cell(1, 4, "单位：万元", 1, 3)});
  const NormalizedDocument document = normalize({t, indicator_table()});
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_EQ(document.projects[0].title, "安全监控工程绩效目标表");
  EXPECT_EQ(document.projects[0].printed_unit, "万元");
}

TEST(Normalizer, TextThatBelongsToNoLabelIsUnplacedAndFlagged) {
  auto blocks = one_project();
  Table t = head_table();
  for (Cell& c : t.cells) c.row += 1;
  t.rows += 1;
  t.cells.insert(t.cells.begin(), cell(0, 0, "手写批注", 1, 7));
  blocks[2] = t;
  const NormalizedDocument document = normalize(std::move(blocks));
  ASSERT_EQ(document.unplaced.size(), 1u);
  EXPECT_EQ(document.unplaced[0].text, "手写批注");
  EXPECT_EQ(document.projects.at(0).review.at(0).reason, "unplaced-text");
}

TEST(Normalizer, PartsOfTheRowAboveAreNoRow) {
  // A stroke in the last column was taken for a ruling.
  Table t = indicator_table();
  t.rows = 4;
  t.cells[6].row_span = 3;
  for (Cell& c : t.cells) {
    if (c.row == 2 && c.column < 5) c.row_span = 2;
  }
  auto blocks = one_project();
  blocks[3] = t;
  EXPECT_EQ(normalize(blocks).projects.at(0).indicators.size(), 2u);
  t.cells.push_back(cell(3, 5, "发票"));   // with text of its own it is one
  blocks[3] = t;
  EXPECT_EQ(normalize(std::move(blocks)).projects.at(0).indicators.size(), 3u);
}

TEST(Normalizer, WhereAColumnIsUnknownEveryRowIsNamed) {
  // The heading of the last column was lost; its text in one of the three rows, too.
  Table t = indicator_table();
  t.rows = 4;
  std::erase_if(t.cells, [](const Cell& c) { return (c.row == 0 || c.row == 2) && c.column == 5; });
  t.cells[5].row_span = 3;
  const char* row[] = {"时效指标", "时限", "完成时限", "12月底", "合同"};
  for (int c = 0; c < 5; ++c) t.cells.push_back(cell(3, c + 1, row[c]));
  auto blocks = one_project();
  blocks[3] = t;
  const NormalizedDocument document = normalize(std::move(blocks));
  for (const char* field : {"/indicators/0", "/indicators/1", "/indicators/2"}) {
    const auto& review = document.projects.at(0).review;
    EXPECT_TRUE(named(review, field, "unplaced-text")) << field;
  }
}

TEST(Normalizer, LabelsThatShareACellStandOverTheirColumns) {
  Table t = indicator_table();
  for (Cell& c : t.cells) c.box = Box{100.0 * c.column, 20.0 * c.row, 100.0 * (c.column + 1), 20.0 * (c.row + c.row_span)};
  // The ruling between the labels of columns 2 and 3 was lost, and the farther one was read first.
  Cell both = cell(0, 2, "绩效指标描述|三级指标", 1, 2);
  both.lines[0].box = Box{310, 5, 380, 15};
  both.lines[1].box = Box{210, 5, 280, 15};
  std::erase_if(t.cells, [](const Cell& c) { return c.row == 0 && (c.column == 2 || c.column == 3); });
  t.cells.push_back(both);
  auto blocks = one_project();
  blocks[3] = t;
  const NormalizedDocument document = normalize(std::move(blocks));
  const ProjectRecord& record = document.projects.at(0);
  ASSERT_EQ(record.indicators.size(), 2u);
  EXPECT_EQ(record.indicators[1].level3, "合格率");
  EXPECT_EQ(record.indicators[1].description, "设备合格率");
  EXPECT_TRUE(record.review.empty());
}

// The blocks of one project as a scan shows them: each line with a box.
std::vector<Block> scanned_project(Table head) {
  for (Cell& c : head.cells) {
    for (size_t i = 0; i < c.lines.size(); ++i) {
      c.lines[i].source = Source::ocr;
      c.lines[i].box = Box{100.0 * c.column, 40.0 * c.row + 15.0 * static_cast<double>(i), 100.0 * c.column + 80, 40.0 * c.row + 15.0 * static_cast<double>(i) + 10};
    }
  }
  auto blocks = one_project();
  blocks[2] = head;
  return blocks;
}

TEST(Normalizer, OnAScanALabelThatSharesItsValuesCellIsCutOff) {
  Table t = head_table();
  std::erase_if(t.cells, [](const Cell& c) { return (c.row == 0 && c.column > 2) || (c.row == 1 && c.column > 4); });
  t.cells.push_back(cell(0, 3, "项目名称 安全监控工程", 1, 4));
  t.cells.push_back(cell(1, 5, "其他资金 100.00"));   // no wider than one column: the table gets one more
  t.cells.push_back(cell(1, 6, ""));
  const auto document = normalize(scanned_project(t));
  const ProjectRecord& record = document.projects.at(0);
  EXPECT_EQ(record.name, "安全监控工程");
  EXPECT_EQ(record.code, "13052924P00584110432W");
  ASSERT_TRUE(record.other);
  EXPECT_EQ(record.other->printed, "100.00");
  EXPECT_TRUE(named(record.review, "/project/name", "ambiguous-cells"));
  EXPECT_FALSE(named(record.review, "/project/code", "ambiguous-cells"));
  EXPECT_EQ(record.schedule.size(), 2u);
}

TEST(Normalizer, OnAScanALabelBetweenTheLinesOfACodeIsCutOff) {
  Table t = head_table();
  std::erase_if(t.cells, [](const Cell& c) { return c.row == 0 && c.column > 0; });
  Cell merged = cell(0, 1, "", 1, 6);
  auto line = [](std::string text, Box box) {
    TextLine out;
    out.text = std::move(text);
    out.source = Source::ocr;
    out.box = box;
    return out;
  };
  merged.lines = {line("13052924P0058411043", {100, 0, 200, 10}), line("项目名称", {220, 7, 260, 17}), line("安全监控", {280, 0, 320, 10}),
                  line("2W", {140, 14, 150, 24}), line("工程", {280, 14, 300, 24})};
  auto blocks = scanned_project(t);
  std::get<Table>(blocks[2]).cells.push_back(merged);
  const auto document = normalize(blocks);
  const ProjectRecord& record = document.projects.at(0);
  EXPECT_EQ(record.code, "13052924P00584110432W");
  EXPECT_EQ(record.name, "安全监控工程");
  EXPECT_TRUE(named(record.review, "/project/name", "ambiguous-cells"));
}

TEST(Normalizer, DatesThatShareACellStandWithThePercentsBelow) {
  Table t = head_table();
  std::erase_if(t.cells, [](const Cell& c) { return (c.row == 3 || c.row == 4) && c.column > 0; });
  t.cells.push_back(cell(3, 1, "3月底 6月底", 1, 3));
  t.cells.push_back(cell(3, 4, "12月底", 1, 3));
  t.cells.push_back(cell(4, 1, "25% 50%", 1, 3));
  t.cells.push_back(cell(4, 4, "100%", 1, 3));
  const auto document = normalize(scanned_project(t));
  const ProjectRecord& record = document.projects.at(0);
  ASSERT_EQ(record.schedule.size(), 3u);
  EXPECT_EQ(record.schedule[1].label, "6月底");
  ASSERT_TRUE(record.schedule[1].percent);
  EXPECT_EQ(record.schedule[1].percent->digits, "50");
  ASSERT_TRUE(record.schedule[2].percent);
  EXPECT_EQ(record.schedule[2].percent->digits, "100");
  EXPECT_TRUE(named(record.review, "/schedule/0", "ambiguous-cells"));
  EXPECT_FALSE(named(record.review, "/schedule/2", "ambiguous-cells"));
}

TEST(Normalizer, ATableOfAnotherKindMakesNoRecord) {
  Table t;
  t.rows = 2;
  t.columns = 2;
  t.cells = {cell(0, 0, "项目"), cell(0, 1, "预算数"), cell(1, 0, "工资"), cell(1, 1, "5")};
  const NormalizedDocument document = normalize({t});
  EXPECT_TRUE(document.projects.empty());
  EXPECT_EQ(document.unplaced.size(), 4u);
}

TEST(Normalizer, TwoFormsInOneGridAreTwoRecords) {
  Table t = head_table();
  Table second = head_table();
  for (Cell& c : second.cells) {
    c.row += 6;
    t.cells.push_back(c);
  }
  t.rows = 12;
  EXPECT_EQ(normalize({t}).projects.size(), 2u);
}

// The table below the other, after `between` rows.
Table stacked(Table t, const Table& second, int between = 0) {
  for (Cell c : second.cells) {
    c.row += t.rows + between;
    t.cells.push_back(c);
  }
  t.rows += between + second.rows;
  return t;
}

TEST(Normalizer, ATitleInsideAGridBeginsAnotherForm) {
  Table t = stacked(stacked(head_table(), indicator_table()), stacked(head_table(), indicator_table()), 1);
  t.cells.push_back(cell(9, 0, "2.水源工程绩效目标表|312002 某站 单位：元", 1, 7));
  // The second head's first label was not read.
  for (Cell& c : t.cells) {
    if (c.row == 10 && c.column == 0) c.lines = lines({"项日编"});
  }
  const NormalizedDocument document = normalize({line("1.安全监控工程绩效目标表"), line("312001 某局本级 单位：万元"), t});
  ASSERT_EQ(document.projects.size(), 2u);
  EXPECT_EQ(document.projects[0].title, "安全监控工程绩效目标表");
  EXPECT_EQ(document.projects[0].indicators.size(), 2u);
  EXPECT_TRUE(document.projects[0].review.empty()) << document.projects[0].review[0].detail;
  EXPECT_EQ(document.projects[1].title, "水源工程绩效目标表");
  EXPECT_EQ(document.projects[1].unit_code, "312002");
  EXPECT_EQ(document.projects[1].indicators.size(), 2u);
}

TEST(Normalizer, ATitleInNoCellBeginsAnotherForm) {
  auto at = [](Cell& c, double top) { c.box = Box{50, top + 20 * c.row, 500, top + 20 * (c.row + c.row_span)}; };
  Table first = stacked(head_table(), indicator_table()), second = first;
  for (Cell& c : first.cells) at(c, 100);
  for (Cell& c : second.cells) {
    at(c, 340);
    if (c.row == 0 && c.column == 1) c.lines = lines({"13052924P0058411"});
  }
  Table t = stacked(first, second);
  t.stray = {line("2.水源工程绩效目标表"), line("312002 某站 单位：元")};
  t.stray[0].box = Box{150, 290, 400, 305}, t.stray[1].box = Box{50, 315, 200, 330};
  const NormalizedDocument document = normalize({line("1.安全监控工程绩效目标表"), line("312001 某局本级 单位：万元"), t});
  ASSERT_EQ(document.projects.size(), 2u);
  EXPECT_EQ(document.projects[1].title, "水源工程绩效目标表");
  EXPECT_EQ(document.projects[1].unit_code, "312002");
  EXPECT_TRUE(document.projects[0].review.empty()) << document.projects[0].review[0].detail;
}

TEST(Normalizer, AFormNamedAsABasisIsNoTitle) {
  Table t = stacked(head_table(), indicator_table());
  for (Cell& c : t.cells) {
    if (c.column == 5 && c.row == 7) c.lines = lines({"上年绩效目标表"});
  }
  const NormalizedDocument document = normalize({line("1.安全监控工程绩效目标表"), line("312001 某局本级 单位：万元"), t});
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_EQ(document.projects[0].indicators.at(0).basis, "上年绩效目标表");
}

TEST(Normalizer, AScannedTitleInsideAGridAboveWhatWasNotReadIsNamed) {
  Table t = stacked(head_table(), indicator_table());
  t.cells.push_back(cell(t.rows, 0, "2.水源工程绩效目标表", 1, 7));
  t.cells.push_back(cell(t.rows + 1, 0, "项|日|编", 1, 7));
  t.rows += 2;
  for (Cell& c : t.cells) {
    for (TextLine& l : c.lines) l.source = Source::ocr;
  }
  const NormalizedDocument document = normalize({line("1.安全监控工程绩效目标表"), line("312001 某局本级 单位：万元"), t});
  ASSERT_EQ(document.projects.size(), 2u);
  EXPECT_TRUE(named(document.projects[1].review, "", "form-not-read"));
}

TEST(Normalizer, AFormWhoseFirstRowsWereNotReadIsNamed) {
  Table second = head_table();
  std::erase_if(second.cells, [](const Cell& c) { return c.row == 0; });
  second.cells.push_back(cell(0, 0, "项日编|水源工程", 1, 7));
  const NormalizedDocument document = normalize({line("1.安全监控工程绩效目标表"), line("312001 某局本级 单位：万元"), stacked(head_table(), second)});
  ASSERT_EQ(document.projects.size(), 2u);
  EXPECT_TRUE(named(document.projects[0].review, "", "form-not-read"));
  EXPECT_TRUE(named(document.projects[1].review, "", "form-not-read"));
}

TEST(Normalizer, WhatStandsInLinesBehindACodeIsNoPartOfIt) {
  Table t = head_table();
  t.cells[1] = cell(0, 1, "13052924P0058411043|2W|8a狳", 1, 2);
  const NormalizedDocument document = normalize({line("1.安全监控工程绩效目标表"), line("312001 某局本级 单位：万元"), t});
  EXPECT_EQ(document.projects.at(0).code, "13052924P00584110432W");
  EXPECT_TRUE(named(document.projects.at(0).review, "/project/code", "unplaced-text"));
}

TEST(Normalizer, ASpoiltUnitLineOfAScanHidesNoTitle) {
  auto blocks = one_project();
  double y = 0;
  for (size_t i = 0; i < 2; ++i) {
    TextLine& l = std::get<TextLine>(blocks[i]);
    l.source = Source::ocr;
    l.box = Box{50, y, 300, y + 10};
    y += 20;
  }
  std::get<TextLine>(blocks[1]).text = "312001 某局本级 ‰贵千元";
  const NormalizedDocument document = normalize(std::move(blocks));
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_EQ(document.projects[0].title, "安全监控工程绩效目标表");
  EXPECT_EQ(document.projects[0].unit_code, "312001");
  EXPECT_EQ(document.projects[0].printed_unit, "千元");
  EXPECT_TRUE(named(document.projects[0].review, "/unit", "unlikely-text"));
  EXPECT_TRUE(named(document.projects[0].review, "/budget", "unlikely-text"));
  // In a text layer it is another text.
  auto digital = one_project();
  std::get<TextLine>(digital[1]).text = "312001 某局本级 ‰贵千元";
  EXPECT_FALSE(normalize(std::move(digital)).projects.at(0).unit_code);
}

TEST(Normalizer, AStepOfAScanThatIsNoDateMakesTheOthersUnsure) {
  for (const bool scanned : {false, true}) {
    Table t = head_table();
    t.cells[13].lines = lines({"3月底"}), t.cells[14].lines = lines({"底"});
    auto blocks = scanned ? scanned_project(t) : std::vector<Block>{line("1.安全监控工程绩效目标表"), line("312001 某局本级 单位：万元"), t};
    const NormalizedDocument document = normalize(std::move(blocks));
    EXPECT_EQ(named(document.projects.at(0).review, "/schedule", "not-understood"), scanned);
  }
}

TEST(Normalizer, GoalsInSeveralCellsAreNamed) {
  Table t = head_table();
  t.cells.back().column_span = 3;
  t.cells.push_back(cell(5, 4, "时效指标", 1, 3));
  const NormalizedDocument document = normalize({line("1.安全监控工程绩效目标表"), line("312001 某局本级 单位：万元"), t});
  EXPECT_TRUE(named(document.projects.at(0).review, "/goals", "several-cells"));
}

TEST(Checks, EachKindIsFlagged) {
  struct Case {
    int cell;   // of the head
    const char* text;
    const char* pointer;
    const char* reason;
  };
  for (const Case& c : {Case{1, "13052924P0058411048|2W", "/project/code", "check-character"}, Case{4 - 1, "别的工程", "/project/name", "title-name-mismatch"},
                        Case{6, "501.00", "/budget/total", "sum-mismatch"}, Case{15, "125%", "/schedule/1", "schedule-falls"},
                        Case{14, "2月底", "/schedule/1", "schedule-falls"}, 
                        Case{16, "90%", "/schedule", "schedule-not-100"}, Case{6, "约五百", "/budget/total", "not-understood"}}) {
    auto blocks = one_project();
    Table t = head_table();
    t.cells[static_cast<size_t>(c.cell)].lines = lines({c.text});
    if (std::string(c.text).find('|') != std::string::npos) t.cells[1] = cell(0, 1, c.text, 1, 2);
    blocks[2] = t;
    const NormalizedDocument document = normalize(std::move(blocks));
    const auto& review = document.projects.at(0).review;
    EXPECT_TRUE(named(review, c.pointer, c.reason)) << c.reason;
  }
}

TEST(Checks, OnAScanAndInADumpAnAmountThatRanIntoAnotherIsNamed) {
  for (const Source source : {Source::text_layer, Source::text_dump, Source::ocr}) {
    auto blocks = one_project();
    Table t = head_table();
    t.cells[8].lines = lines({"400.00其他资金100.00"});
    t.cells[8].column_span = 3;
    std::erase_if(t.cells, [](const Cell& c) { return c.row == 1 && c.column > 4; });
    for (Cell& c : t.cells) {
      for (TextLine& l : c.lines) l.source = source;
    }
    blocks[2] = t;
    const auto review = normalize(std::move(blocks)).projects.at(0).review;
    EXPECT_TRUE(named(review, "/budget/fiscal", "not-understood"));
    EXPECT_EQ(named(review, "/budget/other", "missing-value"), source != Source::text_layer);
  }
}

TEST(Checks, WhatNoBureauPrintsIsNamedOnAScan) {
  const struct {
    const char* total;
    const char* unit;
    bool odd;
  } cases[] = {{"500.00", "万元", false}, {"500.0", "万元", true}, {"000", "万元", true}, {"126.678", "元", true}, {"126,678", "元", false}, {"500", "万元", false}};
  for (const auto& c : cases) {
    Table t = head_table();
    t.cells[6].lines = lines({c.total});
    auto blocks = scanned_project(t);
    blocks[1] = line(std::string("312001 某局本级 单位：") + c.unit);
    EXPECT_EQ(named(normalize(std::move(blocks)).projects.at(0).review, "/budget/total", "unlikely-text"), c.odd) << c.total;
    // What a text layer holds was printed so.
    auto digital = one_project();
    digital[1] = line(std::string("312001 某局本级 单位：") + c.unit);
    digital[2] = t;
    EXPECT_FALSE(named(normalize(std::move(digital)).projects.at(0).review, "/budget/total", "unlikely-text")) << c.total;
  }
  for (const char* text : {"用于支付，", "用于支·付。", "用于2022.年维护。", "石财预[2023]6,号"}) {
    Table t = head_table();
    t.cells[11].lines = lines({text});
    EXPECT_TRUE(named(normalize(scanned_project(t)).projects.at(0).review, "/purpose", "unlikely-text")) << text;
  }
  EXPECT_FALSE(named(normalize(scanned_project(head_table())).projects.at(0).review, "/purpose", "unlikely-text"));
}

TEST(Checks, ACodeIsNoName) {
  for (const bool wrong : {true, false}) {
    Table t = head_table();
    const auto name = std::find_if(t.cells.begin(), t.cells.end(), [](const Cell& c) { return c.lines.size() == 1 && c.lines[0].text == "安全监控工程"; });
    ASSERT_NE(name, t.cells.end());
    if (wrong) name->lines = lines({"13052924P00584110432W"});
    auto blocks = one_project();
    blocks[2] = t;
    const auto review = normalize(std::move(blocks)).projects.at(0).review;
    EXPECT_EQ(named(review, "/project/name", "unlikely-text"), wrong);
    EXPECT_EQ(named(review, "/project/code", "unlikely-text"), wrong);
  }
}

TEST(Checks, AUnitsNameBeginsWithALetterOnAScan) {
  const auto is_named = [](const std::string& name, Source source) {
    ProjectRecord record = normalize(one_project()).projects.at(0);
    record.unit_name = name;
    record.fields["/unit/name"].source = source;
    name_misprints(record);
    return named(record.review, "/unit", "unlikely-text");
  };
  EXPECT_TRUE(is_named("2穗县某局", Source::ocr));
  EXPECT_TRUE(is_named("[373穗县某局", Source::ocr));
  EXPECT_FALSE(is_named("沙穗县某局", Source::ocr));
  EXPECT_FALSE(is_named("12某局", Source::text_layer));
}

TEST(Checks, ACodeTwiceAndAGapInTheNumbersAreFlagged) {
  auto blocks = one_project();
  for (Block& block : one_project()) blocks.push_back(std::move(block));
  blocks[4] = line("3.安全监控工程绩效目标表");
  const NormalizedDocument document = normalize(std::move(blocks));
  ASSERT_EQ(document.projects.size(), 2u);
  EXPECT_EQ(document.projects[0].review.at(0).reason, "code-twice");
  EXPECT_EQ(document.projects[1].review.back().reason, "index-gap");
}

TEST(Checks, LevelsFollowTheTaxonomy) {
  auto blocks = one_project();
  Table t = indicator_table();
  t.cells[7] = cell(1, 1, "社会效益指标");
  t.cells[12] = cell(2, 1, "奇怪指标");
  blocks[3] = t;
  const auto review = normalize(std::move(blocks)).projects.at(0).review;
  ASSERT_EQ(review.size(), 3u);
  EXPECT_EQ(review[0].reason, "level2-not-under-level1");
  EXPECT_EQ(review[2].reason, "unknown-level2");
}

TEST(Checks, ARowLeftCutInTwoIsNamedWhole) {
  auto blocks = one_project();
  Table t = indicator_table();
  t.cells[7] = cell(1, 1, "数量指");
  t.cells[12] = cell(2, 1, "标");
  blocks[3] = t;
  const auto review = normalize(std::move(blocks)).projects.at(0).review;
  for (const char* row : {"/indicators/0", "/indicators/1"}) {
    EXPECT_TRUE(named(review, row, "row-cut-unsure")) << row;
  }
}

// The reader doubts that the row behind a page break is one; one that lacks cells may be the rest of the row before.
TEST(Checks, ARowThatMayBeTheRestOfTheOneBeforeIsNamedWithIt) {
  for (const bool whole : {false, true}) {
    auto blocks = one_project();
    Table t = indicator_table();
    t.cells[14].doubts.push_back({"row-cut-unsure", "may be the rest of the row before the page break"});
    if (!whole) t.cells[13].lines.clear(), t.cells[15].lines.clear();
    blocks[3] = t;
    const auto review = normalize(std::move(blocks)).projects.at(0).review;
    for (const char* row : {"/indicators/0", "/indicators/1"}) EXPECT_EQ(named(review, row, "row-cut-unsure"), !whole) << row;
  }
}

TEST(NumberedList, CutsAtTheNextNumberOnly) {
  const auto items = split_numbered(lines({"1.2024 年通过该项目实施，合格率达到", "2.5 分以上", "2.维护秩序"}));
  ASSERT_GE(items.size(), 2u);
  EXPECT_EQ(items.back().text, "维护秩序");
  EXPECT_EQ(split_numbered(lines({"1、甲", "2、乙", "3、丙"})).size(), 3u);
  EXPECT_EQ(split_numbered(lines({"①甲", "②乙"})).at(1).text, "乙");
}

TEST(NumberedList, AnItemOutOfOrderIsDoubted) {
  const auto items = split_numbered(lines({"2.保障我单位", "1.打造一支", "3.更好的"}));
  EXPECT_TRUE(std::any_of(items.begin(), items.end(), [](const ListItem& item) { return !item.doubt.empty(); }));
}

TEST(Paragraphs, AShortLineEndsOneAndAnIndentBeginsOne) {
  auto han = [](int n) {
    std::string s;
    for (int i = 0; i < n; ++i) s += "字";
    return s;
  };
  // 31 + 33 + 5, then 31 + 33 exactly full with a full stop, then 31 + 2.
  const auto got = paragraphs(lines({han(31), han(33), han(5), han(31), han(32) + "。", han(31), han(2)})).texts;
  ASSERT_EQ(got.size(), 3u);
  EXPECT_EQ(got[0], han(69));
}

TEST(Paragraphs, ASentenceThatEndsFarFromTheEdgeEndsOneWhereColumnsAreCounted) {
  const auto han = [](int n) {
    std::string s;
    for (int i = 0; i < n; ++i) s += "字";
    return s;
  };
  // Two first lines that are set in, the end of the second's paragraph, and two that the dump does not set in.
  const auto got = paragraphs(lines({"  " + han(40), han(42), "  " + han(40), han(20) + "。", han(25) + "。", han(24) + "。"})).texts;
  EXPECT_EQ(got.size(), 4u);
  EXPECT_EQ(paragraphs(lines({"  " + han(40), han(42), "  " + han(40), han(39) + "。", han(20) + "。"})).texts.size(), 2u);
}

// Columns are counted from each page's leftmost text: of a page whose lines are all set in none seems to be.
TEST(Paragraphs, LinesOfAPageWithoutAnIndentAreTakenByTheirWidths) {
  const auto pages = [](const std::vector<std::pair<int, std::string>>& all) {
    std::vector<TextLine> out;
    for (const auto& [page, text] : all) {
      TextLine own;
      own.text = text;
      own.page = page;
      own.source = Source::text_dump;
      out.push_back(own);
    }
    return out;
  };
  const auto han = [](int n) {
    std::string s;
    for (int i = 0; i < n; ++i) s += "字";
    return s;
  };
  // Each line is as wide as a paragraph's first one may be, and ends a sentence.
  const std::vector<std::pair<int, std::string>> first = {{1, "  " + han(40)}, {1, han(42)}, {1, han(9) + "。"}, {1, "  " + han(39) + "。"}};
  auto more = first;
  more.insert(more.end(), {{2, han(30) + "。"}, {2, han(39) + "。"}, {2, han(31) + "。"}});
  EXPECT_EQ(paragraphs(pages(more)).texts.size(), 5u);
  // A sentence that goes on over the page's end.
  auto on = first;
  on.back().second = "  " + han(40);
  on.insert(on.end(), {{2, han(42)}, {2, han(20) + "。"}});
  EXPECT_EQ(paragraphs(pages(on)).texts.size(), 2u);
}

// Lines of scanned pages: page, left edge in characters, characters.
std::vector<TextLine> scanned_lines(const std::vector<std::tuple<int, double, int>>& all) {
  std::vector<TextLine> out;
  for (const auto& [page, left, count] : all) {
    TextLine line;
    line.page = page;
    for (int i = 0; i < count; ++i) {
      line.text += "字";
      line.readings.push_back({"字", 1, {}});
    }
    line.box = Box{10 * left, 0, 10 * (left + count), 10};
    out.push_back(line);
  }
  return out;
}

TEST(Paragraphs, LinesThatAreAllSetInFromTheHeadingsAreOneEach) {
  const auto lines_at = [](double left) {
    std::vector<TextLine> out = scanned_lines({{1, left, 31}, {2, left, 31}, {2, left, 30}});
    for (TextLine& line : out) line.readings.clear();   // as a text layer has them
    return out;
  };
  const std::vector<TextLine> heading = scanned_lines({{1, 4, 8}});
  EXPECT_EQ(paragraphs(lines_at(6), {}, heading).texts.size(), 3u);
  EXPECT_EQ(paragraphs(lines_at(4), {}, heading).texts.size(), 1u);
  EXPECT_EQ(paragraphs(lines_at(6)).texts.size(), 1u);
}

TEST(Paragraphs, EachScannedPageHasItsOwnEdge) {
  // The second page lies one character further right; all its lines are first lines, and short.
  const auto got = paragraphs(scanned_lines({{1, 7, 38}, {1, 5, 40}, {1, 5, 9}, {1, 7, 38}, {1, 5, 12}, {2, 8, 20}, {2, 8, 22}, {2, 8, 18}})).texts;
  EXPECT_EQ(got.size(), 5u);
}

TEST(Paragraphs, APageTakenFromFartherOffIsSmaller) {
  // Its left edge is one character further right, its right edge one further left, and both kinds of lines are there.
  const auto got = paragraphs(scanned_lines({{1, 7, 38}, {1, 5, 40}, {1, 5, 9}, {1, 7, 38}, {1, 5, 12}, {2, 7.9, 36}, {2, 6, 5}, {2, 7.9, 36}, {2, 6, 7}})).texts;
  EXPECT_EQ(got.size(), 4u);
}

TEST(Paragraphs, ASentenceGoesOnOverTheEndOfASheet) {
  const auto got = paragraphs(scanned_lines({{1, 7, 38}, {1, 5, 40}, {1, 5, 9}, {1, 7, 38}, {1, 5, 40}, {2, 7, 9}})).texts;
  EXPECT_EQ(got.size(), 2u);
}

TEST(Paragraphs, SpecksBesideTwoLinesAreNoEdgeEither) {
  // Two first lines and two others, then lines that specks begin.
  const auto got = paragraphs(scanned_lines({{1, 7, 38}, {1, 5, 38}, {1, 5, 12}, {1, 7, 38}, {1, 5, 12}, {1, 7, 38}, {1, 1, 12}, {1, 1.2, 9}})).texts;
  EXPECT_EQ(got.size(), 3u);
  // A speck between the two edges of a page.
  const auto page = paragraphs(scanned_lines({{1, 7, 38}, {1, 5, 20}, {1, 6, 30}, {1, 7, 30}, {1, 7, 30}, {1, 7, 30}})).texts;
  EXPECT_EQ(page.size(), 4u);
}

TEST(Paragraphs, ASpeckBesideALineIsNoEdge) {
  const auto got = paragraphs(scanned_lines({{1, 7, 38}, {1, 3.9, 41}, {1, 5, 9}, {1, 7, 38}, {1, 5, 12}})).texts;
  EXPECT_EQ(got.size(), 2u);
}

OverallForm subgoal_form() {
  OverallForm form;
  form.subgoal_heading = "^二、分项绩效目标$";
  form.subgoal_title = "^[（(]([一二三四五六七八九十]+)[）)](.+)$";
  return form;
}

// What becomes of lines of the overall part, each scanned or not.
Overall overall_of(const OverallForm& form, const std::vector<std::string>& texts, bool scanned) {
  OverallReader reader(form);
  std::vector<TextLine> outside;
  for (const std::string& text : texts) {
    TextLine line;
    line.text = text;
    for (size_t i = 0; scanned && i < decode_utf8(text).size(); ++i) line.readings.push_back({"", 1, {}});
    reader.take(line, outside);
  }
  return reader.finish({});
}

TEST(OverallPart, ASpeckBeforeANumberAndMarksOfEitherWidth) {
  OverallForm form = subgoal_form();
  form.objective_prefix = "绩效目标：";
  form.indicators_prefix = "绩效指标：";
  const Overall got = overall_of(form, {"二、分项绩效目标", "(一)甲", "绩效目标:完成一", "·（二）乙", "绩效指标：完成二"}, true);
  ASSERT_EQ(got.subgoals.size(), 2u);
  EXPECT_EQ(got.subgoals[0].objective, "完成一");
  EXPECT_EQ(got.subgoals[1].title, "乙");
  EXPECT_EQ(got.subgoals[1].indicators, "完成二");
  EXPECT_FALSE(named(got.review, "/overall/subgoals", "index-gap"));
}

TEST(OverallPart, ASpeckBeforeAPartAndAPartThatIsLost) {
  OverallForm form = subgoal_form();
  form.objective_prefix = "绩效目标：";
  form.indicators_prefix = "绩效指标：";
  const std::vector<std::string> texts = {"二、分项绩效目标", "（一）甲", "绩效目标：完成一", "÷绩效指标：完成二", "（二）乙", "绩效目标：完成三"};
  for (const bool scanned : {false, true}) {
    const Overall got = overall_of(form, texts, scanned);
    ASSERT_EQ(got.subgoals.size(), 2u);
    EXPECT_EQ(got.subgoals[0].indicators.has_value(), scanned);
    EXPECT_EQ(named(got.review, "/overall/subgoals/1/indicators", "missing-value"), scanned);
  }
}

TEST(OverallPart, AScansNumberInBracketsMayLookLikeADash) {
  for (const bool scanned : {false, true}) {
    const Overall got = overall_of(subgoal_form(), {"二、分项绩效目标", "（—）甲", "（二}乙", "（三）丙", "（丁〕戊"}, scanned);
    ASSERT_EQ(got.subgoals.size(), scanned ? 3u : 1u);
    if (!scanned) continue;
    EXPECT_EQ(got.subgoals[0].title, "甲");
    EXPECT_EQ(got.subgoals[1].title, "乙");
    EXPECT_EQ(got.subgoals[2].title, "丙（丁〕戊");
  }
}

TEST(OverallPart, AScansSubGoalWhoseHeadingIsLostIsNamed) {
  for (const bool scanned : {false, true}) {
    const Overall got = overall_of(subgoal_form(), {"二、分项绩效目标", ")甲", "（二）乙", "（三）丙"}, scanned);
    EXPECT_EQ(named(got.review, "/overall/subgoals", "index-gap"), scanned);
  }
}

TEST(OverallPart, WhatAScanLeavesUnsureIsNamed) {
  OverallForm form;
  form.goal_heading = "^一、总体绩效目标$";
  OverallReader reader(form);
  std::vector<TextLine> outside;
  for (const auto& [text, confidence] : {std::pair{"一、总体绩效目标", 0.5}, std::pair{"加强管理。", 1.0}, std::pair{"保障民生。", 0.7}}) {
    TextLine line;
    line.text = text;
    line.box = Box{0, 0, line.text == "加强管理。" ? 50.0 : 300.0, 10};
    for (const char32_t c : decode_utf8(text)) line.readings.push_back({encode_utf8(std::u32string(1, c)), c == U'民' ? confidence : 1, {}});
    reader.take(line, outside);
  }
  const Overall got = reader.finish({});
  ASSERT_EQ(got.goal.size(), 2u);
  ASSERT_EQ(got.review.size(), 1u);
  EXPECT_EQ(got.review[0].field, "/overall/goal/1");
  EXPECT_NE(got.review[0].detail.find("民"), std::string::npos);
}

// A few characters that end a sentence are no paragraph: a dump's tool printed them elsewhere.
TEST(Overall, AnEndThatStandsApartIsNamed) {
  const auto review = [](const std::vector<std::string>& texts) {
    std::vector<Block> blocks;
    for (const std::string& text : texts) {
      TextLine own = line(text);
      own.box.reset();
      own.source = Source::text_dump;
      blocks.emplace_back(own);
    }
    Normalizer normalizer(builtin_forms(), NormalizeOptions{});
    for (Block& block : blocks) normalizer.take(std::move(block));
    return normalizer.finish().overall.review.size();
  };
  EXPECT_EQ(review({"二、分项绩效目标", "（一）提高效率", "绩效目标：完成维护。", "故。", "绩效指标：无安全责任事"}), 1u);
  EXPECT_EQ(review({"二、分项绩效目标", "（一）提高效率", "绩效目标：完成维护。", "绩效指标：无安全责任事", "故。"}), 0u);
}

}  // namespace
}  // namespace budgetlift
