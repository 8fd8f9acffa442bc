#include "batch/input_walk.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sys/stat.h>

namespace budgetlift {
namespace {

namespace fs = std::filesystem;

bool ends_with(std::string_view path, const std::vector<std::string_view>& endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return path.size() > ending.size() && std::equal(ending.rbegin(), ending.rend(), path.rbegin(), [](char a, char b) {
             return a == static_cast<char>(std::tolower(static_cast<unsigned char>(b)));
           });
  });
}

std::int64_t nanoseconds(const timespec& time) { return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec; }

class Walk {
 public:
  Walk(const WalkOptions& options, const WalkSink& sink) : options_(options), sink_(sink) {}

  void argument(const std::string& text) {
    if (text == "-") {
      lines(std::cin);
    } else if (!text.empty() && text[0] == '@') {
      std::ifstream list(text.substr(1), std::ios::binary);
      if (!list) {
        sink_.problem(text.substr(1), {ErrorKind::not_found, "the list of inputs cannot be read; check the path after @"});
        return;
      }
      sink_.readable(text.substr(1));
      lines(list);
    } else {
      path(text);
    }
  }

 private:
  void lines(std::istream& in) {
    each_listed(in, [this](const std::string& text) { path(text); });
  }

  void path(const std::string& text) {
    if (text.find('\0') != text.npos) {
      problem(text, {ErrorKind::not_found, "a zero byte inside a path; put one, or a line's end, behind each path of the list, not both"});
      return;
    }
    std::error_code error;
    if (fs::is_directory(text, error)) {
      const size_t before = found_;
      const size_t problems = problems_;
      folder(text);
      if (found_ == before && problems_ == problems) {
        problem(text, {ErrorKind::not_found, std::string("no .pdf, .txt or image file") + (options_.archives ? " or archive" : "") +
                                                 " in this folder or below it; name the files themselves if they are called otherwise"});
      }
      return;
    }
    file(text);
  }

  void folder(const std::string& text) {
    std::error_code error;
    std::vector<std::string> files, folders;
    for (fs::directory_iterator it(text, error), end; !error && it != end; it.increment(error)) {
      std::error_code ignored;
      const std::string name = it->path().string();
      if (it->is_directory(ignored)) {
        if (!it->is_symlink(ignored)) folders.push_back(name);
      } else if (is_document_name(name) || (options_.archives && is_archive_name(name))) {
        files.push_back(name);
      }
    }
    if (!error) sink_.readable(text);
    else problem(text, {ErrorKind::not_found, "the folder cannot be read (" + error.message() + "); check its permissions"});
    std::sort(files.begin(), files.end());
    std::sort(folders.begin(), folders.end());
    for (const std::string& one : files) file(one);
    for (const std::string& one : folders) folder(one);
  }

  void file(const std::string& text) {
    const auto stamp = stamp_of(text);
    if (!stamp) {
      problem(text, stamp.error());
      return;
    }
    ++found_;
    sink_.file(text, *stamp);
  }

  void problem(const std::string& text, const Error& error) {
    ++problems_;
    sink_.problem(text, error);
  }

  const WalkOptions& options_;
  const WalkSink& sink_;
  size_t found_ = 0, problems_ = 0;
};

}  // namespace

void each_listed(std::istream& in, const std::function<void(const std::string& path)>& take) {
  std::vector<char> block(1 << 16);
  std::string pending;
  char end = '\n';      // of each path: the first block tells
  bool known = false;
  const auto give = [&](std::string text) {
    if (end == '\n' && !text.empty() && text.back() == '\r') text.pop_back();
    if (!text.empty()) take(text);
  };
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())), in.gcount() > 0) {
    const std::string_view bytes(block.data(), static_cast<size_t>(in.gcount()));
    if (!known) end = bytes.find('\0') == bytes.npos ? '\n' : '\0', known = true;
    size_t begin = 0;
    for (size_t at; (at = bytes.find(end, begin)) != bytes.npos; begin = at + 1) {
      give(pending + std::string(bytes.substr(begin, at - begin)));
      pending.clear();
    }
    pending += bytes.substr(begin);
  }
  give(pending);
}

bool is_document_name(std::string_view path) {
  static const std::vector<std::string_view> kEndings = {".pdf", ".txt", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".jp2", ".webp"};
  return ends_with(path, kEndings);
}

bool is_archive_name(std::string_view path) {
  static const std::vector<std::string_view> kEndings = {".zip", ".7z", ".rar", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst"};
  return ends_with(path, kEndings);
}

Expected<FileStamp> stamp_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return fail(ErrorKind::not_found, "no such file; check the path");
  if (!S_ISREG(status.st_mode)) {
    return fail(ErrorKind::not_a_document, "neither a file nor a folder; give a PDF, an image or a text dump");
  }
  return FileStamp{status.st_size, nanoseconds(status.st_mtim), nanoseconds(status.st_ctim), static_cast<std::int64_t>(status.st_ino)};
}

void walk_inputs(const std::vector<std::string>& arguments, const WalkOptions& options, const WalkSink& sink) {
  Walk walk(options, sink);
  for (const std::string& argument : arguments) walk.argument(argument);
}

}  // namespace budgetlift
