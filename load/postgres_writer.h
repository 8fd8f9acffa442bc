// What writes documents to PostgreSQL: a connection with a thread of its own. Besides postgres.cpp and postgres_writer.cpp
// nothing includes libpqxx.
#pragma once

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <thread>

#include "load/target.h"

namespace budgetlift {

// A connection with the settings that loading wants. Throws LoadError.
std::unique_ptr<pqxx::connection> open_postgres(const std::string& place);

// What libpqxx has thrown, in words. Called where an exception is handled; throws LoadError.
[[noreturn]] void throw_postgres_error();

template <typename Do>
auto guard_postgres(const Do& act) -> decltype(act()) {
  try {
    return act();
  } catch (...) {
    throw_postgres_error();
  }
}

class PostgresWriter {
 public:
  PostgresWriter(const std::string& place, const std::string& schema);
  ~PostgresWriter();   // what is not written yet is not

  // Waits until the document before is written, then leaves this one to the thread. Throws the LoadError that the one
  // before met with.
  void write(DocumentRows rows, bool replaces);
  void finish();   // waits; throws as write()

 private:
  void work();
  void write_now(const DocumentRows& rows, bool replaces);
  void wait(std::unique_lock<std::mutex>& lock);

  std::unique_ptr<pqxx::connection> connection_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<DocumentRows> rows_;   // that the thread is at
  bool replaces_ = false, ends_ = false;
  std::string problem_;
  std::thread thread_;
};

}  // namespace budgetlift
