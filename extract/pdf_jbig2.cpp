#include "extract/pdf_jbig2.h"

#include <Dict.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace budgetlift {
namespace {

// Big-endian numbers of a JBIG2 stream, as ITU-T T.88 lays them out.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  bool failed() const { return failed_; }
  bool at_end() const { return bytes_.empty(); }

  std::uint32_t number(std::size_t length) {
    std::uint32_t value = 0;
    for (const char c : take(length)) value = value << 8 | static_cast<std::uint8_t>(c);
    return value;
  }

  std::string_view take(std::size_t length) {
    failed_ = failed_ || length > bytes_.size();
    const std::string_view out = bytes_.substr(0, failed_ ? 0 : length);
    bytes_.remove_prefix(out.size());
    return out;
  }

  // What is left of a segment that is said to be this long.
  std::string_view most(std::size_t length) { return take(std::min(length, bytes_.size())); }

 private:
  std::string_view bytes_;
  bool failed_ = false;
};

struct Region {
  std::uint32_t width = 0, height = 0, x = 0, y = 0;
  std::string_view data;
};

// The fax-coded regions of a page; nothing if it has others (clause 7.2: segment headers; 7.4.6: generic regions).
std::optional<std::vector<Region>> regions_of(std::string_view bytes, std::uint32_t width, std::uint32_t height) {
  constexpr std::uint32_t kGeneric = 38, kLosslessGeneric = 39, kFirstInformation = 48, kLongCount = 7, kUnknownLength = 0xFFFFFFFF;
  std::vector<Region> out;
  Reader reader(bytes);
  while (!reader.at_end()) {
    const std::uint32_t number = reader.number(4), flags = reader.number(1);
    const std::uint32_t referred = reader.number(1) >> 5;
    if (referred == kLongCount) return std::nullopt;
    reader.take(referred * (number <= 256 ? 1 : number <= 65536 ? 2 : 4));
    reader.take(flags & 0x40 ? 4 : 1);
    const std::uint32_t length = reader.number(4), type = flags & 0x3F;
    if (reader.failed() || length == kUnknownLength) return std::nullopt;
    Reader segment(reader.most(length));
    if (type >= kFirstInformation) continue;
    if (type != kGeneric && type != kLosslessGeneric) return std::nullopt;
    Region region;
    region.width = segment.number(4);
    region.height = segment.number(4);
    region.x = segment.number(4);
    region.y = segment.number(4);
    const std::uint32_t combination = segment.number(1) & 7, coding = segment.number(1);
    const bool inside = region.x <= width && region.width <= width - region.x && region.y <= height && region.height <= height - region.y;
    constexpr std::uint32_t kAnd = 1;
    if (segment.failed() || !(coding & 1) || combination == kAnd || !inside || region.width == 0) return std::nullopt;
    region.data = segment.most(length);
    out.push_back(region);
  }
  return out.empty() ? std::nullopt : std::optional(out);
}

// Poppler's decoder of faxes over the region's data.
std::unique_ptr<Stream> fax_rows(const Region& region) {
  auto* parameters = new Dict(static_cast<XRef*>(nullptr));
  parameters->add("K", Object(-1));
  parameters->add("Columns", Object(static_cast<int>(region.width)));
  parameters->add("Rows", Object(static_cast<int>(region.height)));
  parameters->add("EndOfBlock", Object(false));
  auto* dictionary = new Dict(static_cast<XRef*>(nullptr));
  dictionary->add("Filter", Object(objName, "CCITTFaxDecode"));
  dictionary->add("DecodeParms", Object(parameters));
  auto* data = new MemStream(region.data.data(), 0, static_cast<Goffset>(region.data.size()), Object(dictionary));
  return std::unique_ptr<Stream>(data->addFilters(dictionary));
}

// Draws the region's ink.
void draw(const Region& region, std::size_t stride, FaxBitmap& out) {
  const std::unique_ptr<Stream> rows = fax_rows(region);
  rows->reset();
  const std::uint32_t row_bytes = (region.width + 7) / 8;
  for (std::uint32_t y = 0; y < region.height; ++y) {
    for (std::uint32_t b = 0; b < row_bytes; ++b) {
      const int byte = rows->getChar();
      if (byte == EOF) {
        out.cut_off = true;
        return;
      }
      const std::uint32_t pixels = std::min<std::uint32_t>(8, region.width - 8 * b);
      for (std::uint32_t i = 0; i < pixels; ++i) {
        if (byte & (0x80 >> i)) continue;
        const std::uint32_t x = region.x + 8 * b + i;
        out.bytes[(region.y + y) * stride + x / 8] &= static_cast<char>(~(0x80 >> x % 8));
      }
    }
  }
}

}  // namespace

std::optional<FaxBitmap> fax_bitmap(Stream& jbig2, int width, int height) {
  Stream* coded = jbig2.getKind() == strJBIG2 ? jbig2.getNextStream() : nullptr;
  if (!coded || width <= 0 || height <= 0) return std::nullopt;
  std::string bytes;
  coded->reset();
  for (int c = coded->getChar(); c != EOF; c = coded->getChar()) bytes.push_back(static_cast<char>(c));
  const auto regions = regions_of(bytes, static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height));
  if (!regions) return std::nullopt;
  const std::size_t stride = (static_cast<std::size_t>(width) + 7) / 8;
  FaxBitmap out;
  out.bytes.assign(stride * static_cast<std::size_t>(height), static_cast<char>(0xFF));
  for (const Region& region : *regions) draw(region, stride, out);
  return out;
}

}  // namespace budgetlift
