// Every threshold of extract, with its unit.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace budgetlift {

struct PdfOptions {
  int max_pages = 100000;
};

struct TableOptions {
};

// Costs are in nats: a cut that costs 1 more is about e times less likely.
struct DumpOptions {
  // Words of comparison before a number.
  std::vector<std::string> comparisons = {"不低于", "不少于", "不高于", "不超过", "不大于", "不小于", "大于", "小于", "等于",
                                          "低于",   "高于",   "超过",   "达到",   "至少",   "最多",   "控制在"};
  // Words by which a value without number names a quality.
  std::vector<std::string> qualities = {"持续", "稳定", "提升", "提高", "改善", "增强", "增长", "增加", "上升", "下降", "降低", "减少", "优", "良",
                                        "好",   "合格", "达标", "长期", "有效", "及时", "明显", "显著", "基本", "完成", "保障", "全年",
                                        "全部", "零",   "无",   "不",   "是",   "完善", "健全", "稳步", "较",   "满意", "标准", "批复"};
  // RE2 on the folded text of a whole cell, after any number of comparisons and signs: what an indicator's value with
  // a number or a date looks like. A unit has at most 7 characters and does not end with a slash.
  std::string target_pattern =
      "(?:(?:\\d{2,4}年|\\d{1,2}月|年|月)(?:\\d{1,2}月)?(?:\\d{1,2}[日号])?(?:底|末|份|中旬|上旬|下旬)?(?:之?前|以前|内)?"
      "|每[年月季周日]\\d*[日号]?(?:之?前)?"
      "|\\d[\\d,]*(?:\\.\\d+)?(?:[-~—至]\\d[\\d,]*(?:\\.\\d+)?)?"
      "(?:[%‰]|年|个?月|[天日]|[^\\d,。；：《》【】≥≤<>=年月%](?:[^\\d,。；：《》【】≥≤<>=%]{0,5}[^\\d,。；：《》【】≥≤<>=%/])?)?)"
      "(?:以上|以下|以内|左右)?";
  // A cut of a row that costs at most this much more than the best one makes the cells doubtful in which they differ.
  double ambiguity_margin = 2.5;
  // The same for cuts in which a cell has nothing: a cell that was lost is rare, and costs more than it should.
  double missing_margin = 4;
  // Cuts that cost this much more than the best one up to the same place are given up; with the second figure where
  // the first search found no clean cut.
  double beam = 14;
  double wide_beam = 22;
  // Full-width characters by which a line may miss its column's width, as fonts differ from our glyph widths; the
  // second figure for lines of full-width characters alone.
  double width_tolerance = 0.35;
  double full_width_tolerance = 0.1;
  // Full-width characters past the tolerance by which a line may miss its column's width before it is doubted.
  double wrap_doubt = 0.05;
  // Tables of a document to which the columns' widths are fitted, where the form's do not fit.
  int fit_projects = 16;
  // Pieces of a table above which no widths are fitted to it.
  int max_fit_pieces = 1000;
  // Mean cost of a row above which a table is tried with other widths, and what they must gain.
  double fit_cost = 2;
  double fit_gain = 1;
  // The same in a document whose widths are known to be its own: cost of a single row, and gain of the mean.
  double fit_row_cost = 4;
  double fit_small_gain = 0.2;
  // Pieces of a project's indicator table above which it is not cut into rows at all (the sample has at most 170).
  int max_pieces = 20000;
  // Lines of a project's head above which no head is looked for (the sample has at most 40).
  int max_head_lines = 400;
};

struct ReadOptions {
  std::uint64_t max_bytes = 2ull << 30;                  // a larger file is `too-large`
  std::function<void(int page, int pages)> progress;     // called after each page; may be empty
  PdfOptions pdf;
  TableOptions table;
  DumpOptions dump;
};

}  // namespace budgetlift
