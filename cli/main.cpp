#include <algorithm>
#include <iostream>

#include "cli/commands.h"
#include "cli/session.h"

int main(int argc, char** argv) {
  budgetlift::keep_standard_descriptors();
  budgetlift::install_signal_handlers();
  CLI::App app("budgetlift: Chinese government budget documents become structured project records.\n"
               "预算绩效文件转换为结构化项目记录。", "budgetlift");
  app.set_version_flag("--version", "budgetlift " BUDGETLIFT_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  app.footer("Exit status: 0 every input was read; 1 at least one could not be; 2 wrong command line; 130 interrupted.\n"
             "Begin with: budgetlift extract DOCUMENT.pdf");

  int status = budgetlift::kOk;
  budgetlift::add_extract(app, status);
  budgetlift::add_batch(app, status);
  budgetlift::add_merge(app, status);
  budgetlift::add_inputs(app, status);
  budgetlift::add_batch_worker(app, status);
  budgetlift::add_load(app, status);
  budgetlift::add_tables(app, status);
  budgetlift::add_check(app, status);
  budgetlift::add_schema(app, status);
  budgetlift::add_doctor(app, status);
  budgetlift::add_manual(app, status);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? budgetlift::kOk : budgetlift::kUsage;
  }
  // A command's words on standard output count like its records.
  return std::cout.flush() ? status : std::max(status, budgetlift::kSomeFailed);
}
