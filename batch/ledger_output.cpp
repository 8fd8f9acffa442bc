// The half of the ledger that the output files are made from.
#include "batch/ledger.h"

namespace budgetlift {
namespace {

// Of a document d: the first of its names that are there, in the latest run that named it.
const std::string kName = "(SELECT path FROM inputs i WHERE i.sha256 = d.sha256 ORDER BY failure IS NOT NULL, run DESC, path LIMIT 1)";

}  // namespace

bool Ledger::output_is_current() const { return current_; }

bool Ledger::names_are_written() {
  Statement select = database_.prepare("SELECT 1 FROM documents d WHERE record_length > 0 AND written_path <> " + kName + " LIMIT 1");
  return !select.run();
}

void Ledger::drop_unnamed() {
  Transaction transaction(database_);
  database_.execute("DELETE FROM documents WHERE sha256 NOT IN (SELECT sha256 FROM inputs WHERE sha256 IS NOT NULL)");
  database_.execute("DELETE FROM reasons WHERE sha256 NOT IN (SELECT sha256 FROM documents)");
  transaction.commit();
}

std::vector<Ledger::Output> Ledger::outputs(const std::string& after, size_t limit) {
  std::vector<Output> out;
  Statement& select = statement(
      "SELECT sha256, record_file, record_offset, record_length, review_file, review_offset, review_length, written_path, checksum, " + kName +
      " FROM documents d WHERE record_length > 0 AND sha256 > ? ORDER BY sha256 LIMIT ?");
  for (bool row = select.run(after, static_cast<std::int64_t>(limit)); row; row = select.step()) {
    out.push_back({select.text(0), select.text(9), select.text(7), {select.text(1), select.integer(2), select.integer(3)},
                   {select.text(4), select.integer(5), select.integer(6)}, static_cast<std::uint32_t>(select.integer(8))});
  }
  return out;
}

void Ledger::each_failure(const std::function<void(const Failure&)>& take) {
  Statement select = database_.prepare(
      "SELECT i.path, coalesce(i.failure, d.failure), coalesce(i.message, d.message) FROM inputs i LEFT JOIN documents d "
      "ON d.sha256 = i.sha256 WHERE d.failure IS NOT NULL OR i.failure IS NOT NULL ORDER BY i.path");
  while (select.step()) take({select.text(0), select.text(1), select.text(2)});
}

void Ledger::begin_output() { transaction_.emplace(database_); }

void Ledger::set_output(const Output& o) {
  statement(
      "UPDATE documents SET record_file = ?, record_offset = ?, record_length = ?, review_file = ?, review_offset = ?, review_length = ?, "
      "written_path = ? WHERE sha256 = ?")
      .run(o.record_lines.file, o.record_lines.offset, o.record_lines.length, o.review_lines.file, o.review_lines.offset,
           o.review_lines.length, o.written_path, o.sha256);
}

void Ledger::commit_output(std::int64_t record_bytes, std::int64_t review_bytes) {
  set_number("generation", number("generation") + 1);
  set_number("record_bytes", record_bytes);
  set_number("review_bytes", review_bytes);
  set_number("current", 1);
  transaction_->commit();
  transaction_.reset();
  current_ = true;
}

void Ledger::give_up_output() { transaction_.reset(); }

void Ledger::forget_document(const std::string& sha256) {
  statement("DELETE FROM documents WHERE sha256 = ?").run(sha256);
  statement("DELETE FROM reasons WHERE sha256 = ?").run(sha256);
  statement("UPDATE inputs SET state = 0 WHERE sha256 = ?1 OR path IN (SELECT archive FROM inputs WHERE sha256 = ?1)").run(sha256);
  touch();
}

std::int64_t Ledger::forget_documents_in(const std::string& file) {
  Transaction transaction(database_);
  statement("UPDATE inputs SET state = 0 WHERE sha256 IN (SELECT sha256 FROM documents WHERE record_file = ?)").run(file);
  // What lies in an archive is read by opening that.
  statement("UPDATE inputs SET state = 0 WHERE path IN (SELECT archive FROM inputs WHERE state = 0)").run();
  statement("DELETE FROM documents WHERE record_file = ?").run(file);
  const std::int64_t forgotten = database_.changes();
  touch();
  transaction.commit();
  return forgotten;
}

std::int64_t Ledger::generation() const { return number("generation"); }
std::int64_t Ledger::record_bytes() const { return number("record_bytes"); }
std::int64_t Ledger::review_bytes() const { return number("review_bytes"); }

std::map<std::string, std::int64_t> Ledger::failures_by_kind() {
  std::map<std::string, std::int64_t> out;
  Statement select = database_.prepare(
      "SELECT coalesce(i.failure, d.failure), count(*) FROM inputs i LEFT JOIN documents d ON d.sha256 = i.sha256 "
      "WHERE d.failure IS NOT NULL OR i.failure IS NOT NULL GROUP BY 1");
  while (select.step()) out[select.text(0)] = select.integer(1);
  return out;
}

std::map<std::string, std::int64_t> Ledger::reviews_by_reason() {
  std::map<std::string, std::int64_t> out;
  Statement select = database_.prepare("SELECT reason, sum(entries) FROM reasons GROUP BY reason");
  while (select.step()) out[select.text(0)] = select.integer(1);
  return out;
}

Ledger::Totals Ledger::totals() {
  Totals out;
  Statement documents = database_.prepare("SELECT count(*), sum(records), sum(reviewed), sum(pages) FROM documents");
  documents.step();
  out.documents = documents.integer(0);
  out.records = documents.integer(1);
  out.reviewed = documents.integer(2);
  out.pages = documents.integer(3);
  // An archive is no input of its own, unless it cannot be opened.
  Statement inputs = database_.prepare(
      "SELECT count(*), sum(i.run < ?), sum(coalesce(i.failure, d.failure, 'no-records') <> 'no-records'), "
      "sum(i.sha256 IS NOT NULL AND d.sha256 IS NULL AND i.failure IS NULL) FROM inputs i LEFT JOIN documents d "
      "ON d.sha256 = i.sha256 WHERE i.sha256 IS NOT NULL OR i.failure IS NOT NULL");
  inputs.run(run_);
  out.inputs = inputs.integer(0);
  out.not_named = inputs.integer(1);
  out.failed = inputs.integer(2);
  out.elsewhere = inputs.integer(3);
  out.left_before = left() - todo();
  return out;
}

}  // namespace budgetlift
