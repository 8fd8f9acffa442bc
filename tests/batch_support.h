// What tests of `batch` and `merge` share: a folder with documents, and what came of it.
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <clocale>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/program.h"
#include "tests/support.h"

namespace budgetlift::test {

namespace fs = std::filesystem;

inline const std::string kMade = std::string(BUDGETLIFT_SOURCE_DIR) + "/corpus/made/";

inline std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

// "path kind" of each line of failed.tsv but its header.
inline std::set<std::string> failures(const fs::path& folder) {
  std::set<std::string> out;
  for (const std::string& line : lines_of(read_file(folder / "failed.tsv"))) {
    const size_t path = line.find('\t'), kind = line.find('\t', path + 1);
    if (line != "path\tkind\tmessage") out.insert(fs::path(line.substr(0, path)).filename().string() + " " + line.substr(path + 1, kind - path - 1));
  }
  return out;
}

class Batch : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directory(in);
    for (const char* name : {"first.chromium.pdf", "wide.pieces.pdf", "listing.chromium.pdf", "units.locked.pdf", "cuts.txt"}) fs::copy(kMade + name, in / name);
  }

  ProgramResult batch(std::vector<std::string> more = {}, const std::string& out = "out", const ProgramOptions& options = {}) {
    std::vector<std::string> words = {"batch", in.string(), "--out", (folder.path() / out).string(), "--progress-every", "0"};
    words.insert(words.end(), more.begin(), more.end());
    return budgetlift(words, options);
  }

  std::string output(const std::string& file = "records.jsonl", const std::string& out = "out") { return read_file(folder.path() / out / file); }

  // All three lists.
  std::string outputs(const std::string& out = "out") { return output("records.jsonl", out) + output("review.tsv", out) + output("failed.tsv", out); }

  TemporaryFolder folder;
  const fs::path in = folder.path() / "in";
};

// An archive of the named files; their names in it.
inline void pack(const std::string& path, const std::vector<std::pair<std::string, std::string>>& files) {
  std::setlocale(LC_CTYPE, "C.UTF-8");   // names of a .7z are written from characters
  archive* out = archive_write_new();
  if (path.ends_with(".zip")) {
    archive_write_set_format_zip(out);
  } else if (path.ends_with(".7z")) {
    archive_write_set_format_7zip(out);
  } else {
    archive_write_set_format_pax_restricted(out);
    archive_write_add_filter_gzip(out);
  }
  ASSERT_EQ(archive_write_open_filename(out, path.c_str()), ARCHIVE_OK);
  for (const auto& [name, bytes] : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_update_pathname_utf8(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(out, entry);
    archive_write_data(out, bytes.data(), bytes.size());
    archive_entry_free(entry);
  }
  archive_write_close(out);
  archive_write_free(out);
}

}  // namespace budgetlift::test
