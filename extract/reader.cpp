#include "extract/reader.h"

#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <optional>

#include "extract/dump_reader.h"
#include "extract/file_hash.h"
#include "extract/ocr_words.h"
#include "extract/page_blocks.h"
#include "extract/page_layers.h"
#include "extract/pdf_reader.h"
#include "extract/raster.h"
#include "extract/table_joiner.h"

namespace budgetlift {
namespace {

constexpr std::size_t kHeadBytes = 1024;   // a PDF's header may stand anywhere in these

enum class FileKind { pdf, picture, other };

FileKind kind_of(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.find("%PDF-") != std::string_view::npos) return FileKind::pdf;
  for (std::string_view magic : {"\x89PNG"sv, "\xFF\xD8\xFF"sv, "II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv, "GIF8"sv,
                                 "\0\0\0\x0CjP  "sv, "\xFF\x4F\xFF\x51"sv}) {
    if (head.substr(0, magic.size()) == magic) return FileKind::picture;
  }
  if (head.size() > 12 && head.substr(0, 4) == "RIFF" && head.substr(8, 4) == "WEBP") return FileKind::picture;
  // Two letters alone may begin a text: the four reserved bytes of a BMP's header are zero.
  if (head.size() > 26 && head.substr(0, 2) == "BM" && head.substr(6, 4) == "\0\0\0\0"sv) return FileKind::picture;
  return FileKind::other;
}

// What a name promises: a PDF, an image, or nothing.
std::string_view promised(const std::string& path) {
  const std::size_t dot = path.find_last_of("./");
  if (dot == std::string::npos || path[dot] != '.') return "";
  std::string extension = path.substr(dot + 1);
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (extension == "pdf") return "PDF";
  for (std::string_view image : {"png", "jpg", "jpeg", "tif", "tiff", "bmp", "gif", "jp2", "webp"}) {
    if (extension == image) return "image";
  }
  return "";
}

// Pages of one document on their way to blocks.
class PageSink {
 public:
  PageSink(const ReadOptions& options, const FormSet& forms, const BlockSink& sink)
      : options_(options), forms_(forms), joiner_(options.table, forms, sink) {}

  // `displayed`: the page's size in points, where that of a scan, upright and flat, is another one.
  void add(const Page& page, std::optional<PageInfo> displayed = std::nullopt) {
    ++read_;
    info.pages.push_back(page.info);
    if (displayed) info.pages.back().width = displayed->width, info.pages.back().height = displayed->height;
    std::vector<Block> blocks = page_blocks(page, options_.table);
    if (page.info.source == Source::ocr) words().repair(blocks);
    joiner_.add(page.info, std::move(blocks));
  }

  // The other pages are still read; this one is named in `pages`.
  void add_unread(PageInfo page, const Error& error) {
    page.reason = (page.reason.empty() ? "unreadable: " : page.reason + "; not read: ") + error.message;
    page.problem = error;
    if (!first_problem_) first_problem_ = Error{error.kind, fmt::format("page {}: {}", page.page, error.message)};
    info.pages.push_back(page);
    joiner_.add(page, {});
  }

  Expected<DocumentInfo> finish() {
    info.furniture = joiner_.finish();
    info.running_lines = joiner_.running_lines();
    if (read_ > 0 || !first_problem_) return std::move(info);
    return fail(first_problem_->kind, info.pages.size() == 1 ? info.pages[0].problem->message
                                                             : "no page can be read; " + first_problem_->message);
  }

  DocumentInfo info;

 private:
  // Made when the first scanned page comes.
  const OcrWords& words() {
    if (!words_) words_.emplace(forms_, options_.words);
    return *words_;
  }

  const ReadOptions& options_;
  const FormSet& forms_;
  TableJoiner joiner_;
  std::optional<OcrWords> words_;
  int read_ = 0;
  std::optional<Error> first_problem_;
};

Expected<Page> read_raster(const Raster& raster, PageInfo info, ScanSession& scans) {
  const auto reader = scans.reader();
  if (!reader) return tl::unexpected<Error>(reader.error());
  info.source = Source::ocr;
  const std::string reason = info.reason;
  auto page = (*reader)->read(raster, std::move(info));
  if (!page) return page;
  page->info.source = Source::ocr;
  page->info.reason = page->glyphs.empty() ? reason + "; no text found in it" : reason;
  if (raster.damaged) {
    page->info.problem = Error{ErrorKind::damaged, "a part of its picture cannot be decoded; get a fresh copy of the document"};
    page->info.reason += "; a part of it cannot be decoded";
  }
  return page;
}

// What a page shows as a picture, instead of or besides its text layer.
Expected<Page> read_picture(PdfReader& pdf, const PdfPage& own, ScanSession& scans) {
  // The models first: without them there is nothing to render for.
  if (const auto reader = scans.reader(); !reader) return tl::unexpected<Error>(reader.error());
  const auto raster = pdf.render(own.info.page, scans.options());
  if (!raster) return tl::unexpected<Error>(raster.error());
  auto scanned = read_raster(*raster, own.info, scans);
  if (!scanned || own.way == PageWay::picture) return scanned;
  return merge_layers(own, *std::move(scanned));
}

Expected<DocumentInfo> read_pdf(const std::string& path, const ReadOptions& options, const FormSet& forms,
                                const BlockSink& sink, ScanSession& scans) {
  auto reader = PdfReader::open(path, options.pdf);
  if (!reader) return tl::unexpected<Error>(reader.error());
  PageSink pages(options, forms, sink);
  pages.info.kind = "pdf";
  for (int number = 1; number <= reader->pages(); ++number) {
    auto page = reader->read(number);
    if (!page) {
      PageInfo lost;
      lost.page = number;
      pages.add_unread(lost, page.error());
    } else if (page->way == PageWay::text) {
      pages.add(*page);
    } else if (auto scanned = read_picture(*reader, *page, scans)) {
      pages.add(*scanned, page->info);
    } else if (page->glyphs.empty()) {
      page->info.source = Source::ocr;
      pages.add_unread(page->info, scanned.error());
    } else {
      // Its text layer is better than nothing, and the page is named all the same.
      page->info.problem = scanned.error();
      page->info.reason += "; its picture is not read: " + scanned.error().message;
      pages.add(*page);
    }
    if (options.progress) options.progress(number, reader->pages());
  }
  return pages.finish();
}

Expected<DocumentInfo> read_image(const std::string& path, const ReadOptions& options, const FormSet& forms,
                                  const BlockSink& sink, ScanSession& scans) {
  const auto file = scans.open_image(path);
  if (!file) return tl::unexpected<Error>(file.error());
  // All of it needs the models.
  if (const auto reader = scans.reader(); !reader) return tl::unexpected<Error>(reader.error());
  PageSink pages(options, forms, sink);
  pages.info.kind = "image";
  const int count = (*file)->pages();
  for (int number = 1; number <= count; ++number) {
    PageInfo info;
    info.page = number;
    info.source = Source::ocr;
    info.reason = "image file";
    auto raster = (*file)->page(number);
    if (raster) {
      fit_resolution(*raster, scans.options());
      drop_idle_colours(*raster, scans.options());
      info.width = raster->width * 72 / raster->dpi;
      info.height = raster->height * 72 / raster->dpi;
    }
    const auto page = raster ? read_raster(*raster, info, scans) : tl::unexpected<Error>(raster.error());
    if (page) {
      pages.add(*page, info);
    } else {
      pages.add_unread(info, page.error());
    }
    if (options.progress) options.progress(number, count);
  }
  return pages.finish();
}

}  // namespace

Expected<DocumentInfo> read_document(const std::string& path, const ReadOptions& options, const FormSet& forms,
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
  if (const std::string_view what = promised(path); kind == FileKind::other && !what.empty()) {
    return fail(ErrorKind::not_a_document,
                fmt::format("no {} inside, whatever its name says; get a fresh copy of the document", what));
  }
  Expected<DocumentInfo> info = DocumentInfo{};
  const auto scans = options.scans ? options.scans : std::make_shared<ScanSession>(options.scan);
  if (kind == FileKind::pdf) {
    info = read_pdf(path, options, forms, sink, *scans);
  } else if (kind == FileKind::picture) {
    info = read_image(path, options, forms, sink, *scans);
  } else {
    in.clear();
    in.seekg(0);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    info = read_dump(bytes, options.dump, forms, sink);
  }
  if (!info) return info;
  info->path = path;
  const Expected<std::string> hash = options.sha256.empty() ? sha256_of_file(path) : options.sha256;
  if (!hash) return tl::unexpected<Error>(hash.error());
  info->sha256 = *hash;
  return info;
}

}  // namespace budgetlift
