#include "batch/merge.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <sys/resource.h>
#include <system_error>

#include "batch/assemble.h"
#include "batch/finished.h"
#include "batch/folder_lock.h"

namespace budgetlift {
namespace {

namespace fs = std::filesystem;

constexpr rlim_t kMostFiles = 1 << 16;

const char* const kDocumentColumns =
    "failure, message, partial, kind, pages, records, reviewed, milliseconds, attempts, program, models, forms, 0, "
    "?, record_offset, record_length, ?, review_offset, review_length, written_path, checksum";

class Merge {
 public:
  Merge(const std::string& out, const std::function<void(const MergeConflict&)>& take) : ledger_(out), take_(take) {
    ledger_.begin_run({}, {}, {});
    // A folder that this merge makes is only of use when it is whole: until then nothing waits for the disk, which would
    // write every page of the ledger anew for each folder.
    if (ledger_.run() == 1) ledger_.database().execute("PRAGMA synchronous = OFF");
    ledger_.database().execute("PRAGMA cache_size = -64000");   // KB; documents come in no order
  }

  Ledger& ledger() { return ledger_; }

  // What a merge that was killed has taken, and not written: its folders may have other bytes there by now.
  void forget_unwritten() {
    ledger_.database().execute("DELETE FROM documents WHERE record_file LIKE '/%'");
    ledger_.database().execute("DELETE FROM reasons WHERE sha256 NOT IN (SELECT sha256 FROM documents)");
  }

  // A failure that one folder met and another one did not, which has the document.
  void forget_overcome() {
    ledger_.database().execute(
        "UPDATE inputs SET failure = NULL, message = NULL WHERE failure IS NOT NULL AND size IS NOT NULL AND sha256 IN (SELECT sha256 FROM documents)");
  }

  void add(const std::string& folder) {
    Database& database = ledger_.database();
    const std::string path = (fs::path(folder) / "ledger.sqlite").string();
    database.prepare("ATTACH ? AS other").run(path);
    {
      Transaction transaction(database);
      documents(folder);
      inputs(folder);
      ledger_.touch();
      transaction.commit();
    }
    database.execute("DETACH other");
  }

 private:
  // Both read it to other bytes (other versions of the program), or one could not.
  void documents(const std::string& folder) {
    Database& database = ledger_.database();
    const std::string base = fs::absolute(folder).string() + "/";
    Statement differ = database.prepare(
        "SELECT o.sha256, coalesce(m.failure, 'read'), coalesce(o.failure, 'read'), m.program, o.program, "
        "(SELECT path FROM other.inputs i WHERE i.sha256 = o.sha256 ORDER BY path LIMIT 1) "
        "FROM other.documents o JOIN main.documents m ON m.sha256 = o.sha256 "
        "WHERE m.checksum <> o.checksum OR coalesce(m.failure, '') <> coalesce(o.failure, '')");
    std::vector<std::string> better;
    while (differ.step()) {
      const bool takes = differ.text(1) != "read" && differ.text(2) == "read";
      if (takes) better.push_back(differ.text(0));
      take_({differ.text(5), differ.text(0),
             fmt::format("before: {} (version {}); {}: {} (version {}); {} is kept", differ.text(1), differ.text(3), folder, differ.text(2), differ.text(4),
                         takes ? "the latter" : "the former")});
    }
    for (const std::string& sha256 : better) {
      database.prepare("DELETE FROM main.documents WHERE sha256 = ?").run(sha256);
      database.prepare("DELETE FROM main.reasons WHERE sha256 = ?").run(sha256);
    }
    database.execute("CREATE TEMP TABLE fresh AS SELECT sha256 FROM other.documents WHERE sha256 NOT IN (SELECT sha256 FROM main.documents)");
    database.prepare(fmt::format("INSERT INTO main.documents SELECT sha256, {} FROM other.documents WHERE sha256 IN fresh", kDocumentColumns)).run(base + kRecords, base + kReviews);
    database.execute("INSERT INTO main.reasons SELECT * FROM other.reasons WHERE sha256 IN fresh");
    database.execute("DROP TABLE fresh");
  }

  void inputs(const std::string& folder) {
    Database& database = ledger_.database();
    Statement differ = database.prepare(
        "SELECT o.path, m.sha256 NOT IN (SELECT sha256 FROM main.documents) AND o.sha256 IN (SELECT sha256 FROM other.documents) "
        "FROM other.inputs o JOIN main.inputs m ON m.path = o.path WHERE m.sha256 <> o.sha256");
    std::vector<std::string> better;
    while (differ.step()) {
      if (differ.integer(1) != 0) better.push_back(differ.text(0));   // only this folder has read what lies there
      else take_({differ.text(0), "", fmt::format("other content in {}; the former is kept as that file's", folder)});
    }
    for (const std::string& path : better) database.prepare("DELETE FROM main.inputs WHERE path = ?").run(path);
    // A shard knows the inputs of all; one that has read an input's document knows more than one that has not.
    database.prepare(
                "INSERT INTO main.inputs SELECT path, archive, size, modified, changed, inode, sha256, state, failure, message, "
                "? - (run < (SELECT value FROM other.meta WHERE key = 'run')) FROM other.inputs WHERE true "
                "ON CONFLICT(path) DO UPDATE SET sha256 = coalesce(inputs.sha256, excluded.sha256), "
                "size = coalesce(inputs.size, excluded.size), modified = coalesce(inputs.modified, excluded.modified), "
                "changed = coalesce(inputs.changed, excluded.changed), inode = coalesce(inputs.inode, excluded.inode), "
                "failure = coalesce(inputs.failure, excluded.failure), message = coalesce(inputs.message, excluded.message), "
                "state = max(inputs.state, excluded.state), run = max(inputs.run, excluded.run)")
        .run(ledger_.run());
  }

  Ledger ledger_;
  const std::function<void(const MergeConflict&)>& take_;
};

// Why the folder cannot be merged; "" if it can.
std::string problem_of(const std::string& folder) {
  const auto output = batch_output(folder);
  if (!output) return output.error();
  return output->missing.empty() ? "" : output->missing + "; " + output->remedy + " first";
}

// Two files of each folder are read in turns.
void allow_many_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, kMostFiles);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

tl::expected<BatchFacts, std::string> merge_batches(const std::vector<std::string>& folders, const std::string& out,
                                                    const std::function<void(const MergeConflict&)>& take) {
  try {
    for (const std::string& folder : folders) {
      std::error_code error;
      if (fs::equivalent(folder, out, error)) return tl::unexpected<std::string>(folder + ": it is the folder of the output; name another one after --out");
      if (const std::string problem = problem_of(folder); !problem.empty()) return tl::unexpected<std::string>(folder + ": " + problem);
    }
    const FolderLock lock(out);
    if (!lock.held()) return tl::unexpected<std::string>(out + ": another batch (" + lock.owner() + ") is writing here");
    allow_many_files();
    Merge merge(out, take);
    recover_output(out, merge.ledger());
    merge.forget_unwritten();
    for (const std::string& folder : folders) merge.add(folder);
    merge.forget_overcome();
    merge.ledger().database().execute("PRAGMA synchronous = NORMAL");
    if (const std::int64_t lost = assemble_output(out, merge.ledger()); lost > 0) {
      return tl::unexpected<std::string>(fmt::format("{}: the records of {} documents are not where their ledgers say; run those batches again", out, lost));
    }
    Ledger& ledger = merge.ledger();
    return BatchFacts{ledger.totals(), 0, ledger.failures_by_kind(), ledger.reviews_by_reason()};
  } catch (const DatabaseError& error) {
    return tl::unexpected<std::string>(std::string("a ledger cannot be used: ") + error.what());
  } catch (const std::system_error& error) {
    return tl::unexpected<std::string>(fmt::format("{}: it cannot be written ({})", out, error.what()));
  }
}

}  // namespace budgetlift
