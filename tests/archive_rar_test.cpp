// Archives of RAR, versions 4 and 5. Free programs only unpack them: they are written here, stored, not compressed.
#include <filesystem>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>
#include <zlib.h>

#include "batch/archive.h"
#include "batch/descriptor.h"
#include "tests/program.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

std::string little(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> 8 * i & 0xFF);
  return out;
}

std::uint32_t crc(const std::string& bytes) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

// What is packed, and what is wrong with it.
struct Packed {
  std::string name, bytes;
  bool password = false;      // says that one is needed
  bool wrong_sum = false;     // its bytes are not those of its sum
  bool split = false;         // it goes on in another archive
};

namespace rar4 {

const std::string kMark("Rar!\x1A\x07\x00", 7);

// A head and its sum: `fields` behind the head's type, flags and size.
std::string head(char type, unsigned flags, const std::string& fields) {
  const std::string body = type + little(flags, 2) + little(fields.size() + 7, 2) + fields;
  return little(crc(body), 2) + body;
}

std::string archive(const std::vector<Packed>& files, bool heads_encrypted = false) {
  std::string out = kMark + head(0x73, heads_encrypted ? 0x80 : 0, std::string(6, '\0'));
  for (const Packed& f : files) {
    const std::string size = little(f.bytes.size(), 4);
    constexpr char kUnix = 3, kVersion = 20, kStored = 0x30;
    out += head(0x74, 0x8000 | (f.password ? 4 : 0) | (f.split ? 2 : 0),
                size + size + kUnix + little(crc(f.bytes) ^ f.wrong_sum, 4) + little(0, 4) + kVersion + kStored + little(f.name.size(), 2) + little(0100644, 4) + f.name);
    out += f.bytes;
  }
  return out + head(0x7B, 0x4000, "");
}

}  // namespace rar4

namespace rar5 {

const std::string kMark("Rar!\x1A\x07\x01\x00", 8);

// A number in groups of seven bits.
std::string number(std::uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(0x80 | (value & 0x7F));
  return out + static_cast<char>(value);
}

// A head: its sum, its size, then the fields from its type on.
std::string head(const std::string& fields) {
  const std::string body = number(fields.size()) + fields;
  return little(crc(body), 4) + body;
}

std::string archive(const std::vector<Packed>& files, bool heads_encrypted = false) {
  std::string out = kMark;
  const std::string cipher = number(0) + number(0) + '\x0F' + std::string(16, 's');   // AES-256, without a check, 2^15 rounds, salt
  if (heads_encrypted) out += head(number(4) + number(0) + cipher);
  out += head(number(1) + number(0) + number(0));
  for (const Packed& f : files) {
    constexpr std::uint64_t kHasExtra = 1, kHasData = 2, kGoesOn = 0x10, kHasSum = 4, kStored = 0, kUnix = 1;
    std::string extra;
    if (f.password) {
      const std::string record = number(1) + cipher + std::string(16, 'v');
      extra = number(record.size()) + record;
    }
    out += head(number(2) + number(kHasData | (f.password ? kHasExtra : 0) | (f.split ? kGoesOn : 0)) + (f.password ? number(extra.size()) : "") + number(f.bytes.size()) +
                number(kHasSum) + number(f.bytes.size()) + number(0100644) + little(crc(f.bytes) ^ f.wrong_sum, 4) + number(kStored) + number(kUnix) +
                number(f.name.size()) + f.name + extra);
    out += f.bytes;
  }
  return out + head(number(5) + number(0) + number(0));
}

}  // namespace rar5

std::string made_dump() { return read_file(source_dir() / "corpus/made/cuts.txt"); }

class Rar : public testing::Test {
 protected:
  // "name kind" of each document, or "name = its bytes"; then why the archive went no further.
  std::vector<std::string> members(const std::string& archive_bytes) {
    auto archive = Archive::open(folder.file("a.rar", archive_bytes), BatchLimits());
    if (!archive) return {name(archive.error().kind)};
    const std::string unpacked = folder.path() / "unpacked";
    const Descriptor file(::open(unpacked.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    std::vector<std::string> out;
    for (;;) {
      const auto member = archive->next(file.get());
      if (!member) out.push_back(name(member.error().kind));
      if (!member || !*member) return out;
      const Archive::Member& m = **member;
      out.push_back(m.name + (m.error ? std::string(" ") + name(m.error->kind) : " = " + read_file(unpacked)));
    }
  }

  TemporaryFolder folder;
};

TEST_F(Rar, FilesAreUnpackedOneAfterTheOther) {
  const std::vector<Packed> files = {{"a.txt", "one"}, {"readme.doc", "no document"}, {"x/b.txt", "the second"}};
  const std::vector<std::string> expected = {"a.txt = one", "x/b.txt = the second"};
  EXPECT_EQ(members(rar4::archive(files)), expected);
  EXPECT_EQ(members(rar5::archive(files)), expected);
}

TEST_F(Rar, NamesOfChineseWindowsAndOfVersionFive) {
  EXPECT_EQ(members(rar4::archive({{"\xC4\xEA\xB6\xC8.txt", "x"}})), std::vector<std::string>{"年度.txt = x"});
  EXPECT_EQ(members(rar5::archive({{"年度.txt", "x"}})), std::vector<std::string>{"年度.txt = x"});
}

TEST_F(Rar, AFileWithAPasswordIsNamedAsThat) {
  const std::vector<Packed> files = {{"a.txt", "cipher text of it", true, true}};
  EXPECT_EQ(members(rar4::archive(files)), std::vector<std::string>{"a.txt encrypted"});
  EXPECT_EQ(members(rar5::archive(files)), std::vector<std::string>{"a.txt encrypted"});
}

TEST_F(Rar, AnArchiveWhoseNamesAreEncryptedToo) {
  EXPECT_EQ(members(rar4::archive({{"a.txt", "x"}}, true)), std::vector<std::string>{"encrypted"});
  EXPECT_EQ(members(rar5::archive({{"a.txt", "x"}}, true)), std::vector<std::string>{"encrypted"});
}

TEST_F(Rar, BytesThatDoNotAgreeWithTheirSumAreDamaged) {
  const std::vector<Packed> files = {{"a.txt", "one", false, true}};
  EXPECT_EQ(members(rar4::archive(files)), std::vector<std::string>{"a.txt damaged"});
  EXPECT_EQ(members(rar5::archive(files)), std::vector<std::string>{"a.txt damaged"});
}

TEST_F(Rar, ASplitArchivesPartHasNoWholeFile) {
  const std::vector<Packed> files = {{"a.txt", "one"}, {"b.txt", "the seco", false, false, true}};
  const std::vector<std::string> expected = {"a.txt = one", "b.txt damaged"};
  EXPECT_EQ(members(rar4::archive(files)), expected);
  EXPECT_EQ(members(rar5::archive(files)), expected);
}

// Wherever it is cut: what is whole is given, and of the rest nothing passes for whole.
TEST_F(Rar, CutOffArchivesEndInAnError) {
  const std::vector<Packed> files = {{"a.txt", "one"}, {"b.txt", "the second"}};
  for (const auto& [archive, begin] : {std::pair{rar4::archive(files), rar4::kMark.size()}, {rar5::archive(files), rar5::kMark.size()}}) {
    // Where the second file begins an archive of an early program ends: it had no end of its own.
    const size_t end = archive.find("the second") + 10, second = begin == rar4::kMark.size() ? archive.find("one") + 3 : 0;
    for (size_t size = 0; size < end; ++size) {
      const std::vector<std::string> found = members(archive.substr(0, size));
      for (const std::string& member : found) EXPECT_NE(member, "b.txt = the second") << size;
      if (size == second) continue;
      ASSERT_FALSE(found.empty()) << size;
      EXPECT_THAT(found.back(), testing::AnyOf(testing::HasSubstr("damaged"), testing::HasSubstr("not-a-document"))) << size;
    }
  }
}

TEST_F(Rar, BatchReadsTheDumpsInThem) {
  namespace fs = std::filesystem;
  const fs::path in = folder.path() / "in", out = folder.path() / "out";
  fs::create_directory(in);
  folder.file("in/four.rar", rar4::archive({{"a.txt", made_dump()}, {"b.txt", read_file(source_dir() / "corpus/made/wide.txt")}}));
  folder.file("in/five.rar", rar5::archive({{"年/c.txt", read_file(source_dir() / "corpus/made/units.txt")}}));
  folder.file("in/locked.rar", rar5::archive({{"d.txt", "x"}}, true));
  const ProgramResult result = budgetlift({"batch", in.string(), "--out", out.string(), "--progress-every", "0"});
  EXPECT_EQ(result.status, 1) << result.err;
  const std::string records = read_file(out / "records.jsonl");
  for (const char* name : {"four.rar/a.txt", "four.rar/b.txt", "five.rar/年/c.txt"}) EXPECT_THAT(records, testing::HasSubstr(name));
  EXPECT_THAT(read_file(out / "failed.tsv"), testing::AllOf(testing::HasSubstr("locked.rar\tencrypted\t"), testing::Not(testing::HasSubstr("/a.txt"))));
}

}  // namespace
}  // namespace budgetlift::test
