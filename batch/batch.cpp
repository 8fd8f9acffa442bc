#include "batch/batch.h"

#include <filesystem>
#include <fmt/format.h>
#include <system_error>

#include "batch/assemble.h"
#include "batch/folder_lock.h"
#include "batch/input_walk.h"
#include "batch/pool.h"
#include "batch/sandbox.h"

namespace budgetlift {
namespace {

namespace fs = std::filesystem;

bool plan(const BatchOptions& options, const StopRequests& stop, Ledger& ledger, BatchWatcher& watcher) {
  ledger.begin_plan();
  ledger.begin_run(options.reader, options.redo, options.shard);   // none has begun if it is killed before it knows its inputs
  walk_inputs(options.inputs, {.archives = true},
              {[&](const std::string& path, const FileStamp& stamp) { ledger.plan(path, stamp); },
               [&](const std::string& path, const Error& error) {
                 ledger.plan_unreadable(path, error);
                 watcher.unreadable(path, error);
               },
               [&](const std::string& path) { ledger.plan_readable(path); }});
  for (const std::string& path : ledger.left_before()) {
    if (!stamp_of(path)) ledger.plan_unreadable(path, {ErrorKind::not_found, "it was gone before it could be read; look for it"});
  }
  const PlanCounts counts = ledger.end_plan();
  watcher.planned(counts, ledger.todo());
  return stop() == 0;
}

BatchEnd run(const BatchOptions& options, const StopRequests& stop, BatchWatcher& watcher, std::string& trouble) {
  Ledger ledger(options.folder);
  std::error_code error;
  fs::create_directories(fs::path(options.folder) / kSpool, error);
  if (const std::int64_t forgotten = recover_output(options.folder, ledger); forgotten > 0) {
    watcher.said(fmt::format("{} or {} is not as it was written; {} documents are read again", kRecords, kReviews, forgotten));
  }
  bool finished = plan(options, stop, ledger, watcher);
  for (std::int64_t lost = 1; finished && lost > 0 && trouble.empty();) {
    {
      WorkerPool pool(options, ledger, watcher);
      finished = pool.work(stop);
      trouble = pool.trouble();
    }
    if (stop() > 1 || !trouble.empty()) break;
    watcher.assembling();
    lost = assemble_output(options.folder, ledger);
    if (lost > 0) watcher.said(fmt::format("the output of {} documents is lost or was changed; they are read again", lost));
  }
  watcher.finished({ledger.totals(), ledger.todo(), ledger.failures_by_kind(), ledger.reviews_by_reason()});
  return finished && trouble.empty() ? BatchEnd::complete : BatchEnd::interrupted;
}

}  // namespace

tl::expected<BatchEnd, std::string> run_batch(const BatchOptions& options, const StopRequests& stop, BatchWatcher& watcher) {
  try {
    const FolderLock lock(options.folder);
    if (!lock.held()) {
      return tl::unexpected<std::string>(fmt::format("another batch ({}) is writing here; wait for it, or choose another folder after --out", lock.owner()));
    }
    if (!can_confine()) watcher.said("this system cannot confine the workers (no seccomp filters); `budgetlift doctor` says more");
    watcher.planning();
    std::string trouble;
    const BatchEnd end = run(options, stop, watcher, trouble);
    if (!trouble.empty()) return tl::unexpected<std::string>(trouble);
    return end;
  } catch (const DatabaseError& error) {
    const std::string words = error.what();
    const bool full = words.find("disk is full") != words.npos || words.find("disk I/O") != words.npos;
    return tl::unexpected<std::string>("the ledger cannot be used: " + words + (full ? "; free some space, then the same command goes on" : ""));
  } catch (const std::system_error& error) {
    return tl::unexpected<std::string>(fmt::format("it cannot be written ({}); free some space, check its permissions, or choose another folder", error.what()));
  }
}

}  // namespace budgetlift
