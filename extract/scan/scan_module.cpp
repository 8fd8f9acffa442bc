// The library's one symbol (extract/scan_reader.h).
#include "extract/scan/page_reader.h"
#include "extract/scan_reader.h"

extern "C" __attribute__((visibility("default"))) const budgetlift::ScanModule budgetlift_scan_module = {
    budgetlift::kScanModuleVersion, budgetlift::PageReader::make, nullptr};
