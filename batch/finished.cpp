#include "batch/finished.h"

#include <filesystem>
#include <fmt/format.h>

#include "batch/assemble.h"
#include "batch/folder_lock.h"
#include "batch/ledger.h"
#include "batch/new_file.h"

namespace budgetlift {

namespace fs = std::filesystem;

tl::expected<BatchOutput, std::string> batch_output(const std::string& folder) {
  const fs::path records = fs::path(folder) / kRecords;
  std::error_code error;
  if (!fs::exists(fs::path(folder) / "ledger.sqlite", error)) {
    return tl::unexpected<std::string>("no batch was run here (no ledger.sqlite); give folders that were named after --out");
  }
  try {
    const Ledger ledger(folder, Database::Mode::read);
    if (ledger.generation() == 0) return tl::unexpected<std::string>("its batch was stopped before its end, and nothing is written yet; run it again first");
    const auto size = fs::file_size(records, error);
    // Killed before the file was put in its place, which may have as many bytes.
    const bool coming = ledger.output_is_current() && fs::exists(records.string() + NewFile::kSuffix);
    if (error || coming || static_cast<std::int64_t>(size) != ledger.record_bytes()) {
      return tl::unexpected(fmt::format("{} is not as the batch has written it; run the batch again first", kRecords));
    }
    BatchOutput out{records.string(), "", ""};
    const std::int64_t left = ledger.left();
    if (left == 0 && ledger.output_is_current()) return out;
    const bool running = FolderLock::is_held(folder);
    out.missing = running ? "its batch is still at work" : "its batch was stopped before its end";
    out.remedy = running ? "wait for it" : "run it again";
    if (left > 0) out.missing += fmt::format(" ({} inputs are left to do)", left);
    return out;
  } catch (const DatabaseError& problem) {
    return tl::unexpected(fmt::format("its ledger cannot be read ({})", problem.what()));
  }
}

}  // namespace budgetlift
