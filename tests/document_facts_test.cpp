// What a document's title page and the lines with labels say of its year and department.
#include "normalize/facts.h"

#include "schemas/form_set.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

struct Printed {
  std::string text;
  double height = 20;
  int page = 1;
};

// Lines one below the other, a tenth of a line of air between them.
DocumentFacts facts_of(const std::vector<Printed>& printed) {
  const Form& form = builtin_forms().front();
  FactsFinder finder(form);
  double y = 100;
  for (const Printed& p : printed) {
    TextLine line;
    line.text = p.text;
    line.page = p.page;
    line.box = Box{100, y, 400, y + p.height};
    y += 1.1 * p.height;
    finder.take(line);
  }
  return finder.decide({});
}

TEST(DocumentFacts, TitlePageNamesBothOnOneLineOrTwo) {
  for (const std::vector<Printed>& page : std::vector<std::vector<Printed>>{
           {{"某县财政局2024年度部门预算"}}, {{"某县财政局"}, {"2024年度部门预算公开"}}, {{"2024年度某县财政局预算公开"}}, {{"某县财政局2024年度部门"}, {"决算"}}}) {
    const DocumentFacts facts = facts_of(page);
    EXPECT_EQ(facts.fiscal_year, 2024) << page.front().text;
    EXPECT_EQ(facts.department, "某县财政局") << page.front().text;
  }
}

TEST(DocumentFacts, NameWrapsWhereItsLinesAreSetAlike) {
  EXPECT_EQ(facts_of({{"某市某区规划和自然"}, {"资源局"}, {"2024年度部门决算"}}).department, "某市某区规划和自然资源局");
  EXPECT_EQ(facts_of({{"中共某区委"}, {"社会工作部2024年度"}, {"部门决算"}}).department, "中共某区委社会工作部");
  EXPECT_EQ(facts_of({{"公开材料", 10}, {"某县财政局2024年部门预算"}}).department, "某县财政局");
}

TEST(DocumentFacts, TitlePagesYearGoesBeforeOtherYears) {
  EXPECT_EQ(facts_of({{"某局2024年部门预算"}, {"2023年度决算情况", 10, 3}, {"2022年预算执行情况", 10, 4}}).fiscal_year, 2024);
}

TEST(DocumentFacts, PlaceAloneIsNoDepartmentAndALabelNamesIt) {
  const DocumentFacts facts = facts_of({{"某市某区2025年区级部门预算"}, {"预算主管部门：某市某区商务委员会"}});
  EXPECT_EQ(facts.department, "某市某区商务委员会");
  EXPECT_EQ(facts.fiscal_year, 2025);
  EXPECT_EQ(facts_of({{"某市某区2025年区级部门预算"}}).department, std::nullopt);
}

TEST(DocumentFacts, LabelledLineGivesTheNameAlone) {
  EXPECT_EQ(facts_of({{"收支预算总表"}, {"公开表一"}, {"部门：某省某厅单位：万元"}}).department, "某省某厅");
}

TEST(DocumentFacts, TablesNumberIsNoDepartment) {
  EXPECT_EQ(facts_of({{"表十二", 10, 5}, {"2017年政府采购预算表", 10, 5}}).department, std::nullopt);
}

TEST(DocumentFacts, TwoLabelledDepartmentsSayNothing) {
  EXPECT_EQ(facts_of({{"部门：某局"}, {"部门：某委"}}).department, std::nullopt);
}

}  // namespace
}  // namespace budgetlift
