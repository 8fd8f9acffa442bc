// Tracks: all that lies on one straight line over a page, and what is known of their stretches.
#pragma once

#include <vector>

#include "extract/scan/picture_parts.h"

namespace budgetlift {

struct Stretch {
  double start = 0;
  double end = 0;
  double cover = 0;   // share of its length that is ink
  double alone = 0;   // share of its ink with paper on both sides
  double beside = 0;  // the same on at least one side
  int marks = 0;      // pieces of ink with paper on both sides
  double gap = 0;     // the longest way without such a piece
  double crossed = 0; // share of its length where thicker ink runs across it
  double head = 0;    // the way to the first ink, whatever stands beside it
  double tail = 0;    // the way from the last
  double hole = 0;    // the longest way without ink between them
  double contrast = 0;   // of its ink to paper, 0..255
  double centre = 0;     // where its ink lies across, on average
  bool dotted = false;
  bool accepted = false;
};

// All that lies on one straight line over the whole page.
struct Track {
  double position = 0;
  double thickness = 0;
  std::vector<Stretch> stretches;
};

// How the rulings of a page are drawn.
enum class Inking { whole, dashed, broken };

struct Direction {
  InkView view;
  std::vector<Track> tracks;  // by position
  double least_contrast = 0;  // fainter ones are no rulings of this page
  Inking inking = Inking::broken;
  double usual_cover = 0;     // share of ink along the rulings of this page
};

inline double pixels(const Direction& d, double mm) { return mm * d.view.per_mm; }

// How much of a track between two points is ink, and how much of that stands alone.
enum class Ends { free, at_rulings };
Stretch measured(const Direction& d, const Track& track, double start, double end, const PictureOptions& options,
                 Ends ends = Ends::free);

// How far ink of the track goes on from a point towards another, over no wider gap than one that rulings of the page have.
double reach_of_ink(const Direction& d, const Track& track, double from, double to, const PictureOptions& options);

// Ink without gaps is a ruling even with text close by; with gaps it may be strokes of characters in a row.
bool is_drawn(const Stretch& s, const PictureOptions& options);

// Dashes follow each other closely all the way; characters leave wider gaps at the sides of a cell and between lines.
bool is_dashed(const Direction& d, const Stretch& s, const PictureOptions& options);

// The same of a ruling that has fallen into dots.
bool is_dotted(const Direction& d, const Stretch& s, const PictureOptions& options);

// Whether the side of a cell between two points is drawn, as the rulings of its page are.
bool is_side(const Direction& d, const Stretch& s, const PictureOptions& options);

// The same of a stretch that may run past the cell.
bool is_like_others(const Direction& d, const Stretch& s, const PictureOptions& options);

// True if another ruling that is accepted there lies nearer to the ink: it is that one's.
bool is_of_other(const Direction& d, const Track& track, const Stretch& side, const PictureOptions& options);

// The tracks of a direction's pieces, by position. No stretch is accepted yet.
std::vector<Track> tracks_of(const Direction& d, std::vector<RulingPiece> pieces, const PictureOptions& options);

// Whether an accepted stretch of the track runs from one point to the other.
bool covers(const Track& track, double from, double to, double touch);

// Accepts stretches that are rulings by themselves.
void accept_sure(Direction& d, const PictureOptions& options);

// Dotted rulings prove each other: each must meet two others.
void accept_dotted(Direction& horizontal, Direction& vertical, const PictureOptions& options);

// Accepts what meets rulings of the other direction that are accepted; true if there was more.
bool accept_more(Direction& d, const Direction& others, const PictureOptions& options);

// Two sides that meet in a corner of a table prove each other; true if there were some.
bool accept_corners(Direction& horizontal, Direction& vertical, const PictureOptions& options);

// Positions along the track at which accepted rulings of the other direction cross it, between two points.
std::vector<double> crossed_at(const std::vector<Track>& others, const Track& track, double start, double end, double touch);

// Draws each track anew, from crossing to crossing.
std::vector<Track> redrawn(const Direction& d, const std::vector<Track>& others, const PictureOptions& options);

// Rulings that stop short of where two or more others of their table end go on to there, if there is some ink of them.
// `tracks`, `others`: as redrawn.
void even_ends(const Direction& d, std::vector<Track>& tracks, const std::vector<Track>& others, const PictureOptions& options);

// Two tables without borders, one right below the other: where sides of the one's cells begin or end, meeting nothing, those of both
// that stand in line were taken for one although nothing is drawn between the tables: they are cut.
void open_seams(const Direction& d, std::vector<Track>& tracks, const std::vector<Track>& others, const PictureOptions& options);

// On a page whose rulings do not break, cuts a ruling at its last corner where strokes of text in line with it were taken for
// its end: a short one, inside a table. `tracks`, `others`: as redrawn.
void cut_loose_ends(const Direction& d, std::vector<Track>& tracks, const std::vector<Track>& others, const PictureOptions& options);

// Draws sides of which little is left, if the page's rulings are not whole and no ink crosses them: in a column that the
// row above or below has too, with nearly all its others going on; in a row that is drawn on both sides.
void fill_columns(const Direction& d, std::vector<Track>& tracks, const std::vector<Track>& others, const PictureOptions& options);
void fill_rows(const Direction& d, std::vector<Track>& tracks, const std::vector<Track>& others, const PictureOptions& options);

// Decides on all sides of cells together, from ink, text and how they meet. `h`, `v`: in, what was accepted; out, the
// grid. A page without rulings is left as it is.
void draw_grid(const Direction& horizontal, const Direction& vertical, std::vector<Track>& h, std::vector<Track>& v, const PictureOptions& options);

// Short rulings close beside long ones go.
void drop_shadows(const Direction& d, std::vector<Track>& tracks, const PictureOptions& options);

}  // namespace budgetlift
