// Every threshold of extract, with its unit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "extract/scan_reader.h"

namespace budgetlift {

// Digital PDFs. Lengths in points as displayed.
struct PdfOptions {
  int max_pages = 100000;                // a document that claims more is `too_large`: no budget comes near
  std::size_t max_marks = 5'000'000;     // glyphs, lines and fills of one page; more is an attack, and memory

  double min_font_size = 0.2;            // smaller text cannot be seen
  double min_alpha = 0.02;               // fainter paint cannot be seen
  double white_level = 0.985;            // 0..1 of each of red, green, blue: from here on paint is white
  double duplicate_shift = 0.10;         // of the font size: the same glyph no further away is a false bold
  double cover_margin = 0.15;            // of a glyph's box: a later fill that leaves less than this hides it
  double garbled_share = 0.30;           // of a page's glyphs without a usable Unicode value: the layer is garbled

  // What a page is read from. A page without text that has more than a logo is a picture.
  double image_share = 0.05;             // of the page under images
  double both_share = 0.25;              // of the page under a picture beside text: it may be a scan, and is read too ...
  double both_dpi = 90;                  // ... if it is as fine as this: no scan is coarser, photographs often are ...
  double both_stretch = 1.1;             // ... is drawn with square pixels: a background is pulled to its page ...
  double fax_stretch = 1.9;              // ... or with a coarse fax's, which has half the lines ...
  double both_glyphs = 100;              // ... and has no more glyphs on it than these (of a whole page's picture)
  std::size_t least_shapes = 150;        // small filled outlines: some 25 characters drawn as curves
  std::size_t shapes_a_glyph = 10;       // so many for every real glyph of the page; a chart has fewer
  double shapes_share = 0.05;            // of the page around them; an emblem is smaller
  double least_shape = 1.5;              // points; the longer side of the outline of a character's stroke ...
  double most_shape = 60;                // ... and of a whole character in a title
  std::size_t language_glyphs = 60;      // Chinese characters of a page, to judge their language
  double common_share = 0.12;            // of them the commonest ones; less is looked at closer (in budgets 0.4)
  double first_level_share = 0.70;       // of them GB 2312's first level; less is no language (in budgets 0.97)
  std::size_t max_images = 4096;         // of a page, that are looked at one by one

  double max_ruling_thickness = 3.0;     // a thicker stroke or fill is a shading, not a ruling (browser: 0.75-2.25)
  double off_axis_slope = 0.00873;       // tan 0.5 degrees: scanned forms redrawn by hand, rotated exports
  double off_axis_jitter = 0.1;          // short dashes may be off by this whatever their slope
  double same_line_gap = 1.6;            // edge to edge: double borders, a fill beside its stroke
  double same_line_span = 4.0;           // edges of all pieces of one line: keeps hatchings apart
  double join_gap = 2.0;                 // along the line: pieces between crossings leave a line's thickness
  double dash_length = 8.0;              // pieces up to this long may be dashes ...
  double dash_gap = 4.5;                 // ... and are joined over this gap; a merged cell leaves more
  double min_ruling_length = 3.0;        // shorter ones after joining are dots and ticks
};

// Words of comparison before a number.
inline const std::vector<std::string> kComparisonWords = {"不低于", "不少于", "不高于", "不超过", "不大于", "不小于", "大于", "小于", "等于",
                                                          "低于",   "高于",   "超过",   "达到",   "至少",   "最多",   "控制在"};

struct TableOptions {
  // Text. Sizes in em are multiples of the glyph's font size.
  double word_gap = 0.2;      // em; a wider gap between glyphs gives a space (word spaces are 0.25 em or so)
  double piece_space = 0.6;   // em; a wider gap ends a piece, so that columns without a ruling stay apart
  double line_overlap = 0.5;  // share of the lower height; pieces that overlap so much stand on one line

  double hangs_over = 0.25;  // share of a line's height; a line so far over a ruling may belong across it

  // Rulings.
  double same_line = 1.0;       // points across; pieces of one ruling (thousands of thin fills) lie this near
  double dash_gap = 2.5;        // points along; pieces of one ruling with smaller gaps are one
  double touch = 2.0;           // points; a ruling that ends this near to another one meets it
  double snap = 3.0;            // points; parallel rulings nearer than this are one edge (doubled lines)
  double min_ruling = 4.0;      // points; shorter ones are marks, not edges of cells
  double min_row = 5.0;         // points; an outer row without border is at least this high: a line of 5 pt type
  double min_column = 8.0;      // points; an outer column without border is at least this wide: one glyph
  double edge_cover = 0.5;      // share of a cell's side that must be drawn for the side to stand
  double grid_cover = 0.5;      // share of a grid's outline that must be cells: boxes joined by lines are a chart
  double caption_gap = 40;      // points; a line farther above a table (or its caption) is not its caption
  int max_grid_cells = 250000;  // rows times columns; more is a drawing
  int max_segments = 20000;     // whole lines of a page; more is a drawing, and time

  // Page furniture.
  double head_zone = 84;         // points; running headers stand this near to the edge of the page
  double foot_zone = 60;         // points; running footers do; notes below a table may stand higher
  double number_zone = 100;      // points; page numbers of official papers stand up to 79 points above the foot
  double footer_gap = 1.2;       // heights of the line; a bare number this far from the text is a page number
  double furniture_shift = 3.0;  // points; a running header stands at the same height on every page
  double scan_furniture_shift = 12;  // the same where a page was scanned: paper is fed by hand

  // Joining over pages.
  double edge_shift = 2.5;    // points; column edges of one table differ this much between pages at most
  double edge_share = 0.006;  // of the table's width; the same for tables printed at another size
  double scan_edge_shift = 5;     // points; the same where a page was scanned: paper stretches, cameras bend ...
  double scan_edge_share = 0.012; // ... and of the table's width
  double foot_share = 0.5;    // of the page's height; a table that ends above this does not go on by itself
  double wrap_slack = 0.35;   // em; a wrapped line may be this much shorter than the longest one of its column
  // Folded texts of a target's cell: what it cannot end with, and what is no whole one.
  std::vector<std::string> comparisons = kComparisonWords;
  std::vector<std::string> target_tails = {"底", "末", "前", "底前", "之前", "以前", "以上", "以下", "以内", "左右", "内"};
  double least_padding = 1;   // points on each side of a cell's text; no producer leaves less ...
  double most_padding = 6;    // ... nor more (Word: 5.4)
  double common_edges = 0.8;  // share of the column edges; a repeated header needs so many in common
};

// Costs are in nats: a cut that costs 1 more is about e times less likely.
struct DumpOptions {
  std::vector<std::string> comparisons = kComparisonWords;
  // Words by which a value without number names a quality.
  std::vector<std::string> qualities = {"持续", "稳定", "提升", "提高", "改善", "增强", "增长", "增加", "上升", "下降", "降低", "减少", "优", "良",
                                        "好",   "合格", "达标", "长期", "有效", "及时", "明显", "显著", "基本", "完成", "保障", "全年",
                                        "全部", "零",   "无",   "不",   "是",   "完善", "健全", "稳步", "较",   "满意", "标准", "批复", "若干"};
  // Words that only stand before another one: no value ends with them, and none that goes on with a word of quality begins behind them.
  std::vector<std::string> adverbs = {"基本", "明显", "有效", "持续", "不断", "稳步", "有所", "逐步", "较", "不", "进一步"};
  // Words by which a text begins that says what something is for or what is to be done.
  std::vector<std::string> openings = {"用于", "支付", "弥补", "为",   "根据", "按照", "结合", "通过", "围绕", "依据", "不发生", "一是", "每月",
                                       "每季度", "保障", "确保", "推进", "加强", "完善", "健全", "提升", "提高", "改善", "优化", "规范", "落实",
                                       "夯实", "扩大", "降低", "减少", "开展", "有序", "按时", "全面", "进一步", "逐步"};
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

// The words that a form prints, on scanned pages.
struct WordOptions {
  double word_odds = 1000;        // how much likelier a known word is than any one text that differs from it in a character
  double ending_odds = 100;       // the same for the ending of a line
  double unlisted = 0.05;         // share of the probability left for what the reader did not think of that a known word's
                                  // character gets
  double rare_odds = 100;         // how much likelier a known word's character is than one in its place that Chinese rarely writes
                                  // (outside GB 2312's first level), above what the reader says: forms print none
  double marks_odds = 1e6;        // the same of a word whose wide characters were all read, so that only marks differ
  double narrow_slip = 0.02;      // likelihood that a narrow character is lost or read twice
  int most_slips = 2;             // characters lost, or read twice, more than the others
  double change_share = 0.5;      // of a word's characters that may be changed, and at least one
  double digit = 0.02;            // probability of a digit from which it may stand in a number at a line's beginning …
  double like_digit = 0.3;        // … and that of the digit that a letter looks like, where none is listed
  double smear = 0.5;             // mean confidence of what stands beside a known word in its cell, below which it is none
  double ruling_gap = 0.7;        // heights of a line from a stroke at its end to what stands beside it: what is left of a ruling
  double header_share = 0.33;     // of a row's cells that must be a form's column headers, each in its place …
  double header_unsure = 0.9;     // … for the others to be so, if they were read with less certainty than this …
  double header_left = 0.25;      // of a smeared header's characters that are left
  double header_certain = 0.95;   // … and then have this
  int least_labels = 3;           // of a form's head that must be known for the others to be looked for ...
  double label_share = 0.5;       // ... and of those that it requires
  double label_clear = 0.7;       // of a missing label's characters, in a text as long, that make it this label ...
  double label_near = 0.4;        // ... or in one of which a character ...
  double label_unsure = 0.6;      // ... was read with less certainty than this
  double label_garbled = 0.5;     // mean certainty of the one text between its neighbours that may be anything
  double least_probability = 0.5; // that the word is right, from which it is written
  double most_certain = 0.999;    // confidence of a character put right, at most
};

struct ReadOptions {
  std::string sha256;                                    // of the file's bytes, where it is known already
  std::uint64_t max_bytes = 2ull << 30;                  // a larger file is `too-large`
  std::function<void(int page, int pages)> progress;     // called after each page; may be empty
  PdfOptions pdf;
  TableOptions table;
  DumpOptions dump;
  ScanOptions scan;
  std::shared_ptr<ScanSession> scans;                    // keeps its reader between documents; null: made from `scan`
  WordOptions words;
};

}  // namespace budgetlift
