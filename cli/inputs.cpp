#include "cli/inputs.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

namespace budgetlift {
namespace {

namespace fs = std::filesystem;

bool has_known_extension(const fs::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::string_view kKnown[] = {".pdf", ".txt", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".jp2", ".webp"};
  return std::find(std::begin(kKnown), std::end(kKnown), extension) != std::end(kKnown);
}

void add_folder(const std::string& folder, std::vector<Input>& out) {
  std::vector<std::string> found;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored) && has_known_extension(it->path())) found.push_back(it->path().string());
  }
  if (error) {
    out.push_back({folder, "not-found: the folder cannot be read (" + error.message() + "); check its permissions"});
  } else if (found.empty()) {
    out.push_back({folder, "not-found: no .pdf, .txt or image file in this folder or below it; name the files themselves if they are called otherwise"});
  }
  std::sort(found.begin(), found.end());
  for (std::string& path : found) out.push_back({std::move(path), ""});
}

void add_path(const std::string& path, std::vector<Input>& out) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) {
    add_folder(path, out);
  } else if (!fs::exists(status)) {
    out.push_back({path, "not-found: no such file; check the path"});
  } else if (!fs::is_regular_file(status)) {
    out.push_back({path, "not-a-document: neither a file nor a folder; give a PDF, an image or a text dump"});
  } else {
    out.push_back({path, ""});
  }
}

}  // namespace

std::vector<Input> expand_inputs(const std::vector<std::string>& arguments) {
  std::vector<Input> out;
  for (const std::string& argument : arguments) {
    if (argument.empty() || argument[0] != '@') {
      add_path(argument, out);
      continue;
    }
    std::ifstream list(argument.substr(1));
    if (!list) {
      out.push_back({argument.substr(1), "not-found: the list of inputs cannot be read; check the path after @"});
      continue;
    }
    for (std::string line; std::getline(list, line);) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (!line.empty()) add_path(line, out);
    }
  }
  return out;
}

}  // namespace budgetlift
