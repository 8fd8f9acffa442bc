#include "extract/scan/word_pairs.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <type_traits>

#include "extract/scan/characters.h"
#include "extract/scan/line_room.h"

namespace budgetlift {
namespace {

constexpr char32_t kEnd = 0;          // of a line
constexpr char32_t kUnnamed = 1;      // a character that the network did not name
constexpr double kUnknown = 1e-7;     // that a character which no word begins with begins one
constexpr double kSomeHan = 2e-4;     // that a certain character of no special frequency stands anywhere
constexpr double kSignNext = 0.2;     // that a sign or digit stands behind a word
constexpr double kSignAgain = 0.6;    // ... behind another
// Of what is no Han character, that it is a certain one:
constexpr double kDigit = 0.02;
constexpr double kLetter = 0.0005;         // behind Han characters and most signs
constexpr double kLetterOpens = 0.01;      // behind / - ( and where a line begins
constexpr double kLetterBehindDigit = 0.02;
constexpr double kLetterAgain = 0.05;      // behind a letter

bool is_numeral(char32_t c) { return std::u32string_view(U"〇零一二三四五六七八九十百千万亿两").find(c) != std::u32string_view::npos; }

bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_word(char32_t c) { return (c >= '0' && c <= '9') || is_letter(c); }

// How often a digit or letter is this one, behind another character; 1 for other signs.
double sign_share(char32_t before, char32_t sign) {
  if (sign >= '0' && sign <= '9') return kDigit;
  if (!is_letter(sign)) return 1;
  if (is_letter(before)) return kLetterAgain;
  if (is_word(before)) return kLetterBehindDigit;
  return before == kEnd || before == U'/' || before == U'-' || before == U'(' ? kLetterOpens : kLetter;
}

char32_t character_of(const std::string& text) {
  const char32_t first = first_character(narrow_sign(text));
  return first == 0 ? kUnnamed : first;
}

// How often a sign stands between two characters that it stands between here, next to any other sign: 1 for most.
double sign_fits(char32_t sign, char32_t left, char32_t right, const LineReaderOptions& options) {
  switch (sign) {
    case U'·':
      // A mark alone on a line is a full stop that the line before had no room for.
      if (left == kEnd && right == kEnd) return options.odd_sign * options.odd_sign;
      // A unit, perhaps cut by the line's end.
      if ((left == U'人' || left == kEnd) && (right == kEnd || std::u32string_view(U"年月日天次").find(right) != std::u32string_view::npos)) return 1;
      return is_ideograph(left) && is_ideograph(right) ? std::sqrt(options.odd_sign) : options.odd_sign;
    case U'.':
      return is_word(left) || is_word(right) ? 1 : options.odd_sign;
    case U'\'':
    case U'’':
    case U'`':
    case U'‘':
      return is_word(left) ? 1 : options.odd_sign;
    case U'*':
      return is_word(left) && is_word(right) ? 1 : options.odd_sign;
    case U'-':
    case U'_':
      return is_word(left) || is_word(right) || right == U'-' || left == U'-' ? 1 : std::sqrt(options.odd_sign);
    case U'—':
    case U'–': {
      // Between words it comes doubled; alone it is a 一.
      auto beside = [](char32_t c) { return is_ideograph(c) || c == U'(' || c == U')'; };
      return beside(left) && beside(right) ? options.odd_sign : 1;
    }
    case U'=':
      return left == kEnd || is_word(left) || left == U')' || right != kEnd ? 1 : options.odd_sign;
    case U'¥':
      return right >= '0' && right <= '9' ? 1 : options.odd_sign;
    case U'!':
    case U'|':
    case U'^':
    case U'¨':
      return options.odd_sign;
    default:
      return 1;
  }
}

// A sign where its kind does not stand may be a speck: between two characters that leave no room for one it nearly surely
// is. `pitch`: of the line's Han characters.
void doubt_sign(std::vector<ReadCharacter>& chars, std::size_t i, char32_t left, char32_t right, double pitch, const LineReaderOptions& options) {
  ReadCharacter& c = chars[i];
  const bool between = is_ideograph(left) && is_ideograph(right);
  const bool no_room = between && chars[i + 1].middle() - chars[i - 1].middle() < options.no_room * pitch;
  if (between && !no_room) return;   // without it there would be a gap
  const double place = c.place;
  c.place *= no_room ? options.speck_place : std::sqrt(options.speck_place);
  if (no_room) c.reading.single = 0;
  const bool speck = (left == kEnd && i + 1 < chars.size() && is_speck_beside(c, chars[i + 1], true)) ||
                     (right == kEnd && i > 0 && is_speck_beside(c, chars[i - 1], false));
  if (c.place >= options.least_place || place < options.kept_place || speck) return;
  // It goes, though it was hardly to be doubted: its neighbours say so.
  const double certain = 1 - options.lost_sign * place * c.reading.confidence;
  for (const std::size_t k : {i - 1, i + 1}) {
    if (k < chars.size()) chars[k].place = std::min(chars[k].place, std::max(certain, options.least_place));
  }
}

struct State {
  char32_t text = kUnnamed;
  double weight = 0;      // of what the network saw
  double forward = 0;     // with all that stands before
  double backward = 0;
};

}  // namespace

WordPairs WordPairs::load(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  WordPairs out;
  std::size_t at = 8;
  auto take = [&](auto& values, std::size_t count) {
    using Value = typename std::remove_reference_t<decltype(values)>::value_type;
    if (count > (bytes.size() - at) / sizeof(Value)) throw std::runtime_error(path + " is cut off");
    values.resize(count);
    std::memcpy(values.data(), bytes.data() + at, count * sizeof(Value));
    at += count * sizeof(Value);
  };
  std::uint32_t count = 0;
  if (bytes.size() < at || bytes.compare(0, 4, "BLW1") != 0) throw std::runtime_error(path + " is not there or no file of words");
  std::memcpy(&count, bytes.data() + 4, 4);
  take(out.characters_, count);
  take(out.first_, count);
  take(out.last_, count);
  take(out.row_, std::size_t{count} + 1);
  take(out.second_, out.row_.back());
  take(out.times_, out.row_.back());
  if (!std::is_sorted(out.row_.begin(), out.row_.end())) throw std::runtime_error(path + " is damaged");
  for (int i = 0; i < 256; ++i) out.power_[i] = std::exp2(-i / 8.0);
  return out;
}

int WordPairs::number_of(char32_t c) const {
  const auto it = std::lower_bound(characters_.begin(), characters_.end(), c);
  return it == characters_.end() || *it != c ? -1 : static_cast<int>(it - characters_.begin());
}

double WordPairs::begins(int number) const { return number < 0 ? kUnknown : power_[first_[static_cast<std::size_t>(number)]]; }

double WordPairs::follows(char32_t a, char32_t b) const {
  if (a == kUnnamed || b == kUnnamed) return kSomeHan;
  if (b == kEnd) return 1;
  if (!is_ideograph(b)) {
    const double share = sign_share(a, b);
    if (!is_ideograph(a)) return share * (a == kEnd ? kSignNext : kSignAgain);
    const int i = number_of(a);
    return share * kSignNext * (i < 0 ? 1 : power_[last_[static_cast<std::size_t>(i)]]);
  }
  const int j = number_of(b);
  if (!is_ideograph(a)) return (a == kEnd ? 1 - kSignNext : 1 - kSignAgain) * begins(j);
  const int i = number_of(a);
  if (i < 0 || j < 0) return begins(j);
  const auto row = static_cast<std::size_t>(i);
  const auto first = second_.begin() + row_[row], last = second_.begin() + row_[row + 1];
  const auto it = std::lower_bound(first, last, static_cast<std::uint16_t>(j));
  const double inside = it != last && *it == j ? power_[times_[static_cast<std::size_t>(it - second_.begin())]] : 0;
  return std::max(inside + power_[last_[row]] * begins(j), kUnknown * kUnknown);
}

void weigh_neighbours(ReadLine& line, double em, const WordPairs& pairs, const LineReaderOptions& options) {
  std::vector<ReadCharacter>& chars = line.characters;
  const std::size_t n = chars.size();
  if (std::all_of(chars.begin(), chars.end(), [&](const ReadCharacter& c) { return c.reading.confidence >= options.words_below; })) return;
  const double pitch = pitch_of(chars, em);
  std::vector<std::vector<State>> states(n);
  auto shown = [&](std::size_t i) { return i < n ? character_of(chars[i].reading.text) : kEnd; };
  for (std::size_t i = 0; i < n; ++i) {
    const Reading& r = chars[i].reading;
    const char32_t left = i > 0 ? shown(i - 1) : kEnd, right = shown(i + 1);
    double rest = 1 - r.confidence;
    auto add = [&](const std::string& text, double confidence) {
      const char32_t c = character_of(text);
      states[i].push_back({c, std::max(confidence, 1e-9) * sign_fits(c, left, right, options), 0, 0});
    };
    add(r.text, r.confidence);
    for (const OtherReading& other : r.others) {
      add(other.text, other.confidence);
      rest -= other.confidence;
    }
    states[i].push_back({kUnnamed, std::max(rest, 1e-6), 0, 0});
  }
  auto step = [&](char32_t a, char32_t b) { return std::pow(pairs.follows(a, b), options.words_weight); };
  // Scaled at each character, so that long lines do not vanish.
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (State& s : states[i]) {
      double before = 0;
      if (i == 0) before = step(kEnd, s.text);
      else for (const State& p : states[i - 1]) before += p.forward * step(p.text, s.text);
      s.forward = before * s.weight;
      sum += s.forward;
    }
    for (State& s : states[i]) s.forward /= sum;
  }
  for (std::size_t i = n; i-- > 0;) {
    double sum = 0;
    for (State& s : states[i]) {
      double after = 0;
      if (i + 1 == n) after = step(s.text, kEnd);
      else for (const State& q : states[i + 1]) after += q.weight * q.backward * step(s.text, q.text);
      s.backward = after;
      sum += after;
    }
    for (State& s : states[i]) s.backward /= sum;
  }
  for (std::size_t i = 0; i < n; ++i) {
    ReadCharacter& c = chars[i];
    const char32_t left = i > 0 ? shown(i - 1) : kEnd, right = shown(i + 1);
    if (sign_fits(shown(i), left, right, options) < 1) doubt_sign(chars, i, left, right, pitch, options);
    if (c.reading.confidence >= options.words_below) continue;
    std::vector<double> factors, prior;
    for (std::size_t k = 0; k < states[i].size(); ++k) {
      const State& s = states[i][k];
      prior.push_back(k == 0 ? c.reading.confidence : k <= c.reading.others.size() ? c.reading.others[k - 1].confidence : s.weight);
      factors.push_back(s.forward * s.backward / std::max(prior.back(), 1e-9));
    }
    // Words say nothing of numerals, nor of marks: 一 and — stand anywhere.
    const bool neutral = std::any_of(states[i].begin(), states[i].end(), [&](const State& s) {
      return s.text != kUnnamed && s.weight >= options.words_heed && (is_numeral(s.text) || (!is_ideograph(s.text) && !is_word(s.text)));
    });
    for (std::size_t k = 0; k < factors.size() && neutral; ++k) {
      factors[k] = states[i][k].text == kUnnamed ? 1 : sign_fits(states[i][k].text, left, right, options);
    }
    const double most = *std::max_element(factors.begin(), factors.end());
    double total = 0;
    for (std::size_t k = 0; k < factors.size(); ++k) {
      prior[k] *= std::max(factors[k] / most, 1 / options.words_most);
      total += prior[k];
    }
    std::vector<OtherReading> all{{c.reading.text, prior[0]}};
    for (std::size_t k = 0; k < c.reading.others.size(); ++k) all.push_back({c.reading.others[k].text, prior[k + 1]});
    sort_by_share(c.reading, std::move(all), total);
  }
}

}  // namespace budgetlift
