// INPUT... of the command line becomes files, one after the other: memory does not grow with their number, but for the
// names of one folder.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "batch/ledger.h"
#include "schemas/error.h"

namespace budgetlift {

// By its ending, in any letter case: .pdf, .txt and images; .zip, .7z, .rar, .tar and tar's with .gz, .bz2, .xz, .zst.
bool is_document_name(std::string_view path);
bool is_archive_name(std::string_view path);

struct WalkOptions {
  bool archives = false;   // folders give archives, too
};

struct WalkSink {
  std::function<void(const std::string& path, const FileStamp& stamp)> file;
  std::function<void(const std::string& path, const Error& error)> problem;   // nothing to read there
  std::function<void(const std::string& path)> readable = [](const std::string&) {};   // a folder or list that is no problem itself
};

// The paths of a list, a line each; or parted by zero bytes, if one is among the first 64 KiB. Empty ones are left out.
void each_listed(std::istream& list, const std::function<void(const std::string& path)>& take);

// A folder gives its documents, recursively and in order of their names; links to folders are not followed, so none
// loops. "@list.txt" gives the paths of a list, "-" those on standard input.
void walk_inputs(const std::vector<std::string>& arguments, const WalkOptions& options, const WalkSink& sink);

// The file's stamp; not_found, or not_a_document where it is no regular file.
Expected<FileStamp> stamp_of(const std::string& path);

}  // namespace budgetlift
