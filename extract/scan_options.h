// Every threshold of reading scans, with its unit.
#pragma once

#include <cstddef>
#include <string>

namespace budgetlift {

// The picture: from the pixels of a page to an upright, flat, clean one with its rulings and lines of text.
struct PictureOptions {
  // Resolution. Geometry, rulings and lines are sought in a picture reduced by a whole number.
  double most_dpi = 330;            // finer rasters are reduced to at most this
  double work_dpi = 150;            // about: of the reduced picture

  // Light.
  double background_window = 3.2;   // mm; darker areas wider than this both ways are paper or fill, not ink
  int paper_level = 250;            // 0..255; the background becomes this, so that its noise is cut off
  int least_contrast = 60;          // 0..255; a page whose darkest ink is nearer to paper than this is blank

  // Shading of bilevel pictures.
  double bilevel_share = 0.005;     // of the pixels are neither black nor white
  double dither_dot = 0.4;          // mm; its dots are no larger
  double dither_dots = 0.9;         // of them for each square mm, ...
  double dither_changes = 0.45;     // of the pixels differ from the next one: dots that have run together
  double dither_around = 4;         // mm over which their darkness is averaged
  int dither_window = 5;            // mm; ... on average over a square of this side

  // Streaks of the scanner's glass.
  double streak_block = 2.5;        // mm along, over which their darkness is averaged
  double streak_width = 0.6;        // mm; no streak is wider
  int streak_depth = 8;             // 0..255; darker than its surroundings by so much ...
  double streak_share = 0.75;       // ... for this share of the way, ...
  double streak_margin = 10;        // mm; ... and of its first and last part, where no ruling runs

  // Coloured ink.
  int least_colour = 45;            // 0..255, of the strongest minus the weakest of red, green, blue
  double seal_side = 11;            // mm; coloured shapes this large both ways are stamps or fills; smaller ones are text

  // The sheet on a desk.
  double sheet_share = 0.35;        // of the picture; a smaller bright quadrilateral is no sheet
  double desk_share = 0.01;         // of the picture that must be desk
  double desk_level = 0.7;          // of the sheet's brightness; desks are darker than this
  double side_seen = 0.2;           // of a side that must be in the picture
  double sheet_corner = 0.3;        // cosine of its corners' angles, at most: a shadow's edge is none of the sheet's
  double sheet_shape = 0.12;        // by which the sheet's proportions may differ from the page's

  // Skew and bend.
  double most_skew = 8;             // degrees
  double least_skew = 0.02;         // degrees; less is left, as turning blurs
  double trace_length = 12;         // mm; rulings this long show how the page is bent ...
  double trace_step = 5;            // mm; ... at points so far apart
  double least_traced = 200;        // mm of such rulings and lines of text together; fewer bend a page at will
  double most_keystone = 3;         // degrees by which lines of text at the top and the bottom may differ from those between
  double bend_gain = 1.05;          // so much better must lines of ink lie on each other once a bend is taken out
  double least_bend = 0.10;         // mm; a page bent by less is flat

  // Rulings. Pieces are runs of ink along the ruling.
  int faint_level = 210;            // 0..255; darker pixels may be ink of a ruling
  double faint_share = 0.45;        // ... or those darker than paper by this share of what the page's sure rulings are
  double most_thickness = 1.3;      // mm; thicker strokes are shading
  double bar_length = 20;           // mm; ... unless they run on for this long ...
  double bar_least = 0.9;           // mm; ... and are thicker than this ...
  double bar_gap = 0.2;             // mm; a gap along the middle of such a bar that paper shines through, if it is no wider
  double bar_most = 3;              // mm; ... and no thicker than this: two rulings run together
  double bar_filled = 0.6;          // share of such a bar's box that is ink
  double piece_gap = 0.4;           // mm; smaller gaps are no gaps
  double piece_length = 2.0;        // mm; shorter pieces are strokes of characters ...
  double dash_gap = 1.6;            // mm; ... unless they follow each other at this distance ...
  double dash_run = 6.0;            // mm; ... for this long
  double dash_fill = 0.4;           // share of such a run that must be ink
  double dash_hole = 2.0;           // mm; the longest way without ink along a dashed ruling
  double dash_cover = 0.4;          // share of its length that is ink
  double dash_beside = 0.8;         // share of its ink with paper on one side ...
  double dash_crossed = 0.06;       // share of its length where thicker ink may run across it: strokes of text do
  double dash_alone = 0.92;         // ... and on both, where no others meet it
  double least_sure = 250;          // mm of sure rulings that show how a page's are drawn
  double dash_spread = 0.15;        // by which the share of ink of one side of a cell may be less than usual
  double dot_side = 0.6;            // mm across; parts of a ruling that fell into dots are no larger ...
  double dash_side = 8;             // mm along
  double dot_band = 0.5;            // mm across in which dots of one ruling lie
  double dot_gap = 8;               // mm; from dot to dot
  double dot_distance = 4;          // mm; the same on average
  double crowd_reach = 2;           // mm; dots that have others so near beside them ...
  int crowd_dots = 2;               // ... more than so many of them, are shading, text or noise
  int least_dots = 6;
  double same_position = 0.3;       // mm across; pieces of one ruling lie this near
  double link_gap = 4.0;            // mm along; over wider gaps pieces must prove that they belong together
  double sure_length = 15;          // mm; a ruling this long stands by itself; shorter ones must meet others
  double least_length = 3.5;        // mm; the shortest ruling
  double free_length = 8.0;         // mm; the shortest ruling with an end that meets no other
  double lone_length = 5.0;         // mm; the same where it stands on another in its middle, on a page whose rulings are whole ...
  double lone_alone = 0.97;         // ... with paper on both sides along so much of it
  double sure_cover = 0.7;          // share of its length that is ink
  double whole_cover = 0.92;        // the same of a ruling without breaks: text may stand close by
  double least_cover = 0.5;         // share of its length that is ink, of a broken ruling
  double gap_cover = 0.3;           // the same of a side of a cell whose ruling goes on at both ends
  double alone_share = 0.6;         // share of its ink with paper on both sides
  double alone_from = 0.3;          // mm beyond its edge, where that paper is looked for ...
  double alone_to = 0.9;            // ... and as far as this
  double end_gap = 3;               // mm; a side of a cell may lack so much at its ends ...
  double most_gap = 8;              // mm; ... and so much between them
  double unbroken = 0.96;           // share of ink along its rulings from which on a page's rulings are whole ...
  double whole_gap = 2;             // mm; ... and then such gaps only, where a character's halo hides a ruling
  double touched_cover = 0.75;      // share of its length that is ink of its own, of a side that text touches ...
  double touched_gap = 0.6;         // mm; ... without wider gaps
  double hidden_blank = 0.03;       // share of its length without any ink, of a ruling that is whole but for the text that hides it
  double hidden_length = 60;        // mm; ... between two rulings, or longer than this: no line of text has so few gaps
  double joint_gap = 0.5;           // mm; less than this is lacking where two rulings meet
  double whole_end = 1;             // mm; ... and none wider than this towards an end that meets no other
  double shadow_reach = 1.6;        // mm; no row or column is as narrow: a ruling so near beside a longer one ...
  double shadow_share = 0.4;        // ... and no longer than this share of it is a rest of a doubled one
  double least_corner = 4.6;        // mm; a cell that only two sides make, which meet in a corner, has room for a line of text
  double loose_end = 8;             // mm; a ruling that goes on so far behind a corner inside its table is a stroke of text
  double most_open = 80;            // mm from a cell's last corner to where the page cuts its table ...
  double open_cover = 0.5;          // of the usual share of ink, that a ruling must have on that way ...
  double lone_cover = 0.85;         // ... (where only one ruling ends there) ...
  double open_beside = 0.6;         // ... and of that ink with paper on one side
  size_t least_seam = 2;            // rulings that begin, or end, where nothing crosses them, of a table without borders ...
  double least_blank = 1.2;         // mm; ... right below or above another one, if those in line show at least so long a way ...
  double most_seam = 6;             // mm; ... and at most this ...
  double seam_step = 0.5;           // mm; ... of steps ...
  double seam_ink = 0.2;            // ... with no more ink than this share
  double lost_columns = 0.6;        // of a row's inner columns that must go on through the next row for another to be lost there
  double lost_cover = 0.1;          // share of its length that is left as ink ...
  double lost_crossed = 0.03;       // ... and that other ink may cross
  // The grid of a black and white page whose rulings have gaps, decided as a whole. Costs and evidence are logarithms of likelihoods.
  double grid_step = 0.5;           // mm along; blocks of this length show ink or not
  double grid_dash = 0.36;          // mm of ink in a block, from which on it is a dash and no dot
  double grid_thick = 1;            // mm across; thicker ink is none of a ruling
  double grid_noise = 0.01;         // share of blocks that show ink where no ruling is, at least
  double grid_dashes = 0.2;         // of those, that are dashes
  double grid_cover = 0.35;         // share of a ruling's blocks that show ink, before they are known
  double grid_share = 0.85;         // of that share where it is known: parts are fainter
  double grid_lost = 0.1;           // the same of a side that has lost most of its ink
  double grid_lost_share = 0.05;    // share of sides that have, before they are known
  double grid_next = 0.2;           // weight of a dash that follows another without a gap: strokes of text are long too
  double grid_half = 0.2;           // evidence of ink with paper on one side only: it may be text
  double grid_crossed = 1.5;        // against a side, for each block that thicker ink crosses ...
  double grid_written = 4;          // ... and for each that lies in a character
  double grid_least = 18;           // evidence along a row of pixels, from which on it may be a ruling that was not seen ...
  double grid_side = 2;             // ... (times that of a side from one ruling to the next: chance ends anywhere) ...
  double grid_new = 8;              // ... which costs this
  double grid_found = 2;            // evidence that a side was accepted before
  double grid_whole = 40;           // ... the same on a page whose rulings are whole ...
  double grid_missed = 12;          // ... and there against a side that was not
  double grid_sure = 6;             // evidence of sides from which drawing starts
  double grid_end = 1.5;            // cost where a ruling ends at another ...
  double grid_corner = 0.5;         // ... besides, where two end in a corner ...
  double grid_dangling = 8;         // ... and where one ends in nothing
  double grid_alone = 4;            // ... besides, where no other ends on the same line ...
  double grid_gap = 2;              // ... and where one goes on within its table
  double grid_poor = 8;             // evidence that a ruling needs besides that was not seen and has less ink than usual, on a page
                                    // where that is twice `grid_cover` ...
  double grid_part = 0.8;           // ... less than this share of the usual ...
  double grid_often = 0.2;          // ... and of whose sides none has lost its ink: nothing besides where such a share has
  double grid_open = 0.5;           // share of the ends of rulings that may meet no other: a table without a frame is left as it is ...
  double grid_open_whole = 0.2;     // ... the same where the page's rulings are whole
  double grid_open_drawn = 0.2;     // ... and that it has once all is drawn
  double grid_beside = 100;         // cost of a side beside a better one ...
  double grid_narrow = 3;           // mm; ... nearer than any row or column is
  double grid_apart = 1;            // mm; rows of pixels so near show the same ink, if it is at the same place along them
  double grid_equal = 0.27;         // mm; ... and wherever it is, if they are as near as this
  double grid_drift = 4;            // against ink three rows of pixels away from its line
  double grid_lane = 5;             // evidence of a lane: the way between two cells' text ...
  double lane_least = 4.6;          // mm; ... at least so wide ...
  double lane_reach = 25;           // mm; ... on both sides of which, this near, ...
  double lane_line = 1;             // mm; ... text stands in one line, at least so high; ink that fills less of the way ...
  double lane_speck = 0.4;          // mm; ... than this along, nearer to its ends than this, ...
  double lane_stroke = 0.5;         // mm; ... or is no wider than this across, is none of it
  double lane_beside = 0.3;         // part of the evidence for the next sides on its line that counts where a side in a lane is chosen
  double pitch_least = 3;           // mm from one line of text to the next, at least
  int pitch_lines = 4;              // that are equally far from the next, at least, ...
  double pitch_share = 0.06;        // ... and this share of all: ...
  double pitch_spread = 1.04;       // ... their distances differ by no more than this factor
  double pitch_more = 1.06;         // times the distance of lines within a cell: a ruling runs between them
  double lean = 0.6;                // share of ink of the drawn rulings below which a page is drawn anew, as one that has lost most ...
  double lean_lost = 0.05;          // ... with grid_lost, ...
  double lean_lane = 3.2;           // ... lane_least (mm) so, ...
  double lean_cost = 3;             // ... with lines that have lost nearly all, which costs this, ...
  double lean_unseen = 0.5;         // ... and with grid_unseen so: ...
  double grid_unseen = 1;           // ... part of the evidence against a side that was not accepted, if it has lost most of its ink
  int grid_rounds = 3;              // times that lines are sought and drawn, each time with what the last one told
  int grid_sweeps = 20;             // of one drawing, at most
  double text_side = 0.8;           // mm, of the smallest parts of ink that are characters by themselves ...
  double text_most = 9;             // mm; ... and of the largest
  double text_slender = 4;          // times as long as wide are parts of rulings
  double text_filled = 0.12;        // share of such a part's box that is ink
  double text_joined_filled = 0.24; // ... the same where broken characters are joined
  double text_join = 0.5;           // mm; broken characters are joined over such gaps ...
  double text_joined = 1.5;         // mm; ... and then are larger than this both ways
  double text_em = 5;               // mm; strokes that cross each other are a character if they are no larger and near others
  double crossing_ink = 0.85;       // share of their ink that lies in the two strokes
  double text_gap = 1.2;            // mm along a line; narrower gaps between characters are text too
  double text_reach = 3.5;          // mm along a line beside text where lying strokes say nothing
  double text_beside = 1.5;         // mm; the same of upright ones ...
  double text_between = 4.4;        // mm; ... and of those between two parts of text
  double own_level = 0.55;          // of the contrast of the same ruling's longest stretch; fainter parts are not of it
  double streak_level = 0.4;        // of the usual contrast of rulings; fainter ones are folds and marks of the glass
  double through_level = 0.35;      // of black; where rulings are no darker than this ...
  double through_ink = 0.3;         // ... and faint ink is more than this share of the dark, it is the other side's
  double edge_margin = 4;           // mm from the picture's edge: lines there are the sheet's edge
  double touch = 1.5;               // mm; a ruling that ends this near to another meets it

  double beside_reach = 1.8;        // mm across from a ruling; thin pieces along it are of a second line beside it ...
  double beside_near = 1.1;         // mm; ... beyond this only if they lie in a row ...
  double beside_spread = 0.3;       // mm; ... within this across ...
  double beside_share = 0.3;        // ... and fill this share of its length (a third of it if near) ...
  int beside_dots = 10;             // ... or near it if they are as many, however short ...
  double beside_thick = 0.5;        // mm; ... if they are no thicker ...
  double beside_long = 0.6;         // mm; ... and no shorter
  double beside_behind = 1.6;       // mm behind a lone piece where other ink shows that it is a stroke of a character

  // Lines of text.
  int ink_level = 170;              // 0..255; darker pixels are text
  double speck = 0.45;              // mm; parts no larger are noise unless they stand near text ...
  double speck_reach = 1.0;         // em; ... this near
  int crowd_specks = 8;             // ... and unless so many of them lie within that reach (shading on a fax)
  // Dust: specks of a bilevel page that would be read as points and commas. Of 730 marks that were read on faxes no point or
  // comma has less than 7.3 pixels of black at 200 dpi, in type of 28 pixels; four of five specks have at most 4.
  double dust_side = 0.65;          // mm; it is no longer, ...
  double dust_ink = 0.1;            // mm² of black; ... has less than this ...
  double dust_em = 0.0085;          // squares of the type's size; ... and than this ...
  double dust_reach = 0.25;         // mm; ... and is farther from a character's box ...
  double dust_text = 0.3;           // em; ... which is larger than this
  double dust_alone = 1;            // em along a line; marks that are farther from any character are dust, however dark, ...
  double dust_above = 0.3;          // em; ... or farther above or below it
  double dust_usual = 0.03;         // per cm² of the page; a page with less has none: what is small there is print
  double colon_aside = 0.08;        // em across by which the points of a colon may differ ...
  double colon_least = 0.2;         // em; ... from the one to the other ...
  double colon_most = 0.6;          // ... at most ...
  double colon_ink = 0.5;           // of what dust has at most: what each of them has at least
  double least_part = 0.2;          // em; a line whose parts are all smaller is noise
  double lone_least = 0.12;         // em; but a mark this large may be a full stop that begins a line, if it stands ...
  double lone_reach = 0.35;         // em; ... this near to where one would
  double stroke_height = 0.25;      // em; strokes in a row that are no higher are no text
  double scratch_length = 3;        // em; a single thin stroke this long is no character
  double edge_ink = 2;              // mm; ink that stays this near to the picture's edge is no text ...
  double edge_bit = 0.4;            // em; nor is what is narrower than this and within edge_margin of its left or right edge
  double edge_zone = 12;            // mm; ... nor are long strokes along it that stay this near
  double pale_reach = 1.1;          // em behind a line where a mark paler than `ink_level` is still a part of it ...
  double pale_most = 0.6;           // em; ... if it is no larger
  double column_gap = 2.5;          // em; a wider gap parts pieces of a line
  double narrow_column = 0.8;       // em; the same where pieces stand at such heights that no empty row parts them ...
  double narrow_height = 1.3;       // em; ... so that they are higher than this ...
  double narrow_bit = 0.3;          // em; ... but for what is smaller (what a ruling left)
  double line_pitch = 1.15;         // em; lines of one cell are at least this far apart
  double usual_em = 3.7;            // mm (10.5 points); where a page does not tell
  double digit_height = 0.74;       // em; of a line of digits and capitals
  double full_height = 0.93;        // em; of a line with full-width characters
  double other_size = 1.15;         // a line of digits whose type was taken for so many times another size is read again
};

// Reading a line of text.
struct LineReaderOptions {
  double reach = 0.12;              // em beyond a line's box that still belongs to it
  int strip = 640;                  // pixels; lines go before the network in strips of a multiple of this width
  int batch = 64;                   // characters that are named at a time
  std::string rare_signs = "≧≦";    // of another design; such documents rarely print them ...
  double rare_score = -3;           // ... which is added to their scores (a factor of 0.05)
  int others = 4;                   // alternatives kept of a character ...
  double least_other = 0.0005;      // 0..1; ... that are at least this likely
  double faint_place = 0.10;        // 0..1; a place less likely than this is none ...
  double least_place = 0.35;        // ... and than this, after all views, has no character: its neighbours are less sure
  double least_pair = 0.03;         // ... and a bracket whose pair stands in the line is looked for among such places from here ...
  double pair_odds = 30;            // ... and so much likelier to be one than any other sign
  double kind_odds = 200;           // that two brackets that close each other are of one kind, over any two
  double same_place = 0.55;         // of the sum of two characters' half widths: nearer ones are the same
  double sure_place = 0.6;          // 0..1; a place less likely than this makes its character less sure

  // What is unsure is looked at again.
  double sure = 0.97;               // 0..1; a less sure character is read in other views too ...
  int view_neighbours = 2;          // ... with so many characters on each side
  double most_missed = 0.05;        // squares of the type's size; so much ink under no character is a missed one ...
  double missed_level = 0.5;        // ... and no character of such a line is surer than this
  int probe_lines = 6;              // longest lines of a page that tell which way up it is
  double sure_page = 0.80;          // 0..1, mean of those lines; below it the page is tried upside down

  // Which characters follow each other in words, and where signs stand, for what is still unsure.
  double words_below = 0.998;       // 0..1; a less sure character is weighed by its neighbours
  double words_weight = 0.6;        // exponent: the network has seen words too
  double words_heed = 0.01;         // 0..1; a numeral or a mark among the guesses that is this likely rules words out
  double words_most = 300;          // the most that words make one character likelier than another
  double odd_sign = 0.05;           // how often a sign stands where signs of its kind do not
  double speck_place = 0.3;         // that such a sign is one where there is no room for it
  double kept_place = 0.7;          // a sign that goes though its place was this likely ...
  double lost_sign = 0.9;           // ... makes its neighbours less sure, by this share of how sure it was
  double no_room = 1.12;            // between the middles of two Han characters, over the usual distance of the line's:
                                    // only if they are farther apart a sign stands between them

  // Gaps in a line where a narrow character was lost without a trace.
  double narrow_gap = 0.13;         // em between the extents of two digits, or of a Han character and a capital, beyond the
                                    // usual gap of the line (a full stop: 0.2; digits of some designs: 0.11)
  double han_gap = 0.28;            // em, the same of two Han characters (hyphens: 0.3 and more; 以上 in some designs: 0.26)
  double edge_gap = 0.3;            // em between a line's ink and its first or last character ...
  double edge_missed = 0.015;       // ... and squares of the type's size of unread ink: one more stands there
  double wide_letter = 0.76;        // em; a capital other than M and W that is wider may be two
  double room_single = 0.5;         // 0..1; characters beside such a gap, or that stand twice, are no surer to be all

  // Tesseract's second reading of what is still unsure.
  double second_below = 0.85;       // 0..1; a less sure character is shown to it ...
  int second_neighbours = 3;        // ... with so many characters on each side
  int most_second = 6;              // times a page, the least sure ones first: each costs 20 ms or more
  double second_right = 0.9;        // 0..1; that it reads a Han character right
  double second_slip = 0.2;         // of its errors that a certain other character takes
  double second_sign = 0.15;        // that it says this where a sign stands that it does not know
};

struct ScanOptions {
  std::string library;                     // file of the library; empty: looked for (extract/scan_reader.h)
  std::string models_dir;                  // folder of the models; empty: looked for

  double least_dpi = 150;                  // rendering below this loses strokes of small type
  double usual_dpi = 300;                  // of pages whose true resolution is not known
  double most_dpi = 300;                   // finer scans are read at this
  std::size_t max_pixels = 120'000'000;    // of one page; more is `too-large` (A0 at 300 dpi has 139 million)

  double colour_level = 56;                // of 255: red, green and blue differ by more in coloured ink (a seal: 150)
  double colour_share = 0.0002;            // of a page's pixels in such ink: its colours are kept (a seal: 0.003)
  double long_side = 1300;                 // points; an image file that claims a longer page (A3: 1191) or ...
  double short_side = 200;                 // ... one shorter than this has no resolution that can be true
  double usual_side = 842;                 // points; its longer side is taken for this (A4)
  double close_gap = 0.26;                 // em; smaller gaps between characters are none (word spaces: 0.25 and more)
  PictureOptions picture;
  LineReaderOptions line;
};

}  // namespace budgetlift
