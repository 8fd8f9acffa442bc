#include "schemas/canonical.h"
