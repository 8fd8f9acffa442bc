// Writes JSON text in order, as it comes: the records' key order is the contract's, and exact decimals go out digit by
// digit.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/record.h"

namespace budgetlift {

// Appends to a text of its own. The caller opens and closes in order and gives a key before every value of an
// object; commas are the writer's. Invalid UTF-8 is written as U+FFFD, control characters as escapes; so are U+2028
// and U+2029, so that a line stays one line for every reader.
class JsonWriter {
 public:
  JsonWriter& open_object() { return open('{'); }
  JsonWriter& close_object() { return close('}'); }
  JsonWriter& open_array() { return open('['); }
  JsonWriter& close_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& null();
  JsonWriter& text(std::string_view value);
  JsonWriter& number(long long value);
  JsonWriter& number(const Decimal& value);  // its digits as they stand
  // Rounded to `decimals` places, trailing zeros left off but for one; null if it is not finite. Never by locale.
  JsonWriter& number(double value, int decimals);
  JsonWriter& raw(std::string_view json);  // a finished value

  JsonWriter& text(const std::optional<std::string>& value) { return value ? text(std::string_view(*value)) : null(); }
  JsonWriter& text(const std::string& value) { return text(std::string_view(value)); }
  JsonWriter& text(const char* value) { return text(std::string_view(value)); }
  JsonWriter& number(const std::optional<Decimal>& value) { return value ? number(*value) : null(); }

  const std::string& str() const { return out_; }
  void clear();

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void comma();

  std::string out_;
  bool first_ = true;  // nothing stands yet in the innermost object or array
  bool after_key_ = false;
};

// A finite number rounded to `decimals` places as JSON and CSV write it ("12.5", "3.0"); "null" otherwise.
std::string rounded(double value, int decimals);

}  // namespace budgetlift
