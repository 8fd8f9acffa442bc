// A made scan, read by the real library and models: nothing wrong that the record does not name.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "schemas/canonical.h"
#include "schemas/readings.h"
#include "tests/program.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

using nlohmann::json;

// Widths of marks do not matter for what OCR read (CONTRACT: compared after NFKC).
std::string plain(const json& value) {
  std::u32string out;
  for (const char32_t c : decode_utf8(value.dump())) out.push_back(half_width(c));
  return encode_utf8(out);
}

bool is_named(const json& record, const std::string& pointer) {
  for (const json& entry : record["review"]) {
    const std::string field = entry["field"];
    if (pointer.rfind(field, 0) == 0 || field.rfind(pointer, 0) == 0) return true;
  }
  return false;
}

// Counts values that are equal; each of the others must be named.
void compare(const json& record, const json& wanted, const json& got, const std::string& pointer, int& equal) {
  if (wanted.is_object() && got.is_object()) {
    for (const auto& [key, value] : wanted.items()) compare(record, value, got.value(key, json()), pointer + "/" + key, equal);
  } else if (wanted.is_array() && got.is_array()) {
    EXPECT_TRUE(wanted.size() == got.size() || is_named(record, pointer)) << pointer << ": " << got.size() << " of " << wanted.size();
    for (size_t i = 0; i < std::min(wanted.size(), got.size()); ++i) compare(record, wanted[i], got[i], pointer + "/" + std::to_string(i), equal);
  } else if (plain(wanted) == plain(got)) {
    ++equal;
  } else {
    EXPECT_TRUE(is_named(record, pointer)) << pointer << ": " << wanted << " read as " << got;
  }
}

std::vector<json> records_of(const std::string& path) {
  const ProgramResult result = budgetlift({"extract", path});
  EXPECT_EQ(result.status, 0) << result.err;
  std::vector<json> out;
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) out.push_back(json::parse(line));
  return out;
}

TEST(WholeScan, AFaxGivesTheRecordsOfTheDigitalDocument) {
  const std::string made = std::string(BUDGETLIFT_SOURCE_DIR) + "/corpus/made/";
  const std::vector<json> digital = records_of(made + "first.libreoffice.pdf"), fax = records_of(made + "scans/first.fax.pdf");
  ASSERT_GE(digital.size(), 2u);
  ASSERT_EQ(fax.size(), 2u);
  int equal = 0, indicators = 0;
  // The second form goes on over a page that was not scanned.
  for (const char* key : {"title", "unit", "project", "budget", "purpose", "schedule", "goals", "indicators"}) {
    compare(fax[0], digital[0][key], fax[0][key], std::string("/") + key, equal);
  }
  for (const char* key : {"title", "unit", "project", "budget", "purpose", "schedule", "goals"}) {
    compare(fax[1], digital[1][key], fax[1][key], std::string("/") + key, equal);
  }
  for (const json& record : fax) {
    indicators += static_cast<int>(record["indicators"].size());
    for (const auto& [pointer, origin] : record["fields"].items()) EXPECT_EQ(origin["source"], "ocr") << pointer;
  }
  EXPECT_GT(equal, 150);
  EXPECT_GT(indicators, 15);
}

}  // namespace
}  // namespace budgetlift::test
