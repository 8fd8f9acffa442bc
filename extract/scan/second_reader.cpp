// The one file that knows Tesseract.
#include "extract/scan/second_reader.h"

#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <cstdio>
#include <opencv2/imgproc.hpp>

namespace budgetlift {

struct SecondReader::Impl {
  tesseract::TessBaseAPI api;
};

SecondReader::SecondReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SecondReader::~SecondReader() = default;

Expected<std::unique_ptr<SecondReader>> SecondReader::open() {
  auto impl = std::make_unique<Impl>();
  // It complains on stderr when the model is missing; our message says what to do.
  if (impl->api.Init(nullptr, "chi_sim", tesseract::OEM_LSTM_ONLY) != 0) {
    return fail(ErrorKind::not_found, "Tesseract's model of Chinese is not there; install it with: apt-get install tesseract-ocr-chi-sim");
  }
  impl->api.SetVariable("debug_file", "/dev/null");
  impl->api.SetPageSegMode(tesseract::PSM_RAW_LINE);
  return std::unique_ptr<SecondReader>(new SecondReader(std::move(impl)));
}

std::vector<ReadCharacter> SecondReader::read(const cv::Mat& gray, const LineBox& line) {
  std::vector<ReadCharacter> out;
  // Paper around the line: it reads nothing on lines that touch the edge.
  constexpr double kHeight = 40;   // pixels of type; it was trained at about this size
  const int margin = std::max(4, static_cast<int>(line.em * 0.3));
  const cv::Rect box = cv::Rect(line.box.x - 2, line.box.y - 2, line.box.width + 4, line.box.height + 4) & cv::Rect(0, 0, gray.cols, gray.rows);
  if (box.area() == 0) return out;
  cv::Mat padded;
  cv::copyMakeBorder(gray(box), padded, margin, margin, margin, margin, cv::BORDER_CONSTANT, cv::Scalar(255));
  const double scale = kHeight / std::max(line.em, 4.0);
  cv::resize(padded, padded, cv::Size(), scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  impl_->api.SetImage(padded.data, padded.cols, padded.rows, 1, static_cast<int>(padded.step));
  impl_->api.SetSourceResolution(300);
  if (impl_->api.Recognize(nullptr) != 0) return out;
  const std::unique_ptr<tesseract::ResultIterator> it(impl_->api.GetIterator());
  if (!it) return out;
  do {
    const std::unique_ptr<const char[]> text(it->GetUTF8Text(tesseract::RIL_SYMBOL));
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    if (!text || !*text.get() || !it->BoundingBox(tesseract::RIL_SYMBOL, &x0, &y0, &x1, &y1)) continue;
    ReadCharacter c;
    c.reading.text = text.get();
    c.reading.confidence = std::clamp(it->Confidence(tesseract::RIL_SYMBOL) / 100.0, 0.0, 1.0);
    c.x0 = x0 / scale - margin + box.x;
    c.x1 = x1 / scale - margin + box.x;
    out.push_back(std::move(c));
  } while (it->Next(tesseract::RIL_SYMBOL));
  impl_->api.Clear();
  return out;
}

}  // namespace budgetlift
