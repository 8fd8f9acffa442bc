// The words of all forms as the readers of dumps look them up: labels of heads, of columns and of groups, names of indicators.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "schemas/form.h"

namespace budgetlift {

// Labels that stand near each other are one form's: lines between two of them at most, and different ones that running text does not have
// so near to each other.
inline constexpr size_t kLabelsNear = 40, kLabelsOfForm = 3;

// What forms use a label for; several at once are possible.
struct LabelUse {
  bool field = false;        // of a head, or a project's column of a listing
  bool group = false;        // without a value of its own, or above other labels
  bool column = false;       // of an indicator table
  bool total = false;        // of a row of sums
  bool head = false;         // of a form's head, not of a listing alone
  bool number = false;       // of a project's own number in a listing
};

class DumpWords {
 public:
  explicit DumpWords(const std::vector<Form>& forms);

  // `text`: as printed. Colons and units in brackets behind a label do not matter. Null if no form knows it.
  const LabelUse* find(std::string_view text) const;
  bool is_column(std::string_view text) const;

  // Labels that `key` (dump_text.h, key_text) begins with, the longest first: how many characters each has.
  struct Start {
    size_t length = 0;
    const LabelUse* use = nullptr;
  };
  std::vector<Start> labels_at(std::u32string_view key) const;

  bool is_level1(std::string_view text) const;
  bool is_level2(std::string_view text) const;

  const std::vector<std::u32string>& level1() const { return level1_; }   // keys (dump_text.h, key_text)
  const std::vector<std::u32string>& level2() const { return level2_; }
  const std::vector<std::u32string>& columns() const { return columns_; }
  const std::vector<std::u32string>& heads() const { return heads_; }     // of fields and groups
  bool belongs(const std::u32string& level1, const std::u32string& level2) const { return pairs_.count({level1, level2}) > 0; }

 private:
  LabelUse& add(const std::string& label);

  std::unordered_map<std::string, LabelUse> labels_;   // by label_key
  std::vector<std::u32string> level1_, level2_, columns_, heads_;
  std::set<std::pair<std::u32string, std::u32string>> pairs_;
  std::unordered_map<char32_t, std::vector<std::pair<std::u32string, std::string>>> by_first_;   // labels and their keys in labels_
  size_t longest_ = 0;                                 // bytes of a label
};

}  // namespace budgetlift
