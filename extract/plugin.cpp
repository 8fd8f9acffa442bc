#include "extract/plugin.h"

#include <climits>
#include <cstdlib>
#include <dlfcn.h>
#include <unistd.h>

namespace budgetlift {

namespace fs = std::filesystem;

fs::path folder_of_program() {
  char path[PATH_MAX];
  const ssize_t length = ::readlink("/proc/self/exe", path, sizeof path);
  return length > 0 ? fs::path(std::string(path, static_cast<std::size_t>(length))).parent_path() : fs::path();
}

std::string first_existing(const std::vector<fs::path>& places) {
  for (const fs::path& place : places) {
    std::error_code ignored;
    if (fs::exists(place, ignored)) return place.lexically_normal().string();
  }
  return "";
}

std::pair<std::string, bool> asked_for(const std::string& chosen, const char* variable) {
  if (!chosen.empty()) return {first_existing({chosen}), true};
  const char* value = std::getenv(variable);
  if (value && *value) return {first_existing({value}), true};
  return {"", false};
}

std::string find_plugin(const std::string& file, const std::string& chosen, const char* variable) {
  if (auto [path, asked] = asked_for(chosen, variable); asked) return path;
  const fs::path program = folder_of_program();
  return first_existing({program / "../lib/budgetlift" / file, program / ".." / BUDGETLIFT_LIBDIR / "budgetlift" / file,
                         fs::path(BUDGETLIFT_PREFIX) / BUDGETLIFT_LIBDIR / "budgetlift" / file});
}

tl::expected<const void*, std::string> load_symbol(const std::string& path, const char* symbol) {
  // Never closed: what it made may live until the process ends. Local: its libraries are nobody else's business.
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char* why = ::dlerror();
    return tl::unexpected<std::string>(why ? why : path);
  }
  return ::dlsym(library, symbol);
}

}  // namespace budgetlift
