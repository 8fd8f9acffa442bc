#include "normalize/same_words.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <unordered_map>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// From the loosest neighbourhood to the tightest.
enum Window { kLeft3, kRight3, kTwoAndTwo, kThreeAndThree, kWhole, kWindows };

// How many characters in a new place count as much as what was seen in this window: the tighter, the fewer.
constexpr double kNovelty[kWindows] = {3, 3, 1, 0.5, 1};
constexpr size_t kShortestWhole = 6;   // characters of a text that is compared as a whole
constexpr double kUnseen = 0.3;        // times that a character counts which is nowhere in the document

struct Count {
  char32_t text;
  double times;
};
using Counts = std::vector<Count>;

void add(Counts& counts, char32_t text, double times) {
  for (Count& count : counts) {
    if (count.text == text) {
      count.times += times;
      return;
    }
  }
  counts.push_back({text, times});
}

double times_of(const Counts& counts, char32_t text) {
  for (const Count& count : counts) {
    if (count.text == text) return count.times;
  }
  return 0;
}

constexpr std::uint64_t kPrime = 0x9E3779B97F4A7C15ull;

std::uint64_t mix(std::uint64_t hash, char32_t c) {
  hash = (hash ^ c) * kPrime;
  return hash ^ (hash >> 29);
}

bool is_numeral(char32_t c) {
  static constexpr std::u32string_view chinese = U"〇零一二三四五六七八九十百千万亿两";
  return (c >= '0' && c <= '9') || chinese.find(c) != std::u32string_view::npos;
}

// The neighbourhoods of each character of a text, as hashes.
class Neighbours {
 public:
  explicit Neighbours(std::u32string chars) : chars_(std::move(chars)) {
    const size_t n = chars_.size();
    prefix_.assign(n + 1, 1);
    suffix_.assign(n + 1, 2);
    for (size_t i = 0; i < n; ++i) prefix_[i + 1] = mix(prefix_[i], chars_[i]);
    for (size_t i = n; i-- > 0;) suffix_[i] = mix(suffix_[i + 1], chars_[i]);
  }

  size_t size() const { return chars_.size(); }

  // 0 where there are too few neighbours to say anything.
  std::uint64_t key(size_t place, Window window) const {
    const auto i = static_cast<std::ptrdiff_t>(place), n = static_cast<std::ptrdiff_t>(chars_.size());
    switch (window) {
      case kLeft3: return i < 2 ? 0 : around(i, 3, 0, window);
      case kRight3: return n - 1 - i < 2 ? 0 : around(i, 0, 3, window);
      case kTwoAndTwo: return std::min<std::ptrdiff_t>(i, 2) + std::min<std::ptrdiff_t>(n - 1 - i, 2) < 3 ? 0 : around(i, 2, 2, window);
      case kThreeAndThree: return std::min<std::ptrdiff_t>(i, 3) + std::min<std::ptrdiff_t>(n - 1 - i, 3) < 4 ? 0 : around(i, 3, 3, window);
      case kWhole: return chars_.size() < kShortestWhole ? 0 : mix(prefix_[place] ^ (suffix_[place + 1] * kPrime), window);
      default: return 0;
    }
  }

  // Of the character with its two neighbours on each side.
  std::uint64_t key_with(size_t place) const {
    const std::uint64_t around = key(place, kTwoAndTwo);
    return around ? mix(around, chars_[place]) : 0;
  }

 private:
  // Beyond the ends of a text stands nothing: character 1.
  std::uint64_t around(std::ptrdiff_t i, int left, int right, Window window) const {
    std::uint64_t hash = mix(7, window);
    for (std::ptrdiff_t k = i - left; k <= i + right; ++k) {
      if (k != i) hash = mix(hash, k < 0 || k >= static_cast<std::ptrdiff_t>(chars_.size()) ? 1 : chars_[static_cast<size_t>(k)]);
    }
    return hash | 1;
  }

  std::u32string chars_;
  std::vector<std::uint64_t> prefix_, suffix_;
};

bool takes_part(const ReadField& field) {
  return field.same_as < 0 && !field.characters.empty() && field.sort != FieldSort::code && field.sort != FieldSort::unit_code &&
         field.sort != FieldSort::amount && field.sort != FieldSort::percent;
}

Neighbours neighbours(const ReadField& field) {
  std::u32string chars;
  for (const UnsureCharacter& c : field.characters) chars.push_back(half_width(c.text()));
  return Neighbours(std::move(chars));
}

class Index {
 public:
  explicit Index(const EvidenceOptions::SameWords& options) : options_(options) {}

  bool is_unsure(const UnsureCharacter& c) const {
    return c.probability() < options_.unsure || c.single < options_.unsure ||
           std::any_of(c.guesses.begin() + 1, c.guesses.end(), [&](const Guess& g) { return g.probability > options_.listed; });
  }

  void ask(const Neighbours& around, size_t place) {
    for (int w = 0; w < kWindows; ++w) {
      if (const std::uint64_t key = around.key(place, static_cast<Window>(w))) seen_.try_emplace(key);
    }
  }

  // Whether the same characters stand elsewhere side by side, with nothing lost between them.
  void ask_single(const Neighbours& around, size_t place) {
    if (const std::uint64_t key = around.key_with(place)) single_.try_emplace(key, 0);
  }

  void count_single(const Neighbours& around, size_t place, double times) {
    if (single_.empty()) return;   // so it is in most documents
    // Nothing is asked of a place without a key.
    if (const auto it = single_.find(around.key_with(place)); it != single_.end()) it->second += times;
  }

  bool is_single(const Neighbours& around, size_t place) const {
    const auto it = single_.find(around.key_with(place));
    return it != single_.end() && it->second >= options_.seen;
  }

  void count(const Neighbours& around, size_t place, std::span<const Guess> guesses) {
    for (const Guess& g : guesses) {
      if (g.text == 0 || g.probability < options_.counted) continue;
      frequency_[half_width(g.text)] += g.probability;
      total_ += g.probability;
    }
    for (int w = 0; w < kWindows; ++w) {
      const std::uint64_t key = around.key(place, static_cast<Window>(w));
      const auto it = key ? seen_.find(key) : seen_.end();
      if (it == seen_.end()) continue;
      for (const Guess& g : guesses) {
        if (g.text != 0 && g.probability >= options_.counted) add(it->second, half_width(g.text), g.probability);
      }
    }
  }

  // The character that stood often enough between the same neighbours and is none of the guesses; 0 for none.
  char32_t proposal(const Neighbours& around, size_t place, const UnsureCharacter& c) const {
    for (Window w : {kWhole, kThreeAndThree, kTwoAndTwo}) {
      const std::uint64_t key = around.key(place, w);
      const auto it = key ? seen_.find(key) : seen_.end();
      if (it == seen_.end()) continue;
      for (const Count& count : it->second) {
        if (count.times >= options_.times_proposed && c.probability_of(count.text) == 0 && !is_numeral(count.text)) return count.text;
      }
    }
    return 0;
  }

  // What is expected at a place, from its neighbours elsewhere.
  struct Prior {
    std::vector<double> factors;   // of each guess
    double rest = 1;
    double seen = 0;               // times that the likeliest guess stood between these neighbours
  };

  Prior prior(const Neighbours& around, size_t place, const UnsureCharacter& c) const {
    Prior out;
    std::vector<double> p, times(c.guesses.size(), 0);
    for (const Guess& g : c.guesses) {
      const auto it = frequency_.find(half_width(g.text));
      const double others = (it == frequency_.end() ? 0 : it->second) - own(g);
      p.push_back(g.text == 0 ? kUnseen / (total_ + 1) : (std::max(others, 0.0) + kUnseen) / (total_ + 1));
    }
    double unseen = kUnseen / (total_ + 1);
    double most_seen = 0;
    for (int w = 0; w < kWindows; ++w) {
      const std::uint64_t key = around.key(place, static_cast<Window>(w));
      const auto it = key ? seen_.find(key) : seen_.end();
      if (it == seen_.end()) continue;
      double sum = 0;
      for (const Count& count : it->second) sum += count.times;
      for (const Guess& g : c.guesses) sum -= own(g);
      sum = std::max(sum, 0.0);
      if (sum < 1e-9) continue;
      const double novelty = kNovelty[w];
      for (size_t i = 0; i < p.size(); ++i) {
        const double n = std::max(0.0, times_of(it->second, half_width(c.guesses[i].text)) - own(c.guesses[i]));
        p[i] = (n + novelty * p[i]) / (sum + novelty);
        times[i] = std::max(times[i], n);
      }
      unseen = novelty * unseen / (sum + novelty);
      most_seen = std::max(most_seen, sum);
    }
    // One numeral says nothing against another.
    double numerals = 0;
    for (size_t i = 0; i < p.size(); ++i) {
      if (is_numeral(half_width(c.guesses[i].text))) numerals = std::max(numerals, p[i]);
    }
    for (size_t i = 0; i < p.size(); ++i) {
      if (is_numeral(half_width(c.guesses[i].text))) p[i] = numerals;
    }
    const size_t best = static_cast<size_t>(std::max_element(p.begin(), p.end()) - p.begin());
    out.seen = times[best];
    const double cap = out.seen >= options_.seen
                           ? std::min(options_.most, options_.most_once * std::max(1.0, out.seen))
                           : options_.most_alone;
    const double top = std::pow(p[best], options_.weight);
    for (double one : p) out.factors.push_back(std::max(std::pow(one, options_.weight) / top, 1 / cap));
    out.rest = std::max(std::pow(unseen, options_.weight) / top, 1 / cap);
    return out;
  }

 private:
  // What the place itself has added to the counts.
  double own(const Guess& g) const { return g.text == 0 || g.probability < options_.counted ? 0 : g.probability; }

  const EvidenceOptions::SameWords& options_;
  std::unordered_map<std::uint64_t, Counts> seen_;
  std::unordered_map<std::uint64_t, double> single_;
  std::unordered_map<char32_t, double> frequency_;
  double total_ = 0;
};

}  // namespace

void weigh_same_words(std::vector<ReadField>& fields, const std::vector<std::string>& sure_texts, const EvidenceOptions& options) {
  Index index(options.same_words);
  for (const ReadField& field : fields) {
    if (!takes_part(field)) continue;
    const bool any = std::any_of(field.characters.begin(), field.characters.end(), [&](const UnsureCharacter& c) { return index.is_unsure(c); });
    if (!any) continue;
    const Neighbours around = neighbours(field);
    for (size_t i = 0; i < around.size(); ++i) {
      if (index.is_unsure(field.characters[i])) index.ask(around, i);
      if (field.characters[i].single < options.same_words.unsure) index.ask_single(around, i);
    }
  }
  for (const ReadField& field : fields) {
    if (!takes_part(field)) continue;
    const Neighbours around = neighbours(field);
    for (size_t i = 0; i < around.size(); ++i) {
      index.count(around, i, field.characters[i].guesses);
      double single = 1;
      for (size_t k = i > 0 ? i - 1 : 0; k < std::min(i + 2, around.size()); ++k) single = std::min(single, field.characters[k].single);
      if (single >= options.same_words.unsure) index.count_single(around, i, field.characters[i].probability());
    }
  }
  for (const std::string& text : sure_texts) {
    std::u32string chars;
    for (char32_t c : decode_utf8(text)) {
      if (!is_space(c)) chars.push_back(half_width(c));
    }
    const Neighbours around(chars);
    for (size_t i = 0; i < chars.size(); ++i) {
      const Guess sure{chars[i], 1};
      index.count(around, i, {&sure, 1});
      index.count_single(around, i, 1);
    }
  }
  for (ReadField& field : fields) {
    if (!takes_part(field)) continue;
    const Neighbours around = neighbours(field);
    std::vector<UnsureCharacter> weighed = field.characters;
    bool changed = false;
    for (size_t i = 0; i < weighed.size(); ++i) {
      if (!index.is_unsure(weighed[i])) continue;
      UnsureCharacter& c = weighed[i];
      if (c.single < options.same_words.unsure && index.is_single(around, i)) c.single = 1;
      const double before = c.probability();
      if (const char32_t proposed = index.proposal(around, i, c)) {
        const double taken = c.rest * options.same_words.proposed;
        c.rest -= taken;
        c.guesses.push_back({proposed, taken});
      }
      const Index::Prior prior = index.prior(around, i, c);
      weigh(c, prior.factors, prior.rest);
      size_t best = 0;
      for (size_t g = 1; g < c.guesses.size(); ++g) {
        if (c.guesses[g].probability > c.guesses[best].probability) best = g;
      }
      const bool seen = prior.seen >= options.same_words.seen && prior.factors[best] >= 1;
      if (best != 0 && seen && c.guesses[best].text != 0 && c.guesses[best].probability >= options.repair) {
        choose(c, best);
        changed = true;
        field.proof.insert(kSameWords);
      } else if (best == 0 && seen && before < options.repair && c.probability() >= options.repair) {
        field.proof.insert(kSameWords);
      }
    }
    if (changed) {
      replace_text(field, weighed);
    } else {
      field.characters = std::move(weighed);
    }
  }
}

}  // namespace budgetlift
