// A page that is read from both its text layer and its picture.
#pragma once

#include "schemas/page.h"

namespace budgetlift {

// `own`: what the text layer says, as displayed. `scanned`: what the picture shows, in points of its upright flat page,
// which are those of the result. A glyph of the picture that lies below one of the text layer's is left out.
Page merge_layers(const Page& own, Page scanned);

}  // namespace budgetlift
