#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "schemas/error.h"

namespace budgetlift {

// SHA-256 of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::string_view bytes);
  std::string hex();   // lower-case; begins anew

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// SHA-256 of a file's bytes as lower-case hex, read in pieces. Errors: not_found.
Expected<std::string> sha256_of_file(const std::string& path);

// The same of a text.
std::string sha256_of(std::string_view bytes);

}  // namespace budgetlift
