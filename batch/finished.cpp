#include "batch/finished.h"

#include <filesystem>
#include <fmt/format.h>

#include "batch/assemble.h"
#include "batch/sqlite.h"

namespace budgetlift {

namespace fs = std::filesystem;

tl::expected<std::string, std::string> finished_records(const std::string& folder) {
  const fs::path ledger = fs::path(folder) / "ledger.sqlite", records = fs::path(folder) / kRecords;
  std::error_code error;
  if (!fs::exists(ledger, error)) return tl::unexpected<std::string>("no batch has written this folder (it has no ledger.sqlite); name its files of records one by one, or run `budgetlift batch` first");
  try {
    Database database(ledger.string(), Database::Mode::read);
    Statement number = database.prepare("SELECT value FROM meta WHERE key = 'record_bytes'");
    if (!number.run()) return tl::unexpected<std::string>("no batch has come to its end here; run it again first");
    const auto size = fs::file_size(records, error);
    if (error || static_cast<std::int64_t>(size) != number.integer(0)) {
      return tl::unexpected(fmt::format("{} is not as the batch has written it; run the batch again first", kRecords));
    }
  } catch (const DatabaseError& problem) {
    return tl::unexpected(fmt::format("its ledger cannot be read ({})", problem.what()));
  }
  return records.string();
}

}  // namespace budgetlift
