// The library's only way in.
#include "extract/scan/image_file.h"
#include "extract/scan/page_reader.h"
#include "extract/scan_reader.h"

extern "C" {
__attribute__((visibility("default"))) extern const budgetlift::ScanModule budgetlift_scan_module;
}

const budgetlift::ScanModule budgetlift_scan_module = {budgetlift::kScanModuleVersion, budgetlift::PageReader::make,
                                                       budgetlift::open_image_file};
