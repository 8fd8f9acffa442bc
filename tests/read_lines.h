// Lines as OCR reads them, for tests.
#pragma once

#include <algorithm>
#include <string>

#include "schemas/canonical.h"
#include "schemas/document.h"

namespace budgetlift::test {

// A line read by OCR. "产{0.6:户0.3,广0.05}出" is 产 with confidence 0.6, perhaps 户 or 广; other characters are sure.
// "补{~0.6}贴" is 补 for sure, but beside it a character may be lost.
inline TextLine read(const std::string& text) {
  TextLine line;
  line.page = 1;
  line.source = Source::ocr;
  line.box = Box{0, 0, 100, 10};
  const std::u32string chars = decode_utf8(text);
  for (size_t i = 0; i < chars.size(); ++i) {
    if (chars[i] == U'{') {
      const size_t end = chars.find(U'}', i);
      const std::string inside = encode_utf8(chars.substr(i + 1, end - i - 1));
      Reading& last = line.readings.back();
      if (inside[0] == '~') {
        last.single = std::stod(inside.substr(1));
        i = end;
        continue;
      }
      const size_t colon = inside.find(':');
      last.confidence = std::stod(inside.substr(0, colon));
      std::string rest = colon == std::string::npos ? "" : inside.substr(colon + 1);
      while (!rest.empty()) {
        const size_t comma = std::min(rest.find(','), rest.size());
        const std::string one = rest.substr(0, comma);
        const size_t digit = one.rfind("0.");
        last.others.push_back({one.substr(0, digit), std::stod(one.substr(digit))});
        rest = comma < rest.size() ? rest.substr(comma + 1) : "";
      }
      i = end;
      continue;
    }
    const std::string c = encode_utf8(chars.substr(i, 1));
    line.text += c;
    if (c != " ") line.readings.push_back({c, 0.9995, {}});
  }
  line.confidence = 1;
  for (const Reading& reading : line.readings) line.confidence = std::min(line.confidence, reading.confidence);
  return line;
}

}  // namespace budgetlift::test
