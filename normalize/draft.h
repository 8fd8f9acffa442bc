// Small helpers for filling a record: where a value was read, and what may be wrong with it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "schemas/document.h"
#include "schemas/record.h"

namespace budgetlift {

// Notes the origin of the field at `pointer`: page and box of its first part, its printed lines, the lowest
// confidence of them.
void note_origin(ProjectRecord& record, const std::string& pointer, const std::vector<TextLine>& lines);

inline constexpr std::string_view kExtra = "/extra/";

// What `extra` holds at "/extra/NAME", of the kind asked for; null where it holds none.
template <typename Kind>
const Kind* extra_at(const ProjectRecord& record, std::string_view key) {
  const auto it = key.starts_with(kExtra) ? record.extra.find(std::string(key.substr(kExtra.size()))) : record.extra.end();
  return it == record.extra.end() ? nullptr : std::get_if<Kind>(&it->second);
}

// Adds an entry to `review` unless the same pointer already has that reason.
void flag(ProjectRecord& record, const std::string& pointer, const std::string& reason, const std::string& detail);

// The amounts of a record with their pointers.
std::array<std::pair<const char*, const std::optional<Amount>*>, 3> amounts_of(const ProjectRecord& record);

// True if a scan gave a part of the record.
bool is_of_scan(const ProjectRecord& record);

// True if all of the record comes from a text dump.
bool is_of_dump(const ProjectRecord& record);

// The reader's doubts about a cell become entries for the field at `pointer`.
void flag_doubts(ProjectRecord& record, const std::string& pointer, const Cell& cell);

}  // namespace budgetlift
