// Image files become rasters, page by page.
#pragma once

#include <memory>
#include <string>

#include "extract/scan_reader.h"

namespace budgetlift {

// PNG, JPEG, TIFF with any number of pages, BMP, GIF, JPEG 2000, WebP. Errors: not_a_document, damaged, too_large.
Expected<std::unique_ptr<ImageFile>> open_image_file(const std::string& path, const ScanOptions& options);

// The orientation that the Exif block of a JPEG file states, 1 to 8: 1 is upright, and what it is without any.
int exif_orientation(const std::string& jpeg_path);

}  // namespace budgetlift
