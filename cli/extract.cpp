#include <fmt/format.h>
#include <memory>

#include "batch/document_records.h"
#include "cli/commands.h"
#include "cli/load_options.h"
#include "cli/load_sink.h"
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
  LoadOptions tables;
};

// The sink of a run, and what is behind it: a stream of text, or tables.
struct Target {
  std::unique_ptr<Output> output;
  std::unique_ptr<RecordSink> sink;
  LoadSink* tables = nullptr;   // the sink, where it writes tables

  // What went wrong so far, or "".
  std::string problem() const { return tables ? tables->problem() : output->problem(); }
  bool good() const { return tables ? tables->problem().empty() : output->good(); }
  void finish() {
    sink->finish();
    if (output) output->commit();
  }
};

bool is_tables(const ExtractArguments& arguments) { return !arguments.summary && arguments.format != "json" && arguments.format != "jsonl"; }

std::string open_target(const ExtractArguments& arguments, Target& target) {
  if (is_tables(arguments)) {
    LoadOptions options = arguments.tables;
    options.format = arguments.format;
    options.place = arguments.output;
    options.program = "budgetlift " BUDGETLIFT_VERSION;
    auto loader = open_loader(options);
    if (!loader) return loader.error().words;
    auto sink = std::make_unique<LoadSink>(*std::move(loader));
    target.tables = sink.get();
    target.sink = std::move(sink);
    return "";
  }
  target.output = std::make_unique<Output>(arguments.output);
  std::ostream& out = target.output->stream();
  target.sink = arguments.summary ? make_summary_sink(out) : arguments.format == "json" ? make_json_sink(out) : make_jsonl_sink(out);
  return target.output->problem();
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
  const std::string place = arguments.output.empty() ? "standard output" : arguments.output;
  if (is_tables(arguments) && arguments.output.empty() && arguments.format != "csv") {
    report("extract", fmt::format("the format {} needs a place to be written to: say -o", arguments.format));
    return kUsage;
  }
  Target target;
  if (const std::string problem = open_target(arguments, target); !problem.empty()) {
    report(place, "not-written: " + problem);
    return kSomeFailed;
  }
  bool writable = true;
  int status = for_each_input(arguments.inputs, [&](const std::string& path, const ReadOptions& options) -> Expected<bool> {
    if (!writable) return true;   // the output is lost already: said once, below
    auto done = extract_one(path, options, forms, arguments.format == "json", *target.sink);
    writable = target.good();
    return done;
  });
  if (status == kInterrupted) return status;
  target.finish();
  if (target.problem().empty()) return status;
  report(place, "not-written: " + target.problem());
  return kSomeFailed;
}

}  // namespace

void add_extract(CLI::App& app, int& status) {
  auto arguments = std::make_shared<ExtractArguments>();
  CLI::App* command = app.add_subcommand("extract", "Read documents and write their project records");
  command->add_option("INPUT", arguments->inputs, "PDF, image (PNG, JPEG, TIFF …), text dump (.txt), folder, or @list.txt with a path a line")->required();
  command->add_option("-f,--format", arguments->format, "jsonl: a record a line; json: documents whole; csv, xlsx, sqlite, datapackage: tables (docs/loading.md)")
      ->check(CLI::IsMember({"jsonl", "json", "csv", "xlsx", "sqlite", "datapackage"}))->capture_default_str();
  command->add_option("-o,--output", arguments->output, "File to write (csv, datapackage: folder); written whole or not at all. Default: standard output");
  add_table_options(*command, arguments->tables);
  command->add_option("--form", arguments->form, "A form: the name of a built-in one (`budgetlift doctor` lists them), which is then the only one used, or a definition of your own or a folder of them (docs/forms.md), tried before the built-in ones. Default: found by its labels");
  command->add_flag("--summary", arguments->summary, "Print a short table for people instead of records");
  command->callback([arguments, &status] { status = run_extract(*arguments); });
}

}  // namespace budgetlift
