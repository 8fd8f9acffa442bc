// Text in any encoding that Chinese offices use is read alike; what is no text is refused with a message.
#include <iconv.h>

#include "extract/encoding.h"
#include "tests/dump_support.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

const std::string kText = "第一部分\n部门整体绩效目标 2024 年，≥95%（元/人）\n";

std::string encoded(const std::string& text, const char* name) {
  const iconv_t converter = iconv_open(name, "UTF-8");
  std::string in = text, out(text.size() * 4 + 16, '\0');
  char* from = in.data();
  char* to = out.data();
  size_t left = in.size(), room = out.size();
  EXPECT_NE(iconv(converter, &from, &left, &to, &room), static_cast<size_t>(-1));
  iconv_close(converter);
  out.resize(out.size() - room);
  return out;
}

TEST(Encoding, ReadsEveryEncoding) {
  EXPECT_EQ(decode_text(kText).value(), kText);
  EXPECT_EQ(decode_text("\xEF\xBB\xBF" + kText).value(), kText);
  EXPECT_EQ(decode_text(encoded(kText, "gb18030")).value(), kText);
  EXPECT_EQ(decode_text(encoded(kText, "UTF-16LE")).value(), kText);
  EXPECT_EQ(decode_text(encoded(kText, "UTF-16BE")).value(), kText);
  EXPECT_EQ(decode_text("\xFF\xFE" + encoded(kText, "UTF-16LE")).value(), kText);
  EXPECT_EQ(decode_text("\xFE\xFF" + encoded(kText, "UTF-16BE")).value(), kText);
}

TEST(Encoding, ReadsUtf8ThatWasCutOff) {
  const auto text = decode_text(std::string_view(kText).substr(0, kText.size() - 3));
  ASSERT_TRUE(text);
  EXPECT_EQ(text->substr(0, 12), "第一部分");
}

ErrorKind kind_of(std::string_view bytes) {
  const auto text = decode_text(bytes);
  EXPECT_FALSE(text);
  return text ? ErrorKind::crashed : text.error().kind;
}

TEST(Encoding, RefusesWhatIsNoText) {
  EXPECT_EQ(kind_of(""), ErrorKind::damaged);
  EXPECT_EQ(kind_of(" \r\n\t\n　\n"), ErrorKind::damaged);
  EXPECT_EQ(kind_of("\xEF\xBB\xBF"), ErrorKind::damaged);
  std::string binary;
  for (int i = 0; i < 4000; ++i) binary.push_back(static_cast<char>((i * 7919) >> 3));
  EXPECT_EQ(kind_of(binary), ErrorKind::not_a_document);
  EXPECT_EQ(kind_of(std::string_view("\x7F"
                                     "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3E\0",
                                     20)),
            ErrorKind::not_a_document);
  EXPECT_EQ(kind_of("\xE9\xE8\xE0 caf\xE9 \xE7 \xFF\xFF \xE0"), ErrorKind::not_a_document);
}

// A real document comes out the same from every encoding, with form feeds for its page marks, and from CRLF.
TEST(Encoding, SampleIsReadAlike) {
  BUDGETLIFT_NEEDS_SHARED();
  const std::string utf8 = test::read_file(test::shared_dir() / "sample" / "julu-2024.txt");
  std::string crlf;
  for (char c : utf8) crlf += c == '\n' ? "\r\n" : std::string(1, c);
  const auto fields = [](const std::string& bytes) {
    std::vector<std::map<std::string, std::string>> out;
    for (const auto& project : test::projects_of(test::read_blocks(bytes))) out.push_back(project.fields);
    return out;
  };
  const auto expected = fields(utf8);
  ASSERT_EQ(expected.size(), 32u);
  EXPECT_EQ(fields(crlf), expected);
  EXPECT_EQ(fields(encoded(utf8, "gb18030")), expected);
  EXPECT_EQ(fields("\xFF\xFE" + encoded(utf8, "UTF-16LE")), expected);
  EXPECT_EQ(fields(encoded(utf8, "UTF-16BE")), expected);
}

}  // namespace
}  // namespace budgetlift
