// No printed character is lost: what goes in comes out in blocks, furniture or removed repeated headers.
#include <map>

#include "tests/dump_support.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using Count = std::map<char32_t, int>;

void add(Count& count, const std::string& text, int times = 1) {
  for (char32_t c : decode_utf8(text)) {
    if (!is_space(c) && c != 0xFEFF) count[c] += times;
  }
}

Count printed(const std::vector<Block>& blocks, const DocumentInfo& info) {
  Count count;
  for (const TextLine& line : info.furniture) add(count, line.text);
  for (const Block& block : blocks) {
    if (const auto* line = std::get_if<TextLine>(&block)) {
      add(count, line->text);
      continue;
    }
    const Table& table = std::get<Table>(block);
    std::string header;
    for (const Cell& cell : table.cells) {
      for (const TextLine& line : cell.lines) add(count, line.text);
      if (cell.row > 0) continue;
      for (const TextLine& line : cell.lines) header += line.text;
    }
    for (const TextLine& line : table.stray) add(count, line.text);
    for (const Join& join : table.joins) {
      if (join.rule == "repeated header removed") add(count, header);
    }
  }
  return count;
}

void expect_nothing_lost(const std::string& bytes) {
  DocumentInfo info;
  const auto blocks = test::read_blocks(bytes, &info);
  Count in;
  add(in, bytes);
  EXPECT_EQ(printed(blocks, info), in);
}

TEST(DumpLoss, SampleComesOutWhole) {
  BUDGETLIFT_NEEDS_SHARED();
  expect_nothing_lost(test::read_file(test::shared_dir() / "sample" / "julu-2024.txt"));
}

// Pieces of the sample cut out at random, so that forms begin and end anywhere.
TEST(DumpLoss, TornSampleComesOutWhole) {
  BUDGETLIFT_NEEDS_SHARED();
  const std::u32string whole = decode_utf8(test::read_file(test::shared_dir() / "sample" / "julu-2024.txt"));
  unsigned seed = 1;
  const auto random = [&](size_t below) {
    seed = seed * 1664525u + 1013904223u;
    return static_cast<size_t>(seed >> 8) % below;
  };
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE(round);
    std::u32string text;
    for (int part = 0; part < 6; ++part) text += whole.substr(random(whole.size()), random(900)) + U"\n";
    expect_nothing_lost(encode_utf8(text));
  }
}

TEST(DumpLoss, MadeDocumentsComeOutWhole) {
  const auto folder = test::source_dir() / "corpus" / "made";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no made documents here";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".txt") continue;
    SCOPED_TRACE(entry.path().string());
    expect_nothing_lost(test::read_file(entry.path()));
  }
}

}  // namespace
}  // namespace budgetlift
