#include "normalize/read_code.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "normalize/code.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kLength = 21;
constexpr size_t kDigits = 8;        // division and year
constexpr size_t kShared = 9;        // … and the category: what codes of one document have in common
constexpr int kLetters = 31;
constexpr int kTarget = 30;          // of the sum of CONTRACT.md
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

using Weights = std::array<double, kLetters>;   // of each letter of the alphabet at one place

// The letter that a sign is in a code: those that the alphabet leaves out are left out because they look like others.
int letter_of(char32_t sign) {
  char32_t c = half_width(sign);
  switch (c) {
    case U'O': case U'o': case U'〇': case U'○': c = '0'; break;
    case U'I': case U'i': case U'l': case U'|': case U'丨': case U'!': c = '1'; break;
    case U'S': case U's': c = '5'; break;
    case U'Z': case U'z': c = '2'; break;
    default: break;
  }
  if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
  const size_t place = c < 0x80 ? kAlphabet.find(static_cast<char>(c)) : std::string_view::npos;
  return place == std::string_view::npos ? -1 : static_cast<int>(place);
}

// The digit that a letter is where only digits stand.
int digit_like(int letter) {
  static constexpr std::pair<char, char> kLike[] = {{'B', '8'}, {'D', '0'}, {'Q', '0'}, {'U', '0'}, {'G', '6'}, {'T', '7'}, {'A', '4'}, {'L', '1'}, {'J', '1'}};
  for (const auto& [from, to] : kLike) {
    if (letter >= 0 && kAlphabet[static_cast<size_t>(letter)] == from) return to - '0';
  }
  return -1;
}

bool fits_layout(size_t place, int letter) { return place < kDigits ? letter < 10 : place != kDigits || letter >= 10; }

// What the places of a code that others share hold in the document's other codes.
struct Others {
  std::array<Weights, kShared> times{};
  double codes = 0;
};

Weights weights_of(const UnsureCharacter& c, size_t place, const Others& others, const EvidenceOptions::Code& options) {
  Weights w{};
  double listed = 0;
  for (const Guess& guess : c.guesses) {
    int letter = letter_of(guess.text);
    if (place < kDigits && letter >= 10 && digit_like(letter) >= 0) letter = digit_like(letter);
    if (letter < 0 || !fits_layout(place, letter)) continue;
    w[static_cast<size_t>(letter)] += guess.probability;
    listed += guess.probability;
  }
  const double rest = std::max(1 - listed, c.rest) / kLetters;
  for (int letter = 0; letter < kLetters; ++letter) {
    double& one = w[static_cast<size_t>(letter)];
    one = fits_layout(place, letter) ? one + rest : 0;
    if (place >= kShared) continue;
    // Places from one digit of ten, or one letter of 21.
    const double any = place < kDigits ? 10 : 21;
    one *= (others.times[place][static_cast<size_t>(letter)] + options.like_others / any) / (others.codes + options.like_others);
  }
  return w;
}

struct Search {
  std::array<int, kLength> best{};   // letters of the likeliest code that is right
  double best_weight = 0;
  double valid = 0, invalid = 0;     // weight of all codes that are right, and of all others
};

// Exact: the sum's value modulo 31 is all that a prefix must be remembered by.
Search search(const std::vector<Weights>& places) {
  std::array<std::array<double, kLetters>, kLength + 1> sum{}, best{};
  std::array<std::array<int, kLetters>, kLength + 1> from{};
  sum[0][0] = best[0][0] = 1;
  int factor = 1;
  std::array<int, kLength> factors{};
  for (size_t i = 0; i < kLength; ++i) {
    factors[i] = i + 1 < kLength ? factor : 1;   // the check character itself counts once
    factor = factor * 3 % kLetters;
    for (int r = 0; r < kLetters; ++r) {
      const double before = sum[i][static_cast<size_t>(r)], before_best = best[i][static_cast<size_t>(r)];
      if (before <= 0) continue;
      for (int letter = 0; letter < kLetters; ++letter) {
        const double w = places[i][static_cast<size_t>(letter)];
        if (w <= 0) continue;
        const auto next = static_cast<size_t>((r + letter * factors[i]) % kLetters);
        sum[i + 1][next] += before * w;
        if (before_best * w > best[i + 1][next]) {
          best[i + 1][next] = before_best * w;
          from[i + 1][next] = letter;
        }
      }
    }
  }
  Search out;
  for (int r = 0; r < kLetters; ++r) (r == kTarget ? out.valid : out.invalid) += sum[kLength][static_cast<size_t>(r)];
  out.best_weight = best[kLength][kTarget];
  int r = kTarget;
  for (size_t i = kLength; i-- > 0;) {
    const int letter = from[i + 1][static_cast<size_t>(r)];
    out.best[i] = letter;
    r = ((r - letter * factors[i]) % kLetters + kLetters) % kLetters;
  }
  return out;
}

// That a character read stands in no code: nothing is there, or a sign that codes have none of (a speck).
double none_of_code(const UnsureCharacter& c) {
  double signs = 0;
  for (const Guess& guess : c.guesses) {
    if (guess.text == 0 || letter_of(guess.text) >= 0) continue;
    signs += like_in_number(guess.text) == 0 ? guess.probability : guess.probability / 4;
  }
  return std::max(c.probability_of(0), signs / 2);
}

// Two strokes read for letters that no code has are the sides of an H whose bar was lost: the place of the first, or the size.
size_t halves_of_h(const std::vector<UnsureCharacter>& read) {
  auto is_stroke = [](const UnsureCharacter& c) { return c.text() == U'l' || c.text() == U'I' || c.text() == U'|'; };
  const auto it = std::adjacent_find(read.begin(), read.end(), [&](const UnsureCharacter& a, const UnsureCharacter& b) { return is_stroke(a) && is_stroke(b); });
  return static_cast<size_t>(it - read.begin());
}

// Where the characters read may be too many: without those that are likeliest none. `weight`: how likely they are.
std::vector<UnsureCharacter> of_length(const std::vector<UnsureCharacter>& read, double& weight) {
  constexpr size_t kMostExtra = 2;
  constexpr double kHalves = 0.5;
  weight = 1;
  if (read.size() < kLength || read.size() > kLength + kMostExtra) return {};
  const size_t halves = halves_of_h(read);
  if (read.size() == kLength + 1 && halves < read.size()) {
    std::vector<UnsureCharacter> out = read;
    out[halves] = {.guesses = {{U'H', 1 - kHalves * read[halves].probability()}}, .rest = kHalves * read[halves].probability()};
    out.erase(out.begin() + static_cast<std::ptrdiff_t>(halves) + 1);
    weight = kHalves;
    return out;
  }
  std::vector<UnsureCharacter> out = read;
  while (out.size() > kLength) {
    const auto extra = std::max_element(out.begin(), out.end(), [](const UnsureCharacter& a, const UnsureCharacter& b) {
      return none_of_code(a) < none_of_code(b);
    });
    weight *= none_of_code(*extra);
    if (weight <= 0) return {};
    out.erase(extra);
  }
  return out;
}

Others others_than(const std::vector<ReadField>& fields, const ReadField& own) {
  Others out;
  for (const ReadField& field : fields) {
    if (&field == &own || field.sort != FieldSort::code || field.same_as >= 0 || field.characters.size() != kLength) continue;
    ++out.codes;
    for (size_t i = 0; i < kShared; ++i) {
      for (const Guess& guess : field.characters[i].guesses) {
        const int letter = letter_of(guess.text);
        if (letter >= 0 && fits_layout(i, letter)) out.times[i][static_cast<size_t>(letter)] += guess.probability;
      }
    }
  }
  return out;
}

// Codes read with certainty that all fail the check are codes of another kind.
bool other_kind(const std::vector<ReadField>& fields) {
  int sure = 0, valid = 0;
  for (const ReadField& field : fields) {
    if (field.sort != FieldSort::code || field.characters.empty() || field.probability() < 0.9) continue;
    ++sure;
    valid += check_code(field.text).result == CodeCheck::Result::valid;
  }
  return sure > 1 && valid == 0;
}

// How many characters of the code each printed line holds.
std::vector<size_t> lines_of(const ReadField& field) {
  std::vector<size_t> out;
  const auto origin = field.record->fields.find(field.pointer);
  if (origin == field.record->fields.end()) return out;
  for (const std::string& line : origin->second.raw) out.push_back(decode_utf8(canonical(line)).size());
  return out;
}

// A 1 is so thin that it is lost whole. Where the document's codes are wrapped at one place, and the second line lacks one
// character, the check character tells whether a 1 fits there, and where. It stays to be named: other characters would fit, too.
bool put_lost_one(ReadField& field, const std::vector<ReadField>& fields) {
  const std::vector<size_t> own = lines_of(field);
  if (field.characters.size() + 1 != kLength || own.size() != 2) return false;
  const bool usual = std::any_of(fields.begin(), fields.end(), [&](const ReadField& other) {
    const std::vector<size_t> lines = &other != &field && other.sort == FieldSort::code ? lines_of(other) : std::vector<size_t>();
    return lines.size() == 2 && lines[0] == own[0] && lines[1] == own[1] + 1;
  });
  if (!usual) return false;
  std::string read;
  for (const UnsureCharacter& c : field.characters) read += encode_utf8(std::u32string(1, half_width(c.text())));
  size_t places = 0, at = 0;
  for (size_t i = own[0]; i < kLength && read.size() + 1 == kLength; ++i) {
    if (check_code(std::string(read).insert(i, "1")).result != CodeCheck::Result::valid) continue;
    ++places;
    at = i;
  }
  if (places != 1) return false;
  constexpr double kLost = 0.5;
  field.characters.insert(field.characters.begin() + static_cast<std::ptrdiff_t>(at), UnsureCharacter{.guesses = {{U'1', kLost}}, .rest = 1 - kLost});
  field.text = read.insert(at, "1");
  field.changed = true;
  field.whole = kLost;
  return true;
}

void weigh_code(ReadField& field, const Others& others, const EvidenceOptions& options) {
  double kept_weight = 1;
  std::vector<UnsureCharacter> kept = of_length(field.characters, kept_weight);
  if (kept.empty()) return;
  std::vector<Weights> places;
  for (size_t i = 0; i < kLength; ++i) places.push_back(weights_of(kept[i], i, others, options.code));
  const Search found = search(places);
  const double right = options.code.valid * kLetters, wrong = (1 - options.code.valid) * kLetters / (kLetters - 1);
  const double all = right * found.valid + wrong * found.invalid;
  if (all <= 0) return;
  double probability = right * found.best_weight / all;
  // One character fewer than read: as sure as that one is none.
  if (kept.size() != field.characters.size()) probability *= kept_weight / (kept_weight + options.twice.slip);
  bool as_read = kept.size() == field.characters.size(), listed = true;
  std::vector<UnsureCharacter> chosen = kept;
  for (size_t i = 0; i < kLength; ++i) {
    UnsureCharacter& c = chosen[i];
    const char32_t letter = static_cast<unsigned char>(kAlphabet[static_cast<size_t>(found.best[i])]);
    if (c.text() == letter) continue;
    as_read = false;
    const auto guess = std::find_if(c.guesses.begin(), c.guesses.end(), [&](const Guess& g) {
      const int of_guess = letter_of(g.text);
      return of_guess == found.best[i] || (i < kDigits && digit_like(of_guess) == found.best[i]);
    });
    if (guess == c.guesses.end()) {
      listed = false;
      break;
    }
    std::iter_swap(c.guesses.begin(), guess);
    c.guesses.front().text = letter;
  }
  if (as_read) {
    field.whole = probability;
    if (probability >= options.least.code) field.proof.insert(kCheckCharacter);
  } else if (listed && probability >= options.code.repair) {
    field.text = "";
    for (const UnsureCharacter& c : chosen) field.text += static_cast<char>(c.text());
    field.characters = std::move(chosen);
    field.changed = true;
    field.whole = probability;
    field.proof.insert(kCheckCharacter);
  } else {
    // Another code is likelier, but not proved: what stands is as unlikely as that.
    field.whole = std::min(field.probability(), 1 - probability);
  }
}

}  // namespace

void weigh_codes(std::vector<ReadField>& fields, const EvidenceOptions& options) {
  if (other_kind(fields)) return;
  for (ReadField& field : fields) {
    if (field.sort == FieldSort::code && field.same_as < 0 && !field.characters.empty()) {
      if (!put_lost_one(field, fields)) weigh_code(field, others_than(fields, field), options);
    }
  }
}

void weigh_unit_codes(std::vector<ReadField>& fields, const EvidenceOptions& options) {
  // Codes printed with each unit's name, by how likely they were read right.
  std::map<std::string, std::map<std::string, double>> codes_of;
  std::map<const ProjectRecord*, std::string> names;   // as evidence has put them right
  for (const ReadField& field : fields) {
    if (field.pointer == "/unit/name") names[field.record] = field.text;
  }
  auto unit_of = [&](const ReadField& field) {
    const auto it = names.find(field.record);
    return it == names.end() ? field.record->unit_name.value_or("") : it->second;
  };
  for (const ReadField& field : fields) {
    if (field.sort == FieldSort::unit_code && !field.characters.empty()) codes_of[unit_of(field)][field.text] += field.probability();
  }
  for (ReadField& field : fields) {
    if (field.sort != FieldSort::unit_code || field.characters.empty() || unit_of(field).empty()) continue;
    const double own = field.probability();
    std::string best_code;
    double best = 0, sum = 0;
    for (const auto& [code, times] : codes_of[unit_of(field)]) {
      const double others = std::max(0.0, times - (code == field.text ? own : 0));
      const std::u32string chars = decode_utf8(code);
      if (chars.size() != field.characters.size()) continue;
      double likelihood = 1;
      for (size_t i = 0; i < chars.size(); ++i) likelihood *= field.characters[i].probability_of(chars[i]);
      const double weight = likelihood * (1 + options.values.seen_odds * others * others);
      sum += weight;
      if (weight > best) {
        best = weight;
        best_code = code;
      }
    }
    const double probability = best / (sum + std::max(0.0, 1 - own));
    if (best_code == field.text) {
      if (own < options.least.code && probability >= options.least.code) field.proof.insert(kSameWords);
      field.whole = std::max(own, probability);
    } else if (!best_code.empty() && probability >= options.repair) {
      field.text = best_code;
      field.changed = true;
      field.whole = probability;
      field.proof.insert(kSameWords);
    } else {
      field.whole = std::min(own, 1 - probability);
    }
  }
}

}  // namespace budgetlift
