// Canonical text: settled after one pass, valid UTF-8, and comparable.
#include "schemas/canonical.h"
#include "tests/fuzz/targets.h"

namespace budgetlift::fuzz {

void canonical_text(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  const std::string once = canonical(text);
  promise(canonical(once) == once, "canonical text is settled after one pass");
  promise(encode_utf8(decode_utf8(once)) == once, "canonical text is valid UTF-8");
  const std::string label = folded(text);
  promise(folded(label) == label, "a folded label is settled after one pass");
  promise(folded(once) == label, "folding does not depend on canonical form");
  promise(printed_width(once) >= 0, "a width is not negative");
}

}  // namespace budgetlift::fuzz
