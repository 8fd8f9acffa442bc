#include "batch/pool.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <poll.h>
#include <system_error>

#include "batch/assemble.h"

namespace budgetlift {
namespace {

constexpr size_t kInputsAtOnce = 500;          // asked of the ledger
constexpr int kAttempts = 2;                   // of a document that ends its worker
constexpr int kMostFailedStarts = 5;           // of workers, one after the other
constexpr auto kTick = std::chrono::milliseconds(200);

}  // namespace

WorkerPool::WorkerPool(const BatchOptions& options, Ledger& ledger, BatchWatcher& watcher) : options_(options), ledger_(ledger), watcher_(watcher) {}

bool WorkerPool::work(const StopRequests& stop) {
  asked_behind_.clear();
  all_asked_ = false;
  for (;;) {
    const int asked_to_stop = stop();
    if (asked_to_stop > 1 || !trouble_.empty()) {
      workers_.clear();   // kills them
      return false;
    }
    stopping_ = asked_to_stop > 0;
    if (!stopping_) give_inputs();
    const auto busy = std::count_if(workers_.begin(), workers_.end(), [](const auto& worker) { return !worker->input.empty(); });
    if (busy == 0 && trouble_.empty() && (asked_to_stop > 0 || !has_input())) break;
    watcher_.tick(static_cast<int>(busy));
    wait_for_words();
  }
  workers_.clear();
  return stop() == 0;
}

bool WorkerPool::has_input() {
  if (queue_.empty() && !all_asked_) {
    for (std::string& path : ledger_.next(asked_behind_, kInputsAtOnce)) queue_.push_back(std::move(path));
    if (queue_.empty()) all_asked_ = true;
    else asked_behind_ = queue_.back();
  }
  return !queue_.empty();
}

void WorkerPool::give_inputs() {
  while (has_input()) {
    auto idle = std::find_if(workers_.begin(), workers_.end(), [](const auto& worker) { return worker->input.empty(); });
    if (idle == workers_.end()) {
      if (static_cast<int>(workers_.size()) >= options_.jobs) return;
      start_worker();
      if (!trouble_.empty()) return;
      idle = std::prev(workers_.end());
    }
    WorkerProcess& worker = **idle;
    worker.input = worker.document = queue_.front();
    queue_.pop_front();
    worker.sha256.clear();
    worker.stamp = {};
    expect(worker, 0, false);
    // One that has died while it waited is noticed below, by the end of its words.
    worker.channel().send(message::Read{worker.input});
  }
}

void WorkerPool::start_worker() {
  try {
    // The spool of an earlier run holds what its ledger names.
    std::string file;
    do file = fmt::format("{}/{}-{}.jsonl", kSpool, ledger_.run(), ++started_);
    while (std::filesystem::exists(std::filesystem::path(options_.folder) / file));
    workers_.push_back(std::make_unique<WorkerProcess>(options_.worker, options_.folder, file));
  } catch (const std::system_error& error) {
    trouble_ = std::string("no worker can be started: ") + error.what();
  }
}

void WorkerPool::expect(WorkerProcess& worker, std::int64_t bytes, bool pages) {
  const auto now = Clock::now();
  std::optional<Clock::time_point> page;
  if (pages) page = now + std::chrono::seconds(options_.limits.page_seconds);
  worker.set_deadlines(now + std::chrono::seconds(options_.limits.seconds_for(bytes)), page);
}

void WorkerPool::wait_for_words() {
  std::vector<pollfd> sockets;
  auto until = Clock::now() + kTick;
  for (const auto& worker : workers_) {
    sockets.push_back({worker->channel().socket(), POLLIN, 0});
    if (const auto deadline = worker->deadline()) until = std::min(until, *deadline);
  }
  const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
  ::poll(sockets.data(), sockets.size(), static_cast<int>(std::max<std::int64_t>(0, wait) + 1));
  const auto now = Clock::now();
  for (size_t i = 0; i < sockets.size(); ++i) {
    if (sockets[i].revents != 0) hear(*workers_[i]);
    else workers_[i]->kill_if_late(now);
  }
  std::erase_if(workers_, [](const auto& worker) { return worker->channel().socket() < 0; });
}

void WorkerPool::hear(WorkerProcess& worker) {
  const bool open = worker.channel().fill();
  while (const auto message = worker.channel().next()) {
    take(worker, *message);
    if (worker.channel().socket() < 0) return;   // retired
  }
  if (!open) bury(worker, true);
}

void WorkerPool::take(WorkerProcess& worker, const Message& message) {
  failed_starts_ = 0;
  if (const auto* content = std::get_if<message::Content>(&message)) {
    if (stopping_ && !content->archive.empty()) {   // the archive is gone on with by the next run
      worker.input.clear();
      return bury(worker, false);
    }
    worker.document = content->path;
    worker.stamp = content->stamp;
    // What another worker reads now is that document's answer for this input, too.
    const bool read = ledger_.content(content->path, content->archive, content->stamp, content->sha256) && reading_.insert(content->sha256).second;
    if (!read) watcher_.skipped(content->path);
    if (read) worker.sha256 = content->sha256;
    else worker.document = worker.input;
    expect(worker, content->stamp.size, read);
    worker.channel().send(message::Answer{read});
  } else if (std::holds_alternative<message::Page>(message)) {
    worker.set_deadlines(worker.whole_deadline(), Clock::now() + std::chrono::seconds(options_.limits.page_seconds));
  } else if (const auto* done = std::get_if<message::Done>(&message)) {
    if (done->outcome.sha256 != worker.sha256) return bury(worker, true);   // not what it was asked
    DocumentOutcome outcome = done->outcome;
    outcome.record_lines.file = outcome.review_lines.file = worker.file();
    outcome.attempts = failures_.count(worker.document) ? failures_[worker.document] + 1 : 1;
    ledger_.document_done(outcome);
    watcher_.read(worker.document, outcome);
    reading_.erase(worker.sha256);
    failures_.erase(worker.document);
    worker.sha256.clear();
    worker.document = worker.input;
    ++worker.documents;
    expect(worker, worker.stamp.size, false);   // of an archive the next document follows
  } else if (const auto* unreadable = std::get_if<message::Unreadable>(&message)) {
    ledger_.input_failed(unreadable->path, unreadable->archive, unreadable->stamp, unreadable->error);
    watcher_.unreadable(unreadable->path, unreadable->error);
    if (!worker.sha256.empty()) reading_.erase(worker.sha256);
    worker.sha256.clear();
    worker.document = worker.input;
    expect(worker, unreadable->stamp.size, false);
  } else if (const auto* end = std::get_if<message::End>(&message)) {
    if (end->archive) ledger_.archive_done(worker.input);
    worker.input.clear();
    worker.document.clear();
    worker.set_deadlines(std::nullopt, std::nullopt);
    if (worker.documents >= options_.renew) bury(worker, false);
  } else {
    bury(worker, true);   // workers do not ask
  }
}

void WorkerPool::bury(WorkerProcess& worker, bool its_fault) {
  const WorkerEnd end = worker.wait();
  if (end.cannot_write) {
    trouble_ = fmt::format("{}: a worker could not start or write; is there room in the folder, and can it be written?", options_.folder);
    return;
  }
  if (!its_fault) return;
  const Error error = end.error ? *end.error : Error{ErrorKind::crashed, "reading ended without a word; please report it, with the document if you may"};
  if (!worker.input.empty()) lost(worker, error);
  else if (++failed_starts_ >= kMostFailedStarts) trouble_ = "workers end as soon as they start: " + error.message;
}

// The worker's document cost it its life: once more in a fresh one, then it is listed.
void WorkerPool::lost(WorkerProcess& worker, const Error& error) {
  if (!worker.sha256.empty()) reading_.erase(worker.sha256);
  if (++failures_[worker.document] < kAttempts) {
    watcher_.again(worker.document, error);
    queue_.push_front(worker.input);
    return;
  }
  if (worker.sha256.empty()) {
    ledger_.input_failed(worker.input, "", worker.stamp, error);
    watcher_.unreadable(worker.input, error);
    return;
  }
  DocumentOutcome outcome;
  outcome.sha256 = worker.sha256;
  outcome.error = error;
  outcome.attempts = failures_[worker.document];
  ledger_.document_done(outcome);
  watcher_.read(worker.document, outcome);
  failures_.erase(worker.document);
  // The archive's other documents.
  if (worker.document != worker.input) queue_.push_front(worker.input);
}

}  // namespace budgetlift
