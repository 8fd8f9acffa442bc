// The closed list of what can go wrong with an input, and the result type of every stage that can fail.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace budgetlift {

// Kinds of CONTRACT: each has a remedy in docs/errors.md. Kinds are only ever added.
enum class ErrorKind {
  not_found,
  not_a_document,
  encrypted,
  damaged,
  too_large,
  timed_out,
  out_of_memory,
  crashed,
  no_records,
};

// The word printed on stderr, e.g. "not-a-document".
const char* name(ErrorKind kind);

struct Error {
  ErrorKind kind = ErrorKind::damaged;
  std::string message;   // what happened and what to do, one line, without the path
};

template <typename T>
using Expected = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return tl::unexpected<Error>(Error{kind, std::move(message)});
}

}  // namespace budgetlift
