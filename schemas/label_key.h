// Labels of forms in the spelling in which they are compared.
#pragma once

#include <string>
#include <vector>

namespace budgetlift {

struct LabelKey {
  std::string key;    // folded, without a colon at its end and without a unit of money behind it
  std::string unit;   // "万元" of "项目资金（万元）"; empty where there is none
};

// `folded_text`: schemas/canonical.h, folded.
LabelKey label_key(const std::string& folded_text);

// "预算金额/总额", a label below another one, is these two.
std::vector<std::string> labels_of_path(const std::string& path);

}  // namespace budgetlift
