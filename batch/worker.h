// A process that reads documents one after the other for a supervisor, confined and within limits.
#pragma once

#include <string>

#include "batch/limits.h"
#include "schemas/form_set.h"

namespace budgetlift {

// Descriptors that the supervisor leaves open in a worker.
constexpr int kWorkerSocket = 3;    // to the supervisor
constexpr int kWorkerOutput = 4;    // the worker's output file, empty, to be appended to
constexpr int kWorkerScratch = 5;   // a file without a name, for documents out of archives

// How a worker ends besides 0 and signals.
constexpr int kWorkerOutOfMemory = 75;
constexpr int kWorkerCannotWrite = 74;

// Serves until the supervisor closes the socket. Gives the exit status.
int run_worker(const BatchLimits& limits, const FormSet& forms);

}  // namespace budgetlift
