#include "batch/rar_heads.h"

#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/descriptor.h"

namespace budgetlift {
namespace {

constexpr std::size_t kMostHead = 4096;    // bytes; a name has at most 2048
constexpr int kMostHeads = 1'000'000;      // of an archive; more are not walked

// Numbers of a head, from its begin on.
class Fields {
 public:
  explicit Fields(std::string_view bytes) : bytes_(bytes) {}

  bool failed() const { return failed_; }
  std::size_t at() const { return at_; }
  std::size_t left() const { return bytes_.size() - at_; }

  std::uint64_t little(int count) {
    std::uint64_t value = 0;
    for (int i = 0; i < count; ++i) value |= std::uint64_t{byte()} << 8 * i;
    return value;
  }
  // Groups of seven bits, the lowest first.
  std::uint64_t variable() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      value |= std::uint64_t{next & 0x7Fu} << shift;
      if ((next & 0x80) == 0) return value;
    }
    failed_ = true;
    return 0;
  }
  void skip(std::uint64_t count) {
    failed_ = failed_ || count > left();
    at_ += failed_ ? 0 : static_cast<std::size_t>(count);
  }

 private:
  std::uint8_t byte() {
    failed_ = failed_ || left() == 0;
    return failed_ ? std::uint8_t{0} : static_cast<std::uint8_t>(bytes_[at_++]);
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

enum class Next { head, end, unknown, cut_off };

// A head of version 4; `size` becomes that of it and its data.
Next step_four(std::string_view bytes, RarHeads& out, std::uint64_t& size) {
  constexpr std::uint64_t kMain = 0x73, kFile = 0x74, kService = 0x7A, kEnd = 0x7B;
  constexpr std::uint64_t kHeadsEncrypted = 0x80, kSplit = 3, kPassword = 4, kLarge = 0x100, kMore = 0x8000;
  Fields f(bytes);
  f.skip(2);   // the head's own sum, which libarchive looks at
  const std::uint64_t type = f.little(1), flags = f.little(2);
  size = f.little(2);
  if (f.failed() || size < 7) return Next::cut_off;
  if (type == kEnd) return Next::end;
  if (type == kMain && (flags & kHeadsEncrypted) != 0) return Next::unknown;
  const bool has_file = type == kFile || type == kService;
  if (!has_file && (flags & kMore) == 0) return Next::head;
  size += f.little(4);
  if (!has_file) return f.failed() ? Next::cut_off : Next::head;
  f.skip(5);
  RarFile file;
  file.sum = static_cast<std::uint32_t>(f.little(4));
  f.skip(12);
  if ((flags & kLarge) != 0) size += f.little(4) << 32;
  if (f.failed()) return Next::cut_off;
  file.encrypted = (flags & kPassword) != 0;
  file.split = (flags & kSplit) != 0;
  if (type == kFile) out.files.push_back(file);
  return Next::head;
}

// Whether the records behind a head of version 5 say that a password is needed.
bool has_password(Fields extra) {
  constexpr std::uint64_t kEncryption = 1;
  while (!extra.failed() && extra.left() > 0) {
    const std::uint64_t size = extra.variable();
    const std::size_t begin = extra.at();
    if (extra.variable() == kEncryption && !extra.failed()) return true;
    if (extra.at() - begin > size) return false;
    extra.skip(size - (extra.at() - begin));
  }
  return false;
}

// The same of version 5.
Next step_five(std::string_view bytes, RarHeads& out, std::uint64_t& size) {
  constexpr std::uint64_t kFile = 2, kEncryption = 4, kEnd = 5;
  constexpr std::uint64_t kExtra = 1, kData = 2, kSplit = 0x18, kTime = 2, kSum = 4;
  Fields f(bytes);
  f.skip(4);
  const std::uint64_t length = f.variable();
  if (f.failed() || length == 0) return Next::cut_off;
  const std::size_t begin = f.at();
  if (length > f.left()) return length > kMostHead - begin ? Next::unknown : Next::cut_off;
  Fields head(bytes.substr(begin, static_cast<std::size_t>(length)));
  const std::uint64_t type = head.variable(), flags = head.variable();
  const std::uint64_t extra = (flags & kExtra) != 0 ? head.variable() : 0, data = (flags & kData) != 0 ? head.variable() : 0;
  if (head.failed() || extra > length) return Next::unknown;
  size = begin + length + data;
  if (size < data || type == kEncryption) return Next::unknown;
  if (type == kEnd) return Next::end;
  if (type != kFile) return Next::head;
  const std::uint64_t kind = head.variable();
  head.variable();   // bytes unpacked
  head.variable();   // attributes
  if ((kind & kTime) != 0) head.skip(4);
  RarFile file;
  if ((kind & kSum) != 0) file.sum = static_cast<std::uint32_t>(head.little(4));
  if (head.failed()) return Next::unknown;
  file.split = (flags & kSplit) != 0;
  file.encrypted = has_password(Fields(bytes.substr(begin + static_cast<std::size_t>(length - extra), static_cast<std::size_t>(extra))));
  out.files.push_back(file);
  return Next::head;
}

}  // namespace

std::optional<RarHeads> read_rar_heads(const std::string& path) {
  constexpr std::string_view kFour("Rar!\x1A\x07\x00", 7), kFive("Rar!\x1A\x07\x01\x00", 8);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!file.open() || ::fstat(file.get(), &status) != 0) return std::nullopt;
  const auto end = static_cast<std::uint64_t>(status.st_size);
  std::string block(kMostHead, '\0');
  const auto bytes_at = [&](std::uint64_t offset) {
    const ssize_t n = ::pread(file.get(), block.data(), block.size(), static_cast<off_t>(offset));
    return std::string_view(block.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
  };
  const std::string_view mark = bytes_at(0);
  const bool five = mark.starts_with(kFive);
  if (!five && !mark.starts_with(kFour)) return std::nullopt;
  RarHeads out;
  std::uint64_t at = five ? kFive.size() : kFour.size();
  for (int heads = 0; at < end; ++heads) {
    std::uint64_t size = 0;
    const Next next = (five ? step_five : step_four)(bytes_at(at), out, size);
    if (heads >= kMostHeads || next == Next::unknown) return std::nullopt;
    if (next == Next::cut_off || (next == Next::head && size > end - at)) return out;
    if (next == Next::end) {
      out.whole = true;
      return out;
    }
    at += size;
  }
  // Archives of early programs have no end of their own.
  out.whole = !five && !out.files.empty();
  return out;
}

}  // namespace budgetlift
