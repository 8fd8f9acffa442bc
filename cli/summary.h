// Records as a short table for people.
#pragma once

#include <memory>
#include <ostream>

#include "normalize/sink.h"

namespace budgetlift {

std::unique_ptr<RecordSink> make_summary_sink(std::ostream& out);

}  // namespace budgetlift
