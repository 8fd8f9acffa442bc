// Costs that several parts of the search for cells weigh with, in nats.
#pragma once

#include <cstddef>

namespace budgetlift::stream_costs {

inline constexpr double kTolerance = 0.45;     // full-width characters by which fonts differ from our glyph widths
inline constexpr double kPair = 0.5;           // two characters that the document prints side by side elsewhere, for a line's end between them
inline constexpr double kShort = 1.2, kShortSlope = 1.2, kMostShort = 7;   // a line that the next characters would have fitted on
inline constexpr size_t kItemStart = 8;         // characters that show whether an item of a list begins
inline constexpr double kItemInName = 9, kFirstItemLater = 6;
inline constexpr double kNoName = 12, kNoNameLength = 0.3;   // a level that is none, and each of its characters
inline constexpr double kNoNumber = 14;
inline constexpr size_t kLongestUnit = 40;
inline constexpr double kNoAmount = 9, kNoCode = 9;
inline constexpr double kIsName = 5;
inline constexpr double kInsideNumber = 12;
inline constexpr double kOtherDecimals = 5, kGluedDigits = 3;
inline constexpr double kGlued = 0.4;
inline constexpr double kStartsBelow = 2;       // a cell of a cut row that has nothing above the page's end
inline constexpr double kBadStart = 6, kBadEnd = 5, kBracket = 2, kOneCharacter = 2;   // marks and brackets where none should be; one character
inline constexpr double kCompared = 3;         // a text, or the beginning of a target, before a sign of comparison
inline constexpr size_t kLongestTarget = 40;   // characters

}  // namespace budgetlift::stream_costs
