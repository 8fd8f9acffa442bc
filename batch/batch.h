// Many documents: read by worker processes, remembered in a ledger, put together into the same output whatever happens on
// the way.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "batch/ledger.h"
#include "batch/limits.h"

namespace budgetlift {

struct BatchOptions {
  std::vector<std::string> inputs;   // as walk_inputs takes them
  std::string folder;                // of the output; made if it is not there
  int jobs = 1;                      // workers
  int renew = 200;                   // documents after which a worker is replaced by a fresh one
  Shard shard;
  Redo redo;
  BatchLimits limits;
  ReaderStamp reader;
  std::vector<std::string> worker;   // the program and its words that become a worker (worker.h)
};

// All that the folder holds when a run ends, earlier runs with it.
struct BatchFacts {
  Ledger::Totals totals;
  std::int64_t todo = 0;                               // inputs left, where the run was interrupted
  std::map<std::string, std::int64_t> failures;        // inputs by kind, no-records among them
  std::map<std::string, std::int64_t> reviews;         // entries of review by reason
};

// What a run tells whoever watches. Called from one thread.
class BatchWatcher {
 public:
  virtual ~BatchWatcher() = default;
  virtual void planning() {}   // the folder is ours
  virtual void planned(const PlanCounts& /*counts*/, std::int64_t /*todo*/) {}
  virtual void said(const std::string& /*words*/) {}                                         // a note for people
  virtual void read(const std::string& /*path*/, const DocumentOutcome& /*outcome*/) {}      // also one that failed
  virtual void unreadable(const std::string& /*path*/, const Error& /*error*/) {}            // an input without content
  virtual void skipped(const std::string& /*path*/) {}                                       // its content is known
  virtual void again(const std::string& /*path*/, const Error& /*error*/) {}                 // to be tried once more
  virtual void tick(int /*working*/) {}                                                      // a few times a second
  virtual void assembling() {}
  virtual void finished(const BatchFacts& /*facts*/) {}
};

enum class BatchEnd { complete, interrupted };

// How often the user has asked to stop: once, what is in work is finished; twice, nothing is.
using StopRequests = std::function<int()>;

// Errors, each with its words: the folder is in use by another batch, or cannot be written. What was read before is kept.
tl::expected<BatchEnd, std::string> run_batch(const BatchOptions& options, const StopRequests& stop, BatchWatcher& watcher);

}  // namespace budgetlift
