#include "extract/text_lines.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

bool is_blank(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || (c >= 9 && c <= 13); }) ||
         text == "\u3000" || text == "\u00A0" || text == "\u2003" || text == "\u2002" || text == "\u2009";
}

int direction_of(double angle) {
  double turned = std::fmod(angle, 360);
  if (!(turned == turned)) return 0;
  if (turned < 0) turned += 360;
  const double right = std::round(turned / 90) * 90;
  const double snapped = std::abs(turned - right) <= 3 ? right : std::round(turned);
  return static_cast<int>(snapped) % 360;
}

struct Extent {
  double u0, u1, v0, v1;
};

// The glyph's box in the coordinates of its line.
Extent extent(const Glyph& glyph, int direction) {
  const Box& b = glyph.box;
  switch (direction) {
    case 0: return {b.x0, b.x1, b.y0, b.y1};
    case 90: return {-b.y1, -b.y0, b.x0, b.x1};
    case 180: return {-b.x1, -b.x0, -b.y1, -b.y0};
    case 270: return {b.y0, b.y1, -b.x1, -b.x0};
    default: break;
  }
  // The box of a slanted glyph is larger than the glyph: go by its centre and its size.
  const double a = direction * std::numbers::pi / 180;
  const double u = b.center_x() * std::cos(a) - b.center_y() * std::sin(a);
  const double v = b.center_x() * std::sin(a) + b.center_y() * std::cos(a);
  const double half = glyph.font_size / 2;
  return {u - half / 2, u + half / 2, v - half, v + half};
}

double overlap(double a0, double a1, double b0, double b1) {
  return std::min(a1, b1) - std::max(a0, b0);
}

bool on_one_line(double a0, double a1, double b0, double b1, double share) {
  return overlap(a0, a1, b0, b1) >= share * std::min(a1 - a0, b1 - b0);
}

void grow(Piece& piece, const Glyph& glyph, const Extent& e) {
  if (piece.first == piece.last) {
    piece.u0 = e.u0, piece.u1 = e.u1, piece.v0 = e.v0, piece.v1 = e.v1;
    piece.box = glyph.box;
    piece.size = glyph.font_size;
    return;
  }
  piece.u0 = std::min(piece.u0, e.u0);
  piece.u1 = std::max(piece.u1, e.u1);
  piece.v0 = std::min(piece.v0, e.v0);
  piece.v1 = std::max(piece.v1, e.v1);
  piece.box = piece.box.united(glyph.box);
  piece.size = std::max(piece.size, glyph.font_size);
}

struct Line {
  std::vector<int> pieces;
  double v0 = 0, v1 = 0;  // of its tallest piece
  int direction = 0;
};

TextLine text_line(const Page& page, const std::vector<Piece>& pieces, Line& line, const TableOptions& options) {
  std::sort(line.pieces.begin(), line.pieces.end(), [&](int a, int b) {
    const Piece &p = pieces[static_cast<size_t>(a)], &q = pieces[static_cast<size_t>(b)];
    return p.u0 != q.u0 ? p.u0 < q.u0 : p.first < q.first;
  });
  TextLine out;
  out.page = page.info.page;
  out.source = page.info.source;
  bool space = false;
  bool all_own = !page.readings.empty();  // no glyph but the text layer's, on a page that is read from both
  double end = 0;
  for (int index : line.pieces) {
    const Piece& piece = pieces[static_cast<size_t>(index)];
    out.box = out.box ? out.box->united(piece.box) : piece.box;
    for (int g = piece.first; g < piece.last; ++g) {
      const Glyph& glyph = page.glyphs[static_cast<size_t>(g)];
      if (is_blank(glyph.text)) {
        space = true;
        continue;
      }
      const Extent e = extent(glyph, piece.direction);
      if (!out.text.empty() && (space || e.u0 - end > options.word_gap * glyph.font_size)) out.text += ' ';
      space = false;
      end = e.u1;
      out.text += glyph.text;
      if (!page.readings.empty()) {
        const Reading& reading = page.readings[static_cast<size_t>(g)];
        all_own = all_own && reading.text.empty();
        const size_t before = out.readings.size();
        if (reading.text.empty()) {
          for (char32_t c : decode_utf8(glyph.text)) out.readings.push_back({encode_utf8({&c, 1}), 1, {}});
        } else {
          out.readings.push_back(reading);
        }
        for (size_t k = before; k < out.readings.size() && piece.direction == 0; ++k) {
          out.readings[k].x0 = static_cast<float>(glyph.box.x0);
          out.readings[k].x1 = static_cast<float>(glyph.box.x1);
        }
      }
      out.confidence = std::min(out.confidence, glyph.confidence);
    }
  }
  if (all_own) {
    out.source = Source::text_layer;
    out.readings.clear();
  }
  return out;
}

}  // namespace

std::vector<Piece> find_pieces(const Page& page, const TableOptions& options) {
  std::vector<Piece> pieces;
  Piece current;
  Extent before{};
  bool open = false;
  auto close = [&] {
    if (open) pieces.push_back(current);
    open = false;
  };
  for (int i = 0; i < static_cast<int>(page.glyphs.size()); ++i) {
    const Glyph& glyph = page.glyphs[static_cast<size_t>(i)];
    if (is_blank(glyph.text)) continue;
    const int direction = direction_of(glyph.angle);
    const Extent e = extent(glyph, direction);
    const double size = std::max(glyph.font_size, 1.0);
    if (open && (direction != current.direction || !on_one_line(e.v0, e.v1, before.v0, before.v1, 0.6) ||
                 e.u0 - before.u1 > options.piece_space * size || e.u0 - before.u1 < -0.6 * size)) {
      close();
    }
    if (!open) {
      current = Piece{};
      current.first = current.last = i;
      current.direction = direction;
      open = true;
    }
    grow(current, glyph, e);
    current.last = i + 1;
    before = e;
  }
  close();
  return pieces;
}

Piece sub_piece(const Page& page, const Piece& piece, int first, int last) {
  Piece out;
  out.direction = piece.direction;
  auto blank = [&](int i) { return is_blank(page.glyphs[static_cast<size_t>(i)].text); };
  while (first < last && blank(first)) ++first;
  while (last > first && blank(last - 1)) --last;
  out.first = out.last = first;
  for (int i = first; i < last; ++i) {
    if (blank(i)) continue;
    const Glyph& glyph = page.glyphs[static_cast<size_t>(i)];
    grow(out, glyph, extent(glyph, piece.direction));
    out.last = i + 1;
  }
  return out;
}

std::vector<TextLine> make_lines(const Page& page, std::vector<Piece> pieces, const TableOptions& options) {
  std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) {
    if (a.direction != b.direction) return a.direction < b.direction;
    if (a.v_center() != b.v_center()) return a.v_center() < b.v_center();
    return a.first < b.first;
  });
  std::vector<Line> lines;
  for (int i = 0; i < static_cast<int>(pieces.size()); ++i) {
    const Piece& piece = pieces[static_cast<size_t>(i)];
    Line* best = nullptr;
    double best_overlap = 0;
    // Pieces come by their centre, so only the last few lines can still take one.
    for (size_t k = lines.size(); k > 0 && k + 6 > lines.size(); --k) {
      Line& line = lines[k - 1];
      if (line.direction != piece.direction) break;
      if (!on_one_line(piece.v0, piece.v1, line.v0, line.v1, options.line_overlap)) continue;
      const double shared = overlap(piece.v0, piece.v1, line.v0, line.v1);
      if (shared <= best_overlap) continue;
      // A line of hundreds of pieces is no text of ours: its last ones must do.
      const auto recent = line.pieces.end() - std::min<std::ptrdiff_t>(200, std::ssize(line.pieces));
      const bool taken = std::any_of(recent, line.pieces.end(), [&](int other) {
        const Piece& p = pieces[static_cast<size_t>(other)];
        return overlap(p.u0, p.u1, piece.u0, piece.u1) > 0.5 * std::min(p.size, piece.size);
      });
      if (taken) continue;
      best = &line;
      best_overlap = shared;
    }
    if (!best) {
      lines.push_back({{}, piece.v0, piece.v1, piece.direction});
      best = &lines.back();
    } else if (piece.v1 - piece.v0 > best->v1 - best->v0) {
      best->v0 = piece.v0;
      best->v1 = piece.v1;
    }
    best->pieces.push_back(i);
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return a.direction != b.direction ? a.direction < b.direction : a.v0 + a.v1 < b.v0 + b.v1;
  });
  std::vector<TextLine> out;
  out.reserve(lines.size());
  for (Line& line : lines) out.push_back(text_line(page, pieces, line, options));
  return out;
}

}  // namespace budgetlift
