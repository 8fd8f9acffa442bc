// Labels that a page's end cuts.
#pragma once

#include "extract/dump_stream_text.h"
#include "extract/dump_words.h"

namespace budgetlift {

// "计划开始日 2022年1月1日 计划完成日 2022年12月31日", and on the next page "期： 期：": moves the rests to their labels' beginnings. Labels are
// words that spaces or lines' ends part from their values, so not for glued cells.
void join_cut_labels(StreamLines& lines, const DumpWords& words);

}  // namespace budgetlift
