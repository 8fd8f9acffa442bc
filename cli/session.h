// What every command that reads documents shares: forms, messages, interruption, progress.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/inputs.h"
#include "extract/options.h"
#include "schemas/document.h"
#include "schemas/error.h"
#include "schemas/form_set.h"

namespace budgetlift {

constexpr int kOk = 0;
constexpr int kSomeFailed = 1;
constexpr int kUsage = 2;
constexpr int kInterrupted = 130;

// `budgetlift: PATH: KIND: message` on stderr.
void report(const std::string& all_of_it);
void report(const std::string& path, const std::string& kind_and_message);
void report(const std::string& path, const Error& error);

// The user's forms (a name, a file or a folder of definitions) before the built-in ones; a usage error is printed and gives an empty list.
FormSet load_forms(const std::string& user_form);

// SIGINT and SIGTERM are only counted, so that files are left whole; SIGPIPE is an ordinary write error.
void install_signal_handlers();
int interruptions();
// While there is nothing to leave whole.
void interruptions_end_at_once(bool on);

// A file that is opened never gets the number of a standard stream that is closed: messages would go into it.
void keep_standard_descriptors();
inline bool interrupted() { return interruptions() > 0; }

// Thrown out of a reader's progress callback.
struct Interrupted {};

// A line for each kind of trouble that pages of a document had, with their numbers. True if there was none.
bool report_unread_pages(const DocumentInfo& info);

// Calls `read` for each input that exists. `read` gives an error to report, or false if a part of the input could not be
// read, which it has reported itself. Returns the exit status.
int for_each_input(const std::vector<std::string>& arguments,
                   const std::function<Expected<bool>(const std::string& path, const ReadOptions& options)>& read);

}  // namespace budgetlift
