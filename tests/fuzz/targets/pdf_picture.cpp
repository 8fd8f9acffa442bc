// A page that shows a picture: any bytes under any of PDF's codings, of any size, placed in several ways. The first eight
// bytes choose those, the others are the picture's, or its own and its mask's.
#include <array>
#include <string>

#include "extract/pdf_reader.h"
#include "tests/fuzz/targets.h"
#include "tests/fuzz/targets/memory_file.h"
#include "tests/pdf_made.h"

namespace budgetlift::fuzz {
namespace {

template <std::size_t N>
std::string one_of(const std::array<const char*, N>& all, int number) {
  return all[static_cast<std::size_t>(number) % N];
}

constexpr std::array kFilters = {"/JBIG2Decode", "/CCITTFaxDecode", "/DCTDecode", "/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/JPXDecode", "/ASCII85Decode"};
constexpr std::array kFaxes = {"/K -1", "/K 0", "/K 1 /BlackIs1 true", "/K -1 /EncodedByteAlign true", "/K 0 /EndOfLine true /EndOfBlock false", "/Predictor 12"};
constexpr std::array kSpaces = {"/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "[/Indexed /DeviceRGB 3 <000000FFFFFF8080801020FF>]", "[/CalGray << /WhitePoint [1 1 1] >>]", "/Pattern"};
constexpr std::array kPlaces = {"72 0 0 108 0 0",  "72 0 0 -108 0 108", "0 108 -72 0 72 0", "60 20 -20 90 20 0",
                                "1e9 0 0 1e9 0 0", "0 0 0 0 0 0",       "30 0 0 30 5 5",    "72 0 0 0.001 0 50"};

}  // namespace

void pdf_picture(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kHead = 8;
  if (size < kHead) return;
  const int width = data[1] | data[2] << 8, height = data[3] | data[4] << 8;
  const std::string bytes(text_of(data + kHead, size - kHead)), half = bytes.substr(bytes.size() / 2);
  const auto image = [&](const std::string& content, int filter, const std::string& keys) {
    return "<< /Type /XObject /Subtype /Image /Width " + std::to_string(width) + " /Height " + std::to_string(height) + " /Filter " + one_of(kFilters, filter) +
           " /DecodeParms << " + one_of(kFaxes, data[5] >> 5) + " /Columns " + std::to_string(width) + " /Rows " + std::to_string(height) + " >> " + keys +
           " /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream";
  };
  test::MadePdf pdf;
  std::string mask;
  const int bits = 1 << data[5] % 5;   // 1 to 16
  if ((data[7] & 3) == 1) mask = "/SMask " + std::to_string(pdf.object(image(half, data[0] / 8, "/ColorSpace /DeviceGray /BitsPerComponent 1"))) + " 0 R ";
  if ((data[7] & 3) == 2) mask = "/Mask " + std::to_string(pdf.object(image(half, data[0] / 8, "/ImageMask true /BitsPerComponent 1"))) + " 0 R ";
  const std::string keys = (data[7] & 3) == 3 ? "/ImageMask true /BitsPerComponent 1" : mask + "/ColorSpace " + one_of(kSpaces, data[5] / 8) + " /BitsPerComponent " + std::to_string(bits);
  const int number = pdf.object(image(bytes, data[0] % 8, keys));
  std::string content = "q " + one_of(kPlaces, data[6]) + " cm /Im Do Q";
  if ((data[6] & 0x80) != 0) content += " 0.5 g 0 0 4 4 re f q 0.5 0 0 0.5 9 9 cm " + content + " Q";
  pdf.page(content, "/MediaBox [0 0 72 108]", "/XObject << /Im " + std::to_string(number) + " 0 R >> ");

  const MemoryFile file(pdf.bytes());
  auto reader = PdfReader::open(file.path(), {});
  promise(reader.has_value(), "a picture does not spoil its PDF");
  (void)reader->read(1);
  ScanOptions options;
  options.max_pixels = 4'000'000;
  const auto raster = reader->render(1, options);
  if (!raster) {
    promise(!raster.error().message.empty() && raster.error().message.find('\n') == std::string::npos, "an error is one line");
    return;
  }
  promise(raster->width >= 1 && raster->height >= 1 && (raster->channels == 1 || raster->channels == 3) && raster->dpi > 0, "a page has pixels");
  const std::size_t pixels = static_cast<std::size_t>(raster->width) * static_cast<std::size_t>(raster->height);
  promise(raster->pixels.size() == pixels * static_cast<std::size_t>(raster->channels), "a page has as many pixels as it says");
  promise(pixels <= options.max_pixels, "no page is larger than allowed");
}

}  // namespace budgetlift::fuzz
