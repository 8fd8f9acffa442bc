// Names of the first and second levels of all forms' indicators, and parts of them as lines cut them.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "schemas/form.h"

namespace budgetlift {

// The first and second levels of all forms.
class LevelNames {
 public:
  explicit LevelNames(const std::vector<Form>& forms);

  bool is_level1(const std::u32string& key) const { return level1_.count(key) > 0; }
  // Its place among the first levels of its form; 0 where the name is not known.
  int order_of(const std::u32string& level1) const;
  bool begins_level1(const std::u32string& key) const { return level1_begins_.count(key) > 0; }
  bool has_level1_part(const std::u32string& key) const { return level1_parts_.count(key) > 0; }
  // The first level that a second one belongs under; empty where the name is not known.
  std::u32string level1_of(const std::u32string& level2) const;
  bool has_level2_part(const std::u32string& key) const { return level2_parts_.count(key) > 0; }   // some level 2 does
  bool begins_level2(const std::u32string& key) const { return level2_begins_.count(key) > 0; }
  // Whether some name of a level ends so: what a page's end has cut off.
  bool ends_level(const std::u32string& key) const { return ends_.count(key) > 0; }
  // Where what follows first and second levels that a piece begins with begins; the last place is behind its last such name.
  std::vector<size_t> cuts(const std::u32string& key) const;

 private:
  std::unordered_map<std::u32string, std::u32string> level2_;
  std::unordered_map<std::u32string, int> order_;
  std::unordered_set<std::u32string> level1_, level1_parts_, level1_begins_, level2_parts_, level2_begins_, ends_;
};

}  // namespace budgetlift
