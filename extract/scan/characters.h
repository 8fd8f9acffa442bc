// The characters that the network knows, and how its scores become a reading.
#pragma once

#include <string>
#include <vector>

#include "schemas/page.h"

namespace budgetlift {

// The ASCII form of a full-width sign (U+FF01–FF5E), else the sign itself.
std::string narrow_sign(const std::string& sign);

// True for a Han character (U+3400–9FFF).
bool is_ideograph(char32_t c);
bool is_ideograph(const std::string& character);   // its first one

// The first character of a text; 0 for an empty one.
char32_t first_character(const std::string& text);

// The likeliest of `all` becomes the reading, the rest its alternatives; their confidences are shares of `total`.
void sort_by_share(Reading& reading, std::vector<OtherReading> all, double total);

class CharacterSet {
 public:
  // One character a line, in the order of the network's outputs. Throws std::runtime_error.
  static CharacterSet load(const std::string& path);

  int size() const { return static_cast<int>(classes_.size()); }

  // Which of the network's outputs are the characters of a text.
  std::vector<int> numbers_of(const std::string& characters) const;

  // Scores before softmax. Full-width and ASCII forms of one sign count as one character; the likelier form is written.
  // At most `others` alternatives, none below `least`.
  Reading reading(const float* scores, int count, int others, double least) const;

 private:
  std::vector<std::string> classes_;
  std::vector<int> group_;   // of each class: the class that stands for all of its forms
};

}  // namespace budgetlift
