#include "extract/dump_stream_page_numbers.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string_view>

#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"
#include "schemas/unit_names.h"

namespace budgetlift {
namespace {

constexpr size_t kMostDigits = 4;     // of a page number
constexpr size_t kLeastLines = 1;     // from one page number to the next
constexpr int kLeastProjects = 2;     // whose codes stand behind their numbers, where all projects' do
constexpr int kRunningHead = 3;       // page numbers under the same line
constexpr int kMostMissing = 40;      // pages on end that have no number,
constexpr int kFewMissing = 3;        // of which each of the first costs more
constexpr double kMissing = 1.5, kMoreMissing = 0.25;   // than the others
constexpr double kOneSide = 2;        // by which numbers on one side of each sheet must be the better chain
constexpr double kNever = 1e9;
constexpr double kLeastChain = 5;     // weight of a chain of page numbers that is believed
// Weights of a number that may be a page's: alone on its line; with signs around it; beside something that begins a page.
constexpr double kHardly = 0.1, kAlone = 1, kBeforeProject = 2, kMarked = 5, kAtStart = 3, kAtEnd = 5;

std::optional<int> number_of(std::u32string_view text) {
  if (text.empty() || text.size() > kMostDigits) return std::nullopt;
  int value = 0;
  for (char32_t c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<int>(c - '0');
  }
  return value;
}

// Whether a line ends with letters and digits enough for a code, all in one piece.
bool ends_with_code(const std::string& text) {
  constexpr size_t kLeast = 15;
  size_t run = 0;
  while (run < text.size() && std::isalnum(static_cast<unsigned char>(text[text.size() - 1 - run]))) ++run;
  return run >= kLeast;
}

class PageNumbers {
 public:
  PageNumbers(const std::vector<RawLine>& lines, DumpKind kind, const DumpWords& words, const DumpPatterns& patterns)
      : lines_(lines), words_(words), patterns_(patterns) {
    for (size_t i = 0; i < lines.size() && !numbered_; ++i) numbered_ = shows_numbers(i);
    int projects = 0;
    for (size_t i = 0; i < lines.size() && numbered_; ++i) projects += begins_project(i);
    const bool form_feeds = std::any_of(lines.begin() + (lines.empty() ? 0 : 1), lines.end(), [](const RawLine& line) { return line.form_feed; });
    // What the same line stands above: a running foot and the number of its page.
    std::map<std::string, int> above;
    for (size_t i = 1; i < lines.size(); ++i) {
      if (number_alone(lines[i].text) && !number_alone(lines[i - 1].text)) ++above[lines[i - 1].text];
    }
    const bool all_alone = kind == DumpKind::pypdf && counts_to_end();
    for (const RawLine& line : lines) {
      const std::u32string key = key_text(line.text), word = word_behind_digits(key);
      if (!line.form_feed && !word.empty()) {
        size_t& shortest = shortest_.emplace(word, key.size()).first->second;
        shortest = std::min(shortest, digits_at_start(key));
      }
    }
    int page = 0;
    for (size_t i = 0; i < lines.size(); ++i) {
      page += lines[i].form_feed;
      const bool first = i == 0 || lines[i].form_feed, last = i + 1 == lines.size() || lines[i + 1].form_feed;
      if (auto number = number_alone(lines[i].text)) {
        if (form_feeds && !first && !last) continue;
        number->line = i;
        number->page = page;
        if (form_feeds) number->weight += kAtStart;
        else if (i == 0 || i + 1 == lines.size()) number->weight += kAtEnd;
        const bool under_head = i > 0 && !numbered_ && above[lines[i - 1].text] >= kRunningHead;
        const bool before_title = i + 1 < lines.size() && begins_title(i + 1);
        const bool before_page = i + 1 < lines.size() && (begins_page(key_text(lines[i + 1].text)) || before_title || name_goes_on_below(i, i + 1) ||
                                                               (i + 2 < lines.size() && name_goes_on_below(i, i + 2)));   // below a running head
        // One alone is believed where a form begins below it.
        if (under_head || before_page) number->weight += before_title || number->value == 1 ? kAtStart + kAlone : kAtStart;
        if (numbered_ && i + 1 < lines.size() && label_below(i)) number->weight += kAtStart;
        // It may as well be a project's, but where codes stand behind these or all numbers that stand alone are pages'.
        if (numbered_ && !form_feeds && !all_alone && number->weight == kAlone && (projects < kLeastProjects || begins_project(i))) continue;
        if (i > 0 && !form_feeds && ends_with_code(lines[i - 1].text)) number->weight = kHardly;   // the rest of the code
        candidates_.push_back(*number);
      } else if (kind == DumpKind::pypdf) {
        add_glued(i, page);
      }
    }
  }

  // The heaviest chain of numbers: each one more than the one before or, printed on one side of each sheet, two.
  std::vector<PageNumber> chain() const {
    const Chain all = chain(1), sides = chain(2);
    return sides.weight > all.weight + kOneSide ? sides.numbers : all.numbers;
  }

 private:
  struct Chain {
    std::vector<PageNumber> numbers;
    double weight = 0;   // less what missing numbers cost
  };

  // What it costs that a number follows another one: pages between them may have none. Form feeds count such pages.
  static double following(const PageNumber& own, const PageNumber& other, int step) {
    const int more = own.value - other.value;
    if (own.line < other.line + kLeastLines || more <= 0) return kNever;
    if (more == step || more == own.page - other.page) return 0;
    const int missing = more / step - 1;
    if (own.page > 0 || more % step != 0 || missing > kMostMissing) return kNever;
    return kMissing * std::min(missing, kFewMissing) + kMoreMissing * std::max(0, missing - kFewMissing);
  }

  Chain chain(int step) const {
    std::vector<double> best(candidates_.size());
    std::vector<int> before(candidates_.size(), -1);
    int end = -1;
    for (size_t i = 0; i < candidates_.size(); ++i) {
      const PageNumber& own = candidates_[i];
      best[i] = own.weight;
      for (size_t k = 0; k < i; ++k) {
        const PageNumber& other = candidates_[k];
        const double weight = best[k] + own.weight - following(own, other, step);
        if (weight <= best[i]) continue;
        best[i] = weight;
        before[i] = static_cast<int>(k);
      }
      if (end < 0 || best[i] > best[static_cast<size_t>(end)]) end = static_cast<int>(i);
    }
    Chain out;
    if (end < 0 || best[static_cast<size_t>(end)] < kLeastChain) return out;
    out.weight = best[static_cast<size_t>(end)];
    for (; end >= 0; end = before[static_cast<size_t>(end)]) out.numbers.push_back(candidates_[static_cast<size_t>(end)]);
    std::reverse(out.numbers.begin(), out.numbers.end());
    return out;
  }

  bool begins_page(std::u32string_view key) const {
    constexpr size_t kLeast = 3;   // characters of a word
    for (const auto* names : {&words_.level1(), &words_.level2(), &words_.columns(), &words_.heads()}) {
      for (const std::u32string& name : *names) {
        if (key.size() >= kLeast && key.substr(0, name.size()) == name) return true;
      }
    }
    return false;
  }

  // Of one line or two.
  bool begins_title(size_t i) const {
    return patterns_.is_title(lines_[i].text) || (i + 1 < lines_.size() && patterns_.is_title(lines_[i].text + lines_[i + 1].text));
  }

  // Whether the rest of an indicator's level begins line `below_line`, with its beginning above line `i`: the page's end cuts it.
  bool name_goes_on_below(size_t i, size_t below_line) const {
    constexpr size_t kNear = 8;   // lines
    const std::string& below = lines_[below_line].text;
    const std::u32string rest = key_text(std::string_view(below).substr(0, below.find(' ')));
    for (const auto* names : {&words_.level1(), &words_.level2()}) {
      for (const std::u32string& name : *names) {
        if (rest.size() >= name.size() || !name.ends_with(rest)) continue;
        const std::u32string front = name.substr(0, name.size() - rest.size());
        for (size_t k = i; k-- > 0 && i - k <= kNear;) {
          const std::string above = " " + lines_[k].text + " ";
          for (size_t at = above.find(' '), next; (next = above.find(' ', at + 1)) != std::string::npos; at = next) {
            if (key_text(std::string_view(above).substr(at, next - at)) == front) return true;
          }
        }
      }
    }
    return false;
  }

  // The label of lines [first, first + count), if they are one.
  const LabelUse* label_of(size_t first, size_t count) const {
    constexpr size_t kLongest = 60;   // bytes
    std::string joined;
    for (size_t i = first; i < first + count && i < lines_.size(); ++i) joined += lines_[i].text;
    return joined.size() > kLongest ? nullptr : words_.find(joined);
  }

  // Whether a listing's header has a column for the projects' own numbers there.
  bool shows_numbers(size_t i) const {
    const std::string& text = lines_[i].text;
    for (const LabelUse* use : {label_of(i, 1), label_of(i, 2), words_.find(std::string_view(text).substr(0, text.find(' ')))}) {
      if (use && use->number) return true;
    }
    const std::vector<DumpWords::Start> starts = words_.labels_at(key_text(text));
    return std::any_of(starts.begin(), starts.end(), [&](const DumpWords::Start& start) { return start.use->number; });
  }

  // A header that is printed again begins below line `i`, with labels that no form knows or with one that may be wrapped.
  bool label_below(size_t i) const {
    constexpr size_t kMostLines = 3, kMostLead = 240;   // bytes of unknown labels
    const std::string& next = lines_[i + 1].text;
    if (words_.find(std::string_view(next).substr(0, next.find(' ')))) return true;
    for (size_t count = 1; count <= kMostLines; ++count) {
      if (label_of(i + 1, count)) return true;
    }
    size_t lead = 0;
    for (size_t k = i + 1; k < lines_.size() && lead <= kMostLead; ++k) {
      if (shows_numbers(k)) return true;
      if (lines_[k].text.find_first_of("0123456789") != std::string::npos) return false;
      lead += lines_[k].text.size();
    }
    return false;
  }

  // Whether the numbers that stand alone count from 1 to the one that ends the text, a page's, and the first is none right below a header.
  bool counts_to_end() const {
    int last = 0;
    for (size_t i = 0; i < lines_.size(); ++i) {
      const auto number = number_alone(lines_[i].text);
      if (!number) continue;
      if (number->value != ++last || i == 0 || !words_.labels_at(key_text(lines_[i - 1].text)).empty()) return false;
    }
    return last > 1 && number_alone(lines_.back().text);
  }

  // Whether a project's own number and its code begin on the line.
  bool begins_project(size_t i) const {
    const std::string& text = lines_[i].text;
    const size_t end = std::min(text.find(' '), text.size());
    if (!number_of(decode_utf8(std::string_view(text).substr(0, end)))) return false;
    if (end < text.size()) return stream_values::project_code_at(key_text(std::string_view(text).substr(end))) == 0;
    return i + 1 < lines_.size() && stream_values::project_code_at(key_text(lines_[i + 1].text)) == 0;
  }

  // "5台": a unit, and no word that begins with its character.
  static bool begins_unit(std::u32string_view key) {
    static const std::set<std::u32string> units = [] {
      std::set<std::u32string> out;
      for (const std::string& name : unit_names()) out.insert(key_text(name));
      return out;
    }();
    const size_t end = std::find_if_not(key.begin(), key.end(), stream_values::is_han) - key.begin();
    return units.count(std::u32string(key.substr(0, end))) > 0;
  }

  static size_t digits_at_start(std::u32string_view key) {
    return static_cast<size_t>(std::find_if_not(key.begin(), key.end(), stream_values::is_digit) - key.begin());
  }

  // The beginning of the word that follows digits at the line's start; empty without them.
  static std::u32string word_behind_digits(std::u32string_view key) {
    constexpr size_t kLength = 3;
    const size_t digits = digits_at_start(key);
    if (digits == 0 || digits + kLength > key.size()) return {};
    const std::u32string_view word = key.substr(digits, kLength);
    return std::all_of(word.begin(), word.end(), stream_values::is_han) ? std::u32string(word) : std::u32string();
  }

  // Whether a project begins there as others do inside pages: with as many digits at least, before the same word.
  bool begins_like_others(std::u32string_view key) const {
    const auto others = shortest_.find(word_behind_digits(key));
    return others != shortest_.end() && key[0] != U'0' && digits_at_start(key) >= others->second;
  }

  // `page`: counted by form feeds.
  void add_glued(size_t i, int page) {
    // "第3页" in front of anything.
    const std::u32string raw = decode_utf8(lines_[i].text);
    for (size_t n = 3; n <= kMostDigits + 4 && n < raw.size(); ++n) {
      const std::string front = encode_utf8(std::u32string_view(raw).substr(0, n));
      const auto number = number_alone(front);
      if (number && number->weight >= kMarked) {
        candidates_.push_back({.line = i, .value = number->value, .weight = kMarked, .glued = front.size()});
        return;
      }
    }
    const std::u32string key = key_text(lines_[i].text);
    for (size_t digits = 1; digits < key.size() && digits <= kMostDigits; ++digits) {
      const auto value = number_of(std::u32string_view(key).substr(0, digits));
      if (!value) break;
      const std::u32string_view rest = std::u32string_view(key).substr(digits);
      double weight = begins_page(rest) ? kAlone + kAtStart : 0;
      // No mark parts the two: a number of the title's own has one.
      const bool marked = !rest.empty() && std::u32string_view(U".、,:)．").find(rest[0]) != std::u32string_view::npos;
      const auto is_year = [&] { return rest.size() > 4 && rest[0] == U'2' && rest[1] == U'0' && rest[4] == U'年'; };
      if (i == 0 && *value <= 2 && !marked && (rest[0] < U'0' || rest[0] > U'9' || is_year())) weight = kAlone + kAtEnd;
      if (weight == 0 && !marked && (rest[0] < U'0' || rest[0] > U'9' || is_year()) && patterns_.is_title(encode_utf8(rest))) weight = rest[0] == U'年' ? kAlone : kAtEnd;
      // "51.养护绩效目标表" begins page 5.
      if (weight == 0 && !marked && rest[0] >= U'1' && rest[0] <= U'9' && patterns_.is_numbered_title(encode_utf8(rest))) weight = kAlone;
      // "2项目名称": the rest of a code that the line before ends with.
      if (i > 0 && weight > 0 && ends_with_code(lines_[i - 1].text)) weight = kHardly;
      // "32408001某局": page 3 begins with the second project of a listing.
      if (weight == 0 && numbered_ && lines_[i].form_feed && begins_like_others(rest)) {
        candidates_.push_back({.line = i, .value = *value, .weight = kBeforeProject, .glued = digits, .page = page});
        continue;
      }
      // Or a project of a listing, behind its own number.
      if (weight == 0 && numbered_) continue;
      // Anything may begin a page, but what makes a quantity or an item of a list of the number.
      if (weight == 0 && (rest.empty() || marked || std::u32string_view(U"0123456789%‰").find(rest[0]) != std::u32string_view::npos)) continue;
      // "3年终" may begin page 3, and so may digits behind a code or before a unit, but only where other pages' numbers leave the place free.
      const bool dates = !rest.empty() && (std::u32string_view(U"年月日号").find(rest[0]) != std::u32string_view::npos || begins_unit(rest));
      const bool rest_of_code = i > 0 && ends_with_code(lines_[i - 1].text);
      candidates_.push_back({.line = i, .value = *value, .weight = std::max(weight, dates || rest_of_code ? kHardly / 5 : kHardly), .glued = digits});
    }
  }

  const std::vector<RawLine>& lines_;
  const DumpWords& words_;
  const DumpPatterns& patterns_;
  bool numbered_ = false;   // a listing numbers its projects
  std::map<std::u32string, size_t> shortest_;   // word_behind_digits of lines that begin no page; the fewest digits before it
  std::vector<PageNumber> candidates_;
};

}  // namespace

std::optional<PageNumber> number_alone(const std::string& text) {
  constexpr size_t kLongest = 24;   // bytes
  if (text.size() > kLongest) return std::nullopt;
  std::u32string key = key_text(text);
  PageNumber out;
  out.weight = kAlone;
  for (const auto& [left, right] : {std::pair{U'-', U'-'}, {U'–', U'–'}, {U'—', U'—'}, {U'第', U'页'}}) {
    while (key.size() > 2 && key.front() == left && key.back() == right) {
      key = key.substr(1, key.size() - 2);
      out.weight = kMarked;
    }
  }
  const auto value = number_of(key);
  if (!value) return std::nullopt;
  out.value = *value;
  return out;
}

std::vector<PageNumber> page_numbers(const std::vector<RawLine>& lines, DumpKind kind, const DumpWords& words, const DumpPatterns& patterns) {
  return PageNumbers(lines, kind, words, patterns).chain();
}

}  // namespace budgetlift
