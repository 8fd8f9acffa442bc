#include <iostream>

#include "cli/commands.h"
#include "cli/session.h"
#include "normalize/schema_check.h"

namespace budgetlift {

void add_schema(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema of a record");
  command->callback([&status] {
    std::cout << record_schema_text() << std::flush;
    status = std::cout ? kOk : kSomeFailed;
  });
}

}  // namespace budgetlift
