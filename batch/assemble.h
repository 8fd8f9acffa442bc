// The output files of a batch, put together from what its workers wrote: the same bytes whatever the order of the work.
#pragma once

#include <cstdint>
#include <string>

#include "batch/ledger.h"

namespace budgetlift {

inline constexpr const char* kRecords = "records.jsonl";   // all records, by the documents' hashes and their own order
inline constexpr const char* kReviews = "review.tsv";      // path, index, field, reason
inline constexpr const char* kFailures = "failed.tsv";     // path, kind, message
inline constexpr const char* kSpool = "spool";             // folder of what workers write

// Finishes or takes back what an earlier run was at when it was killed, and forgets documents whose output lines were
// taken away since: those are to be read again. Gives how many. Throws DatabaseError, std::system_error.
std::int64_t recover_output(const std::string& folder, Ledger& ledger);

// Writes the three files, each whole or not at all, and removes the spool. Documents whose bytes the spool lost (a power
// failure) are forgotten, to be read again; gives how many: then nothing is written. No worker may run. Throws as above.
std::int64_t assemble_output(const std::string& folder, Ledger& ledger);

}  // namespace budgetlift
