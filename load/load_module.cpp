#include "load/load_module.h"

#include "load/target.h"

extern "C" __attribute__((visibility("default"))) const budgetlift::LoadModule budgetlift_load_module = {budgetlift::kLoadModuleVersion, budgetlift::open_target};
