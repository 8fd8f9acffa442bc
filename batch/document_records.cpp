#include "batch/document_records.h"

#include <algorithm>
#include <fmt/format.h>

#include "normalize/displayed.h"

namespace budgetlift {
namespace {

// "2, 4-6"; the numbers rise.
std::string ranges(const std::vector<int>& numbers) {
  std::string out;
  for (size_t i = 0; i < numbers.size();) {
    size_t end = i + 1;
    while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1) ++end;
    out += out.empty() ? "" : ", ";
    out += end - i == 1 ? fmt::format("{}", numbers[i]) : fmt::format("{}-{}", numbers[i], numbers[end - 1]);
    i = end;
  }
  return out;
}

}  // namespace

Expected<DocumentRecords> read_records(const std::string& path, const ReadOptions& options, const FormSet& forms, bool keep_unplaced) {
  Normalizer normalizer(forms, NormalizeOptions{.keep_unplaced = keep_unplaced});
  auto info = read_document(path, options, forms, [&](Block&& block) { normalizer.take(std::move(block)); });
  if (!info) return tl::unexpected<Error>(info.error());
  DocumentRecords out{*std::move(info), normalizer.finish()};
  finish_with_pages(out.info, out.document);
  return out;
}

Error no_records_warning() {
  return {ErrorKind::no_records, "a readable document without project forms; `budgetlift tables` shows its tables"};
}

std::vector<Error> unread_pages(const DocumentInfo& info) {
  std::vector<std::pair<Error, std::vector<int>>> troubles;
  for (const PageInfo& page : info.pages) {
    if (!page.problem) continue;
    auto known = std::find_if(troubles.begin(), troubles.end(), [&](const auto& trouble) {
      return trouble.first.kind == page.problem->kind && trouble.first.message == page.problem->message;
    });
    if (known == troubles.end()) known = troubles.insert(troubles.end(), {*page.problem, {}});
    known->second.push_back(page.page);
  }
  std::vector<Error> out;
  for (const auto& [error, pages] : troubles) {
    // Of a picture that is cut off, a part is read.
    const char* words = pages.size() == 1 ? "page {} is not read whole: {}" : "pages {} are not read whole: {}";
    out.push_back({error.kind, fmt::format(fmt::runtime(words), ranges(pages), error.message)});
  }
  return out;
}

}  // namespace budgetlift
