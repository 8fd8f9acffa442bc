// Ink of a picture becomes pieces of rulings: chains of long runs of ink.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_parts.h"

namespace budgetlift {
namespace {

struct Run {
  int y = 0;
  int x0 = 0;
  int x1 = 0;    // past the last pixel
  int ink = 0;   // pixels of it that are ink
  int chain = 0;
};

struct RunLimits {
  int thick = 0;    // pixels across; ink that is thicker belongs to no ruling
  int gap = 0;
  int length = 0;
  int dash_gap = 0;
  int dash_run = 0;
  double dash_fill = 0;
};

// The long runs of one row of ink.
void runs_of_row(const std::uint8_t* across, int width, int y, const RunLimits& limits, std::vector<Run>& pieces,
                 std::vector<Run>& out) {
  pieces.clear();
  for (int x = 0; x < width;) {
    if (across[x] == 0 || across[x] > limits.thick) {
      ++x;
      continue;
    }
    const int start = x;
    while (x < width && across[x] != 0 && across[x] <= limits.thick) ++x;
    if (!pieces.empty() && start - pieces.back().x1 <= limits.gap) {
      pieces.back().x1 = x;
      pieces.back().ink += x - start;
    } else {
      pieces.push_back({y, start, x, x - start, 0});
    }
  }
  for (size_t i = 0; i < pieces.size();) {
    Run run = pieces[i];
    size_t end = i + 1;
    while (end < pieces.size() && pieces[end].x0 - run.x1 <= limits.dash_gap) {
      run.x1 = pieces[end].x1;
      run.ink += pieces[end].ink;
      ++end;
    }
    if (run.x1 - run.x0 >= limits.dash_run && run.ink >= limits.dash_fill * (run.x1 - run.x0)) {
      out.push_back(run);
    } else {
      for (size_t k = i; k < end; ++k) {
        if (pieces[k].x1 - pieces[k].x0 >= limits.length) out.push_back(pieces[k]);
      }
    }
    i = end;
  }
}

int root(std::vector<int>& parent, int i) {
  while (parent[static_cast<size_t>(i)] != i) {
    auto& p = parent[static_cast<size_t>(i)];
    p = parent[static_cast<size_t>(p)];
    i = p;
  }
  return i;
}

// Chains runs of neighbouring rows that overlap.
void chain(std::vector<Run>& runs) {
  std::vector<int> parent(runs.size());
  std::iota(parent.begin(), parent.end(), 0);
  size_t above = 0;
  for (size_t i = 0; i < runs.size(); ++i) {
    while (above < i && runs[above].y < runs[i].y - 1) ++above;
    for (size_t k = above; k < i && runs[k].y < runs[i].y; ++k) {
      if (runs[k].x0 <= runs[i].x1 && runs[i].x0 <= runs[k].x1) {
        const int a = root(parent, static_cast<int>(i)), b = root(parent, static_cast<int>(k));
        parent[static_cast<size_t>(a)] = b;
      }
    }
  }
  for (size_t i = 0; i < runs.size(); ++i) runs[i].chain = root(parent, static_cast<int>(i));
}

}  // namespace

InkView ink_view(const cv::Mat& gray, double dpi, bool horizontal, const PictureOptions& options) {
  InkView view;
  view.per_mm = dpi / 25.4;
  cv::Mat seen = gray;
  if (!horizontal) cv::transpose(gray, seen);
  view.gray = seen;
  cv::threshold(seen, view.ink, options.faint_level, 1, cv::THRESH_BINARY_INV);
  // Length of the run through each pixel: the way up and the way down.
  view.across.create(seen.size(), CV_8UC1);
  const int width = seen.cols, height = seen.rows;
  cv::Mat below(seen.size(), CV_8UC1);
  for (int y = height - 1; y >= 0; --y) {
    const std::uint8_t* ink = view.ink.ptr(y);
    const std::uint8_t* next = y + 1 < height ? below.ptr(y + 1) : nullptr;
    std::uint8_t* out = below.ptr(y);
    for (int x = 0; x < width; ++x) {
      const std::uint8_t n = next ? next[x] : 0;
      out[x] = ink[x] ? static_cast<std::uint8_t>(n < 250 ? n + 1 : n) : 0;
    }
  }
  std::vector<std::uint8_t> above(static_cast<size_t>(width), 0);
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* ink = view.ink.ptr(y);
    const std::uint8_t* down = below.ptr(y);
    std::uint8_t* out = view.across.ptr(y);
    for (int x = 0; x < width; ++x) {
      std::uint8_t& a = above[static_cast<size_t>(x)];
      const int sum = a + down[x];
      out[x] = ink[x] ? static_cast<std::uint8_t>(sum < 255 ? sum : 255) : 0;
      a = ink[x] ? static_cast<std::uint8_t>(a < 250 ? a + 1 : a) : 0;
    }
  }
  return view;
}

std::vector<RulingPiece> find_pieces(const InkView& view, const PictureOptions& options, bool traced) {
  auto pixels = [&](double mm) { return static_cast<int>(std::lround(mm * view.per_mm)); };
  const RunLimits limits{std::max(2, pixels(options.most_thickness)), pixels(options.piece_gap),
                         pixels(options.piece_length),                pixels(options.dash_gap),
                         pixels(options.dash_run),                    options.dash_fill};
  std::vector<Run> runs, scratch;
  for (int y = 0; y < view.ink.rows; ++y) runs_of_row(view.across.ptr(y), view.ink.cols, y, limits, scratch, runs);
  chain(runs);

  std::vector<int> number(runs.size(), -1);
  struct Sum {
    double mass = 0, across = 0, start = 1e9, end = 0;
  };
  std::vector<Sum> sums;
  for (Run& run : runs) {
    int& n = number[static_cast<size_t>(run.chain)];
    if (n < 0) {
      n = static_cast<int>(sums.size());
      sums.emplace_back();
    }
    run.chain = n;
    Sum& sum = sums[static_cast<size_t>(n)];
    sum.mass += run.ink;
    sum.across += run.ink * (run.y + 0.5);
    sum.start = std::min<double>(sum.start, run.x0);
    sum.end = std::max<double>(sum.end, run.x1);
  }
  std::vector<RulingPiece> pieces;
  std::vector<int> kept(sums.size(), -1);
  for (size_t i = 0; i < sums.size(); ++i) {
    const Sum& sum = sums[i];
    const double thickness = sum.mass / (sum.end - sum.start);
    if (thickness > limits.thick) continue;
    kept[i] = static_cast<int>(pieces.size());
    pieces.push_back({sum.across / sum.mass, sum.start, sum.end, std::max(1.0, thickness), {}, false});
  }
  if (!traced) return pieces;

  const double step = options.trace_step * view.per_mm, least = options.trace_length * view.per_mm;
  struct Bin {
    double mass = 0, along = 0, across = 0;
  };
  std::vector<std::vector<Bin>> bins(pieces.size());
  for (size_t i = 0; i < pieces.size(); ++i) {
    const double length = pieces[i].end - pieces[i].start;
    if (length >= least) bins[i].resize(static_cast<size_t>(length / step) + 1);
  }
  for (const Run& run : runs) {
    const int k = kept[static_cast<size_t>(run.chain)];
    if (k < 0 || bins[static_cast<size_t>(k)].empty()) continue;
    auto& row = bins[static_cast<size_t>(k)];
    const double start = pieces[static_cast<size_t>(k)].start;
    for (auto b = static_cast<size_t>((run.x0 - start) / step); b < row.size(); ++b) {
      const double x0 = std::max<double>(run.x0, start + static_cast<double>(b) * step);
      const double x1 = std::min<double>(run.x1, start + static_cast<double>(b + 1) * step);
      if (x1 <= x0) break;
      row[b].mass += x1 - x0;
      row[b].along += (x1 - x0) * (x0 + x1) / 2;
      row[b].across += (x1 - x0) * (run.y + 0.5);
    }
  }
  for (size_t i = 0; i < pieces.size(); ++i) {
    for (const Bin& bin : bins[i]) {
      if (bin.mass >= step / 3) pieces[i].trace.emplace_back(bin.along / bin.mass, bin.across / bin.mass);
    }
  }
  return pieces;
}

}  // namespace budgetlift
