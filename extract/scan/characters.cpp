#include "extract/scan/characters.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <stdexcept>

namespace budgetlift {
std::string narrow_sign(const std::string& sign) {
  if (sign.size() != 3 || static_cast<unsigned char>(sign[0]) != 0xEF) return sign;
  const int code = ((sign[0] & 0x0F) << 12) | ((sign[1] & 0x3F) << 6) | (sign[2] & 0x3F);
  return code >= 0xFF01 && code <= 0xFF5E ? std::string(1, static_cast<char>(code - 0xFEE0)) : sign;
}

char32_t first_character(const std::string& text) {
  if (text.empty()) return 0;
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t code = length == 1 ? lead : lead & (0xFF >> (length + 1));
  for (std::size_t i = 1; i < std::min(length, text.size()); ++i) code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  return code;
}

bool is_ideograph(const std::string& character) {
  const char32_t code = first_character(character);
  return code >= 0x3400 && code <= 0x9FFF;
}

CharacterSet CharacterSet::load(const std::string& path, const std::string& rare, double rare_score) {
  std::ifstream in(path);
  CharacterSet out;
  std::map<std::string, int> first;
  for (std::string line; std::getline(in, line);) {
    const int index = out.size();
    out.classes_.push_back(line);
    out.prior_.push_back(!line.empty() && rare.find(line) != std::string::npos ? static_cast<float>(rare_score) : 0.0f);
    out.group_.push_back(first.emplace(narrow_sign(line), index).first->second);
  }
  if (out.classes_.empty()) throw std::runtime_error(path + " is empty");
  return out;
}

Reading CharacterSet::reading(const float* scores, int count, int others, double least) const {
  if (count != size()) throw std::runtime_error("the network has other classes than characters.txt");
  std::vector<float> weighed(scores, scores + count);
  for (std::size_t i = 0; i < weighed.size(); ++i) weighed[i] += prior_[i];
  const float highest = *std::max_element(weighed.begin(), weighed.end());
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
    const float score = weighed[static_cast<std::size_t>(i)];
    if (score < highest - kFar) continue;
    const double share = std::exp(static_cast<double>(score) - highest);
    sum += share;
    auto [it, fresh] = groups.try_emplace(group_[static_cast<std::size_t>(i)], Group{i, score, 0});
    it->second.share += share;
    if (!fresh && score > it->second.best) it->second.form = i, it->second.best = score;
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
