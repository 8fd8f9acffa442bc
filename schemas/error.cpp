#include "schemas/error.h"

namespace budgetlift {

const char* name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::not_found: return "not-found";
    case ErrorKind::not_a_document: return "not-a-document";
    case ErrorKind::encrypted: return "encrypted";
    case ErrorKind::damaged: return "damaged";
    case ErrorKind::too_large: return "too-large";
    case ErrorKind::timed_out: return "timed-out";
    case ErrorKind::out_of_memory: return "out-of-memory";
    case ErrorKind::crashed: return "crashed";
    case ErrorKind::no_records: return "no-records";
  }
  return "damaged";
}

}  // namespace budgetlift
