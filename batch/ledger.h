// What a batch has done: every input by name and content hash, every document's outcome, and where its output lies. An
// SQLite file (WAL) beside the output, so that a run that stops at any moment goes on where it was.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "batch/sqlite.h"
#include "schemas/error.h"

namespace budgetlift {

// A file as it lies on the disk. While none of it changes, its bytes are taken to be the same.
struct FileStamp {
  std::int64_t size = 0;      // bytes
  std::int64_t modified = 0;  // nanoseconds since 1970
  std::int64_t changed = 0;   // the same, of the inode
  std::int64_t inode = 0;
  bool operator==(const FileStamp&) const = default;
};

// What reads the documents: one that another reader has read is stale.
struct ReaderStamp {
  std::string program;  // version
  std::string models;   // hash of the models that read scans
  std::string forms;    // hash of the definitions
  bool operator==(const ReaderStamp&) const = default;
};

// Bytes of a file in the batch's folder.
struct FileRange {
  std::string file;  // relative to the folder
  std::int64_t offset = 0;
  std::int64_t length = 0;
};

struct DocumentOutcome {
  std::string sha256;
  std::optional<Error> error;   // why it, or some of its pages (`partial`), could not be read; no_records is a warning
  bool partial = false;         // there is output, though not of all pages
  std::string kind;             // "pdf", "image", "text"
  int pages = 0;
  int records = 0;
  int reviewed = 0;             // records whose `review` is not empty
  std::map<std::string, int> reasons;   // of entries of `review`
  FileRange record_lines, review_lines;     // without the document's path
  std::uint32_t checksum = 0;           // CRC-32 of both, one after the other, as first written
  std::int64_t milliseconds = 0;
  int attempts = 1;
};

// Which finished documents are done again.
struct Redo {
  bool failed = false;
  bool stale = false;
};

// The part of all documents that one of several machines reads, told by the content hash alone.
struct Shard {
  std::uint32_t index = 0;   // from 0
  std::uint32_t count = 1;
  bool has(const std::string& sha256) const;
};

struct PlanCounts {
  std::int64_t inputs = 0;     // of this run, documents inside archives not counted before they are opened
  std::int64_t unchanged = 0;
  std::int64_t stale = 0;      // unchanged, but read by another reader
};

class Ledger {
 public:
  // `folder` exists; Mode::read only looks at the ledger that is there. Throws DatabaseError, also for a ledger of a later program.
  explicit Ledger(const std::string& folder, Database::Mode mode = Database::Mode::write);
  ~Ledger();

  // ---- a run
  void begin_run(const ReaderStamp& reader, Redo redo, Shard shard);

  std::int64_t run() const { return run_; }   // its number; before begin_run, the last one's

  // ---- planning: between begin_plan and end_plan, begin_run and one call for each input
  void begin_plan();
  void plan(const std::string& path, const FileStamp& stamp);
  void plan_unreadable(const std::string& path, const Error& error);   // listed as failed, tried again by each run
  void plan_readable(const std::string& path);   // a folder or list that may have been unreadable before
  std::vector<std::string> left_before();        // inputs that earlier runs have left to do, and that this one does not name
  PlanCounts end_plan();

  // ---- working
  std::int64_t todo() const;
  std::int64_t left() const;   // the same of all runs
  // Inputs that are left to do behind `after`, in order of their names.
  std::vector<std::string> next(const std::string& after, size_t limit);
  // The content of an input is known. Whether its document is to be read now; if not, the input is done. `archive`: the
  // input that it is in, or "".
  bool content(const std::string& path, const std::string& archive, const FileStamp& stamp, const std::string& sha256);
  void input_failed(const std::string& path, const std::string& archive, const FileStamp& stamp, const Error& error);
  // An archive whose documents are all dealt with; those that it no longer holds are forgotten.
  void archive_done(const std::string& path);
  void document_done(const DocumentOutcome& outcome);

  void touch();   // the output is no longer current

  // ---- output: in order of the documents' hashes
  bool output_is_current() const;
  bool names_are_written();     // no line names a file where another one is now the first of its document
  struct Output {
    std::string sha256, path;   // the first of its names in the latest run that named it
    std::string written_path;   // the path that its lines have now; "" while they have none
    FileRange record_lines, review_lines;
    std::uint32_t checksum = 0;
  };
  void drop_unnamed();          // documents that no input has any more
  std::vector<Output> outputs(const std::string& after, size_t limit);   // behind this hash
  struct Failure {
    std::string path, kind, message;
  };
  void each_failure(const std::function<void(const Failure&)>& take);   // in order of the paths
  // Where the lines lie now. All of it becomes true at once by commit_output, or not at all.
  void begin_output();
  void set_output(const Output& output);
  void commit_output(std::int64_t record_bytes, std::int64_t review_bytes);
  void give_up_output();
  // Its bytes are lost: it is to be read again.
  void forget_document(const std::string& sha256);
  std::int64_t forget_documents_in(const std::string& file);   // gives how many

  // ---- facts about the whole
  std::int64_t generation() const;        // how often the output files were written
  std::int64_t record_bytes() const;      // that records.jsonl has
  std::int64_t review_bytes() const;
  std::map<std::string, std::int64_t> failures_by_kind();
  std::map<std::string, std::int64_t> reviews_by_reason();
  struct Totals {
    std::int64_t inputs = 0, documents = 0, failed = 0, records = 0, reviewed = 0, pages = 0;
    std::int64_t not_named = 0;    // inputs of earlier runs alone
    std::int64_t left_before = 0;  // of those: never read
    std::int64_t elsewhere = 0;    // inputs whose document is not here: of other shards, or not read yet
  };
  Totals totals();
  Database& database() { return database_; }   // for merge.h

 private:
  std::int64_t number(const std::string& key) const;
  void set_number(const std::string& key, std::int64_t value);
  bool lacks_member(const std::string& archive);

  Database::Mode mode_;
  mutable Database database_;
  ReaderStamp reader_;
  Redo redo_;
  Shard shard_;
  std::int64_t run_ = 0;
  PlanCounts plan_;
  bool current_ = false;
  std::optional<Transaction> transaction_;
  std::map<std::string, Statement, std::less<>> statements_;
  Statement& statement(const std::string& sql);
};

}  // namespace budgetlift
