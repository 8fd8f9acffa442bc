// Forms that no definition covers, in dumps that keep columns: where they begin, and what of their heads is known.
#include "extract/dump_layout_unknown.h"

#include <set>

#include "tests/dump_layout_sample.h"
#include "tests/dump_support.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

// The first label of the second form is one that no form knows.
const char* const kForms =
    "                                 项目实施方案备案表\n"
    "                                   （2025年度）\n"
    "项目名称     入河排污口采购工程              工程名称        秸秆禁烧视频监控修缮\n"
    "项目编码     62063125P25279549695J   项目属性        新增项目\n"
    "验收标准   按照统一规划的原则，完善移动源监管改造，降低队\n"
    "       伍素质\n"
    "  一级指标          二级指标                三级指标                   目标值\n"
    "  产出指标          数量指标        年度补助批次                       >12个\n"
    "                质量指标        故障排除率                       稳步提高\n"
    "                                 项目实施方案备案表\n"
    "                                   （2025年度）\n"
    "承担机构     某县某中心                  建设地点        某县城关镇\n"
    "项目名称     噪声监测更新专项资金            项目属性        延续项目\n"
    "项目编码     62063125P00492293195L   工程名称        黑臭水体采购\n"
    "  一级指标          二级指标                三级指标                   目标值\n"
    "  产出指标          数量指标        新增黑臭水体                       5处\n";

TEST(DumpLayoutUnknown, FormsBeginBelowTheirTitlesAlsoWithALabelThatNoFormKnows) {
  const test::LayoutSample sample(kForms);
  const std::vector<UnknownLayoutForm> forms = find_unknown_layout_forms(sample.text, sample.words);
  ASSERT_EQ(forms.size(), 2u);
  EXPECT_EQ(forms[0].title, 0);
  EXPECT_EQ(forms[0].head, 2);
  EXPECT_EQ(forms[1].title, 9);
  EXPECT_EQ(forms[1].head, 11);
}

// Few labels that a form knows, far below the title; that of a value of several lines stands alone on one.
TEST(DumpLayoutUnknown, FormsBeginAlsoWithALabelBesideALongValue) {
  const std::string header = "一级指标        二级指标                 三级指标         目标值\n";
  const std::string first =
      "                                政府投资项目申报书\n"
      "                                                          单位：元\n"
      "        2023 年 6 月至 2023 年 12\n"
      "建设周期                             工程名称    社保卡运维项目工程款\n"
      "                 月\n"
      "牵头处室        项目管理中心               立项方式        自筹\n"
      "                                         某县人力资源和社会保\n"
      "承担机构    某县劳动保障监察大队               审批机关\n"
      "                                         障局\n"
      "联系电话        0381-5213913         代建机构    某县人才交流中心\n"
      "建设地点                            某县城关镇\n";
  const std::string rows =
      "产出指标        数量指标           见习人员人数              1家\n"
      "效益指标     可持续影响指标           可持续修缮能力           稳步提高\n";
  const std::string one = "绩效目标    规范社保卡制度体系支付我单位社保卡改造合同款。\n";
  const std::string several =
      "        根据年度工作安排，提高公益性岗位标准化建设，职业技能培训提升\n"
      "绩效目标\n"
      "        率达到 85% 以上，群众反映良好\n";
  const std::string text = first + one + header + rows + first + several + header + rows;
  const test::LayoutSample sample(text.c_str());
  const std::vector<UnknownLayoutForm> forms = find_unknown_layout_forms(sample.text, sample.words);
  ASSERT_EQ(forms.size(), 2u);
  EXPECT_EQ(forms[0].title, 0);
  EXPECT_EQ(forms[0].head, 2);
  EXPECT_EQ(forms[1].title, 15);
  EXPECT_EQ(forms[1].head, 17);
}

TEST(DumpLayoutUnknown, LabelsThatNoFormKnowsStandWhereKnownOnesDo) {
  const test::LayoutSample sample(kForms);
  std::vector<std::u32string> keys;
  for (const LayoutLabel& label : unknown_labels(sample.text, 2, 6, sample.words)) keys.push_back(label.pieces.front()->key);
  EXPECT_EQ(keys, (std::vector<std::u32string>{U"工程名称", U"验收标准"}));
}

TEST(DumpLayoutUnknown, WhatBelongsToSuchLabelsIsNoPartOfAValueAndAllIsInDoubt) {
  const std::vector<Block> blocks = test::read_blocks(kForms);
  std::string stray;
  std::set<std::string> cells;
  for (const Block& block : blocks) {
    const Table* table = std::get_if<Table>(&block);
    if (!table) continue;
    EXPECT_FALSE(table->doubts.empty());
    for (const TextLine& line : table->stray) stray += line.text;
    for (const Cell& cell : table->cells) cells.insert(canonical_joined(cell.lines));
  }
  EXPECT_NE(stray.find("工程名称"), stray.npos);
  EXPECT_NE(stray.find("秸秆禁烧视频监控修缮"), stray.npos);
  for (const char* text : {"入河排污口采购工程", "62063125P25279549695J", "稳步提高", "新增黑臭水体"}) EXPECT_EQ(cells.count(text), 1u) << text;
}

}  // namespace
}  // namespace budgetlift
