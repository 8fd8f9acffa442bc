// SQLite with owners: a database and its prepared statements. sqlite.cpp alone includes <sqlite3.h>.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace budgetlift {

// A database that cannot be written, is full, or is none; what() says so in words. Thrown by everything below.
struct DatabaseError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Statement {
 public:
  Statement(Statement&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  ~Statement();

  // Binds the parameters in their order and goes to the first row, if there is one: true. Texts are copied.
  template <typename... Values>
  bool run(const Values&... values) {
    reset();
    int at = 0;
    (bind(++at, values), ...);
    return step();
  }
  // The same with values that come one after the other.
  void begin() { reset(), at_ = 0; }
  template <typename T>
  void add(const T& value) { bind(++at_, value); }
  bool end() { return step(); }

  bool step();    // to the next row
  void reset();   // ends a query whose rows are not all wanted

  // Of the row; columns count from 0.
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string text(int column) const;   // "" for NULL

 private:
  friend class Database;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  void bind(int at, std::int64_t value);
  void bind(int at, int value) { bind(at, static_cast<std::int64_t>(value)); }
  void bind(int at, bool value) { bind(at, static_cast<std::int64_t>(value)); }
  void bind(int at, std::string_view value);
  void bind(int at, const std::string& value) { bind(at, std::string_view(value)); }
  void bind(int at, const char* value) { bind(at, std::string_view(value)); }
  void bind(int at, std::nullopt_t);
  template <typename T>
  void bind(int at, const std::optional<T>& value) {
    value ? bind(at, *value) : bind(at, std::nullopt);
  }

  sqlite3_stmt* statement_;
  int at_ = 0;
};

class Database {
 public:
  enum class Mode { read, write };

  // Mode::write makes the file if it is not there.
  Database(const std::string& path, Mode mode);
  Database(Database&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  ~Database();

  void execute(const std::string& sql);   // statements without rows
  Statement prepare(std::string_view sql);
  std::int64_t changes() const;           // rows that the last statement changed

  // Ends write-ahead logging, so that the file alone holds all and those who may not write beside it can read it. While somebody else
  // uses it nothing is done: the last one to use it does so. No statement may be open.
  void become_one_file() noexcept;

 private:
  sqlite3* database_;
};

// Takes back what was done unless commit() was reached.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(&database) { database.execute("BEGIN IMMEDIATE"); }
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database* database_;
};

}  // namespace budgetlift
