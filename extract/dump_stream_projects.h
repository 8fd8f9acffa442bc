// The projects of a listing in a stream dump, by what is printed of them: codes, also such that a page's end cuts, and numbers.
#pragma once

#include <vector>

#include "extract/dump_stream_rows.h"

namespace budgetlift {

struct StreamCode {
  StreamRange front;   // all of it, but where a page's end cuts it
  StreamRange rest;    // behind the page's end; empty elsewhere
};

// Where characters with the right check character stand, in their order.
std::vector<StreamCode> project_codes(const StreamText& text);

// Projects whose code or number is printed, and that no row of `cut` begins, get a row of their own where it stands: those behind keep their
// places. Returns how many have none, as their numbers were not found.
int add_lost_projects(const StreamHeader& header, const StreamText& body, StreamCut& cut);

// Where cells are glued: units' codes are all of one length, and projects are counted; what differs holds a neighbour's digits. A page's
// number in front of a project's is left out.
void doubt_odd_numbers(const StreamHeader& header, const StreamText& body, StreamCut& cut);

// Where nearly all texts of a project's column begin with the same character, as units do with their place's, one that does not may hold the
// end of its neighbour, which is in doubt, too.
void doubt_odd_starts(const StreamHeader& header, const StreamText& body, StreamCut& cut);

}  // namespace budgetlift
