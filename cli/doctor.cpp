#include <filesystem>
#include <fmt/format.h>
#include <iostream>

#include "cli/commands.h"
#include "cli/session.h"

namespace budgetlift {
namespace {

struct Need {
  const char* what;
  const char* path;      // a file or folder that is there if the need is met
  const char* why;
  const char* remedy;
};

constexpr Need kNeeds[] = {
    {"poppler-data", "/usr/share/poppler/cMap", "PDFs whose Chinese fonts name GBK or UniGB encodings and carry no Unicode table",
     "apt-get install poppler-data"},
};

int run_doctor() {
  int missing = 0;
  for (const Need& need : kNeeds) {
    const bool there = std::filesystem::exists(need.path);
    missing += there ? 0 : 1;
    if (there) {
      std::cout << fmt::format("ok       {}\n", need.what);
    } else {
      std::cout << fmt::format("missing  {}: needed for {}; install it with: {}\n", need.what, need.why, need.remedy);
    }
  }
  std::cout << fmt::format("{} form(s) built in\n", builtin_forms().size());
  for (const Form& form : builtin_forms()) std::cout << fmt::format("         {}\n", form.name);
  return missing == 0 ? kOk : kSomeFailed;
}

}  // namespace

void add_doctor(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("doctor", "Say what this machine lacks");
  command->callback([&status] { status = run_doctor(); });
}

}  // namespace budgetlift
