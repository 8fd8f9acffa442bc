#include "extract/pdf_reader.h"

#include <Error.h>
#include <ErrorCodes.h>
#include <GlobalParams.h>
#include <PDFDoc.h>
#include <Page.h>
#include <XRef.h>

#include <cmath>
#include <exception>
#include <fstream>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

#include "extract/pdf_canvas.h"
#include "extract/pdf_image.h"
#include "extract/pdf_output.h"
#include "extract/pdf_render.h"

namespace budgetlift {
namespace {

thread_local unsigned long error_count = 0;

// Nothing goes to standard error; whether a picture is damaged shows in the count.
void count_error(ErrorCategory category, Goffset, const char*) {
  error_count += category == errSyntaxError;
}

bool has_pdf_header(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  char bytes[1024];
  in.read(bytes, sizeof bytes);
  return std::string_view(bytes, static_cast<std::size_t>(in.gcount())).find("%PDF") != std::string_view::npos;
}

// PDF/A files name the ICC profile of a printer, and Poppler builds its colour transform anew for every page: that
// took 95 % of the time. Colours matter to us only as white or not, so the catalog in memory loses the entry.
void forget_output_intents(XRef* xref) {
  Object catalog = xref->getCatalog();
  if (!catalog.isDict() || catalog.dictLookupNF("OutputIntents").isNull()) return;
  catalog.dictRemove("OutputIntents");
  xref->setModifiedObject(&catalog, xref->getRoot());
}

bool canvas_is_full(void* canvas) {
  return static_cast<PdfCanvas*>(canvas)->full();
}

}  // namespace

struct PdfReader::Impl {
  Impl(std::string file, const PdfOptions& pdf_options)
      : poppler(count_error), path(std::move(file)), options(pdf_options), canvas(options), output(options, canvas) {
    setErrorCallback(count_error);
  }

  // Poppler's tables, shared with its other users in this process.
  GlobalParamsIniter poppler;
  std::string path;
  PdfOptions options;
  std::unique_ptr<PDFDoc> document;
  int page_count = 0;
  PdfCanvas canvas;
  PdfOutput output;

  std::optional<Error> open();
  PageFacts facts;       // of the page read last
  PageChoice choice;
  int last_read = 0;

  // The page and the size of its user space unit in 1/72 inch, which Poppler leaves to us.
  Expected<std::pair<::Page*, double>> find(int number);
  Expected<PdfPage> read(int number);
  Expected<Raster> render(int number, const ScanOptions& scan);
};

std::optional<Error> PdfReader::Impl::open() {
  document = std::make_unique<PDFDoc>(std::make_unique<GooString>(path));
  if (!document->isOk()) {
    if (document->getErrorCode() == errEncrypted) {
      return Error{ErrorKind::encrypted, "a password is needed to open it; save a copy without one"};
    }
    if (!has_pdf_header(path)) return Error{ErrorKind::not_a_document, "there is no PDF inside"};
    return Error{ErrorKind::damaged, "its page tree cannot be read; open it in a PDF viewer and save it again"};
  }
  page_count = document->getNumPages();
  if (page_count <= 0) {
    if (!has_pdf_header(path)) return Error{ErrorKind::not_a_document, "there is no PDF inside"};
    return Error{ErrorKind::damaged, "it has no page that can be read; open it in a PDF viewer and save it again"};
  }
  if (page_count > options.max_pages) {
    return Error{ErrorKind::too_large, "it has " + std::to_string(page_count) + " pages, more than " +
                                           std::to_string(options.max_pages) + "; split it"};
  }
  forget_output_intents(document->getXRef());
  return std::nullopt;
}

Expected<std::pair<::Page*, double>> PdfReader::Impl::find(int number) {
  if (number < 1 || number > page_count) return fail(ErrorKind::damaged, "there is no such page");
  ::Page* page = document->getPage(number);
  if (!page || !page->isOk()) return fail(ErrorKind::damaged, "it cannot be read");
  double unit = 1;
  const Object dictionary = document->getXRef()->fetch(page->getRef());
  if (dictionary.isDict()) {
    const Object value = dictionary.dictLookup("UserUnit");
    if (value.isNum() && value.getNum() >= 0.01 && value.getNum() <= 75000) unit = value.getNum();
  }
  return std::pair(page, unit);
}

Expected<PdfPage> PdfReader::Impl::read(int number) {
  last_read = 0;
  const auto found = find(number);
  if (!found) return tl::unexpected<Error>(found.error());
  const auto [page, unit] = *found;

  PageInfo info;
  info.page = number;
  info.rotation = ((page->getRotate() % 360) + 360) % 360;
  page->displaySlice(&output, 72 * unit, 72 * unit, 0, false, true, -1, -1, -1, -1, false, canvas_is_full, &canvas,
                     show_annotation, nullptr);
  if (!canvas.has_area()) return fail(ErrorKind::damaged, "it has no area");
  if (canvas.full()) {
    return fail(ErrorKind::too_large,
                "it paints more than " + std::to_string(options.max_marks) + " marks");
  }
  PdfPage out;
  static_cast<Page&>(out) = canvas.finish(std::move(info));
  out.way = canvas.choice().way;
  facts = canvas.facts();
  choice = canvas.choice();
  last_read = number;
  return out;
}

Expected<Raster> PdfReader::Impl::render(int number, const ScanOptions& scan) {
  if (last_read != number) {
    if (const auto page = read(number); !page) return tl::unexpected<Error>(page.error());
  }
  const auto found = find(number);
  if (!found) return tl::unexpected<Error>(found.error());
  const auto [page, unit] = *found;
  return render_page(*document, *page, unit, facts, choice.way != PageWay::both, scan);
}

PdfReader::PdfReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PdfReader::PdfReader(PdfReader&&) noexcept = default;
PdfReader& PdfReader::operator=(PdfReader&&) noexcept = default;
PdfReader::~PdfReader() = default;

Expected<PdfReader> PdfReader::open(const std::string& path, const PdfOptions& options) {
  try {
    auto impl = std::make_unique<Impl>(path, options);
    if (auto error = impl->open()) return tl::unexpected<Error>(*error);
    return PdfReader(std::move(impl));
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::out_of_memory, "not enough memory to open it");
  } catch (const std::exception& e) {
    return fail(ErrorKind::damaged, std::string("it cannot be opened: ") + e.what());
  }
}

int PdfReader::pages() const {
  return impl_->page_count;
}

unsigned long poppler_errors() {
  return error_count;
}

Expected<PdfPage> PdfReader::read(int number) {
  try {
    return impl_->read(number);
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::out_of_memory, "not enough memory for it");
  } catch (const std::exception& e) {
    return fail(ErrorKind::damaged, std::string("it cannot be read: ") + e.what());
  }
}

Expected<Raster> PdfReader::render(int number, const ScanOptions& options) {
  try {
    return impl_->render(number, options);
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::out_of_memory, "not enough memory for its picture");
  } catch (const std::exception& e) {
    return fail(ErrorKind::damaged, "the picture of " + std::string("it cannot be read: ") + e.what());
  }
}

}  // namespace budgetlift
