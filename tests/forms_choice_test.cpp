// Which form the labels of a table are: scores, the runner-up, and what is unknown. Then the forms that are built in.
#include <map>

#include "normalize/form_choice.h"
#include "schemas/canonical.h"
#include "schemas/label_key.h"
#include "tests/forms_support.h"

namespace budgetlift {
namespace {

using test::builtin;
using test::table_of;

// A form of these labels; one that ends with '?' is optional.
Form form_of(const std::string& name, const std::vector<std::string>& fields, const std::vector<std::string>& columns) {
  Form out;
  out.name = name;
  auto cut = [](std::string& label) {
    const bool optional = label.ends_with("?");
    if (optional) label.pop_back();
    return optional;
  };
  for (std::string label : fields) {
    FormField field;
    field.optional = cut(label);
    field.key = "/extra/" + label;
    field.labels = {label};
    out.fields.push_back(field);
  }
  for (std::string label : columns) {
    FormColumn column;
    column.optional = cut(label);
    column.key = label;
    column.labels = {label};
    out.columns.push_back(column);
  }
  return out;
}

LabelEvidence evidence(const FormChooser& chooser, const std::vector<std::vector<std::string>>& rows) {
  const Table table = table_of(rows);
  return chooser.look(TableGrid(table));
}

FormRank rank_of(const FormChooser& chooser, const LabelEvidence& labels, size_t form) {
  for (const FormRank& rank : chooser.rank(labels)) {
    if (rank.form == form) return rank;
  }
  return {};
}

TEST(FormChoice, AFormWhoseLabelsAreAllThereAndNoOtherScoresOne) {
  const std::vector<Form> forms = {form_of("a", {"甲", "乙"}, {"丙", "丁"}), form_of("b", {"甲", "戊"}, {"丙", "己"})};
  const FormChooser chooser(forms);
  const LabelEvidence labels = evidence(chooser, {{"甲", "1", "乙", "2"}, {"丙", "丁", "", ""}});
  EXPECT_EQ(chooser.rank(labels).front().form, 0u);
  EXPECT_DOUBLE_EQ(chooser.rank(labels).front().score, 1);
  EXPECT_DOUBLE_EQ(rank_of(chooser, labels, 1).score, 0.5);   // knows 2 of 4, shows 2 of 4
}

TEST(FormChoice, TheScoreIsTheHarmonicMeanOfWhatIsKnownAndWhatIsShown) {
  const std::vector<Form> forms = {form_of("a", {"甲", "乙", "丙", "丁"}, {})};
  const FormChooser chooser(forms);
  const FormRank rank = rank_of(chooser, evidence(chooser, {{"甲", "1"}, {"乙", "2"}}), 0);
  EXPECT_DOUBLE_EQ(rank.known, 1);
  EXPECT_DOUBLE_EQ(rank.score, 2 * 1 * 0.5 / 1.5);
}

TEST(FormChoice, WhatAFormMayLackIsKnownButNotAskedFor) {
  const std::vector<Form> forms = {form_of("a", {"甲", "乙?"}, {})};
  const FormChooser chooser(forms);
  EXPECT_DOUBLE_EQ(rank_of(chooser, evidence(chooser, {{"甲", "1"}}), 0).score, 1);
  EXPECT_DOUBLE_EQ(rank_of(chooser, evidence(chooser, {{"甲", "1", "乙", "2"}}), 0).score, 1);
}

TEST(FormChoice, OfEqualScoresTheFormGivenFirstComesFirst) {
  const std::vector<Form> forms = {form_of("loose", {"甲", "乙?"}, {}), form_of("strict", {"甲", "乙"}, {})};
  const FormChooser chooser(forms);
  EXPECT_EQ(chooser.rank(evidence(chooser, {{"甲", "1", "乙", "2"}})).front().form, 0u);
}

TEST(FormChoice, ATableOfAHeadAloneIsMeasuredByTheHead) {
  const std::vector<Form> forms = {form_of("a", {"甲", "乙"}, {"丙", "丁"})};
  const FormChooser chooser(forms);
  EXPECT_DOUBLE_EQ(rank_of(chooser, evidence(chooser, {{"甲", "1", "乙", "2"}}), 0).score, 1);
  EXPECT_DOUBLE_EQ(rank_of(chooser, evidence(chooser, {{"丙", "丁"}}), 0).score, 1);
}

TEST(FormChoice, AListingIsMeasuredByHeadAndColumnsTogether) {
  std::vector<Form> forms = {form_of("a", {"甲", "乙"}, {"丙", "丁"})};
  forms[0].listing = true;
  const FormChooser chooser(forms);
  EXPECT_LT(rank_of(chooser, evidence(chooser, {{"甲", "1", "乙", "2"}}), 0).score, 0.7);
}

TEST(FormChoice, ALabelCountsWithItsValueBehindAColon) {
  const std::vector<Form> forms = {form_of("a", {"甲", "乙"}, {})};
  const FormChooser chooser(forms);
  EXPECT_EQ(evidence(chooser, {{"甲：1", "乙（万元）：2"}}).size(), 2u);
  EXPECT_EQ(evidence(chooser, {{"1：甲", "乙二：2"}}).size(), 0u);
}

TEST(FormChoice, ALabelCountsOnce) {
  const std::vector<Form> forms = {form_of("a", {"甲", "乙"}, {})};
  const FormChooser chooser(forms);
  EXPECT_EQ(evidence(chooser, {{"甲", "1"}, {"甲", "2"}}).size(), 1u);
}

TEST(FormChoice, OnlyTheRowsAskedForAreLookedAt) {
  const std::vector<Form> forms = {form_of("a", {"甲", "乙", "丙"}, {})};
  const FormChooser chooser(forms);
  const Table table = table_of({{"甲", "1"}, {"乙", "2"}, {"丙", "3"}});
  EXPECT_EQ(chooser.look(TableGrid(table), 1, 2), evidence(chooser, {{"乙", ""}}));
}

TEST(FormChoice, APathOfLabelsIsNoLabel) {
  std::vector<Form> forms = {form_of("a", {"甲"}, {})};
  forms[0].fields[0].labels.push_back("乙/丙");
  const FormChooser chooser(forms);
  EXPECT_TRUE(evidence(chooser, {{"乙/丙"}}).empty());
}

TEST(FormChoice, AFormThatLacksALabelIsKnownByItsTitleOnly) {
  const std::vector<Form> forms = {form_of("form", {"甲", "乙", "丙"}, {})};
  const FormChooser chooser(forms);
  const LabelEvidence two = evidence(chooser, {{"甲", "1", "乙", "2"}}), all = evidence(chooser, {{"甲", "1", "乙", "2", "丙", "3"}});
  EXPECT_TRUE(chooser.fit(two, 0, true).known);
  EXPECT_FALSE(chooser.fit(two, 0, false).known);
  EXPECT_TRUE(chooser.fit(all, 0, false).known);
}

TEST(FormChoice, TheRunnerUpIsTheBestOfTheOthers) {
  const std::vector<Form> forms = {form_of("far", {"甲", "子", "丑"}, {}), form_of("best", {"甲", "乙"}, {}), form_of("near", {"甲", "乙", "丙"}, {})};
  const FormChooser chooser(forms);
  const FormFit fit = chooser.fit(evidence(chooser, {{"甲", "1", "乙", "2"}}), 1, true);
  EXPECT_TRUE(fit.known);
  EXPECT_EQ(fit.best.name, "best");
  ASSERT_TRUE(fit.runner_up);
  EXPECT_EQ(fit.runner_up->name, "near");
  EXPECT_DOUBLE_EQ(fit.runner_up->score, 2 * (2 / 3.0) / (1 + 2 / 3.0));
}

TEST(FormChoice, AmongFormsThatReadAllLabelsAlikeTheBestNamesTheRecord) {
  std::vector<Form> forms = {form_of("full", {"甲", "乙"}, {"丙", "丁"}), form_of("brief", {"甲", "乙"}, {"丙", "丁?"}),
                             form_of("other", {"甲", "乙"}, {"丙"})};
  forms[2].fields[0].key = "/extra/戊";
  const FormChooser chooser(forms);
  const LabelEvidence labels = evidence(chooser, {{"甲", "1", "乙", "2"}, {"丙", "", "", ""}});
  EXPECT_EQ(chooser.best_alike(labels, 0), 1u);   // "other" fits as well, but takes 甲 for something else
  EXPECT_EQ(chooser.best_alike(labels, 2), 2u);
}

TEST(FormChoice, BelowTheLeastScoreAFormIsUnknown) {
  const std::vector<Form> forms = {form_of("a", {"甲", "乙", "丙", "丁"}, {}), form_of("b", {"子", "丑"}, {})};
  const FormChooser chooser(forms);
  const LabelEvidence three = evidence(chooser, {{"甲", "1"}, {"乙", "2"}, {"丙", "3"}});
  EXPECT_TRUE(chooser.fit(three, 0, true).known);                                                                    // 0.857
  EXPECT_FALSE(chooser.fit(evidence(chooser, {{"甲", "1"}, {"乙", "2"}}), 0, true).known);                           // 0.667
  EXPECT_FALSE(chooser.fit(evidence(chooser, {{"甲", "乙", "丙"}, {"子", "丑", ""}}), 0, true).known);               // 0.667
}

TEST(FormChoice, AFormThatLacksTooManyOfItsColumnsIsUnknown) {
  const std::vector<Form> forms = {form_of("a", {"甲", "乙", "丙", "丁"}, {"子", "丑"})};
  const FormChooser chooser(forms);
  const LabelEvidence labels = evidence(chooser, {{"甲", "1", "乙", "2"}, {"丙", "3", "丁", "4"}, {"子", "", "", ""}});
  EXPECT_GT(chooser.fit(labels, 0, true).best.score, 0.9);
  EXPECT_FALSE(chooser.fit(labels, 0, true).known);   // one of two columns
}

class BuiltInForm : public ::testing::TestWithParam<size_t> {
 protected:
  const Form& form() const { return builtin_forms()[GetParam()]; }
};

TEST_P(BuiltInForm, IsTheOneThatItsOwnLabelsTell) {
  const FormChooser chooser(builtin_forms());
  std::vector<std::vector<std::string>> rows;
  for (const FormField& field : form().fields) {
    if (!field.optional) rows.push_back({field.labels.front()});
  }
  for (const FormColumn& column : form().columns) {
    if (!column.optional) rows.push_back({column.labels.front()});
  }
  const LabelEvidence labels = evidence(chooser, rows);
  EXPECT_EQ(chooser.rank(labels).front().form, GetParam());
  EXPECT_TRUE(chooser.fit(labels, GetParam(), true).known);
  EXPECT_DOUBLE_EQ(chooser.fit(labels, GetParam(), true).best.score, 1);
}

TEST_P(BuiltInForm, HasNoLabelTwiceButWhereAnotherLabelTellsWhich) {
  std::map<std::string, std::set<std::string>> unders;   // by label: `under` of the fields that have it
  for (const FormField& field : form().fields) {
    std::set<std::string> own;
    for (const std::string& label : field.labels) own.insert(label_key(folded(label)).key);
    for (const std::string& label : own) EXPECT_TRUE(unders[label].insert(field.under).second) << label << " of " << field.key << " is another field's, too";
    EXPECT_TRUE(field.under.empty() || test::field_at(form(), field.under) >= 0) << field.under;
  }
  std::set<std::string> columns;
  for (const FormColumn& column : form().columns) {
    std::set<std::string> own;
    for (const std::string& label : column.labels) own.insert(label_key(folded(label)).key);
    for (const std::string& label : own) {
      EXPECT_TRUE(columns.insert(label).second) << label << " is another column's, too";
      EXPECT_FALSE(unders.count(label)) << label << " is a field's, too";
    }
  }
}

TEST_P(BuiltInForm, HasATaxonomyOfItsOwnOrTheUsualOne) {
  EXPECT_GE(form().taxonomy.size(), 3u);
}

TEST_P(BuiltInForm, AddsUpFieldsThatAreAmounts) {
  for (const FormSum& of : form().sums) {
    if (test::field_at(form(), of.total) < 0) continue;   // a table's row of totals may give it
    std::vector<std::string> keys = of.parts;
    keys.push_back(of.total);
    keys.insert(keys.end(), of.maybe.begin(), of.maybe.end());
    for (const std::string& key : keys) {
      const int field = test::field_at(form(), key);
      ASSERT_GE(field, 0) << key;
      EXPECT_EQ(form().fields[static_cast<size_t>(field)].kind, "amount");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Forms, BuiltInForm, ::testing::Range(size_t{0}, builtin_forms().size()), [](const auto& form) {
  std::string name = builtin_forms()[form.param].name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(BuiltInForms, AreTheSixThatTheCorpusMakes) {
  for (const char* name : {"hebei-2024", "hebei-early", "national-project", "shanghai-project", "department-overall", "listing"}) {
    EXPECT_NE(find_form(builtin_forms(), name), nullptr) << name;
  }
}

}  // namespace
}  // namespace budgetlift
