#include <fmt/format.h>

#include "extract/plugin.h"
#include "load/load_module.h"

namespace budgetlift {
namespace {

tl::unexpected<LoadProblem> failed(std::string words) { return tl::unexpected<LoadProblem>({std::move(words), false}); }

}  // namespace

std::string find_load_library() { return find_plugin("budgetlift_load.so", "", "BUDGETLIFT_LOAD_LIBRARY"); }

LoadResult<const LoadModule*> load_load_module() {
  const std::string path = find_load_library();
  if (path.empty()) return failed("the library that writes tables (lib/budgetlift/budgetlift_load.so) is not there; `budgetlift doctor` says what is missing");
  const auto symbol = load_symbol(path, kLoadModuleSymbol);
  if (!symbol) return failed(fmt::format("the library that writes tables cannot be loaded ({}); `budgetlift doctor` says what is missing", symbol.error()));
  const auto* module = static_cast<const LoadModule*>(*symbol);
  if (!module || module->version != kLoadModuleVersion) {
    return failed(path + " is not this program's library for tables; build or install both together");
  }
  return module;
}

LoadResult<std::unique_ptr<Loader>> open_loader(const LoadOptions& options) {
  const auto module = load_load_module();
  if (!module) return tl::unexpected<LoadProblem>(module.error());
  return (*module)->open(options);
}

}  // namespace budgetlift
