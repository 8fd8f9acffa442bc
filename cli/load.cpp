#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <memory>
#include <unistd.h>

#include "batch/finished.h"
#include "cli/commands.h"
#include "cli/load_options.h"
#include "cli/session.h"

namespace budgetlift {
namespace {

namespace fs = std::filesystem;

// Says on a terminal how far it is.
class Progress {
 public:
  void tell(const LoadFacts& facts) {
    if (!terminal_ || std::chrono::steady_clock::now() - told_ < std::chrono::milliseconds(250)) return;
    told_ = std::chrono::steady_clock::now();
    std::cerr << fmt::format("\r{} documents written, {} unchanged ", facts.added + facts.replaced, facts.unchanged) << std::flush;
    shown_ = true;
  }
  ~Progress() {
    if (shown_) std::cerr << "\n";
  }

 private:
  bool terminal_ = ::isatty(STDERR_FILENO) == 1, shown_ = false;
  std::chrono::steady_clock::time_point told_;
};

// Gives the exit status; kOk to go on. `lines`: how many came so far.
int load_lines(std::istream& in, const std::string& path, const std::string& place, Loader& loader, Progress& progress, std::int64_t& lines) {
  std::string line;
  for (std::int64_t number = 1; std::getline(in, line); ++number) {
    if (interrupted()) return kInterrupted;
    if (line.empty()) continue;
    ++lines;
    const auto done = loader.record(line);
    if (!done && done.error().of_record && in.eof()) {
      report(path, fmt::format("damaged: line {} is not whole; make the file again, nothing of its document is loaded", number));
      return kSomeFailed;
    }
    if (!done && done.error().of_record) {
      report(path, fmt::format("not-a-document: line {}: {}", number, done.error().words));
      return kSomeFailed;
    }
    if (!done) {
      report(place, "not-written: " + done.error().words);
      return kSomeFailed;
    }
    progress.tell(loader.facts());
  }
  if (interrupted()) return kInterrupted;   // who writes the lines may have been interrupted, too
  if (in.bad()) {
    report(path, "damaged: it cannot be read to its end");
    return kSomeFailed;
  }
  return kOk;
}

// Each input's file of records, "-" for standard input. Where `all` documents must be there, a batch that is not finished is an error.
bool files_of(const std::vector<std::string>& inputs, bool all, std::vector<std::string>& files) {
  for (const std::string& input : inputs) {
    std::error_code error;
    const bool folder = input != "-" && fs::is_directory(input, error);
    if (!folder && (input == "-" || fs::exists(input, error))) {
      files.push_back(input);
      continue;
    }
    if (!folder) {
      report(input, "not-found: no such file; name a folder that `batch --out` has filled, or a file of records");
      return false;
    }
    const auto output = batch_output(input);
    if (!output) {
      report(input, "not-a-document: " + output.error());
      return false;
    }
    if (!output->missing.empty()) {
      report(input, (all ? "not-a-document: " : "") + output->missing +
                        (all ? "; --remove-others would remove what it has not read: " + output->remedy + " first" : "; what it has written is loaded: " + output->remedy + ", and this again, for the rest"));
      if (all) return false;
    }
    files.push_back(output->records);
  }
  return true;
}

std::string summary(const LoadFacts& facts, const std::string& place) {
  std::string out = fmt::format("{}: {} documents loaded ({} projects, {} with something to review)", place, facts.added + facts.replaced, facts.projects, facts.reviewed);
  if (facts.replaced > 0) out += fmt::format(", {} of them in place of an earlier reading", facts.replaced);
  if (facts.unchanged > 0) out += fmt::format("; {} were there", facts.unchanged);
  if (facts.again > 0) out += fmt::format("; {} came again under another name, the first counts", facts.again);
  if (facts.differ > 0) out += fmt::format("; {} came again with other records (read by another version, or not all at once), which are not loaded: the first count", facts.differ);
  if (facts.removed > 0) out += fmt::format("; {} that did not come are removed", facts.removed);
  else if (facts.elsewhere > 0) out += fmt::format("; {} there did not come this time (--remove-others removes them)", facts.elsewhere);
  return out + "\n";
}

}  // namespace

void add_table_options(CLI::App& command, LoadOptions& options) {
  command.add_flag("--bom", options.byte_order_mark, "csv: begin each file with a byte order mark, without which Excel shows no Chinese");
  command.add_flag("--chinese-headings", options.chinese_headings, "xlsx: Chinese headings instead of the columns' names");
}

std::string format_of_place(const std::string& place) {
  if (place.starts_with("postgresql://") || place.starts_with("postgres://")) return "postgresql";
  const std::string ending = fs::path(place).extension().string();
  if (ending == ".xlsx") return "xlsx";
  return ending == ".sqlite" || ending == ".sqlite3" || ending == ".db" ? "sqlite" : "";
}

std::string shown_place(const std::string& place) {
  std::string out = place;
  const size_t scheme = out.find("://");
  const size_t at = out.find('@', scheme == std::string::npos ? 0 : scheme);
  if (scheme != std::string::npos && at != std::string::npos) {
    if (const size_t colon = out.find(':', scheme + 3); colon < at) out.erase(colon, at - colon);
  }
  if (const size_t word = out.find("password="); word != std::string::npos) {
    out.replace(word + 9, std::min(out.find_first_of(" &", word), out.size()) - word - 9, "…");
  }
  return out;
}

int run_load(const LoadRun& run) {
  LoadOptions options = run.options;
  options.program = "budgetlift " BUDGETLIFT_VERSION;
  options.anew = false;
  std::error_code error;
  options.in_order = run.inputs.size() == 1 && fs::is_directory(run.inputs[0], error);
  const std::string place = options.place.empty() ? "standard output" : shown_place(options.place);
  std::vector<std::string> files;
  if (!files_of(run.inputs, run.remove_elsewhere, files)) return kSomeFailed;
  const auto loader = open_loader(options);
  if (!loader) {
    report(place, "not-written: " + loader.error().words);
    return kSomeFailed;
  }
  std::int64_t lines = 0;
  {
    Progress progress;
    for (const std::string& path : files) {
      std::ifstream file;
      if (path != "-") file.open(path, std::ios::binary);
      if (path != "-" && !file) {
        report(path, "not-found: it cannot be opened; check its permissions");
        return kSomeFailed;
      }
      if (const int status = load_lines(path == "-" ? std::cin : file, path, place, **loader, progress, lines); status != kOk) return status;
    }
  }
  if (run.remove_elsewhere && lines == 0) {
    report(place, "not-written: no document has come, and --remove-others would remove all that are there; look at INPUT");
    return kSomeFailed;
  }
  const auto facts = (*loader)->finish(run.remove_elsewhere);
  if (!facts) {
    report(place, "not-written: " + facts.error().words);
    return kSomeFailed;
  }
  (options.place.empty() ? std::cerr : std::cout) << summary(*facts, place);
  return kOk;
}

void add_load(CLI::App& app, int& status) {
  auto run = std::make_shared<LoadRun>();
  CLI::App* command = app.add_subcommand("load", "Put records into a database, a workbook, or tables for others");
  command->add_option("INPUT", run->inputs, "Folders that `batch --out` has filled, files of records (.jsonl), or - for standard input")->required();
  command->add_option("-o,--output", run->options.place, "Where to: postgresql://USER@HOST/DATABASE, FILE.sqlite, FILE.xlsx, or a folder. Databases go on with what they hold; the others are written whole or not at all");
  command->add_option("-f,--format", run->options.format, "Needed where -o does not tell it")
      ->check(CLI::IsMember({"csv", "datapackage", "xlsx", "sqlite", "postgresql"}));
  command->add_option("--schema", run->options.schema, "postgresql: schema of the tables; made if it is not there")->capture_default_str();
  command->add_flag("--remove-others", run->remove_elsewhere, "Databases: remove documents that are not in INPUT");
  add_table_options(*command, run->options);
  command->callback([run, &status] {
    LoadOptions& options = run->options;
    if (options.format.empty()) options.format = format_of_place(options.place);
    if (options.format.empty()) {
      report("load", options.place.empty() ? "say where to with -o, or -f csv for the table projects on standard output" : "say with -f what to write to " + options.place);
      status = kUsage;
    } else if (options.place.empty() && options.format != "csv") {
      report("load", fmt::format("the format {} needs a place: say -o", options.format));
      status = kUsage;
    } else {
      status = run_load(*run);
    }
  });
}

}  // namespace budgetlift
