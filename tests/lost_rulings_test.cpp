// Scanned tables that lost rulings or labels: what their form and the rows around tell.
#include "extract/column_cut.h"
#include "extract/ocr_words.h"
#include "normalize/code.h"
#include "normalize/stray_codes.h"
#include "schemas/form_set.h"
#include "schemas/line_pieces.h"
#include "tests/read_lines.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

constexpr double kRow = 20, kColumn = 100;   // points

// A cell of one line for each text, in the middle of its height.
Cell cell(int row, int column, const std::vector<std::string>& texts, int row_span = 1, int column_span = 1) {
  Cell out;
  out.row = row, out.column = column, out.row_span = row_span, out.column_span = column_span;
  out.page = 1;
  out.box = Box{column * kColumn, row * kRow, (column + column_span) * kColumn, (row + row_span) * kRow};
  const double top = out.box->center_y() - 5.0 * static_cast<double>(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    TextLine line = read(texts[i]);
    line.box = Box{out.box->x0 + 5, top + 10.0 * static_cast<double>(i), out.box->x1 - 5, top + 10.0 * static_cast<double>(i + 1)};
    out.lines.push_back(line);
  }
  return out;
}

// The head of a form, whose labels are these.
Table head(const std::vector<std::string>& name = {"项目名称"}, const std::vector<std::string>& other = {"其他资金"}) {
  Table t;
  t.rows = 6, t.columns = 6;
  t.cells = {cell(0, 0, {"项目编码"}), cell(0, 1, {"12345678"}, 1, 2), cell(0, 3, name), cell(0, 4, {"安全监控工程"}, 1, 2),
             cell(1, 0, {"预算规模及资金用途"}, 2), cell(1, 1, {"预算数"}), cell(1, 2, {"12.0"}), cell(1, 3, {"其中：财政资金"}), cell(1, 4, other), cell(1, 5, {"2.0"}),
             cell(2, 1, {"用于安全监控"}, 1, 5), cell(3, 0, {"资金支出计划（%）"}, 2), cell(3, 1, {"3月底"}, 1, 5), cell(4, 1, {"100%"}, 1, 5),
             cell(5, 0, {"绩效目标"}), cell(5, 1, {"1.改善"}, 1, 5)};
  return t;
}

Table repaired(const Table& table) {
  std::vector<Block> blocks{Block(table)};
  OcrWords(builtin_forms(), {}).repair(blocks);
  return std::get<Table>(blocks[0]);
}

std::string text_at(const Table& table, int row, int column) {
  for (const Cell& c : table.cells) {
    if (c.row != row || c.column != column) continue;
    std::string out;
    for (const TextLine& line : c.lines) out += line.text;
    return out;
  }
  return "none";
}

bool doubted(const Table& table, int row, int column) {
  return std::any_of(table.cells.begin(), table.cells.end(), [&](const Cell& c) { return c.row == row && c.column == column && !c.doubts.empty(); });
}

TEST(LabelWords, AMisreadLabelIsTheOneThatIsMissing) {
  const Table got = repaired(head({"8{0.2}a{0.3}狳{0.1}>{0.2}"}, {"，{0.3}其％{0.2}费{0.4}女{0.2}"}));
  EXPECT_EQ(text_at(got, 0, 3), "项目名称");
  EXPECT_EQ(text_at(got, 1, 4), "其他资金");
  EXPECT_TRUE(doubted(got, 0, 4));
  EXPECT_TRUE(doubted(got, 1, 5));
  EXPECT_FALSE(doubted(got, 0, 1));
  EXPECT_EQ(got.cells[2].lines.front().raw, "8a狳>");
}

TEST(LabelWords, WhatIsReadForCertainIsNoMisreadLabel) {
  const Table got = repaired(head({"项目属性"}, {"专项经费"}));
  EXPECT_EQ(text_at(got, 0, 3), "项目属性");
  EXPECT_EQ(text_at(got, 1, 4), "专项经费");
}

// The ruling between two labels was lost, and one of them is hardly read: it is no smear beside the other, nor a part of it.
TEST(LabelWords, ATextFarFromALabelIsAnother) {
  const auto got = [](float gap) {
    Table t = head({"项§{0.2}8{0.3}s{0.2} 项目名称"});
    TextLine& line = t.cells[2].lines[0];
    float x = 0;
    for (size_t k = 0; k < line.readings.size(); ++k, x += 10) {
      if (k == 4) x += gap;
      line.readings[k].x0 = x, line.readings[k].x1 = x + 10;
    }
    return text_at(repaired(t), 0, 3);
  };
  EXPECT_EQ(got(40), "项§8s 项目名称");
  EXPECT_EQ(got(5), "项目名称");
}

TEST(LabelWords, FewLabelsTellNothing) {
  Table few;
  few.rows = 2, few.columns = 2;
  few.cells = {cell(0, 0, {"项目编码"}), cell(0, 1, {"x{0.2}y{0.1}z{0.2}"}), cell(1, 0, {"绩效目标"}), cell(1, 1, {"改善"})};
  EXPECT_EQ(text_at(repaired(few), 0, 1), "xyz");
}

TEST(LabelWords, LabelsOneBelowTheOtherAreTwoCells) {
  Table t = head();
  std::erase_if(t.cells, [](const Cell& c) { return c.column == 0 && c.row >= 3; });
  t.cells.push_back(cell(3, 0, {"资金支出计划", "（%）", "绩效目标"}, 3));
  const Table got = repaired(t);
  EXPECT_EQ(text_at(got, 3, 0), "资金支出计划（%）");
  EXPECT_EQ(text_at(got, 5, 0), "绩效目标");
}

TEST(LabelWords, AStrokeThroughALabelIsNoColumn) {
  Table t;
  t.rows = 6, t.columns = 7;
  // The same head, its first column in two: only the misread label uses the edge.
  for (Cell c : head().cells) {
    if (c.column == 0) c.column_span = 2;
    else ++c.column;
    t.cells.push_back(c);
  }
  std::erase_if(t.cells, [](const Cell& c) { return c.column == 0 && c.row == 3; });
  t.cells.push_back(cell(3, 0, {"资金支出十{0.4}"}, 1));
  t.cells.push_back(cell(3, 1, {"划"}, 1));
  t.cells.push_back(cell(4, 0, {"（%）"}, 1, 2));
  const Table got = repaired(t);
  EXPECT_EQ(text_at(got, 3, 0), "资金支出计划（%）");
  EXPECT_EQ(text_at(got, 3, 1), "none");
  EXPECT_EQ(text_at(got, 4, 0), "none");
}

// A line whose characters stand at these places, each 10 points wide.
Cell placed(const std::string& text, const std::vector<float>& at) {
  Cell out = cell(0, 0, {text}, 1, 3);
  for (size_t i = 0; i < at.size(); ++i) out.lines[0].readings[i].x0 = at[i], out.lines[0].readings[i].x1 = at[i] + 10;
  return out;
}

TEST(OcrWordsTest, StrokesAtTheEndsOfACellAreRulings) {
  Table t;
  t.rows = 1, t.columns = 3;
  t.cells = {placed("ⅠⅠ级Ⅰ", {5, 100, 110, 290})};
  const Table got = repaired(t);
  EXPECT_EQ(text_at(got, 0, 0), "Ⅰ级");
  EXPECT_EQ(got.cells[0].lines[0].raw, "ⅠⅠ级Ⅰ");
  EXPECT_LT(got.cells[0].lines[0].confidence, 0.6);
  t.cells = {placed("|", {100})};
  EXPECT_EQ(text_at(repaired(t), 0, 0), "|");
}

TEST(OcrWordsTest, AStrokeBehindATitleIsNone) {
  TextLine title = read("1.安全监控工程绩效目标表Ⅰ"), other = read("附表Ⅰ");
  std::vector<Block> blocks{Block(title), Block(other)};
  OcrWords(builtin_forms(), {}).repair(blocks);
  EXPECT_EQ(std::get<TextLine>(blocks[0]).text, "1.安全监控工程绩效目标表");
  EXPECT_EQ(std::get<TextLine>(blocks[1]).text, "附表Ⅰ");
}

TEST(HeaderWordsTest, AHeaderInACloudOfSpecksIsOneStill) {
  auto row = [](const std::string& third) {
    Table t;
    t.rows = 1, t.columns = 6;
    t.cells = {cell(0, 0, {"-{0.2:一0.1}g{0.2:级0.1}:{0.3}标{0.6}"}), cell(0, 1, {"-{0.3:二0.2}8{0.3}w{0.2:标0.1}"}), cell(0, 2, {third}),
               cell(0, 3, {"3{0.2:绩0.1}城{0.2:效0.1}W{0.1}8{0.2:标0.1}"}), cell(0, 4, {"指{0.6}综{0.5:标0.3}僵{0.5:值0.2}"}), cell(0, 5, {"h{0.2}k{0.2}4{0.3}"})};
    return t;
  };
  EXPECT_EQ(text_at(repaired(row("={0.2}z{0.2}i{0.2}")), 0, 2), "三级指标");
  // A row of which a cell can be read is none.
  EXPECT_EQ(text_at(repaired(row("运维")), 0, 2), "运维");
}

// Goals and the header below them in one row, which lost the ruling between them.
TEST(HeaderWordsTest, AHeaderIsARowOfItsOwn) {
  Table t;
  t.rows = 2, t.columns = 6;
  const char* header[] = {"一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"};
  t.cells = {cell(0, 0, {"绩效目标", "一级指标"}), cell(0, 1, {"1.改善环境", "二级指标"})};
  for (int k = 2; k < 6; ++k) {
    Cell one = cell(0, k, {header[k]});
    one.lines[0].box->y0 += 5, one.lines[0].box->y1 += 5;
    t.cells.push_back(one);
  }
  t.cells.push_back(cell(1, 0, {"产出指标"}, 1, 6));
  const Table got = repaired(t);
  EXPECT_EQ(got.rows, 3);
  EXPECT_EQ(text_at(got, 0, 0), "绩效目标");
  EXPECT_EQ(text_at(got, 0, 1), "1.改善环境");
  for (int k = 0; k < 6; ++k) EXPECT_EQ(text_at(got, 1, k), header[k]);
  EXPECT_EQ(text_at(got, 2, 0), "产出指标");
}

// A narrow column's label stands on two lines, one above and one below those of its neighbours.
TEST(HeaderWordsTest, AWrappedLabelIsNoTextAboveOrBelowTheHeader) {
  Table t;
  t.rows = 2, t.columns = 6;
  t.cells = {cell(0, 0, {"一级指", "标"}), cell(0, 1, {"二级指标"}), cell(0, 2, {"三级指标"}), cell(0, 3, {"绩效指标描述"}), cell(0, 4, {"指标值"}),
             cell(0, 5, {"指标值", "确定依据"}), cell(1, 0, {"产出指标"}, 1, 6)};
  const Table whole = repaired(t);
  EXPECT_EQ(whole.rows, 2);
  EXPECT_EQ(text_at(whole, 0, 0), "一级指标");
  // With the goals above them all the same.
  t.cells[1].lines.insert(t.cells[1].lines.begin(), read("1.改善环境"));
  t.cells[1].lines[0].box = Box{105, -30, 195, -20};
  const Table got = repaired(t);
  EXPECT_EQ(got.rows, 3);
  EXPECT_EQ(text_at(got, 0, 1), "1.改善环境");
  EXPECT_EQ(text_at(got, 1, 0), "一级指标");
  EXPECT_EQ(text_at(got, 1, 1), "二级指标");
}

// Three rows of two columns under one that lost the ruling between them.
Table lost_edge(const std::string& text, bool placed = true) {
  Table t;
  t.rows = 4, t.columns = 2;
  t.cells = {cell(0, 0, {text}, 1, 2)};
  if (placed) {
    TextLine& line = t.cells[0].lines[0];
    float x = 10;
    size_t k = 0;
    for (const char32_t c : decode_utf8(line.text)) {
      if (c == U' ') {
        x = 120;
        continue;
      }
      line.readings[k].x0 = x, line.readings[k++].x1 = x + 10;
      x += 10;
    }
  }
  for (int row = 1; row < 4; ++row) t.cells.push_back(cell(row, 0, {"甲"})), t.cells.push_back(cell(row, 1, {"乙"}));
  return t;
}

TEST(ColumnCut, AnEdgeOfTheRowsAroundInAGapOfTheText) {
  Table t = lost_edge("租赁批次 年度租赁");
  cut_at_columns(t);
  EXPECT_EQ(text_at(t, 0, 0), "租赁批次");
  EXPECT_EQ(text_at(t, 0, 1), "年度租赁");
}

TEST(ColumnCut, CharactersThatAreSetApartAreOneText) {
  const auto first = [](float beside_edge) {
    Table t = lost_edge("年度目标");
    float x = 60;
    for (size_t k = 0; k < 4; ++k) {
      Reading& reading = t.cells[0].lines[0].readings[k];
      reading.x0 = x, reading.x1 = x + 10;
      x += 10 + (k == 1 ? beside_edge : 20);
    }
    t.cells[0].lines[0].box->x0 = 60, t.cells[0].lines[0].box->x1 = x;
    cut_at_columns(t);
    return text_at(t, 0, 0);
  };
  EXPECT_EQ(first(21), "年度目标");
  EXPECT_EQ(first(60), "年度");
}

TEST(ColumnCut, TextAcrossTheEdgeStays) {
  Table t = lost_edge("本表由各单位填写并签章盖印");
  cut_at_columns(t);
  EXPECT_EQ(t.cells.size(), 7u);
}

TEST(ColumnCut, AStrokeAtTheEdgeIsWhatIsLeftOfTheRuling) {
  Table t = lost_edge("租赁批|年度租赁");
  std::vector<Reading>& all = t.cells[0].lines[0].readings;
  const float at[] = {60, 70, 80, 95, 110, 120, 130, 140};
  for (size_t i = 0; i < all.size(); ++i) all[i].x0 = at[i], all[i].x1 = at[i] + 10;
  cut_at_columns(t);
  EXPECT_EQ(text_at(t, 0, 0), "租赁批");
  EXPECT_EQ(text_at(t, 0, 1), "年度租赁");
  EXPECT_TRUE(doubted(t, 0, 0));
  EXPECT_TRUE(doubted(t, 0, 1));
}

// Rows of two cells; in the first ones the characters run on from one to the other.
Table stroke_through(int running, int rows) {
  Table t;
  t.rows = rows, t.columns = 2;
  for (int row = 0; row < rows; ++row) {
    t.cells.push_back(cell(row, 0, {"3月"})), t.cells.push_back(cell(row, 1, {"底"}));
    auto place = [&](size_t k, float x) {
      for (Reading& reading : t.cells[t.cells.size() - k].lines[0].readings) reading.x0 = x, reading.x1 = x + 10, x += 10;
    };
    place(2, 80), place(1, row < running ? 100 : 108);
  }
  return t;
}

TEST(ColumnCut, AStrokeThroughTheTextOfSeveralRowsIsNoEdge) {
  Table t = stroke_through(3, 5);
  join_across_columns(t);
  EXPECT_EQ(text_at(t, 0, 0), "3月底");
  EXPECT_EQ(text_at(t, 2, 0), "3月底");
  EXPECT_TRUE(doubted(t, 0, 0));
  EXPECT_EQ(text_at(t, 4, 1), "底");
}

TEST(ColumnCut, TextThatFillsItsCellsInTwoRowsStays) {
  Table t = stroke_through(2, 5);
  join_across_columns(t);
  EXPECT_EQ(t.cells.size(), 10u);
}

TEST(ColumnCut, TwoRowsAreNoColumn) {
  Table t = lost_edge("租赁批次 年度租赁");
  std::erase_if(t.cells, [](const Cell& c) { return c.row == 3; });
  cut_at_columns(t);
  EXPECT_EQ(t.cells.size(), 5u);
}

TEST(LinePieces, KnowTheirPlaces) {
  const Table t = lost_edge("租赁 年度"), unknown = lost_edge("租赁 年度", false);
  const std::vector<TextLine> pieces = pieces_of(t.cells[0].lines[0]);
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(pieces[0].box->x1, 30);
  EXPECT_EQ(pieces[1].box->x0, 120);
  EXPECT_EQ(pieces_of(unknown.cells[0].lines[0])[1].box->x0, 5 + 190 * 3.0 / 5);
}

const std::string kFirst20 = "13052924P00584110432";

std::vector<TextLine> code_lines(const std::string& first, const std::string& second) {
  TextLine a = read(first), b = read(second);
  a.box = Box{100, 200, 200, 210}, b.box = Box{140, 218, 150, 228};
  return {a, read("项目编码"), b};
}

ProjectRecord lacking_code() {
  ProjectRecord record;
  record.title = "安全监控工程绩效目标表";
  FieldOrigin& title = record.fields["/title"];
  title.page = 1;
  title.box = Box{100, 100, 300, 110};
  return record;
}

TEST(StrayCodes, ACodeThatBelongsToNobodyIsTheFormsThatLacksIt) {
  const std::string check(1, *check_character(kFirst20));
  StrayCodes stray;
  stray.take(code_lines(kFirst20.substr(0, 19), kFirst20.substr(19) + check));
  std::vector<ProjectRecord> projects = {lacking_code()};
  EXPECT_EQ(stray.place(projects).size(), 2u);
  EXPECT_EQ(projects[0].code, kFirst20 + check);
  ASSERT_EQ(projects[0].review.size(), 1u);
  EXPECT_EQ(projects[0].review[0].field, "/project/code");
}

TEST(StrayCodes, ACodeMayStandInALineWithOtherText) {
  const std::string check(1, *check_character(kFirst20));
  TextLine first = read(kFirst20.substr(0, 19) + " 安全监控工程"), second = read(kFirst20.substr(19) + check + " 专项资金");
  float x = 0;
  for (TextLine* line : {&first, &second}) {
    x = line == &first ? 100 : 140;
    for (Reading& reading : line->readings) reading.x0 = x, reading.x1 = x + 5, x += 5;
  }
  first.box = Box{100, 200, 300, 210}, second.box = Box{140, 218, 300, 228};
  StrayCodes stray;
  stray.take({first, second});
  std::vector<ProjectRecord> projects = {lacking_code()};
  EXPECT_EQ(stray.place(projects).size(), 2u);
  EXPECT_EQ(projects[0].code, kFirst20 + check);
}

TEST(StrayCodes, NotWithoutItsCheckCharacterNorForTwoForms) {
  const char check = *check_character(kFirst20);
  StrayCodes wrong, right;
  wrong.take(code_lines(kFirst20.substr(0, 19), kFirst20.substr(19) + (check == 'A' ? 'B' : 'A')));
  right.take(code_lines(kFirst20.substr(0, 19), kFirst20.substr(19) + check));
  std::vector<ProjectRecord> one = {lacking_code()}, two = {lacking_code(), lacking_code()};
  EXPECT_TRUE(wrong.place(one).empty());
  EXPECT_FALSE(one[0].code);
  EXPECT_TRUE(right.place(two).empty());
  // Nor for a form that begins below it.
  one[0].fields["/title"].box = Box{100, 300, 300, 310};
  EXPECT_TRUE(right.place(one).empty());
}

}  // namespace
}  // namespace budgetlift::test
