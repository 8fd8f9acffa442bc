#include "cli/session.h"

#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <new>

#include "cli/progress.h"
#include "normalize/form_match.h"

namespace budgetlift {
namespace {

volatile std::sig_atomic_t interrupt_flag = 0;

void on_interrupt(int) { interrupt_flag = 1; }

}  // namespace

void report(const std::string& path, const std::string& kind_and_message) {
  // Not fmt::print, which throws where stderr cannot be written: the records still can.
  const std::string line = fmt::format("budgetlift: {}: {}\n", path, kind_and_message);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void report(const std::string& path, const Error& error) { report(path, fmt::format("{}: {}", name(error.kind), error.message)); }

std::vector<Form> load_forms(const std::string& user_form) {
  std::vector<Form> forms;
  if (!user_form.empty()) {
    std::ifstream in(user_form, std::ios::binary);
    if (!in) {
      report(user_form, "not-found: the form definition cannot be read; check the path after --form");
      return {};
    }
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    auto form = parse_form(text);
    if (!form) {
      report(user_form, form.error());
      return {};
    }
    if (const std::string problem = pattern_problem(*form); !problem.empty()) {
      report(user_form, Error{ErrorKind::damaged, problem + "; see docs/forms.md"});
      return {};
    }
    forms.push_back(*std::move(form));
  }
  forms.insert(forms.end(), builtin_forms().begin(), builtin_forms().end());
  return forms;
}

void install_signal_handlers() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGINT, on_interrupt);
}

bool interrupted() { return interrupt_flag != 0; }

int for_each_input(const std::vector<std::string>& arguments,
                   const std::function<Expected<void>(const std::string&, const ReadOptions&)>& read) {
  int status = kOk;
  for (const Input& input : expand_inputs(arguments)) {
    if (!input.problem.empty()) {
      report(input.path, input.problem);
      status = kSomeFailed;
      continue;
    }
    ProgressBar bar;
    ReadOptions options;
    options.progress = [&bar](int page, int pages) {
      if (interrupted()) throw Interrupted{};
      bar.update(page, pages);
    };
    try {
      const Expected<void> done = read(input.path, options);
      bar.finish();
      if (!done) {
        report(input.path, done.error());
        status = kSomeFailed;
      }
    } catch (const Interrupted&) {
      return kInterrupted;
    } catch (const std::bad_alloc&) {
      report(input.path, Error{ErrorKind::out_of_memory, "the document needs more memory than there is; split it or give the machine more"});
      status = kSomeFailed;
    }
    if (interrupted()) return kInterrupted;
  }
  return status;
}

}  // namespace budgetlift
