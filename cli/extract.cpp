#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <memory>

#include "batch/document_records.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/summary.h"
#include "normalize/sink.h"

namespace budgetlift {
namespace {

struct ExtractArguments {
  std::vector<std::string> inputs;
  std::string format = "jsonl";
  std::string output;
  std::string form;
  bool summary = false;
};

// The sink of a run and the files behind it.
struct Target {
  std::map<std::string, std::unique_ptr<Output>, std::less<>> outputs;   // by table name; "" is the only one
  std::unique_ptr<RecordSink> sink;

  Output& open(const std::string& key, const std::string& path) {
    return *(outputs[key] = std::make_unique<Output>(path));
  }
  // All files or none: half of the tables would be worse than no table. Gives what went wrong.
  std::string commit() {
    for (auto& [key, output] : outputs) {
      if (!output->flush()) return output->problem();
    }
    for (auto& [key, output] : outputs) {
      if (!output->commit()) return output->problem();
    }
    return "";
  }
  bool good() const {
    for (const auto& [key, output] : outputs) {
      if (!output->good()) return false;
    }
    return true;
  }
};

bool open_target(const ExtractArguments& arguments, Target& target) {
  if (arguments.summary) {
    target.sink = make_summary_sink(target.open("", arguments.output).stream());
  } else if (arguments.format == "json") {
    target.sink = make_json_sink(target.open("", arguments.output).stream());
  } else if (arguments.format == "jsonl") {
    target.sink = make_jsonl_sink(target.open("", arguments.output).stream());
  } else if (arguments.output.empty()) {
    // Without a folder to write to only one table fits on standard output.
    std::ostream& out = target.open("", "").stream();
    target.sink = make_csv_sink([&out](std::string_view table) { return table == "projects" ? &out : nullptr; });
  } else {
    std::error_code error;
    std::filesystem::create_directories(arguments.output, error);
    for (std::string_view table : csv_table_names()) {
      target.open(std::string(table), (std::filesystem::path(arguments.output) / fmt::format("{}.csv", table)).string());
    }
    target.sink = make_csv_sink([&target](std::string_view table) { return &target.outputs.find(table)->second->stream(); });
  }
  for (const auto& [key, output] : target.outputs) {
    if (output->problem().empty()) continue;
    report(arguments.output, "not-written: " + output->problem());
    return false;
  }
  return true;
}

Expected<bool> extract_one(const std::string& path, const ReadOptions& options, const FormSet& forms, bool whole,
                           RecordSink& sink) {
  const auto read = read_records(path, options, forms, whole);
  if (!read) return tl::unexpected<Error>(read.error());
  const auto& [info, document] = *read;
  if (document.projects.empty()) report(path, no_records_warning());
  sink.begin(info, document.facts);
  for (const ProjectRecord& record : document.projects) sink.record(info, document.facts, record);
  sink.end_document(info, document.facts, document.overall, document.unplaced);
  return report_unread_pages(info);
}

int run_extract(const ExtractArguments& arguments) {
  const FormSet forms = load_forms(arguments.form);
  if (forms.empty()) return kUsage;
  Target target;
  if (!open_target(arguments, target)) return kSomeFailed;
  bool writable = true;
  int status = for_each_input(arguments.inputs, [&](const std::string& path, const ReadOptions& options) -> Expected<bool> {
    if (!writable) return true;   // the output is lost already: said once, below
    auto done = extract_one(path, options, forms, arguments.format == "json", *target.sink);
    writable = target.good();
    return done;
  });
  if (status == kInterrupted) return status;
  target.sink->finish();
  const std::string problem = target.commit();
  if (problem.empty()) return status;
  report(arguments.output.empty() ? "standard output" : arguments.output, "not-written: " + problem);
  return kSomeFailed;
}

}  // namespace

void add_extract(CLI::App& app, int& status) {
  auto arguments = std::make_shared<ExtractArguments>();
  CLI::App* command = app.add_subcommand("extract", "Read documents and write their project records");
  command->add_option("INPUT", arguments->inputs, "PDF, image (PNG, JPEG, TIFF …), text dump (.txt), folder, or @list.txt with a path a line")->required();
  command->add_option("-f,--format", arguments->format, "jsonl: a record a line; json: documents whole; csv: tables")
      ->check(CLI::IsMember({"jsonl", "json", "csv"}))->capture_default_str();
  command->add_option("-o,--output", arguments->output, "File to write (csv: folder); written whole or not at all. Default: standard output");
  command->add_option("--form", arguments->form, "A form: the name of a built-in one (`budgetlift doctor` lists them), which is then the only one used, or a definition of your own or a folder of them (docs/forms.md), tried before the built-in ones. Default: found by its labels");
  command->add_flag("--summary", arguments->summary, "Print a short table for people instead of records");
  command->callback([arguments, &status] { status = run_extract(*arguments); });
}

}  // namespace budgetlift
