// The one file that includes Nettle.
#include "extract/file_hash.h"

#include <array>
#include <fstream>
#include <nettle/sha2.h>

namespace budgetlift {
namespace {

std::string digest_of(sha256_ctx& context) {
  std::array<uint8_t, SHA256_DIGEST_SIZE> digest{};
  sha256_digest(&context, digest.size(), digest.data());
  static const char* const kHex = "0123456789abcdef";
  std::string out;
  for (const uint8_t byte : digest) {
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

}  // namespace

Expected<std::string> sha256_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorKind::not_found, "the file can no longer be opened");
  sha256_ctx context;
  sha256_init(&context);
  std::array<char, 1 << 16> buffer{};
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
    sha256_update(&context, static_cast<size_t>(in.gcount()), reinterpret_cast<const uint8_t*>(buffer.data()));
  }
  return digest_of(context);
}

std::string sha256_of(std::string_view bytes) {
  sha256_ctx context;
  sha256_init(&context);
  sha256_update(&context, bytes.size(), reinterpret_cast<const uint8_t*>(bytes.data()));
  return digest_of(context);
}

}  // namespace budgetlift
