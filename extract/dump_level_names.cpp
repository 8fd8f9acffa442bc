#include "extract/dump_level_names.h"

#include "extract/dump_text.h"

namespace budgetlift {

LevelNames::LevelNames(const std::vector<Form>& forms) {
  for (const Form& form : forms) {
    for (const TaxonomyEntry& entry : form.taxonomy) {
      const std::u32string level1 = key_text(entry.level1);
      level1_.insert(level1);
      order_.emplace(level1, 1 + static_cast<int>(&entry - form.taxonomy.data()));
      for (size_t at = 0; at < level1.size(); ++at) {
        for (size_t n = 1; n <= level1.size() - at; ++n) level1_parts_.insert(level1.substr(at, n));
      }
      for (size_t n = 1; n <= level1.size(); ++n) level1_begins_.insert(level1.substr(0, n)), ends_.insert(level1.substr(level1.size() - n));
      for (const std::string& name : entry.level2) {
        const std::u32string level2 = key_text(name);
        level2_.emplace(level2, level1);
        for (size_t at = 0; at < level2.size(); ++at) {
          for (size_t n = 1; n <= level2.size() - at; ++n) level2_parts_.insert(level2.substr(at, n));
        }
        for (size_t n = 1; n <= level2.size(); ++n) level2_begins_.insert(level2.substr(0, n)), ends_.insert(level2.substr(level2.size() - n));
      }
    }
  }
}

std::vector<size_t> LevelNames::cuts(const std::u32string& key) const {
  std::vector<size_t> out;
  for (size_t at = 0; at < key.size();) {
    size_t length = key.size() - at;
    while (length > 0 && !is_level1(key.substr(at, length)) && level1_of(key.substr(at, length)).empty()) --length;
    if (length == 0 || at + length == key.size()) break;
    at += length;
    out.push_back(at);
  }
  return out;
}

int LevelNames::order_of(const std::u32string& level1) const {
  const auto it = order_.find(level1);
  return it == order_.end() ? 0 : it->second;
}

std::u32string LevelNames::level1_of(const std::u32string& level2) const {
  const auto it = level2_.find(level2);
  return it == level2_.end() ? std::u32string() : it->second;
}

}  // namespace budgetlift
