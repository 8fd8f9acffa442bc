#include "extract/han_levels.h"

#include <unicode/ucnv.h>

#include <bitset>

namespace budgetlift {
namespace {

using HanSet = std::bitset<kLastHan - kFirstHan + 1>;

const HanSet& first_level() {
  static const HanSet set = [] {
    HanSet made;
    UErrorCode status = U_ZERO_ERROR;
    UConverter* converter = ucnv_open("gb18030", &status);
    if (U_FAILURE(status)) return made.set();
    for (int row = 0xB0; row <= 0xD7; ++row) {
      for (int cell = 0xA1; cell <= (row == 0xD7 ? 0xF9 : 0xFE); ++cell) {
        const char bytes[] = {static_cast<char>(row), static_cast<char>(cell)};
        UChar out[4];
        status = U_ZERO_ERROR;
        const int length = ucnv_toUChars(converter, out, 4, bytes, 2, &status);
        if (U_SUCCESS(status) && length == 1 && is_han(out[0])) made.set(out[0] - kFirstHan);
      }
    }
    ucnv_close(converter);
    return made;
  }();
  return set;
}

}  // namespace

bool is_first_level(char32_t c) { return is_han(c) && first_level().test(c - kFirstHan); }

}  // namespace budgetlift
