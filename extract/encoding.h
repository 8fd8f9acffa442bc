// Text files in the encodings that Chinese offices leave behind become UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "schemas/error.h"

namespace budgetlift {

// `bytes`: UTF-8, UTF-16 (either byte order; with or without BOM) or GB18030 (and so GBK and GB2312). Gives UTF-8
// without BOM. A few broken bytes of UTF-8, as a cut file has, become U+FFFD. Errors: damaged (no text at all),
// not_a_document (binary, or no encoding of these gives text).
Expected<std::string> decode_text(std::string_view bytes);

}  // namespace budgetlift
