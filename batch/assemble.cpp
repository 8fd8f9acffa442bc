#include "batch/assemble.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <optional>
#include <sys/resource.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <zlib.h>

#include "batch/descriptor.h"
#include "batch/new_file.h"
#include "batch/record_line.h"
#include "batch/tsv.h"
#include "normalize/json_writer.h"

namespace budgetlift {
namespace {

namespace fs = std::filesystem;

constexpr size_t kChunk = 1000;            // documents asked for at once
constexpr size_t kOtherFiles = 64;         // that a process has open besides those of the spool

// Bytes of the files that the ledger names.
class SpoolReader {
 public:
  explicit SpoolReader(std::string folder) : folder_(std::move(folder)) {}

  // Nothing if the file has not so many bytes there; a ledger may say anything.
  std::optional<std::string> read(const FileRange& range) {
    if (range.length == 0) return "";
    const int file = open(range.file);
    struct stat status {};
    if (file < 0 || ::fstat(file, &status) != 0 || range.offset < 0 || range.length < 0 || range.offset > status.st_size ||
        range.length > status.st_size - range.offset) {
      return std::nullopt;
    }
    std::string out(static_cast<size_t>(range.length), '\0');
    for (size_t done = 0; done < out.size();) {
      const ssize_t n = ::pread(file, out.data() + done, out.size() - done, range.offset + static_cast<off_t>(done));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return std::nullopt;
      done += static_cast<size_t>(n);
    }
    return out;
  }

 private:
  int open(const std::string& name) {
    if (const auto it = files_.find(name); it != files_.end()) return it->second.get();
    if (files_.size() >= most_open()) files_.clear();
    Descriptor file(::open((fs::path(folder_) / name).c_str(), O_RDONLY | O_CLOEXEC));
    return file.open() ? files_.emplace(name, std::move(file)).first->second.get() : -1;
  }

  // Documents come in no order: each file that is closed too early is opened again for the next one, which takes a while in
  // a network's folder.
  static size_t most_open() {
    rlimit limit{};
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur > 2 * kOtherFiles ? limit.rlim_cur - kOtherFiles : kOtherFiles / 2;
  }

  std::string folder_;
  std::map<std::string, Descriptor> files_;
};

template <typename Take>
void each_line(std::string_view text, const Take& take) {
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    take(text.substr(at, end - at));
    at = end + 1;
  }
}

std::string record_lines(std::string_view lines, const std::string& path) {
  const std::string json = JsonWriter().text(path).str();
  std::string out;
  each_line(lines, [&](std::string_view line) { out += with_path(line, json) + "\n"; });
  return out;
}

std::string review_lines(std::string_view lines, const std::string& path) {
  const std::string cell = tsv_cell(path);
  std::string out;
  each_line(lines, [&](std::string_view line) { out.append(cell).append(line.substr(std::min(line.find('\t'), line.size()))) += '\n'; });
  return out;
}

// Of both, as they were before a path was put into them: whatever the ledger says of places, no other bytes pass for these.
std::uint32_t checksum_of(std::string_view records, std::string_view reviews) {
  uLong sum = crc32(0, nullptr, 0);
  const auto add = [&sum](std::string_view bytes) { sum = crc32_z(sum, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()); };
  each_line(records, [&](std::string_view line) {
    const auto [begin, end] = place_of_path(line);
    add(line.substr(0, begin));
    if (begin < end) add("\"\"");
    add(line.substr(end));
    add("\n");
  });
  each_line(reviews, [&](std::string_view line) {
    add(line.substr(std::min(line.find('\t'), line.size())));
    add("\n");
  });
  return static_cast<std::uint32_t>(sum);
}

void write_failures(const std::string& folder, Ledger& ledger) {
  NewFile out((fs::path(folder) / kFailures).string());
  out.add("path\tkind\tmessage\n");
  ledger.each_failure([&](const Ledger::Failure& f) { out.add(tsv_cell(f.path) + "\t" + f.kind + "\t" + tsv_cell(f.message) + "\n"); });
  out.finish();
  out.put_in_place();
}

std::int64_t size_of(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_size : -1;
}

void empty_spool(const std::string& folder) {
  std::error_code ignored;
  fs::remove_all(fs::path(folder) / kSpool, ignored);
}

}  // namespace

std::int64_t recover_output(const std::string& folder, Ledger& ledger) {
  const std::array<std::pair<const char*, std::int64_t>, 2> files = {std::pair{kRecords, ledger.record_bytes()}, {kReviews, ledger.review_bytes()}};
  for (const auto& [name, bytes] : files) {
    const fs::path path = fs::path(folder) / name, made = path.string() + NewFile::kSuffix;
    const std::int64_t size = size_of(made);
    if (size < 0) continue;
    // Killed between the ledger's word and the renaming, or before it. The file in its place may have as many bytes as this one.
    std::error_code error;
    if (ledger.output_is_current() && size == bytes) fs::rename(made, path, error);
    else fs::remove(made, error);
  }
  if (ledger.generation() == 0) return 0;
  const bool sound = std::all_of(files.begin(), files.end(), [&](const auto& file) { return size_of(fs::path(folder) / file.first) == file.second; });
  return sound ? 0 : ledger.forget_documents_in(kRecords);
}

std::int64_t assemble_output(const std::string& folder, Ledger& ledger) {
  if (ledger.output_is_current() && ledger.names_are_written()) {
    if (size_of(fs::path(folder) / kFailures) < 0) write_failures(folder, ledger);
    empty_spool(folder);
    return 0;
  }
  ledger.touch();
  ledger.drop_unnamed();
  NewFile records((fs::path(folder) / kRecords).string()), reviews((fs::path(folder) / kReviews).string());
  reviews.add("path\tindex\tfield\treason\n");
  std::vector<std::string> lost;
  ledger.begin_output();
  SpoolReader source(folder);
  std::string after;
  for (std::vector<Ledger::Output> chunk; !(chunk = ledger.outputs(after, kChunk)).empty();) {
    after = chunk.back().sha256;
    for (Ledger::Output& document : chunk) {
      auto record_text = source.read(document.record_lines), review_text = source.read(document.review_lines);
      if (!record_text || !review_text || checksum_of(*record_text, *review_text) != document.checksum) {
        lost.push_back(document.sha256);
        continue;
      }
      if (document.written_path != document.path) {
        *record_text = record_lines(*record_text, document.path);
        *review_text = review_lines(*review_text, document.path);
        document.written_path = document.path;
      }
      document.record_lines = {kRecords, records.size(), static_cast<std::int64_t>(record_text->size())};
      document.review_lines = {kReviews, reviews.size(), static_cast<std::int64_t>(review_text->size())};
      records.add(*record_text);
      reviews.add(*review_text);
      if (lost.empty()) ledger.set_output(document);
    }
  }
  if (!lost.empty()) {
    ledger.give_up_output();
    for (const std::string& sha256 : lost) ledger.forget_document(sha256);
    return static_cast<std::int64_t>(lost.size());
  }
  records.finish();
  reviews.finish();
  write_failures(folder, ledger);
  ledger.commit_output(records.size(), reviews.size());
  records.put_in_place();
  reviews.put_in_place();
  empty_spool(folder);
  return 0;
}

}  // namespace budgetlift
