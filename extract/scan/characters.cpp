#include "extract/scan/characters.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <stdexcept>

namespace budgetlift {

char32_t first_character(const std::string& text) {
  if (text.empty()) return 0;
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t code = length == 1 ? lead : lead & (0xFF >> (length + 1));
  for (std::size_t i = 1; i < std::min(length, text.size()); ++i) code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  return code;
}

std::string narrow_sign(const std::string& sign) {
  const char32_t code = first_character(sign);
  return code >= 0xFF01 && code <= 0xFF5E ? std::string(1, static_cast<char>(code - 0xFEE0)) : sign;
}

bool is_ideograph(char32_t c) { return c >= 0x3400 && c <= 0x9FFF; }

bool is_ideograph(const std::string& character) { return is_ideograph(first_character(character)); }

void sort_by_share(Reading& reading, std::vector<OtherReading> all, double total) {
  std::stable_sort(all.begin(), all.end(), [](const OtherReading& a, const OtherReading& b) { return a.confidence > b.confidence; });
  for (OtherReading& r : all) r.confidence /= total;
  reading.text = all.front().text;
  reading.confidence = all.front().confidence;
  reading.others.assign(all.begin() + 1, all.end());
}

CharacterSet CharacterSet::load(const std::string& path) {
  std::ifstream in(path);
  CharacterSet out;
  std::map<std::string, int> first;
  for (std::string line; std::getline(in, line);) {
    const int index = out.size();
    out.classes_.push_back(line);
    out.group_.push_back(first.emplace(narrow_sign(line), index).first->second);
  }
  if (out.classes_.empty()) throw std::runtime_error(path + " is empty");
  return out;
}

std::vector<int> CharacterSet::numbers_of(const std::string& characters) const {
  std::vector<int> out;
  for (int i = 0; i < size(); ++i) {
    const std::string& one = classes_[static_cast<std::size_t>(i)];
    if (!one.empty() && characters.find(one) != std::string::npos) out.push_back(i);
  }
  return out;
}

Reading CharacterSet::reading(const float* scores, int count, int others, double least) const {
  if (count != size()) throw std::runtime_error("the network has other classes than characters.txt");
  const float highest = *std::max_element(scores, scores + count);
  double sum = 0;
  // Scores far below the highest one add nothing that could be seen.
  constexpr float kFar = 14;
  struct Group {
    int form = 0;
    float best = 0;
    double share = 0;
  };
  std::map<int, Group> groups;
  for (int i = 0; i < count; ++i) {
    if (scores[i] < highest - kFar) continue;
    const double share = std::exp(static_cast<double>(scores[i]) - highest);
    sum += share;
    auto [it, fresh] = groups.try_emplace(group_[static_cast<std::size_t>(i)], Group{i, scores[i], 0});
    it->second.share += share;
    if (!fresh && scores[i] > it->second.best) it->second.form = i, it->second.best = scores[i];
  }
  std::vector<Group> sorted;
  for (const auto& [leader, group] : groups) sorted.push_back(group);
  std::sort(sorted.begin(), sorted.end(), [](const Group& a, const Group& b) { return a.share > b.share; });
  Reading out;
  out.text = classes_[static_cast<std::size_t>(sorted[0].form)];
  out.confidence = sorted[0].share / sum;
  for (std::size_t i = 1; i < sorted.size() && static_cast<int>(out.others.size()) < others; ++i) {
    const double confidence = sorted[i].share / sum;
    if (confidence < least) break;
    out.others.push_back({classes_[static_cast<std::size_t>(sorted[i].form)], confidence});
  }
  return out;
}

}  // namespace budgetlift
