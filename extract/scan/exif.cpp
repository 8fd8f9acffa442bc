#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include "extract/scan/image_file.h"

namespace budgetlift {
namespace {

// Numbers of a TIFF structure, in its own byte order; 0 outside it.
class Bytes {
 public:
  explicit Bytes(std::vector<unsigned char> bytes) : bytes_(std::move(bytes)), little_(at(0) == 'I') {}

  std::uint32_t number(std::size_t offset, int size) const {
    std::uint32_t value = 0;
    for (int i = 0; i < size; ++i) {
      value |= static_cast<std::uint32_t>(at(offset + static_cast<std::size_t>(i))) << 8 * (little_ ? i : size - 1 - i);
    }
    return value;
  }

 private:
  unsigned char at(std::size_t offset) const { return offset < bytes_.size() ? bytes_[offset] : 0; }

  std::vector<unsigned char> bytes_;
  bool little_;
};

int orientation_of(const Bytes& tiff) {
  constexpr std::uint32_t kOrientation = 0x0112, kShort = 3, kMostEntries = 200;
  const std::size_t directory = tiff.number(4, 4);
  const std::uint32_t entries = std::min(tiff.number(directory, 2), kMostEntries);
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + 12 * static_cast<std::size_t>(i);
    if (tiff.number(entry, 2) != kOrientation || tiff.number(entry + 2, 2) != kShort) continue;
    const std::uint32_t value = tiff.number(entry + 8, 2);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace

int exif_orientation(const std::string& jpeg_path) {
  std::ifstream in(jpeg_path, std::ios::binary);
  std::array<unsigned char, 4> head{};
  auto read = [&](std::size_t count) {
    return static_cast<bool>(in.read(reinterpret_cast<char*>(head.data()), static_cast<std::streamsize>(count)));
  };
  if (!read(2) || head[0] != 0xFF || head[1] != 0xD8) return 1;
  constexpr int kMostSegments = 64;   // Exif stands among the first
  for (int segment = 0; segment < kMostSegments && read(4) && head[0] == 0xFF; ++segment) {
    const std::size_t length = static_cast<std::size_t>(head[2]) << 8 | head[3];
    if (length < 2 || head[1] == 0xDA) return 1;
    std::vector<unsigned char> bytes(length - 2);
    if (!in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()))) return 1;
    const bool exif = head[1] == 0xE1 && bytes.size() > 14 && std::string(bytes.begin(), bytes.begin() + 4) == "Exif";
    if (exif) return orientation_of(Bytes({bytes.begin() + 6, bytes.end()}));
  }
  return 1;
}

}  // namespace budgetlift
