#include "extract/reader.h"

#include <fmt/format.h>
#include <fstream>
#include <iterator>

#include "extract/dump_reader.h"
#include "extract/file_hash.h"
#include "extract/page_blocks.h"
#include "extract/pdf_reader.h"
#include "extract/table_joiner.h"

namespace budgetlift {
namespace {

constexpr std::size_t kHeadBytes = 1024;   // a PDF's header may stand anywhere in these

enum class FileKind { pdf, picture, other };

FileKind kind_of(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.find("%PDF-") != std::string_view::npos) return FileKind::pdf;
  for (std::string_view magic : {"\x89PNG"sv, "\xFF\xD8\xFF"sv, "II*\0"sv, "MM\0*"sv, "GIF8"sv, "BM\0"sv}) {
    if (head.substr(0, magic.size()) == magic) return FileKind::picture;
  }
  return FileKind::other;
}

bool has_pdf_name(const std::string& path) {
  std::string extension = path.size() > 4 ? path.substr(path.size() - 4) : "";
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return extension == ".pdf";
}

Expected<DocumentInfo> read_pdf(const std::string& path, const ReadOptions& options, const std::vector<Form>& forms,
                                const BlockSink& sink) {
  auto reader = PdfReader::open(path, options.pdf);
  if (!reader) return tl::unexpected<Error>(reader.error());
  DocumentInfo info;
  info.kind = "pdf";
  TableJoiner joiner(options.table, forms, sink);
  int read = 0;
  std::string last_problem;
  for (int number = 1; number <= reader->pages(); ++number) {
    if (auto page = reader->read(number)) {
      ++read;
      info.pages.push_back(page->info);
      joiner.add(page->info, page_blocks(*page, options.table));
    } else {
      // The other pages are still read; this one is named in `pages`.
      last_problem = page.error().message;
      PageInfo lost;
      lost.page = number;
      lost.reason = "unreadable: " + last_problem;
      info.pages.push_back(lost);
      joiner.add(lost, {});
    }
    if (options.progress) options.progress(number, reader->pages());
  }
  info.furniture = joiner.finish();
  if (read == 0) return fail(ErrorKind::damaged, "no page can be read (" + last_problem + "); get a fresh copy of the document");
  return info;
}

}  // namespace

Expected<DocumentInfo> read_document(const std::string& path, const ReadOptions& options, const std::vector<Form>& forms,
                                     const BlockSink& sink) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorKind::not_found, "the file cannot be opened; check the path and its permissions");
  in.seekg(0, std::ios::end);
  const auto size = static_cast<std::uint64_t>(std::max<std::streamoff>(0, in.tellg()));
  in.seekg(0);
  if (size == 0) return fail(ErrorKind::damaged, "the file is empty; get a fresh copy of the document");
  if (size > options.max_bytes) {
    return fail(ErrorKind::too_large, fmt::format("the file has {} MB, more than the limit of {} MB; split it", size >> 20, options.max_bytes >> 20));
  }
  std::string head(static_cast<size_t>(std::min<std::uint64_t>(size, kHeadBytes)), '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  const FileKind kind = kind_of(head);
  if (kind == FileKind::picture) {
    return fail(ErrorKind::not_a_document, "a picture; this version reads PDFs with a text layer and text dumps");
  }
  if (kind == FileKind::other && has_pdf_name(path)) {
    return fail(ErrorKind::not_a_document, "no PDF inside, whatever its name says; get a fresh copy of the document");
  }
  Expected<DocumentInfo> info = DocumentInfo{};
  if (kind == FileKind::pdf) {
    info = read_pdf(path, options, forms, sink);
  } else {
    in.clear();
    in.seekg(0);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    info = read_dump(bytes, options.dump, forms, sink);
  }
  if (!info) return info;
  info->path = path;
  auto hash = sha256_of_file(path);
  if (!hash) return tl::unexpected<Error>(hash.error());
  info->sha256 = *hash;
  return info;
}

}  // namespace budgetlift
