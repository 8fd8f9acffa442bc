// The one file that includes libarchive.
#include "batch/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <clocale>
#include <cstring>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/input_walk.h"
#include "extract/encoding.h"

namespace budgetlift {
namespace {

constexpr size_t kBlock = 1 << 16;                     // bytes read at once
constexpr std::int64_t kSmall = 64ll << 20;            // an archive that unpacks to less is no bomb, whatever its ratio
constexpr const char* kGetFresh = "; get a fresh copy of the archive, or unpack it yourself";

using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;

std::string problem(archive* reader) {
  const char* words = archive_error_string(reader);
  return words ? words : "it cannot be read";
}

bool names_a_password(const std::string& words) {
  return words.find("assphrase") != std::string::npos || words.find("ncrypt") != std::string::npos;
}

}  // namespace

struct Archive::Impl {
  Reader reader{nullptr, &archive_read_free};
  BatchLimits limits;
  std::int64_t packed = 0, unpacked = 0;
  int members = 0;

  std::string name_of(archive_entry* entry) const {
    const char* name = archive_entry_pathname(entry);
    if (!name) name = archive_entry_pathname_utf8(entry);
    if (!name) return fmt::format("entry {}", members);
    // Archives made on Chinese Windows have their names in GBK.
    const auto text = decode_text(name);
    return text ? *text : name;
  }

  // Why the archive as a whole goes no further.
  std::optional<Error> bomb() const {
    if (members > limits.archive_members) {
      return Error{ErrorKind::too_large, fmt::format("more than {} files in the archive; split it", limits.archive_members)};
    }
    if (unpacked > limits.archive_bytes || (unpacked > kSmall && unpacked / limits.archive_ratio > packed)) {
      return Error{ErrorKind::too_large, fmt::format("its {} MB unpack to more than {} MB, as a bomb does; unpack it yourself", packed >> 20, unpacked >> 20)};
    }
    return std::nullopt;
  }

  // The entry's bytes into the file. A member's own problem, or none; `bomb` is asked by the caller.
  std::optional<Error> unpack(int file) {
    if (::ftruncate(file, 0) != 0) return Error{ErrorKind::too_large, std::string("it cannot be unpacked (") + std::strerror(errno) + ")"};
    std::int64_t size = 0;
    for (;;) {
      const void* bytes = nullptr;
      size_t length = 0;
      la_int64_t offset = 0;
      const int result = archive_read_data_block(reader.get(), &bytes, &length, &offset);
      if (result == ARCHIVE_EOF) return std::nullopt;
      if (result < ARCHIVE_WARN) {
        const std::string words = problem(reader.get());
        return names_a_password(words) ? Error{ErrorKind::encrypted, "a password is needed to unpack it; unpack the archive yourself"}
                                       : Error{ErrorKind::damaged, "it cannot be unpacked (" + words + ")" + kGetFresh};
      }
      size = std::max<std::int64_t>(size, offset + static_cast<std::int64_t>(length));
      unpacked += static_cast<std::int64_t>(length);
      if (size > limits.member_bytes) {
        return Error{ErrorKind::too_large, fmt::format("it unpacks to more than {} MB; unpack it yourself", limits.member_bytes >> 20)};
      }
      if (bomb()) return std::nullopt;
      for (size_t done = 0; done < length;) {
        const ssize_t n = ::pwrite(file, static_cast<const char*>(bytes) + done, length - done, offset + static_cast<off_t>(done));
        if (n <= 0) return Error{ErrorKind::too_large, std::string("there is no room to unpack it (") + std::strerror(errno) + "); free some space"};
        done += static_cast<size_t>(n);
      }
    }
  }
};

Archive::Archive(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;
Archive::~Archive() = default;

Expected<Archive> Archive::open(const std::string& path, const BatchLimits& limits) {
  // libarchive gives names in the character set of the locale.
  std::setlocale(LC_CTYPE, "C.UTF-8");
  auto impl = std::make_unique<Impl>();
  impl->limits = limits;
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return fail(ErrorKind::not_found, "no such file; check the path");
  impl->packed = status.st_size;
  impl->reader.reset(archive_read_new());
  archive* reader = impl->reader.get();
  archive_read_support_format_zip(reader);
  archive_read_support_format_7zip(reader);
  archive_read_support_format_rar(reader);
  archive_read_support_format_rar5(reader);
  archive_read_support_format_tar(reader);
  archive_read_support_format_gnutar(reader);
  archive_read_support_filter_gzip(reader);
  archive_read_support_filter_bzip2(reader);
  archive_read_support_filter_xz(reader);
  archive_read_support_filter_zstd(reader);
  if (archive_read_open_filename(reader, path.c_str(), kBlock) != ARCHIVE_OK) {
    return fail(ErrorKind::not_a_document, "no archive that can be opened (" + problem(reader) + ")" + kGetFresh);
  }
  return Archive(std::move(impl));
}

Expected<std::optional<Archive::Member>> Archive::next(int file) {
  Impl& s = *impl_;
  for (;;) {
    if (auto bomb = s.bomb()) return tl::unexpected<Error>(*bomb);
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(s.reader.get(), &entry);
    if (result == ARCHIVE_EOF) return std::optional<Member>();
    if (result < ARCHIVE_WARN) {
      const std::string words = problem(s.reader.get());
      if (names_a_password(words)) return fail(ErrorKind::encrypted, "a password is needed to open the archive; unpack it yourself");
      const char* what = s.members == 0 ? "no archive that can be read (" : "the archive is damaged (";
      return fail(s.members == 0 ? ErrorKind::not_a_document : ErrorKind::damaged, what + words + ")" + kGetFresh);
    }
    ++s.members;
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry)) continue;
    Member member{s.name_of(entry), std::nullopt};
    if (is_archive_name(member.name)) {
      member.error = Error{ErrorKind::not_a_document, "an archive inside an archive; unpack it and give it as an input of its own"};
      return std::optional<Member>(std::move(member));
    }
    if (!is_document_name(member.name)) continue;
    if (archive_entry_is_encrypted(entry)) {
      member.error = Error{ErrorKind::encrypted, "a password is needed to unpack it; unpack the archive yourself"};
    } else {
      member.error = s.unpack(file);
      if (auto bomb = s.bomb()) return tl::unexpected<Error>(*bomb);
    }
    return std::optional<Member>(std::move(member));
  }
}

}  // namespace budgetlift
