#include "extract/scan_reader.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <vector>

#include "extract/plugin.h"

namespace budgetlift {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLibraryName = "budgetlift_scan.so";

}  // namespace

std::string find_scan_library(const ScanOptions& options) { return find_plugin(kLibraryName, options.library, "BUDGETLIFT_SCAN_LIBRARY"); }

std::string find_scan_models(const ScanOptions& options) {
  if (auto [path, asked] = asked_for(options.models_dir, "BUDGETLIFT_MODELS"); asked) return path;
  return first_existing({folder_of_program() / "../share/budgetlift/models",
                         fs::path(BUDGETLIFT_PREFIX) / BUDGETLIFT_DATADIR / "budgetlift/models"});
}

Expected<const ScanModule*> load_scan_module(const ScanOptions& options) {
  static std::map<std::string, const ScanModule*> loaded;
  const std::string path = find_scan_library(options);
  if (path.empty()) {
    return fail(ErrorKind::not_found,
                fmt::format("the library that reads scans (lib/budgetlift/{}) is not there; `budgetlift doctor` says what "
                            "is missing",
                            kLibraryName));
  }
  if (auto known = loaded.find(path); known != loaded.end()) return known->second;
  const auto symbol = load_symbol(path, kScanModuleSymbol);
  if (!symbol) {
    return fail(ErrorKind::not_found,
                fmt::format("the library that reads scans cannot be loaded ({}); `budgetlift doctor` says what is missing", symbol.error()));
  }
  const auto* module = static_cast<const ScanModule*>(*symbol);
  if (!module || module->version != kScanModuleVersion) {
    return fail(ErrorKind::not_found, path + " is not this program's library for scans; build or install both together");
  }
  loaded[path] = module;
  return module;
}

Expected<std::unique_ptr<ScanReader>> load_scan_reader(const ScanOptions& options) {
  const auto module = load_scan_module(options);
  if (!module) return tl::unexpected<Error>(module.error());
  ScanOptions with_models = options;
  with_models.models_dir = find_scan_models(options);
  if (with_models.models_dir.empty()) {
    return fail(ErrorKind::not_found, "the models that read characters (share/budgetlift/models) are not there; "
                                      "`budgetlift doctor` says what is missing");
  }
  return (*module)->make_reader(with_models);
}

Expected<const ScanModule*> ScanSession::module() {
  if (module_) return module_;
  auto module = load_scan_module(options_);
  if (module) module_ = *module;
  return module;
}

Expected<ScanReader*> ScanSession::reader() {
  if (reader_) return reader_.get();
  if (problem_) return tl::unexpected<Error>(*problem_);
  auto made = module_ ? module_->make_reader(options_) : load_scan_reader(options_);
  if (!made) {
    problem_ = made.error();
    return tl::unexpected<Error>(*problem_);
  }
  reader_ = *std::move(made);
  return reader_.get();
}

Expected<std::unique_ptr<ImageFile>> ScanSession::open_image(const std::string& path) {
  const auto from = module();
  if (!from) return tl::unexpected<Error>(from.error());
  return (*from)->open_image(path, options_);
}

}  // namespace budgetlift
