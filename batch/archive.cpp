// The one file that includes libarchive. It is not linked, see library().
#include "batch/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <clocale>
#include <dlfcn.h>
#include <cstring>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <optional>
#include <type_traits>
#include <zlib.h>

#include "batch/input_walk.h"
#include "batch/rar_heads.h"
#include "extract/encoding.h"

namespace budgetlift {
namespace {

constexpr size_t kBlock = 1 << 16;                     // bytes read at once
constexpr std::int64_t kSmall = 64ll << 20;            // an archive that unpacks to less is no bomb, whatever its ratio
constexpr const char* kPassword = "a password is needed to unpack it; unpack the archive yourself";
constexpr const char* kGetFresh = "; get a fresh copy of the archive, or unpack it yourself";

// libarchive and what it draws in cost more time to load than a short document takes to read: it is loaded with the first archive.
struct Library {
  decltype(&archive_read_free) read_free = nullptr;
  decltype(&archive_entry_filetype) entry_filetype = nullptr;
  decltype(&archive_entry_hardlink) entry_hardlink = nullptr;
  decltype(&archive_entry_is_encrypted) entry_is_encrypted = nullptr;
  decltype(&archive_entry_pathname) entry_pathname = nullptr;
  decltype(&archive_entry_pathname_utf8) entry_pathname_utf8 = nullptr;
  decltype(&archive_error_string) error_string = nullptr;
  decltype(&archive_read_data_block) read_data_block = nullptr;
  decltype(&archive_read_new) read_new = nullptr;
  decltype(&archive_read_next_header) read_next_header = nullptr;
  decltype(&archive_read_open_filename) read_open_filename = nullptr;
  decltype(&archive_read_support_filter_bzip2) read_support_filter_bzip2 = nullptr;
  decltype(&archive_read_support_filter_gzip) read_support_filter_gzip = nullptr;
  decltype(&archive_read_support_filter_xz) read_support_filter_xz = nullptr;
  decltype(&archive_read_support_filter_zstd) read_support_filter_zstd = nullptr;
  decltype(&archive_read_support_format_7zip) read_support_format_7zip = nullptr;
  decltype(&archive_read_support_format_gnutar) read_support_format_gnutar = nullptr;
  decltype(&archive_read_support_format_rar) read_support_format_rar = nullptr;
  decltype(&archive_read_support_format_rar5) read_support_format_rar5 = nullptr;
  decltype(&archive_read_support_format_tar) read_support_format_tar = nullptr;
  decltype(&archive_read_support_format_zip) read_support_format_zip = nullptr;
};

const Library* library() {
  static const std::optional<Library> loaded = [] {
    std::optional<Library> out;
    void* handle = ::dlopen("libarchive.so.13", RTLD_NOW);
    Library calls;
    bool all = handle != nullptr;
    const auto load = [&](const char* name, auto& call) {
      call = handle ? reinterpret_cast<std::decay_t<decltype(call)>>(::dlsym(handle, name)) : nullptr;
      all = all && call;
    };
    load("archive_read_free", calls.read_free);
    load("archive_entry_filetype", calls.entry_filetype);
    load("archive_entry_hardlink", calls.entry_hardlink);
    load("archive_entry_is_encrypted", calls.entry_is_encrypted);
    load("archive_entry_pathname", calls.entry_pathname);
    load("archive_entry_pathname_utf8", calls.entry_pathname_utf8);
    load("archive_error_string", calls.error_string);
    load("archive_read_data_block", calls.read_data_block);
    load("archive_read_new", calls.read_new);
    load("archive_read_next_header", calls.read_next_header);
    load("archive_read_open_filename", calls.read_open_filename);
    load("archive_read_support_filter_bzip2", calls.read_support_filter_bzip2);
    load("archive_read_support_filter_gzip", calls.read_support_filter_gzip);
    load("archive_read_support_filter_xz", calls.read_support_filter_xz);
    load("archive_read_support_filter_zstd", calls.read_support_filter_zstd);
    load("archive_read_support_format_7zip", calls.read_support_format_7zip);
    load("archive_read_support_format_gnutar", calls.read_support_format_gnutar);
    load("archive_read_support_format_rar", calls.read_support_format_rar);
    load("archive_read_support_format_rar5", calls.read_support_format_rar5);
    load("archive_read_support_format_tar", calls.read_support_format_tar);
    load("archive_read_support_format_zip", calls.read_support_format_zip);
    if (all) out = calls;
    return out;
  }();
  return loaded ? &*loaded : nullptr;
}

struct FreeReader {
  void operator()(archive* reader) const { library()->read_free(reader); }
};
using Reader = std::unique_ptr<archive, FreeReader>;

std::string problem(archive* reader) {
  const char* words = library()->error_string(reader);
  return words ? words : "it cannot be read";
}

// libarchive looks at no sum of gzip. Whether it agrees; true for what gzip has not packed. `most`: bytes that are looked at.
bool gzip_sum_agrees(const std::string& path, std::int64_t most) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(::gzopen(path.c_str(), "rb"), ::gzclose);
  if (!file) return true;
  std::string block(kBlock, '\0');
  for (std::int64_t seen = 0; seen < most;) {
    const int n = ::gzread(file.get(), block.data(), static_cast<unsigned>(block.size()));
    if (n < 0) return false;
    if (n == 0) {
      // A stream that is cut off ends like this, too, but for the word of gzerror.
      int error = Z_OK;
      ::gzerror(file.get(), &error);
      return error == Z_OK || error == Z_STREAM_END;
    }
    if (::gzdirect(file.get())) return true;
    seen += n;
  }
  return true;
}

bool names_a_password(const std::string& words) {
  return words.find("assphrase") != std::string::npos || words.find("ncrypt") != std::string::npos;
}

}  // namespace

struct Archive::Impl {
  Reader reader;
  BatchLimits limits;
  std::string path;
  std::int64_t packed = 0, unpacked = 0;
  int members = 0;
  std::optional<RarHeads> rar;   // of a RAR archive

  // What its head says of the entry that was met last; nothing if it is no RAR.
  const RarFile* rar_file() const {
    const auto number = static_cast<size_t>(members - 1);
    return rar && number < rar->files.size() ? &rar->files[number] : nullptr;
  }

  std::string name_of(archive_entry* entry) const {
    const char* name = library()->entry_pathname(entry);
    if (!name) name = library()->entry_pathname_utf8(entry);
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
    uLong sum = crc32_z(0, nullptr, 0);
    for (;;) {
      const void* bytes = nullptr;
      size_t length = 0;
      la_int64_t offset = 0;
      const int result = library()->read_data_block(reader.get(), &bytes, &length, &offset);
      if (result == ARCHIVE_EOF) {
        const RarFile* head = rar_file();
        if (!head || !head->sum || *head->sum == sum) return std::nullopt;
        return Error{ErrorKind::damaged, std::string("its bytes are not those that were packed") + kGetFresh};
      }
      // A sum that does not agree is a warning to libarchive.
      if (result < ARCHIVE_OK) {
        const std::string words = problem(reader.get());
        return names_a_password(words) ? Error{ErrorKind::encrypted, kPassword}
                                       : Error{ErrorKind::damaged, "it cannot be unpacked (" + words + ")" + kGetFresh};
      }
      size = std::max<std::int64_t>(size, offset + static_cast<std::int64_t>(length));
      unpacked += static_cast<std::int64_t>(length);
      if (size > limits.member_bytes) {
        return Error{ErrorKind::too_large, fmt::format("it unpacks to more than {} MB; unpack it yourself", limits.member_bytes >> 20)};
      }
      if (bomb()) return std::nullopt;
      if (rar) sum = crc32_z(sum, static_cast<const Bytef*>(bytes), length);
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
  if (!library()) return fail(ErrorKind::not_found, "libarchive is missing, which opens archives; install it with: apt-get install libarchive13");
  // libarchive gives names in the character set of the locale.
  std::setlocale(LC_CTYPE, "C.UTF-8");
  auto impl = std::make_unique<Impl>();
  impl->limits = limits;
  impl->path = path;
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return fail(ErrorKind::not_found, "no such file; check the path");
  impl->packed = status.st_size;
  impl->reader.reset(library()->read_new());
  archive* reader = impl->reader.get();
  library()->read_support_format_zip(reader);
  library()->read_support_format_7zip(reader);
  library()->read_support_format_rar(reader);
  library()->read_support_format_rar5(reader);
  library()->read_support_format_tar(reader);
  library()->read_support_format_gnutar(reader);
  library()->read_support_filter_gzip(reader);
  library()->read_support_filter_bzip2(reader);
  library()->read_support_filter_xz(reader);
  library()->read_support_filter_zstd(reader);
  if (library()->read_open_filename(reader, path.c_str(), kBlock) != ARCHIVE_OK) {
    return fail(ErrorKind::not_a_document, "no archive that can be opened (" + problem(reader) + ")" + kGetFresh);
  }
  impl->rar = read_rar_heads(path);
  return Archive(std::move(impl));
}

Expected<std::optional<Archive::Member>> Archive::next(int file) {
  Impl& s = *impl_;
  for (;;) {
    if (auto bomb = s.bomb()) return tl::unexpected<Error>(*bomb);
    archive_entry* entry = nullptr;
    const int result = library()->read_next_header(s.reader.get(), &entry);
    if (result == ARCHIVE_EOF) {
      if (s.rar && !s.rar->whole) return fail(ErrorKind::damaged, std::string("the archive is cut off") + kGetFresh);
      if (!gzip_sum_agrees(s.path, s.limits.archive_bytes)) {
        return fail(ErrorKind::damaged, std::string("its bytes are not those that were packed, so any document in it may be spoilt") + kGetFresh);
      }
      return std::optional<Member>();
    }
    if (result < ARCHIVE_WARN) {
      const std::string words = problem(s.reader.get());
      if (names_a_password(words)) return fail(ErrorKind::encrypted, "a password is needed to open the archive; unpack it yourself");
      const char* what = s.members == 0 ? "no archive that can be read (" : "the archive is damaged (";
      return fail(s.members == 0 ? ErrorKind::not_a_document : ErrorKind::damaged, what + words + ")" + kGetFresh);
    }
    ++s.members;
    if (library()->entry_filetype(entry) != AE_IFREG || library()->entry_hardlink(entry)) continue;
    Member member{s.name_of(entry), std::nullopt};
    if (is_archive_name(member.name)) {
      member.error = Error{ErrorKind::not_a_document, "an archive inside an archive; unpack it and give it as an input of its own"};
      return std::optional<Member>(std::move(member));
    }
    if (!is_document_name(member.name)) continue;
    const RarFile* head = s.rar_file();
    if (library()->entry_is_encrypted(entry) || (head && head->encrypted)) {
      member.error = Error{ErrorKind::encrypted, kPassword};
    } else if (head && head->split) {
      member.error = Error{ErrorKind::damaged, "only a part of it is in this part of a split archive; unpack all parts yourself"};
    } else {
      member.error = s.unpack(file);
      if (auto bomb = s.bomb()) return tl::unexpected<Error>(*bomb);
    }
    return std::optional<Member>(std::move(member));
  }
}

}  // namespace budgetlift
