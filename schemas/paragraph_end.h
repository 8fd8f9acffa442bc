// How a reader says that a line of running text is the last of its paragraph, where it knows.
#pragma once

#include <string_view>

namespace budgetlift {

// Unicode's paragraph separator, U+2029, at the end of TextLine::text; canonical text is without it.
inline constexpr std::string_view kParagraphEnd = "\xE2\x80\xA9";

}  // namespace budgetlift
