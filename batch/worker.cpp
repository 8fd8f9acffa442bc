#include "batch/worker.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <new>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "batch/archive.h"
#include "batch/descriptor.h"
#include "batch/document_records.h"
#include "batch/input_walk.h"
#include "batch/protocol.h"
#include "batch/sandbox.h"
#include "batch/tsv.h"
#include "extract/file_hash.h"
#include "normalize/record_json.h"

namespace budgetlift {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPageReport = std::chrono::milliseconds(200);
constexpr size_t kFlush = 1 << 20;   // bytes
constexpr std::uint64_t kMostFileBytes = 2ull << 30;

// Poppler aborts where there is no memory for it.
void on_abort(int) {
  if (errno == ENOMEM) ::_exit(kWorkerOutOfMemory);
  std::signal(SIGABRT, SIG_DFL);
  std::raise(SIGABRT);
}

struct OutputFull {};   // the document's output is larger than allowed
struct SupervisorGone {};

// Appends to the worker's output file.
class OutputFile {
 public:
  explicit OutputFile(std::int64_t limit) : limit_(limit) {}

  void begin() {
    begin_ = end_ = ::lseek(kWorkerOutput, 0, SEEK_END);
    checksum_ = crc32(0, nullptr, 0);
    buffer_.clear();
  }
  void add(std::string_view bytes) {
    buffer_ += bytes;
    if (buffer_.size() >= kFlush) flush();
  }
  // Bytes since begin().
  std::int64_t flush() {
    if (end_ - begin_ + static_cast<std::int64_t>(buffer_.size()) > limit_) throw OutputFull{};
    checksum_ = crc32_z(checksum_, reinterpret_cast<const Bytef*>(buffer_.data()), buffer_.size());
    if (!write_all(kWorkerOutput, buffer_)) {
      if (errno == EFBIG) throw OutputFull{};
      ::_exit(kWorkerCannotWrite);
    }
    end_ += static_cast<std::int64_t>(buffer_.size());
    buffer_.clear();
    return end_ - begin_;
  }
  std::int64_t offset() const { return begin_; }
  std::uint32_t checksum() const { return static_cast<std::uint32_t>(checksum_); }

 private:
  std::int64_t limit_, begin_ = 0, end_ = 0;
  uLong checksum_ = 0;
  std::string buffer_;
};

class Worker {
 public:
  Worker(const BatchLimits& limits, const FormSet& forms) : limits_(limits), forms_(forms), output_(limits.output_bytes) {
    options_.scans = std::make_shared<ScanSession>(ScanOptions{});   // its models are large: one for all documents
    options_.pdf.max_pages = limits.pages;
    options_.max_bytes = kMostFileBytes;
    options_.progress = [this](int, int) { report_page(); };
  }

  void serve() {
    while (const auto message = channel_.receive()) {
      const auto* read = std::get_if<message::Read>(&*message);
      if (!read) return;
      bool whole_archive = false;
      if (is_archive_name(read->path)) whole_archive = take_archive(read->path);
      else take_file(read->path);
      say(message::End{whole_archive});
    }
  }

 private:
  void say(const Message& message) {
    if (!channel_.send(message)) throw SupervisorGone{};
  }

  void report_page() {
    const auto now = Clock::now();
    if (now - reported_ < kPageReport) return;
    reported_ = now;
    say(message::Page{});
  }

  void take_file(const std::string& path) {
    const auto stamp = stamp_of(path);
    if (!stamp) return say(message::Unreadable{path, "", {}, stamp.error()});
    take_content(path, path, "", *stamp);
  }

  // `file`: where the bytes are now.
  void take_content(const std::string& file, const std::string& path, const std::string& archive, const FileStamp& stamp) {
    const std::int64_t bytes = archive.empty() ? stamp.size : scratch_bytes();
    if (static_cast<std::uint64_t>(bytes) > kMostFileBytes) {
      return say(message::Unreadable{path, archive, stamp, {ErrorKind::too_large, "the file has more than 2048 MB; split it"}});
    }
    const auto hash = sha256_of_file(file);
    if (!hash) return say(message::Unreadable{path, archive, stamp, {ErrorKind::not_found, "the file cannot be opened; check the path and its permissions"}});
    if (archive.empty() && !is_unchanged(file, stamp, *hash)) return say(message::Unreadable{path, archive, stamp, changed()});
    say(message::Content{path, archive, stamp, *hash});
    const auto answer = channel_.receive();
    const auto* go = answer ? std::get_if<message::Answer>(&*answer) : nullptr;
    if (!go) throw SupervisorGone{};
    if (!go->read) return;
    DocumentOutcome outcome = read(file, *hash, bytes);
    if (archive.empty() && !is_unchanged(file, stamp, *hash)) return say(message::Unreadable{path, archive, stamp, changed()});
    say(message::Done{std::move(outcome)});
  }

  static std::int64_t scratch_bytes() {
    struct stat status {};
    return ::fstat(kWorkerScratch, &status) == 0 ? status.st_size : 0;
  }

  // A new link to a file or other rights of it leave its bytes as they were.
  static bool is_unchanged(const std::string& file, const FileStamp& stamp, const std::string& sha256) {
    return stamp_of(file) == stamp || sha256_of_file(file) == sha256;
  }

  static Error changed() {
    return {ErrorKind::damaged, "the file changed while it was read; run the batch again when it is complete"};
  }

  DocumentOutcome read(const std::string& file, const std::string& sha256, std::int64_t bytes) {
    DocumentOutcome out;
    out.sha256 = sha256;
    const auto begin = Clock::now();
    output_.begin();
    limit_document(output_.offset() + limits_.output_bytes, limits_.seconds_for(bytes));
    options_.sha256 = sha256;
    reported_ = {};
    try {
      auto records = read_records(file, options_, forms_, false);
      if (records) {
        write(records->info, records->document, out);
      } else {
        out.error = records.error();
      }
    } catch (const std::bad_alloc&) {
      lose(out, {ErrorKind::out_of_memory, "the document needs more memory than it may have; split it, or raise --memory"});
    } catch (const OutputFull&) {
      lose(out, {ErrorKind::too_large, "its records are larger than allowed; split it, or raise --max-output"});
    }
    limit_document(0, 0);
    out.milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
    return out;
  }

  // A document whose output is not whole has none.
  static void lose(DocumentOutcome& out, const Error& error) {
    const std::string sha256 = out.sha256;
    out = {};
    out.sha256 = sha256;
    out.error = error;
  }

  void write(DocumentInfo& info, const NormalizedDocument& document, DocumentOutcome& out) {
    info.path.clear();   // put in where the output is put together: one content may have several names
    out.kind = info.kind;
    out.pages = static_cast<int>(info.pages.size());
    out.records = static_cast<int>(document.projects.size());
    std::string reviews;
    for (const ProjectRecord& record : document.projects) {
      JsonWriter json;
      write_record(json, info, document.facts, record);
      output_.add(json.str());
      output_.add("\n");
      out.reviewed += !record.review.empty();
      for (const Review& review : record.review) {
        ++out.reasons[review.reason];
        reviews += "\t" + std::to_string(record.index) + "\t" + tsv_cell(review.field) + "\t" + tsv_cell(review.reason) + "\n";
      }
    }
    const std::int64_t records = output_.flush();
    output_.add(reviews);
    const std::int64_t all = output_.flush();
    out.record_lines = {"", output_.offset(), records};
    out.review_lines = {"", output_.offset() + records, all - records};
    out.checksum = output_.checksum();
    const std::vector<Error> pages = unread_pages(info);
    out.partial = !pages.empty();
    for (const Error& page : pages) {
      if (!out.error) out.error = Error{page.kind, page.message};
      else out.error->message += "; " + std::string(name(page.kind)) + ": " + page.message;
    }
    if (document.projects.empty() && !out.error) out.error = no_records_warning();
  }

  // True if it was read to its end.
  bool take_archive(const std::string& path) {
    const auto stamp = stamp_of(path);
    auto archive = stamp ? Archive::open(path, limits_) : tl::unexpected<Error>(stamp.error());
    if (!archive) {
      say(message::Unreadable{path, "", stamp ? *stamp : FileStamp{}, archive.error()});
      return false;
    }
    const std::string scratch = "/proc/self/fd/" + std::to_string(kWorkerScratch);
    for (;;) {
      auto member = archive->next(kWorkerScratch);
      if (!member) {
        say(message::Unreadable{path, "", *stamp, member.error()});
        return false;
      }
      if (!*member) return true;
      const std::string inside = path + "/" + (*member)->name;
      if ((*member)->error) {
        say(message::Unreadable{inside, path, *stamp, *(*member)->error});
        continue;
      }
      take_content(scratch, inside, path, *stamp);
    }
  }

  const BatchLimits& limits_;
  const FormSet& forms_;
  ReadOptions options_;
  Channel channel_{kWorkerSocket};
  OutputFile output_;
  Clock::time_point reported_{};
};

}  // namespace

int run_worker(const BatchLimits& limits, const FormSet& forms) {
  std::signal(SIGINT, SIG_IGN);    // Ctrl-C goes to the whole group; the supervisor says when to stop
  std::signal(SIGTERM, SIG_IGN);
  std::signal(SIGABRT, on_abort);
  limit_process(limits.memory_bytes);
  confine_process();   // where the kernel cannot, the supervisor has said so
  try {
    Worker(limits, forms).serve();
  } catch (const SupervisorGone&) {
    return 0;
  } catch (const std::bad_alloc&) {
    return kWorkerOutOfMemory;
  }
  return 0;
}

}  // namespace budgetlift
