// Form definitions as a user writes them.
#include "schemas/form.h"
#include "tests/fuzz/targets.h"

namespace budgetlift::fuzz {

void form_parser(const std::uint8_t* data, std::size_t size) {
  const auto form = parse_form(text_of(data, size));
  if (!form) promise(!form.error().message.empty(), "a form that is refused has a reason");
}

}  // namespace budgetlift::fuzz
