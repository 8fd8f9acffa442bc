// What people and programs see of a batch: a line that changes on a terminal, lines elsewhere, a status file, a log, and
// the summary at the end.
#pragma once

#include <memory>
#include <string>

#include "batch/batch.h"

namespace budgetlift {

struct WatchOptions {
  std::string folder;        // of the output
  std::string status_file;   // "": none; JSON, replaced about every second
  std::string log_file;      // "": none; a JSON object a line for each event
  int every_seconds = 10;    // between lines where standard error is no terminal; 0: none
};

class ConsoleWatcher : public BatchWatcher {
 public:
  explicit ConsoleWatcher(const WatchOptions& options);
  ~ConsoleWatcher() override;

  // Which of the two files cannot be written, with words; "" if both can.
  std::string problem() const;
  // The facts of the run's end; zeros before.
  const BatchFacts& facts() const;

  void planning() override;
  void planned(const PlanCounts& counts, std::int64_t todo) override;
  void said(const std::string& words) override;
  void read(const std::string& path, const DocumentOutcome& outcome) override;
  void unreadable(const std::string& path, const Error& error) override;
  void skipped(const std::string& path) override;
  void again(const std::string& path, const Error& error) override;
  void tick(int working) override;
  void assembling() override;
  void finished(const BatchFacts& facts) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The table that ends a run, for standard output.
std::string batch_summary(const BatchFacts& facts, const std::string& folder);

}  // namespace budgetlift
