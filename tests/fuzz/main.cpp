// libFuzzer's way in; BUDGETLIFT_FUZZ_TARGET is one of the functions of targets.h.
#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  budgetlift::fuzz::BUDGETLIFT_FUZZ_TARGET(data, size);
  return 0;
}
