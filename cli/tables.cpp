#include <memory>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"
#include "extract/reader.h"
#include "normalize/displayed.h"
#include "normalize/sink.h"

namespace budgetlift {
namespace {

struct TablesArguments {
  std::vector<std::string> inputs;
  std::string format = "jsonl";
  std::string output;
};

int run_tables(const TablesArguments& arguments) {
  const FormSet forms = load_forms("");
  Output output(arguments.output);
  if (!output.problem().empty()) {
    report(arguments.output, "not-written: " + output.problem());
    return kSomeFailed;
  }
  const auto sink = arguments.format == "csv" ? make_table_csv_sink(output.stream()) : make_table_jsonl_sink(output.stream());
  int status = for_each_input(arguments.inputs, [&](const std::string& path, const ReadOptions& options) -> Expected<bool> {
    if (!output.good()) return true;
    // A line names its document whole (hash, pages), which is known at the end only.
    std::vector<Table> tables;
    auto info = read_document(path, options, forms, [&](Block&& block) {
      if (auto* table = std::get_if<Table>(&block)) tables.push_back(std::move(*table));
    });
    if (!info) return tl::unexpected<Error>(info.error());
    for (Table& table : tables) show_as_displayed(*info, table);
    for (size_t i = 0; i < tables.size(); ++i) sink->table(*info, {}, static_cast<int>(i) + 1, tables[i]);
    return report_unread_pages(*info);
  });
  if (status == kInterrupted) return status;
  if (!output.commit()) {
    report(arguments.output.empty() ? "standard output" : arguments.output, "not-written: " + output.problem());
    status = kSomeFailed;
  }
  return status;
}

}  // namespace

void add_tables(CLI::App& app, int& status) {
  auto arguments = std::make_shared<TablesArguments>();
  CLI::App* command = app.add_subcommand("tables", "Write every table of documents, whatever its form, joined over pages");
  command->add_option("INPUT", arguments->inputs, "PDF, image (PNG, JPEG, TIFF …), text dump (.txt), folder, or @list.txt with a path a line")->required();
  command->add_option("-f,--format", arguments->format, "jsonl: a table a line; csv: a cell a line")
      ->check(CLI::IsMember({"jsonl", "csv"}))->capture_default_str();
  command->add_option("-o,--output", arguments->output, "File to write, whole or not at all. Default: standard output");
  command->callback([arguments, &status] { status = run_tables(*arguments); });
}

}  // namespace budgetlift
