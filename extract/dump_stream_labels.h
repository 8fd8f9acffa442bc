// Labels of a form that a page's end cuts, side by side or written downwards.
#pragma once

#include "extract/dump_stream_text.h"
#include "extract/dump_words.h"

namespace budgetlift {

// "计划开始日 2022年1月1日 计划完成日 2022年12月31日", and on the next page "期： 期：": moves the rests to their labels' beginnings. Labels are
// words that spaces or lines' ends part from their values, so not for glued cells.
void join_cut_labels(StreamLines& lines, const DumpWords& words);

// "指标值确定依" and "据财政资金 其他资金" below it: a browser sets nothing between the rest of a label and another one that was drawn behind it on
// one line. They become lines of their own.
void part_glued_labels(StreamLines& lines, const DumpWords& words);

// Written downwards in a narrow cell, a label that a page's end cuts has what is beside it between its two parts: the text without both,
// where the first stands before character `limit`.
StreamText without_cut_labels(const StreamText& text, size_t limit, const DumpWords& words);

}  // namespace budgetlift
