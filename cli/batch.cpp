#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <sched.h>

#include "batch/batch.h"
#include "batch/worker.h"
#include "cli/batch_watcher.h"
#include "cli/commands.h"
#include "cli/load_options.h"
#include "cli/session.h"
#include "extract/file_hash.h"
#include "extract/scan_reader.h"
#include "schemas/embedded.h"

namespace budgetlift {
namespace {

constexpr std::int64_t kMega = 1 << 20;

struct BatchArguments {
  BatchOptions options;
  WatchOptions watch;
  std::string form, shard, redo;
  std::vector<std::string> load;   // places
  bool retry_failed = false;
  LoadOptions tables;
  std::int64_t memory_mb = BatchLimits{}.memory_bytes / kMega, output_mb = BatchLimits{}.output_bytes / kMega;
};

int cores() {
  cpu_set_t set;
  return ::sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(1, CPU_COUNT(&set)) : 1;
}

// Of names and contents of files, in order of their names.
std::string hash_of_files(std::vector<std::string> paths) {
  std::sort(paths.begin(), paths.end());
  std::string all;
  for (const std::string& path : paths) all += std::filesystem::path(path).filename().string() + " " + sha256_of_file(path).value_or("") + "\n";
  return sha256_of(all);
}

std::vector<std::string> files_in(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return std::filesystem::exists(path, error) ? std::vector<std::string>{path} : std::vector<std::string>{};
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) out.push_back(entry.path().string());
  return out;
}

ReaderStamp reader_stamp(const std::string& form) {
  std::string forms = form + "\n" + hash_of_files(files_in(form));
  for (const EmbeddedFile& file : embedded_files()) forms += std::string(file.path) + "\n" + sha256_of(file.text) + "\n";
  return {BUDGETLIFT_VERSION, hash_of_files(files_in(find_scan_models(ScanOptions{}))), sha256_of(forms)};
}

// "I/N", I from 1.
bool parse_shard(const std::string& text, Shard& shard) {
  std::uint32_t index = 0, count = 0;
  const char* const end = text.data() + text.size();
  const auto [slash, error] = std::from_chars(text.data(), end, index);
  if (error != std::errc() || slash == end || *slash != '/') return false;
  if (const auto [rest, wrong] = std::from_chars(slash + 1, end, count); wrong != std::errc() || rest != end) return false;
  if (index < 1 || index > count) return false;
  shard = {index - 1, count};
  return true;
}

// CLI11's own words name the largest double.
CLI::Validator from(std::int64_t least) {
  return {[least](const std::string& text) {
            std::int64_t number = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
            const bool good = error == std::errc() && end == text.data() + text.size() && number >= least;
            return good ? "" : fmt::format("say a whole number from {}, not {}", least, text);
          },
          least == 0 ? "NONNEGATIVE" : "POSITIVE"};
}

void add_limits(CLI::App& command, BatchLimits& limits) {
  command.add_option("--timeout", limits.seconds, "Seconds that a document may take, and as many of computing time. 0: 300, and 60 more for each MB of its file")->check(from(0))->capture_default_str();
  command.add_option("--max-pages", limits.pages, "Pages of a document; more is too-large")->check(from(1))->capture_default_str();
}

int run(BatchArguments& arguments) {
  BatchOptions& options = arguments.options;
  if (load_forms(arguments.form).empty()) return kUsage;
  if (!arguments.shard.empty() && !parse_shard(arguments.shard, options.shard)) {
    report("--shard " + arguments.shard, "say which part of how many, as 2/8 for the second of eight");
    return kUsage;
  }
  options.redo = {arguments.retry_failed, arguments.redo == "stale"};
  options.limits.memory_bytes = arguments.memory_mb * kMega;
  options.limits.output_bytes = arguments.output_mb * kMega;
  options.reader = reader_stamp(arguments.form);
  options.worker = {"budgetlift", "batch-worker", "--memory", std::to_string(arguments.memory_mb), "--max-output", std::to_string(arguments.output_mb),
                    "--timeout", std::to_string(options.limits.seconds), "--max-pages", std::to_string(options.limits.pages), "--form", arguments.form};
  arguments.watch.folder = options.folder;
  ConsoleWatcher watcher(arguments.watch);
  if (const std::string problem = watcher.problem(); !problem.empty()) {
    report(problem);
    return kUsage;
  }
  for (const std::string& place : arguments.load) {
    if (!format_of_place(place).empty()) continue;
    report("--load " + shown_place(place), "say postgresql://USER@HOST/DATABASE, FILE.sqlite or FILE.xlsx; other places are `budgetlift load`'s");
    return kUsage;
  }
  const auto end = run_batch(options, interruptions, watcher);
  if (!end) {
    report(options.folder, "not-written: " + end.error());
    return kSomeFailed;
  }
  if (interruptions() > 1) return kInterrupted;
  std::cout << batch_summary(watcher.facts(), options.folder);
  if (*end == BatchEnd::interrupted) return kInterrupted;
  int status = watcher.facts().totals.failed > 0 ? kSomeFailed : kOk;
  // A place that fails costs the others nothing; the next run loads what is missing there.
  for (const std::string& place : arguments.load) {
    LoadRun load{.inputs = {options.folder}, .options = arguments.tables};
    load.options.place = place;
    load.options.format = format_of_place(place);
    status = std::max(status, run_load(load));
  }
  return status;
}

}  // namespace

void add_batch(CLI::App& app, int& status) {
  auto arguments = std::make_shared<BatchArguments>();
  BatchOptions& options = arguments->options;
  options.jobs = cores();
  CLI::App* command = app.add_subcommand("batch", "Read many documents into one folder; goes on where it was stopped");
  command->add_option("INPUT", options.inputs, "As for extract, and archives (.zip, .tar, .tar.gz …, .7z, .rar); \"-\" takes paths from standard input, a line each or as find -print0 gives them")->required();
  command->add_option("--out", options.folder, "Folder of the output: records.jsonl, failed.tsv, review.tsv, ledger.sqlite")->required();
  command->add_option("--jobs", options.jobs, "Documents read at once, each by a process of its own. Default: one a core")->check(from(1));
  command->add_option("--shard", arguments->shard, "I/N: only the I-th of N parts of the documents, told by their content; `budgetlift merge` puts the parts together");
  command->add_flag("--retry-failed", arguments->retry_failed, "Read documents again that failed in an earlier run");
  command->add_option("--redo", arguments->redo, "stale: read documents again that another version of the program, its models or forms has read")->check(CLI::IsMember({"stale"}));
  command->add_option("--load", arguments->load, "Put all records into postgresql://USER@HOST/DATABASE, FILE.sqlite or FILE.xlsx at the end, as `budgetlift load` does; may be given several times")->allow_extra_args(false);
  command->add_option("--schema", arguments->tables.schema, "--load: schema of PostgreSQL")->capture_default_str();
  command->add_option("--form", arguments->form, "As for extract");
  add_limits(*command, options.limits);
  command->add_option("--page-timeout", options.limits.page_seconds, "Seconds until the next page must be finished")->check(from(1))->capture_default_str();
  command->add_option("--memory", arguments->memory_mb, "MB that a worker may use; 0: no limit")->check(from(0))->capture_default_str();
  command->add_option("--max-output", arguments->output_mb, "MB of records of one document; more is too-large")->check(from(1))->capture_default_str();
  command->add_option("--renew", options.renew, "Documents after which a worker is replaced by a fresh one")->check(from(1))->capture_default_str();
  command->add_option("--status-file", arguments->watch.status_file, "A file that says in JSON how far the batch is, about every second");
  command->add_option("--log-json", arguments->watch.log_file, "A file to which a line of JSON is added for each document");
  command->add_option("--progress-every", arguments->watch.every_seconds, "Seconds between lines of progress where standard error is no terminal; 0: none")->check(from(0))->capture_default_str();
  command->callback([arguments, &status] { status = run(*arguments); });
}

void add_batch_worker(CLI::App& app, int& status) {
  struct Arguments {
    BatchLimits limits;
    std::int64_t memory_mb = 0, output_mb = 0;
    std::string form;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("batch-worker", "")->group("");
  add_limits(*command, arguments->limits);
  command->add_option("--memory", arguments->memory_mb);
  command->add_option("--max-output", arguments->output_mb);
  command->add_option("--form", arguments->form);
  command->callback([arguments, &status] {
    arguments->limits.memory_bytes = arguments->memory_mb * kMega;
    arguments->limits.output_bytes = arguments->output_mb * kMega;
    const FormSet forms = load_forms(arguments->form);
    status = forms.empty() ? kUsage : run_worker(arguments->limits, forms);
  });
}

}  // namespace budgetlift
