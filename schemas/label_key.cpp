#include "schemas/label_key.h"

#include <algorithm>

#include <string_view>

namespace budgetlift {
namespace {

void strip_end(std::string& text) {
  while (!text.empty() && (text.back() == ':' || text.back() == ' ')) text.pop_back();
}

// "元", "万元", "千元" …
bool is_unit_of_money(std::string_view text) {
  constexpr std::string_view kYuan = "元";
  constexpr size_t kBytes = 3;   // of one character
  if (!text.ends_with(kYuan)) return false;
  text.remove_suffix(kYuan.size());
  for (; text.size() >= kBytes; text.remove_prefix(kBytes)) {
    const std::string_view power = text.substr(0, kBytes);
    if (power != "十" && power != "百" && power != "千" && power != "万" && power != "亿") return false;
  }
  return text.empty();
}

}  // namespace

LabelKey label_key(const std::string& folded_text) {
  LabelKey out{folded_text, ""};
  strip_end(out.key);
  // A bracket that has slipped into the next cell, over the end of a page.
  if (out.key.size() > 1 && out.key.front() == ')') out.key.erase(0, 1);
  const bool closed = out.key.ends_with("元)");
  if (!closed && !out.key.ends_with("元")) return out;
  const size_t open = out.key.rfind('(');
  if (open == std::string::npos || open == 0) return out;
  std::string unit = out.key.substr(open + 1, out.key.size() - open - (closed ? 2 : 1));
  if (const size_t colon = unit.rfind(':'); colon != std::string::npos) unit.erase(0, colon + 1);
  if (!is_unit_of_money(unit)) return out;
  out.unit = std::move(unit);
  out.key.resize(open);
  strip_end(out.key);
  return out;
}

std::vector<std::string> labels_of_path(const std::string& path) {
  std::vector<std::string> out;
  for (size_t begin = 0; begin <= path.size();) {
    const size_t end = std::min(path.find('/', begin), path.size());
    out.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

}  // namespace budgetlift
