#include "cli/session.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <new>
#include <optional>
#include <unistd.h>

#include "batch/document_records.h"
#include "cli/progress.h"
#include "normalize/form_match.h"

namespace budgetlift {
namespace {

volatile std::sig_atomic_t interrupt_count = 0;

volatile std::sig_atomic_t end_at_once = 0;

void on_interrupt(int) {
  // Whoever asks a third time is not heard: the program waits for its input, or for the disk.
  if (end_at_once || interrupt_count > 1) ::_exit(kInterrupted);
  interrupt_count = interrupt_count + 1;
}

}  // namespace

void report(const std::string& all_of_it) {
  // Not fmt::print, which throws where stderr cannot be written: the records still can.
  const std::string line = fmt::format("budgetlift: {}\n", all_of_it);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void report(const std::string& path, const std::string& kind_and_message) { report(path + ": " + kind_and_message); }

void report(const std::string& path, const Error& error) { report(path, fmt::format("{}: {}", name(error.kind), error.message)); }

namespace {

// A definition from a file; nothing, and a message, if it is none.
std::optional<Form> load_form(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    report(path, "not-found: the form definition cannot be read; check the path after --form and its permissions");
    return std::nullopt;
  }
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  auto form = parse_form(text);
  if (!form) {
    report(path, form.error());
    return std::nullopt;
  }
  if (const std::string problem = pattern_problem(*form); !problem.empty()) {
    report(path, Error{ErrorKind::damaged, problem + "; see docs/forms.md"});
    return std::nullopt;
  }
  return *std::move(form);
}

}  // namespace

FormSet load_forms(const std::string& user_form) {
  // A name stands for a built-in form, which then is the only one; anything else is a file, or a folder of them, tried before them.
  if (const Form* named = find_form(builtin_forms(), user_form)) return std::vector<Form>{*named};
  std::vector<std::string> paths;
  std::error_code error;
  if (std::filesystem::is_directory(user_form, error)) {
    for (const auto& entry : std::filesystem::directory_iterator(user_form, error)) {
      if (entry.path().extension() == ".json") paths.push_back(entry.path().string());
    }
    std::sort(paths.begin(), paths.end());
  } else if (std::filesystem::exists(user_form, error)) {
    paths.push_back(user_form);
  }
  if (!user_form.empty() && paths.empty()) {
    std::string names;
    for (const Form& form : builtin_forms()) names += (names.empty() ? "" : ", ") + form.name;
    report(user_form, "not-found: no form of this name, and no file or folder with definitions (*.json); the forms built in are " + names + "; docs/forms.md says how to write one");
    return {};
  }
  std::vector<Form> forms;
  for (const std::string& path : paths) {
    auto form = load_form(path);
    if (!form) return {};
    forms.push_back(*std::move(form));
  }
  forms.insert(forms.end(), builtin_forms().begin(), builtin_forms().end());
  return forms;
}

void install_signal_handlers() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
}

void interruptions_end_at_once(bool on) {
  end_at_once = on;
  if (on && interrupted()) ::_exit(kInterrupted);
}

void keep_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    // The lowest number that is free. What is written to it fails, as to a closed one.
    if (::fcntl(descriptor, F_GETFD) < 0) ::open("/dev/null", O_RDONLY);
  }
}

int interruptions() { return interrupt_count; }

bool report_unread_pages(const DocumentInfo& info) {
  const std::vector<Error> troubles = unread_pages(info);
  for (const Error& trouble : troubles) report(info.path, trouble);
  return troubles.empty();
}

int for_each_input(const std::vector<std::string>& arguments,
                   const std::function<Expected<bool>(const std::string&, const ReadOptions&)>& read) {
  int status = kOk;
  const auto scans = std::make_shared<ScanSession>(ScanOptions{});   // one for all inputs: its models are large
  for (const Input& input : expand_inputs(arguments)) {
    if (input.problem) {
      report(input.path, *input.problem);
      status = kSomeFailed;
      continue;
    }
    ProgressBar bar;
    ReadOptions options;
    options.scans = scans;
    options.progress = [&bar](int page, int pages) {
      if (interrupted()) throw Interrupted{};
      bar.update(page, pages);
    };
    try {
      const Expected<bool> done = read(input.path, options);
      bar.finish();
      if (!done) report(input.path, done.error());
      if (!done || !*done) status = kSomeFailed;
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
