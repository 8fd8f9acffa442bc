#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <string>
#include <vector>

#include "batch/sandbox.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "extract/scan_reader.h"
#include "load/load_module.h"

namespace budgetlift {
namespace {

namespace fs = std::filesystem;

struct Need {
  std::string what;
  bool there = false;
  std::string where;     // where it is, where that is worth a word
  std::string why;       // what it is needed for
  std::string remedy;
};

// Tesseract looks in TESSDATA_PREFIX, else where its package puts its data.
std::string find_tesseract_data(const std::string& name) {
  std::vector<fs::path> folders;
  if (const char* prefix = std::getenv("TESSDATA_PREFIX"); prefix && *prefix) {
    folders = {prefix, fs::path(prefix) / "tessdata"};
  } else {
    folders = {"/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
               "/usr/local/share/tessdata"};
  }
  std::error_code ignored;
  for (const fs::path& folder : folders) {
    if (fs::exists(folder / name, ignored)) return (folder / name).string();
  }
  return "";
}

bool is_filled_folder(const std::string& path) {
  std::error_code error;
  return !path.empty() && fs::directory_iterator(path, error) != fs::directory_iterator() && !error;
}

std::vector<Need> needs() {
  const ScanOptions scan;
  std::error_code ignored;
  std::vector<Need> out;
  const std::string maps = "/usr/share/poppler/cMap";
  out.push_back({"poppler-data", fs::exists(maps, ignored), "",
                 "PDFs whose Chinese fonts name GBK or UniGB encodings and carry no Unicode table",
                 "install it with: apt-get install poppler-data"});
  const auto module = load_scan_module(scan);
  out.push_back({"library for scans", module.has_value(), find_scan_library(scan), "scanned pages and images",
                 module ? "" : module.error().message + "; install what it needs with setup/install and build the target budgetlift_scan"});
  const auto tables = load_load_module();
  out.push_back({"library for tables", tables.has_value(), find_load_library(), "csv, workbooks, databases (`load`)",
                 tables ? "" : tables.error().words + "; install what it needs with setup/install and build the target budgetlift_load"});
  const std::string models = find_scan_models(scan);
  out.push_back({"models for scans", is_filled_folder(models), models, "reading characters of scanned pages",
                 "they belong to the program (share/budgetlift/models): install it whole, or name their folder in BUDGETLIFT_MODELS"});
  const std::string chinese = find_tesseract_data("chi_sim.traineddata");
  out.push_back({"tesseract-ocr-chi-sim", !chinese.empty(), chinese, "a second reading of unsure characters of scanned pages",
                 "install it with: apt-get install tesseract-ocr-chi-sim"});
  out.push_back({"seccomp filters", can_confine(), "", "keeping the workers of `batch` from the network and from files other than their own output",
                 "run it on a Linux kernel with seccomp filters; a container may have to allow them"});
  return out;
}

int run_doctor() {
  int missing = 0;
  for (const Need& need : needs()) {
    if (need.there) {
      std::cout << fmt::format("ok       {}{}\n", need.what, need.where.empty() ? "" : " (" + need.where + ")");
      continue;
    }
    ++missing;
    std::cout << fmt::format("missing  {}: needed for {}; {}\n", need.what, need.why, need.remedy);
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
