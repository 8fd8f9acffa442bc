// Projects of listings in stream dumps by what is printed of them: codes that a page's end cuts, numbers that count up, and projects that the
// search for rows told from nothing.
#include <algorithm>

#include "extract/dump_stream_projects.h"
#include "tests/dump_records.h"
#include "tests/forms_support.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::Read;
using test::read_glued;
using test::text_at;

// Text of lines; one that begins with '|' begins a page.
struct Lines {
  explicit Lines(const std::vector<std::string>& all) {
    for (const std::string& line : all) lines.push_back({line.substr(line[0] == '|'), static_cast<int>(lines.size()) + 1, 1, line[0] == '|'});
    text = stream_text(lines, 0, lines.size());
  }
  std::string part(StreamRange range) const { return encode_utf8(text.key_of(range.first, range.last)); }

  std::vector<StreamLine> lines;
  StreamText text;
};

TEST(DumpStreamProjects, CodesThatAPagesEndCuts) {
  const Lines whole({"137073222P3748117", "1428E农民工工资"});
  ASSERT_EQ(project_codes(whole.text).size(), 1u);
  EXPECT_EQ(whole.part(project_codes(whole.text)[0].front), "37073222P37481171428E");
  for (const char* below : {"|1428E农民工工资", "|心1428E租赁经费"}) {
    const Lines cut({"137073222P3748117农村道路1、按时完成7间", below});
    const std::vector<StreamCode> codes = project_codes(cut.text);
    ASSERT_EQ(codes.size(), 1u) << below;
    EXPECT_EQ(cut.part(codes[0].front), "37073222P3748117");
    EXPECT_EQ(cut.part(codes[0].rest), "1428E");
  }
  EXPECT_TRUE(project_codes(Lines({"37073222P3748117农村道路", "|1429E农民工工资"}).text).empty());   // another check character
}

StreamHeader header_of(bool codes) {
  StreamHeader out;
  out.listing = true;
  const auto add = [&](StreamSort sort, bool own) { out.columns.push_back({"", sort, own}); };
  add(StreamSort::number, true);
  if (codes) add(StreamSort::code, true);
  add(StreamSort::text, true);
  for (StreamSort sort : {StreamSort::level1, StreamSort::level2, StreamSort::text, StreamSort::target}) add(sort, false);
  return out;
}

TEST(DumpStreamProjects, ALostProjectGetsARowWhereItsCodeStands) {
  const Lines lines({"1", "37073222P37481171428E", "甲", "产出指标", "数量指标", "里程", "≥20公里237073222P00413281421J乙", "质量指标", "合格率", "≥95%"});
  const std::u32string& key = lines.text.key;
  StreamCut cut;
  size_t at = 0;
  const auto cell = [&](size_t column, const std::u32string& text) {
    StreamCell out{column, {key.find(text, at), 0}, {}, 9};
    at = out.range.last = out.range.first + text.size();
    return out;
  };
  cut.rows.resize(2);
  cut.rows[0].cells = {cell(0, U"1"), cell(1, U"37073222P37481171428E"), cell(2, U"甲"), cell(3, U"产出指标"), cell(4, U"数量指标"), cell(5, U"里程"), cell(6, U"≥20公里237073222P00413281421J乙")};
  cut.rows[1].cells = {cell(4, U"质量指标"), cell(5, U"合格率"), cell(6, U"≥95%")};
  EXPECT_EQ(add_lost_projects(header_of(true), lines.text, cut), 0);
  ASSERT_EQ(cut.rows.size(), 3u);
  EXPECT_EQ(lines.part(cut.rows[0].cells.back().range), "≥20公里");
  EXPECT_TRUE(cut.rows[0].unsure);
  const StreamRow& lost = cut.rows[1];
  EXPECT_TRUE(lost.lost);
  ASSERT_EQ(lost.cells.size(), 3u);
  EXPECT_EQ(lines.part(lost.cells[0].range), "2");
  EXPECT_EQ(lines.part(lost.cells[1].range), "37073222P00413281421J");
  EXPECT_EQ(lines.part(lost.cells[2].range), "乙");
  EXPECT_EQ(lost.cells[2].column, 2u);
  EXPECT_EQ(add_lost_projects(header_of(true), lines.text, cut), 0);
  EXPECT_EQ(cut.rows.size(), 3u);   // none is lost any more
}

TEST(DumpStreamProjects, WithoutCodesALostNumberTells) {
  const Lines lines({"1甲", "≥20公里", "2乙≥5%", "3丙", "≥95%"});
  const std::u32string& key = lines.text.key;
  const auto cell = [&](size_t column, const std::u32string& text) { return StreamCell{column, {key.find(text), key.find(text) + text.size()}, {}, 9}; };
  StreamCut cut;
  cut.rows.resize(2);
  cut.rows[0].cells = {cell(0, U"1"), cell(1, U"甲"), cell(5, U"≥20公里2乙≥5%")};
  cut.rows[1].cells = {cell(0, U"3"), cell(1, U"丙"), cell(5, U"≥95%")};
  StreamCut none = cut;
  EXPECT_EQ(add_lost_projects(header_of(false), lines.text, cut), 0);
  ASSERT_EQ(cut.rows.size(), 3u);
  EXPECT_EQ(lines.part(cut.rows[1].cells[0].range), "2");
  EXPECT_EQ(lines.part(cut.rows[1].cells[1].range), "乙≥5%");
  // A number that is printed nowhere has no place.
  none.rows[1].cells[0].range = {0, 0};
  const Lines far({"1甲", "≥20公里", "3丙", "≥95%"});
  StreamCut other;
  other.rows.resize(2);
  other.rows[0].cells = {{0, {0, 1}, {}, 9}};
  const size_t three = far.text.key.find(U'3');
  other.rows[1].cells = {{0, {three, three + 1}, {}, 9}};
  EXPECT_EQ(add_lost_projects(header_of(false), far.text, other), 1);
}

TEST(DumpStreamProjects, BehindTheLastNumberFirstLevelsThatComeBackTell) {
  const auto lost = [](const std::vector<std::string>& more) {
    std::vector<std::string> all = {"1甲产出指标数量指标里程≥20公里", "效益指标≥5%"};
    all.insert(all.end(), more.begin(), more.end());
    const Lines lines(all);
    const std::u32string& key = lines.text.key;
    StreamCut cut;
    cut.rows.resize(2);
    cut.rows[0].cells = {{0, {0, 1}, {}, 9}, {1, {1, 2}, {}, 9}, {2, {2, 6}, {}, 9}, {5, {6, key.find(U"效")}, {}, 9}};
    cut.rows[1].cells = {{2, {key.find(U"效"), key.find(U"效") + 4}, {}, 9}, {5, {key.find(U"效") + 4, key.size()}, {}, 9}};
    EXPECT_EQ(add_lost_projects(header_of(false), lines.text, cut), 0);
    return std::count_if(cut.rows.begin(), cut.rows.end(), [](const StreamRow& row) { return row.lost; });
  };
  EXPECT_EQ(lost({"2乙产出指标≥95%", "3丙产出指标≥90%"}), 2);
  EXPECT_EQ(lost({"2乙所学校≥95%"}), 0);          // no first level behind it
  EXPECT_EQ(lost({"2乙满意度指标≥95%"}), 0);      // one that has not stood before
}

TEST(DumpStreamProjects, OddNumbersAreInDoubt) {
  const Lines lines({"1甲", "42乙", "3丙"});   // a page's number in front of the second project's
  StreamCut cut;
  for (const char32_t* text : {U"1", U"42", U"3"}) {
    const size_t at = lines.text.key.find(text);
    cut.rows.emplace_back().cells.push_back({0, {at, at + std::u32string_view(text).size()}, {}, 9});
  }
  doubt_odd_numbers(header_of(false), lines.text, cut);
  EXPECT_EQ(cut.rows[0].cells[0].margin, 9);
  EXPECT_EQ(lines.part(cut.rows[1].cells[0].range), "2");
  EXPECT_EQ(cut.rows[1].cells[0].margin, 0);
  EXPECT_EQ(cut.rows[2].cells[0].margin, 9);
  EXPECT_EQ(cut.stray.size(), 1u);
}

TEST(DumpStreamProjects, ACodeThatAPagesEndCutsBeginsItsProject) {
  const std::string header = "序号 项目编码 项目名称 绩效目标 一级指标 二级指标 三级指标 指标值\n";
  const Read got = read_glued("项目支出绩效目标一览表\n单位：万元\n" + header +
                              "137073222P3748117\n1428E供热管网维护费1、按时完成养护\n2、保障运行产出指标成本指标 资金成本 ≤2.35元/件\n质量指标 合格率 ≥95%\n"
                              "237073222P0041328公园绿地养 1、按时完成绿地产出指标数量指标 养护面积 ≥20公顷\n" + header +
                              "1421J护费的养护\n2、保障安全\n质量指标 合格率 ≥95%\n");
  ASSERT_EQ(got.tables.size(), 1u);
  const int first = got.tables[0].header_rows;
  EXPECT_EQ(text_at(got.tables[0], first + 2, 1), "37073222P00413281421J");
  EXPECT_EQ(text_at(got.tables[0], first + 2, 0), "2");
}

TEST(DumpStreamProjects, WithoutCodesProjectsAreCounted) {
  const Read got = read_glued("项目支出绩效目标一览表\n单位：万元\n序号 项目名称 单位名称 绩效目标 一级指标 二级指标 三级指标 指标值\n"
                              "1供热管网维护费 某市公用事业服务中心 1、按时完成养护\n产出指标成本指标 资金成本 ≤2.35元/件\n质量指标 合格率 ≥95%\n"
                              "22022年公园绿地养护费 某市公用事业服务中心 1、按时完成养护\n产出指标数量指标 养护面积 ≥20公顷\n质量指标 合格率 ≥95%\n");
  ASSERT_EQ(got.tables.size(), 1u);
  const int first = got.tables[0].header_rows;
  EXPECT_EQ(text_at(got.tables[0], first + 2, 0), "2");
  EXPECT_EQ(text_at(got.tables[0], first + 2, 1), "2022年公园绿地养护费");
}

// A row whose project was not read is a record of its own, in doubt as a whole.
TEST(DumpStreamProjects, ALostProjectsRecordIsNamedAsAWhole) {
  Table table = test::table_of({{"序号", "项目编码", "项目名称", "一级指标", "二级指标", "三级指标", "指标值"},
                                {"1", "37073222P37481171428E", "甲", "产出指标", "数量指标", "里程", "≥20公里"},
                                {"2", "37073222P00413281421J", "乙", "产出指标", "质量指标", "合格率", "≥95%"}});
  for (Cell& cell : table.cells) {
    if (cell.row == 2) cell.doubts.push_back({"form-not-read", "no row of it was told", true});
  }
  table.header_rows = 1;
  Normalizer normalizer(builtin_forms(), NormalizeOptions{});
  normalizer.take(std::move(table));
  const NormalizedDocument got = normalizer.finish();
  ASSERT_EQ(got.projects.size(), 2u);
  const auto whole = [](const ProjectRecord& project) { return std::any_of(project.review.begin(), project.review.end(), [](const Review& review) { return review.field.empty() && review.reason == "form-not-read"; }); };
  EXPECT_FALSE(whole(got.projects[0]));
  EXPECT_TRUE(whole(got.projects[1]));
}

// The end of the second project's name was taken for the beginning of its unit.
TEST(DumpStreamProjects, AnOddBeginningIsInDoubt) {
  StreamHeader header = header_of(false);
  header.columns.assign(2, {});
  for (StreamColumn& column : header.columns) column.own = true, column.sort = StreamSort::text;
  const Lines lines({"养护费青某局", "整治尾款青某所", "体检费青某站", "维修费青某院"});
  StreamCut cut;
  const auto row = [&](std::u32string_view name, std::u32string_view unit) {
    auto& cells = cut.rows.emplace_back().cells;
    for (const auto& [column, text] : {std::pair{0, name}, {1, unit}}) {
      const size_t at = lines.text.key.find(text);
      cells.push_back({static_cast<size_t>(column), {at, at + text.size()}, {}, 9});
    }
  };
  row(U"养护费", U"青某局");
  row(U"整治", U"尾款青某所");
  row(U"体检费", U"青某站");
  row(U"维修费", U"青某院");
  doubt_odd_starts(header, lines.text, cut);
  for (size_t r = 0; r < cut.rows.size(); ++r) {
    for (const StreamCell& cell : cut.rows[r].cells) EXPECT_EQ(cell.margin, r == 1 ? 0 : 9) << r;
  }
}

}  // namespace
}  // namespace budgetlift
