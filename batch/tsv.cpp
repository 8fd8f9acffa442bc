#include "batch/tsv.h"

#include <fmt/format.h>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Bytes of the character that the text begins with; 0 if it is no UTF-8.
size_t utf8_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (length == 1) return 1;
  const std::string_view bytes = text.substr(0, length);
  const std::u32string decoded = decode_utf8(bytes);
  return decoded.size() == 1 && (decoded[0] != U'\uFFFD' || bytes == "\uFFFD") ? length : 0;
}

}  // namespace

std::string tsv_cell(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const size_t length = utf8_length(text.substr(i));
    if (length > 1) {
      out += text.substr(i, length);
      i += length;
      continue;
    }
    if (byte == '\\') out += "\\\\";
    else if (byte == '\t') out += "\\t";
    else if (byte == '\n') out += "\\n";
    else if (byte == '\r') out += "\\r";
    else if (length == 0 || byte < 0x20 || byte == 0x7F) out += fmt::format("\\x{:02X}", byte);
    else out += static_cast<char>(byte);
    ++i;
  }
  return out;
}

}  // namespace budgetlift
