// The workers of a run: each is given inputs, asked about what it finds, and replaced when it ends.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "batch/batch.h"
#include "batch/worker_process.h"

namespace budgetlift {

class WorkerPool {
 public:
  WorkerPool(const BatchOptions& options, Ledger& ledger, BatchWatcher& watcher);

  // Works on all that the ledger has to do. False if it was stopped before.
  bool work(const StopRequests& stop);

  // Why the run cannot go on: the output cannot be written, or no worker can start; "" if it can.
  const std::string& trouble() const { return trouble_; }

 private:
  using Clock = WorkerProcess::Clock;

  bool has_input();                 // fills queue_ from the ledger
  void give_inputs();
  void start_worker();
  void wait_for_words();
  void hear(WorkerProcess& worker);
  void take(WorkerProcess& worker, const Message& message);
  void bury(WorkerProcess& worker, bool its_fault);
  void lost(WorkerProcess& worker, const Error& error);
  // Sets its deadlines anew: for a file of so many bytes, and for pages, which follow each other.
  void expect(WorkerProcess& worker, std::int64_t bytes, bool pages);

  const BatchOptions& options_;
  Ledger& ledger_;
  BatchWatcher& watcher_;
  std::vector<std::unique_ptr<WorkerProcess>> workers_;
  std::deque<std::string> queue_;          // inputs that are next
  std::string asked_behind_;               // the ledger has given all inputs up to this one
  bool all_asked_ = false;
  bool stopping_ = false;
  std::set<std::string> reading_;          // hashes of documents that workers read now
  std::map<std::string, int> failures_;    // how often a document ended its worker
  int started_ = 0, failed_starts_ = 0;
  std::string trouble_;
};

}  // namespace budgetlift
