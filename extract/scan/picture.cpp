#include "extract/scan/picture.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_parts.h"

namespace budgetlift {

Picture make_picture(const Raster& raster, const PictureOptions& options, bool half_turn) {
  cv::setNumThreads(1);
  Picture picture;
  if (raster.width < 1 || raster.height < 1 || raster.dpi <= 0) return picture;
  double dpi = 0;
  cv::Mat gray = gray_of(raster, options, dpi);
  const bool has_sheet = find_sheet(gray, dpi, options, picture.to_raster);
  gray = even_light(gray, dpi, options);
  const bool bilevel = raster.bilevel || is_bilevel(gray, options);
  if (bilevel) remove_dither(gray, dpi, options);
  erase_streaks(gray, dpi, options);
  picture.gray = flattened(gray, dpi, options, half_turn, has_sheet, picture.to_raster);
  picture.dpi = dpi;
  const double back = raster.dpi / dpi;
  picture.to_raster = cv::Matx33d(back, 0, 0, 0, back, 0, 0, 0, 1) * picture.to_raster;

  // One shade all over is a blank page, whatever the shade is.
  double darkest = 0, lightest = 0;
  cv::minMaxLoc(picture.gray, &darkest, &lightest);
  if (lightest - darkest < options.least_contrast) picture.gray.setTo(255);

  int factor = 1;
  const cv::Mat work = reduced(picture.gray, dpi, options, factor);
  picture.rulings = find_rulings(work, dpi / factor, bilevel, options);
  for (PixelRuling& ruling : picture.rulings) {
    ruling.position *= factor;
    ruling.start *= factor;
    ruling.end *= factor;
    ruling.thickness *= factor;
  }
  picture.erased = erase_rulings(picture.gray, dpi, picture.rulings, options);
  if (bilevel) erase_specks(picture.erased, dpi, options);
  return picture;
}

}  // namespace budgetlift
