#include "load/postgres_writer.h"

#include <fmt/format.h>

namespace budgetlift {
namespace {

// A document's transaction is on the server's disk some time after it was committed: should the server fail in between, the
// document is not there, and the next run sees that.
constexpr const char* kSettings =
    "SET synchronous_commit TO off; SET client_encoding TO 'UTF8'; SET standard_conforming_strings TO on; SET client_min_messages TO warning";

// A row as the tuple that libpqxx wants; how many columns a table has is known only when the program runs.
template <size_t N>
void stream_row(pqxx::stream_to& stream, const TableRow& row) {
  if constexpr (N <= 40) {
    if (row.size() != N) return stream_row<N + 1>(stream, row);
    std::array<const char*, N> values;
    for (size_t i = 0; i < N; ++i) values[i] = row[i].text ? row[i].text->c_str() : nullptr;
    stream << values;
  } else {
    throw LoadError("a table has more columns than this program can copy");
  }
}

void copy(pqxx::transaction_base& work, const TableDefinition& table, const std::vector<TableRow>& rows) {
  if (rows.empty()) return;
  std::vector<std::string> columns;
  for (const TableColumn& column : table.columns) columns.push_back(work.quote_name(column.name));
  pqxx::stream_to stream(work, table.name, columns);
  for (const TableRow& row : rows) stream_row<1>(stream, row);
  stream.complete();
}

std::string one_line(std::string words) {
  while (!words.empty() && (words.back() == '\n' || words.back() == ' ')) words.pop_back();
  for (size_t at = 0; (at = words.find('\n', at)) != std::string::npos;) words.replace(at, 1, "; ");
  return words;
}

}  // namespace

void throw_postgres_error() {
  try {
    throw;
  } catch (const LoadError&) {
    throw;
  } catch (const pqxx::broken_connection& error) {
    throw LoadError(fmt::format("the database cannot be reached ({}); documents loaded before stay: give the same command again when it is there", one_line(error.what())));
  } catch (const pqxx::in_doubt_error& error) {
    throw LoadError(fmt::format("the connection broke ({}); documents loaded before stay: give the same command again", one_line(error.what())));
  } catch (const pqxx::insufficient_privilege& error) {
    throw LoadError(fmt::format("the database refuses it ({}); the role needs CREATE on the database, or the schema made for it", one_line(error.what())));
  } catch (const std::exception& error) {
    throw LoadError(fmt::format("the database refuses it ({}); documents loaded before stay", one_line(error.what())));
  }
}

std::unique_ptr<pqxx::connection> open_postgres(const std::string& place) {
  return guard_postgres([&] {
    auto out = std::make_unique<pqxx::connection>(place);
    // After the server was away a session lacks its settings and locks: the run ends instead.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"   // later versions never reactivate
    out->inhibit_reactivation(true);
#pragma GCC diagnostic pop
    pqxx::nontransaction(*out).exec0(kSettings);
    return out;
  });
}

PostgresWriter::PostgresWriter(const std::string& place, const std::string& schema) : connection_(open_postgres(place)) {
  guard_postgres([&] {
    pqxx::nontransaction work(*connection_);
    work.exec0(fmt::format("SET search_path TO {}", work.quote_name(schema)));
  });
  thread_ = std::thread([this] { work(); });
}

PostgresWriter::~PostgresWriter() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void PostgresWriter::write(DocumentRows rows, bool replaces) {
  std::unique_lock lock(mutex_);
  wait(lock);
  rows_ = std::move(rows);
  replaces_ = replaces;
  changed_.notify_all();
}

void PostgresWriter::finish() {
  std::unique_lock lock(mutex_);
  wait(lock);
}

void PostgresWriter::wait(std::unique_lock<std::mutex>& lock) {
  changed_.wait(lock, [this] { return !rows_; });
  if (!problem_.empty()) throw LoadError(problem_);
}

void PostgresWriter::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return rows_ || ends_; });
    if (!rows_) return;
    lock.unlock();
    std::string problem;
    try {
      write_now(*rows_, replaces_);
    } catch (const std::exception& error) {
      problem = error.what();
    }
    lock.lock();
    rows_.reset();
    if (problem_.empty()) problem_ = problem;
    changed_.notify_all();
  }
}

void PostgresWriter::write_now(const DocumentRows& rows, bool replaces) {
  guard_postgres([&] {
    pqxx::work work(*connection_);
    if (replaces) work.exec_params0("DELETE FROM documents WHERE document_sha256 = $1", rows.sha256());
    for (size_t id = 0; id < kTables; ++id) copy(work, table_definitions()[id], rows.tables[id]);
    work.commit();
  });
}

}  // namespace budgetlift
