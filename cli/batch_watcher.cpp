#include "cli/batch_watcher.h"

#include <chrono>
#include <cstdio>
#include <ctime>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

#include "batch/assemble.h"
#include "cli/output.h"
#include "cli/session.h"
#include "normalize/json_writer.h"

namespace budgetlift {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kStatusEvery = std::chrono::seconds(1);
constexpr auto kLineEvery = std::chrono::milliseconds(250);   // on a terminal
constexpr std::int64_t kLeastToReckon = 5;                    // documents before a time left is told

std::string clock_time(std::int64_t seconds) { return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60); }

std::string utc_now() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t whole = std::chrono::system_clock::to_time_t(now);
  std::tm utc{};
  ::gmtime_r(&whole, &utc);
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, milliseconds);
}

}  // namespace

struct ConsoleWatcher::Impl {
  explicit Impl(WatchOptions o) : options(std::move(o)) {}

  WatchOptions options;
  bool terminal = ::isatty(STDERR_FILENO) == 1;
  std::ofstream log;
  BatchFacts facts;
  std::string state = "planning";
  Clock::time_point begun = Clock::now(), worked{}, status_at{}, line_at{};
  std::int64_t todo = 0, done = 0, read = 0, failed = 0, flagged = 0, pages = 0;
  int working = 0;
  bool ours = false;   // the folder
  size_t shown = 0;   // columns of the line on the terminal

  double seconds() const { return std::chrono::duration<double>(Clock::now() - (worked == Clock::time_point{} ? begun : worked)).count(); }
  std::int64_t left() const {
    return done < kLeastToReckon ? -1 : static_cast<std::int64_t>(seconds() / static_cast<double>(done) * static_cast<double>(std::max<std::int64_t>(0, todo - done)));
  }

  std::string line() const {
    std::string out = fmt::format("{} of {} documents, {:.1f} pages a second, {} failed, {} flagged", done, std::max(todo, done), static_cast<double>(pages) / std::max(seconds(), 0.001), failed, flagged);
    if (const std::int64_t rest = left(); rest >= 0) out += ", " + clock_time(rest) + " left";
    return out;
  }

  void show(const std::string& text, bool stays) {
    std::string out = terminal ? "\r" + text + std::string(shown > text.size() ? shown - text.size() : 0, ' ') : text;
    shown = stays ? 0 : text.size();
    if (stays || !terminal) out += "\n";
    std::fwrite(out.data(), 1, out.size(), stderr);
  }

  void event(const char* name, const std::string& path, const std::function<void(JsonWriter&)>& more) {
    if (!log.is_open()) return;
    JsonWriter json;
    json.open_object().key("time").text(utc_now()).key("event").text(name);
    if (!path.empty()) json.key("path").text(path);
    more(json);
    json.close_object();
    log << json.str() << '\n' << std::flush;   // for those who follow it
  }

  void write_status() {
    if (options.status_file.empty()) return;
    status_at = Clock::now();
    JsonWriter json;
    json.open_object().key("time").text(utc_now()).key("state").text(state).key("todo").number(static_cast<long long>(todo));
    json.key("done").number(static_cast<long long>(done)).key("working").number(static_cast<long long>(working));
    json.key("read").number(static_cast<long long>(read)).key("failed").number(static_cast<long long>(failed));
    json.key("flagged").number(static_cast<long long>(flagged)).key("pages").number(static_cast<long long>(pages));
    json.key("seconds").number(seconds(), 1).key("pages_a_second").number(static_cast<double>(pages) / std::max(seconds(), 0.001), 1).key("seconds_left");
    left() >= 0 ? json.number(static_cast<long long>(left())) : json.null();
    json.close_object();
    Output file(options.status_file);
    file.stream() << json.str() << '\n';
    file.commit();   // a status that cannot be written stops no batch
  }
};

ConsoleWatcher::ConsoleWatcher(const WatchOptions& options) : impl_(std::make_unique<Impl>(options)) {
  if (!options.log_file.empty()) impl_->log.open(options.log_file, std::ios::app);
}

ConsoleWatcher::~ConsoleWatcher() {
  // Where the run could not go on, the status does not say that it works.
  if (!impl_->ours || impl_->state == "finished" || impl_->state == "interrupted") return;
  impl_->state = "interrupted";
  impl_->working = 0;
  impl_->write_status();
}

std::string ConsoleWatcher::problem() const {
  const WatchOptions& o = impl_->options;
  if (!o.log_file.empty() && !impl_->log) return o.log_file + ": not-written: the log cannot be written; check the path after --log-json";
  if (o.status_file.empty() || Output(o.status_file).problem().empty()) return "";
  return o.status_file + ": not-written: the status cannot be written; check the path after --status-file";
}

const BatchFacts& ConsoleWatcher::facts() const { return impl_->facts; }

void ConsoleWatcher::planning() {
  impl_->ours = true;
  impl_->write_status();   // in place of an earlier run's last one
  interruptions_end_at_once(true);
}

void ConsoleWatcher::planned(const PlanCounts& counts, std::int64_t todo) {
  interruptions_end_at_once(false);
  Impl& s = *impl_;
  s.todo = todo;
  s.worked = s.line_at = Clock::now();
  s.state = "working";
  std::string words = fmt::format("{} inputs: {} to do, {} unchanged", counts.inputs, todo, counts.unchanged);
  if (counts.stale > 0) words += fmt::format("; {} of these were read by another version of the program, its models or forms (--redo stale reads them again)", counts.stale);
  s.show(words, true);
  s.event("started", "", [&](JsonWriter& json) {
    json.key("inputs").number(static_cast<long long>(counts.inputs)).key("todo").number(static_cast<long long>(todo));
    json.key("unchanged").number(static_cast<long long>(counts.unchanged)).key("stale").number(static_cast<long long>(counts.stale));
  });
  s.write_status();
}

void ConsoleWatcher::said(const std::string& words) {
  impl_->show("budgetlift: " + impl_->options.folder + ": " + words, true);
  impl_->event("note", "", [&](JsonWriter& json) { json.key("words").text(words); });
}

void ConsoleWatcher::read(const std::string& path, const DocumentOutcome& outcome) {
  Impl& s = *impl_;
  ++s.done;
  s.pages += outcome.pages;
  s.flagged += outcome.reviewed > 0;
  const bool failed = outcome.error && outcome.error->kind != ErrorKind::no_records;
  ++(failed ? s.failed : s.read);
  s.event(failed ? "failed" : "read", path, [&](JsonWriter& json) {
    json.key("sha256").text(outcome.sha256).key("pages").number(static_cast<long long>(outcome.pages));
    json.key("records").number(static_cast<long long>(outcome.records)).key("reviewed").number(static_cast<long long>(outcome.reviewed));
    json.key("seconds").number(static_cast<double>(outcome.milliseconds) / 1000, 3).key("attempts").number(static_cast<long long>(outcome.attempts));
    if (outcome.error) json.key("kind").text(name(outcome.error->kind)).key("message").text(outcome.error->message);
  });
}

void ConsoleWatcher::unreadable(const std::string& path, const Error& error) {
  Impl& s = *impl_;
  // What is not there was never to do.
  s.done += s.worked != Clock::time_point{};
  ++s.failed;
  s.event("failed", path, [&](JsonWriter& json) { json.key("kind").text(name(error.kind)).key("message").text(error.message); });
}

void ConsoleWatcher::skipped(const std::string& path) {
  ++impl_->done;
  impl_->event("known", path, [](JsonWriter&) {});
}

void ConsoleWatcher::again(const std::string& path, const Error& error) {
  impl_->event("again", path, [&](JsonWriter& json) { json.key("kind").text(name(error.kind)).key("message").text(error.message); });
}

void ConsoleWatcher::tick(int working) {
  Impl& s = *impl_;
  s.working = working;
  const auto now = Clock::now();
  if (now - s.status_at >= kStatusEvery) s.write_status();
  const auto every = s.terminal ? std::chrono::duration_cast<Clock::duration>(kLineEvery) : std::chrono::seconds(s.options.every_seconds);
  if (now - s.line_at < every || (!s.terminal && s.options.every_seconds == 0)) return;
  s.line_at = now;
  s.show(interrupted() ? "stopping: what is being read is finished (Ctrl-C again stops at once)" : s.line(), false);
}

void ConsoleWatcher::assembling() {
  impl_->state = "assembling";
  impl_->show(impl_->line(), true);
  impl_->write_status();
}

void ConsoleWatcher::finished(const BatchFacts& facts) {
  Impl& s = *impl_;
  s.facts = facts;
  s.working = 0;
  s.state = facts.todo > 0 ? "interrupted" : "finished";
  s.write_status();
  s.event("finished", "", [&](JsonWriter& json) {
    json.key("left").number(static_cast<long long>(facts.todo)).key("failed").number(static_cast<long long>(facts.totals.failed));
    json.key("records").number(static_cast<long long>(facts.totals.records));
  });
}

std::string batch_summary(const BatchFacts& facts, const std::string& folder) {
  const Ledger::Totals& t = facts.totals;
  std::string out = fmt::format("{} inputs: {} read, {} failed; {} documents of different content, {} pages, {} records, {} of them to be reviewed\n", t.inputs,
                                t.inputs - t.failed - t.elsewhere, t.failed, t.documents, t.pages, t.records, t.reviewed);
  if (facts.todo > 0) out += fmt::format("{} inputs are left to do: the same command goes on with them\n", facts.todo);
  if (t.left_before > 0) out += fmt::format("{} inputs that an earlier run has left to do were not named this time: name them again\n", t.left_before);
  if (t.elsewhere > 0) out += fmt::format("{} inputs have no document here: they belong to other shards, or are not read yet\n", t.elsewhere);
  if (t.not_named > 0) out += fmt::format("{} inputs of earlier runs were not named this time; their records stay\n", t.not_named);
  const auto rows = [&](const char* title, const std::map<std::string, std::int64_t>& counts, bool warnings) {
    bool first = true;
    for (const auto& [what, count] : counts) {
      if ((what == name(ErrorKind::no_records)) != warnings) continue;
      out += fmt::format("{:<10}{:<28}{:>10}\n", first ? title : "", what, count);
      first = false;
    }
  };
  rows("failed", facts.failures, false);
  rows("warning", facts.failures, true);
  rows("review", facts.reviews, false);
  out += fmt::format("records: {0}/{1}; failures: {0}/{2}; reviews: {0}/{3}\n", folder, kRecords, kFailures, kReviews);
  return out;
}

}  // namespace budgetlift
