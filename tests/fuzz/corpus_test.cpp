// The saved inputs of the fuzz targets, in the ordinary test run. BUDGETLIFT_FUZZ_TARGETS: those of this program.
#include "tests/fuzz/targets.h"
#include "tests/support.h"

namespace budgetlift::fuzz {
namespace {

class SavedInputs : public testing::TestWithParam<NamedTarget> {};

TEST_P(SavedInputs, KeepTheirPromises) {
  const auto folder = test::source_dir() / "tests/fuzz/corpus" / GetParam().name;
  int inputs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    SCOPED_TRACE(entry.path());
    const std::string bytes = test::read_file(entry.path());
    GetParam().run(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    ++inputs;
  }
  EXPECT_GT(inputs, 0) << folder;
}

INSTANTIATE_TEST_SUITE_P(Fuzz, SavedInputs, testing::ValuesIn(BUDGETLIFT_FUZZ_TARGETS),
                         [](const auto& target) { return std::string(target.param.name); });

}  // namespace
}  // namespace budgetlift::fuzz
