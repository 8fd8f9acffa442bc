#include "normalize/displayed.h"

#include <algorithm>
#include <string>

#include "normalize/draft.h"

namespace budgetlift {
namespace {

// Pages are numbered from 1 without gaps; a text dump's have no boxes.
const PageInfo* page_of(const DocumentInfo& info, int page) {
  if (page < 1 || page > static_cast<int>(info.pages.size())) return nullptr;
  return &info.pages[static_cast<std::size_t>(page) - 1];
}

void show(const DocumentInfo& info, int number, std::optional<Box>& box) {
  const PageInfo* page = page_of(info, number);
  if (page && box) box = to_displayed(*page, *box);
}

void show(const DocumentInfo& info, std::vector<TextLine>& lines) {
  for (TextLine& line : lines) show(info, line.page, line.box);
}

void flag_unread_pages(const DocumentInfo& info, ProjectRecord& record) {
  if (record.fields.empty()) return;
  int first = 0, last = 0;
  for (const auto& [pointer, origin] : record.fields) {
    if (origin.page < 1) continue;
    first = first == 0 ? origin.page : std::min(first, origin.page);
    last = std::max(last, origin.page);
  }
  // With its title it begins where it begins; where it ends, nothing says.
  const int from = record.title ? first : first - 1;
  std::string detail;
  for (int number = from; number <= last + 1; ++number) {
    const PageInfo* page = page_of(info, number);
    if (!page || !page->problem) continue;
    detail += (detail.empty() ? "page " : "; page ") + std::to_string(number) + ": " + page->problem->message;
  }
  if (!detail.empty()) flag(record, "", "page-not-read", detail);
}

}  // namespace

void finish_with_pages(const DocumentInfo& info, NormalizedDocument& document) {
  // A title that stands at the same place of every page cannot be told from a running header: its text must not be lost.
  document.unplaced.insert(document.unplaced.end(), info.running_lines.begin(), info.running_lines.end());
  std::stable_sort(document.unplaced.begin(), document.unplaced.end(), [](const TextLine& a, const TextLine& b) { return a.page < b.page; });
  const bool turned = std::any_of(info.pages.begin(), info.pages.end(), [](const PageInfo& page) { return page.to_displayed.has_value(); });
  const bool unread = std::any_of(info.pages.begin(), info.pages.end(), [](const PageInfo& page) { return page.problem.has_value(); });
  for (ProjectRecord& record : document.projects) {
    if (unread) flag_unread_pages(info, record);
    if (!turned) continue;
    for (auto& [pointer, origin] : record.fields) show(info, origin.page, origin.box);
  }
  if (turned) show(info, document.unplaced);
}

void show_as_displayed(const DocumentInfo& info, Table& table) {
  for (TableRegion& region : table.regions) show(info, region.page, region.box);
  for (Cell& cell : table.cells) {
    show(info, cell.page, cell.box);
    show(info, cell.lines);
  }
  show(info, table.stray);
}

}  // namespace budgetlift
