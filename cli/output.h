// Where records go: standard output, or a file that is written whole or not at all.
#pragma once

#include <memory>
#include <ostream>
#include <string>

namespace budgetlift {

class Output {
 public:
  // "" is standard output. A file is written under a temporary name beside it and renamed by commit().
  explicit Output(std::string path);
  ~Output();   // removes what was not committed
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  std::ostream& stream();

  // False once something could not be written (disk full, pipe closed).
  bool good() const;

  // Writes what is still buffered. False, with `problem()` saying why in words for stderr, if that could not be done.
  bool flush();

  // Flushes and puts the file in its place; false as flush().
  bool commit();

  const std::string& problem() const { return problem_; }

 private:
  std::string path_;
  std::string temporary_;
  std::unique_ptr<std::ostream> file_;
  std::string problem_;
  bool committed_ = false;
};

}  // namespace budgetlift
