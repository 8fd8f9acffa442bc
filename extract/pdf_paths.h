// Questions about the paths of a PDF. Included by extract/pdf_*.cpp only.
#pragma once

#include <GfxState.h>

#include "schemas/geometry.h"

namespace budgetlift {

// The bounding box of a subpath in device space. `upright`: it is a rectangle with upright sides.
Box subpath_box(const GfxState* state, const GfxSubpath* path, bool& upright);

bool is_curved(const GfxSubpath* path);

// Twice the signed area in user space, for the direction of a ring.
double turning(const GfxSubpath* path);

}  // namespace budgetlift
