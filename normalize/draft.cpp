#include "normalize/draft.h"

#include <algorithm>

namespace budgetlift {

void note_origin(ProjectRecord& record, const std::string& pointer, const std::vector<TextLine>& lines) {
  if (lines.empty()) return;
  FieldOrigin origin;
  origin.page = lines.front().page;
  origin.line = lines.front().line;
  origin.source = lines.front().source;
  origin.box = lines.front().box;
  for (const TextLine& line : lines) {
    origin.raw.push_back(line.raw.empty() ? line.text : line.raw);
    origin.readings.insert(origin.readings.end(), line.readings.begin(), line.readings.end());
    origin.confidence = std::min(origin.confidence, line.confidence);
    if (line.page == origin.page && line.box && origin.box) origin.box = origin.box->united(*line.box);
  }
  record.fields[pointer] = std::move(origin);
}

void flag(ProjectRecord& record, const std::string& pointer, const std::string& reason, const std::string& detail) {
  const bool known = std::any_of(record.review.begin(), record.review.end(), [&](const Review& review) {
    return review.field == pointer && review.reason == reason;
  });
  if (!known) record.review.push_back({pointer, reason, detail});
}

std::array<std::pair<const char*, const std::optional<Amount>*>, 3> amounts_of(const ProjectRecord& record) {
  return {{{"/budget/total", &record.total}, {"/budget/fiscal", &record.fiscal}, {"/budget/other", &record.other}}};
}

bool is_of_scan(const ProjectRecord& record) {
  return std::any_of(record.fields.begin(), record.fields.end(), [](const auto& field) { return field.second.source == Source::ocr; });
}

bool is_of_dump(const ProjectRecord& record) {
  return !record.fields.empty() && std::all_of(record.fields.begin(), record.fields.end(), [](const auto& field) { return field.second.source == Source::text_dump; });
}

void flag_doubts(ProjectRecord& record, const std::string& pointer, const Cell& cell) {
  for (const Doubt& doubt : cell.doubts) flag(record, pointer, doubt.reason, doubt.detail);
}

}  // namespace budgetlift
