#include "normalize/numbered_list.h"

#include <algorithm>
#include <optional>
#include <re2/re2.h>

#include "normalize/candidates.h"
#include "normalize/text_fold.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// A line that ends this much short of the longest one (as a share of it) ends its paragraph.
constexpr double kShortLine = 0.85;
// Where the cell's width is known: air in full-width characters, padding included, that a line may leave besides the room that what
// follows it would have taken.
constexpr double kAir = 1.9;
// Up to this much air a line without a full stop may go on all the same: some producers break lines early.
constexpr double kUnsureAir = 4.5;
// A text dump's lines show no cell. Where all of them leave more air than that, and the widest has so many full-width characters, the
// cell may be narrower than its form says.
constexpr double kWrapped = 9;

enum class Kind { plain, bracket, goal, circle };

struct Number {
  Kind kind = Kind::plain;
  int value = 0;
  size_t length = 0;             // bytes of the number and its mark
  bool digit_follows = false;    // "2.5": may be a decimal fraction instead
};

std::optional<Number> leading_number(const std::string& text) {
  static const RE2 plain(R"(^((\d{1,2})\s*[.．、]\s*))");
  static const RE2 bracket(R"(^([（(](\d{1,2})[）)][.、]?))");
  static const RE2 goal(R"(^((?:目标)(\d{1,2})[：:.、]))");
  std::string all;
  int value = 0;
  for (const auto& [kind, pattern] : {std::pair{Kind::plain, &plain}, std::pair{Kind::bracket, &bracket}, std::pair{Kind::goal, &goal}}) {
    if (!RE2::PartialMatch(text, *pattern, &all, &value)) continue;
    // "2.2025年…" is a year behind a number, "2.5…" may be a fraction.
    static const RE2 year(R"(^20\d\d年)");
    const std::string rest = text.substr(all.size());
    const bool digit = pattern == &plain && !rest.empty() && rest[0] >= '0' && rest[0] <= '9' && !RE2::PartialMatch(rest, year);
    return Number{kind, value, all.size(), digit};
  }
  const std::u32string chars = decode_utf8(text);
  if (!chars.empty() && chars[0] >= U'①' && chars[0] <= U'⑳') {
    return Number{Kind::circle, static_cast<int>(chars[0] - U'①') + 1, encode_utf8(chars.substr(0, 1)).size(), false};
  }
  return std::nullopt;
}

double line_width(const TextLine& line) {
  return line.box ? line.box->width() : printed_width(canonical(line.text));
}

// A place that could begin an item.
struct ListCandidate {
  size_t line = 0;
  size_t offset = 0;              // bytes of the line before it
  Number number;
  bool guessed = false;           // not what OCR read, but what it may be
  bool after_full_line = false;   // the line before is full, so this one may just go on with it
  bool bare = false;              // no mark stands behind the number: OCR may have lost it
};

struct Lines {
  std::vector<std::string> texts;   // canonical
  std::vector<bool> full;
  std::vector<bool> nearly_full;    // perhaps
  std::vector<ListCandidate> candidates;
};

// The numbers that a line read by OCR may begin with, other than the one it was read to begin with.
std::vector<Number> guessed_numbers(const TextLine& line, const std::string& text, const std::optional<Number>& as_read) {
  constexpr size_t kHead = 4;            // characters of a number with its marks
  constexpr double kLeastShare = 0.01;   // of the probability of what was read
  std::vector<Number> out;
  if (line.readings.empty()) return out;
  const std::u32string chars = decode_utf8(text);
  std::vector<UnsureCharacter> head = read_characters({line.readings.begin(), line.readings.begin() + static_cast<std::ptrdiff_t>(std::min(kHead, line.readings.size()))}, 1);
  if (chars.size() < head.size() || chars.substr(0, head.size()).find(U' ') != std::u32string::npos) return out;
  const EvidenceOptions::Values options;
  add_likes(head, options);
  for (const Candidate& one : candidates(head, options)) {
    const std::u32string first = decode_utf8(one.text);
    if (first.size() != head.size() || one.weight < kLeastShare) continue;   // only other signs, none lost
    const auto number = leading_number(one.text + encode_utf8(chars.substr(head.size())));
    if (!number || (as_read && number->value == as_read->value)) continue;
    const size_t length = decode_utf8(one.text.substr(0, number->length)).size();
    Number found = *number;
    found.length = encode_utf8(chars.substr(0, std::max(length, size_t{1}))).size();
    const bool known = std::any_of(out.begin(), out.end(), [&](const Number& n) { return n.value == found.value; });
    if (!known) out.push_back(found);
  }
  return out;
}

// A number without its mark where a scanned line begins with one and text follows: "4有序推进".
std::optional<Number> bare_number(const TextLine& line, const std::string& text) {
  static const RE2 pattern(R"(^((\d{1,2}) ?)\p{Han})");
  std::string all;
  Number out;
  if (line.readings.empty() || !RE2::PartialMatch(text, pattern, &all, &out.value)) return std::nullopt;
  out.length = all.size();
  return out;
}

// Whether `next` had no room behind the line; `air`: what the line may leave besides that room.
bool is_full(const TextLine& line, const std::string& next, double cell_width, double widest, double air) {
  const double width = line_width(line);
  if (cell_width <= 0) return width > kShortLine * widest;
  const double em = line.box ? width / std::max(1.0, printed_width(canonical(line.text))) : 1;
  return width + (air + first_unit(decode_utf8(next))) * em > cell_width;
}

bool ends_sentence(std::string_view text) { return text.ends_with("。") || text.ends_with("；") || text.ends_with("！") || text.ends_with(";"); }

// Numbers behind the end of a sentence: "1.维修道路。2.改善条件。" on one line.
std::vector<ListCandidate> numbers_inside(const std::string& text, size_t line) {
  std::vector<ListCandidate> out;
  for (size_t at = 1; at < text.size(); ++at) {
    const std::string_view before = std::string_view(text).substr(0, at);
    if (!ends_sentence(before) && !before.ends_with("：") && !before.ends_with(":")) continue;
    const auto number = leading_number(text.substr(at));
    if (number && !number->digit_follows) out.push_back({line, at, *number, false, false, false});
  }
  return out;
}

Lines look_at(const std::vector<TextLine>& lines, double cell_width) {
  Lines out;
  double widest = 0;
  for (const TextLine& line : lines) widest = std::max(widest, line_width(line));
  if (widest > cell_width) cell_width = 0;   // wraps elsewhere than the form says
  const bool narrower = lines.size() > 1 && !lines.front().box && widest >= kWrapped && widest + kUnsureAir < cell_width;
  for (size_t i = 0; i < lines.size(); ++i) {
    out.texts.push_back(canonical(lines[i].text));
    const std::string next = i + 1 < lines.size() ? canonical(lines[i + 1].text) : "";
    out.full.push_back(is_full(lines[i], next, cell_width, widest, kAir));
    out.nearly_full.push_back(is_full(lines[i], next, cell_width, widest, kUnsureAir) || (narrower && is_full(lines[i], next, 0, widest, kAir)));
    const bool after_full_line = i > 0 && out.full[i - 1] && !ends_sentence(out.texts[i - 1]);
    const auto number = leading_number(out.texts.back());
    if (number) out.candidates.push_back({i, 0, *number, false, after_full_line, false});
    for (const Number& guess : guessed_numbers(lines[i], out.texts.back(), number)) {
      out.candidates.push_back({i, 0, guess, true, after_full_line, false});
    }
    // In the middle of a sentence it is a quantity.
    const auto bare = number || after_full_line ? std::nullopt : bare_number(lines[i], out.texts.back());
    if (bare) out.candidates.push_back({i, 0, *bare, true, false, true});
    for (const ListCandidate& inside : numbers_inside(out.texts.back(), i)) out.candidates.push_back(inside);
  }
  return out;
}

// The candidates that are 1, 2, 3 … in order. A number that a digit follows ("2.5") is taken only where no other
// line has that number; one that is only guessed, where no line was read to have it; one inside a line, where no line begins
// with it and it is printed like the first one.
std::vector<ListCandidate> consecutive(const std::vector<ListCandidate>& candidates) {
  std::vector<ListCandidate> chain;
  size_t from = 0;
  for (int expected = 1;; ++expected) {
    std::optional<size_t> best;
    auto rank = [&](size_t k) { return 4 * (candidates[k].offset > 0) + 2 * candidates[k].guessed + candidates[k].number.digit_follows; };
    for (size_t i = from; i < candidates.size(); ++i) {
      const ListCandidate& c = candidates[i];
      if (c.number.value != expected) continue;
      if (!chain.empty() && c.line == chain.back().line && c.offset == chain.back().offset) continue;
      if (!chain.empty() && c.offset > 0 && c.number.kind != chain.front().number.kind) continue;
      if (!best || rank(i) < rank(*best)) best = i;
      if (rank(*best) == 0) break;
    }
    if (!best) break;
    chain.push_back(candidates[*best]);
    from = *best + 1;
  }
  // One number inside a text is no list.
  if (chain.size() == 1 && chain.front().offset > 0) chain.clear();
  return chain;
}

// Whether the line begins with the end of a sentence ("好。2020年…"): too short to be an item's first one.
bool begins_with_rest(const std::string& text) {
  constexpr size_t kLeast = 3;   // characters of a sentence
  return decode_utf8(text).find_first_of(U"。；！;") < kLeast;
}

// Without numbers a line clearly shorter than the widest ends its item.
std::vector<ListItem> by_short_lines(const Lines& looked, const std::vector<TextLine>& lines) {
  std::vector<ListItem> items;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (looked.texts[i].empty()) continue;
    const bool unsure = i > 0 && !looked.full[i - 1] && looked.nearly_full[i - 1] && !ends_sentence(looked.texts[i - 1]);
    if (items.empty() || (!looked.full[i - 1] && !unsure && !begins_with_rest(looked.texts[i]))) items.emplace_back();
    if (unsure) items.back().doubt = "its lines may be items of their own: " + looked.texts[i];
    items.back().text = canonical(items.back().text + looked.texts[i]);
    items.back().lines.push_back(lines[i]);
  }
  return items;
}

}  // namespace

std::vector<ListItem> split_numbered(const std::vector<TextLine>& lines, double width) {
  const Lines looked = look_at(lines, width);
  std::vector<ListCandidate> chain = consecutive(looked.candidates);
  auto was_read = [](const ListCandidate& c) { return !c.guessed; };
  // "99.5%" at the beginning of a line is no number of an item, if it is the only one.
  const bool printed = std::any_of(looked.candidates.begin(), looked.candidates.end(), [](const ListCandidate& c) { return c.offset == 0 && !c.guessed && !c.number.digit_follows; });
  if (std::none_of(chain.begin(), chain.end(), was_read)) chain.clear();   // guesses alone make no list
  if (chain.empty()) {
    std::vector<ListItem> items = by_short_lines(looked, lines);
    if (printed) {
      for (ListItem& item : items) item.doubt = "numbered lines, but none has the number 1";
    }
    return items;
  }
  std::vector<ListItem> items;
  // Adds a part of a line to the open item.
  const auto add = [&](const std::string& text, size_t line) {
    if (text.empty()) return;
    items.back().text = canonical(items.back().text + text);
    items.back().lines.push_back(lines[line]);
  };
  size_t next = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string& text = looked.texts[i];
    if (text.empty()) continue;
    size_t at = 0;   // what of the line is taken
    const auto rest = [&] { return text.substr(at, (next < chain.size() && chain[next].line == i ? chain[next].offset : text.size()) - at); };
    if (next >= chain.size() || chain[next].line != i || chain[next].offset > 0) {
      if (items.empty()) {
        items.emplace_back();
        items.back().doubt = "text before the first number";
      }
      const auto number = leading_number(text);
      if (number && !number->digit_follows) {
        items.back().doubt = "a line with the number " + std::to_string(number->value) + " out of order";
      }
      add(rest(), i);
    }
    while (next < chain.size() && chain[next].line == i) {
      const ListCandidate& c = chain[next++];
      items.emplace_back();
      const std::string printed_number = text.substr(c.offset, c.number.length);
      if (c.guessed && (c.after_full_line || c.bare)) items.back().doubt = "the line may begin with an item's number: " + printed_number;
      if (c.number.digit_follows && c.after_full_line) {
        items.back().doubt = "the line begins with \"" + printed_number + "\" and a digit: an item's number or a fraction";
      }
      at = c.offset + c.number.length;
      add(rest(), i);
    }
  }
  // A list that is out of order somewhere is cut wrongly elsewhere, too.
  const auto doubted = std::find_if(items.begin(), items.end(), [](const ListItem& item) { return !item.doubt.empty(); });
  if (doubted != items.end()) {
    for (ListItem& item : items) {
      if (item.doubt.empty()) item.doubt = doubted->doubt;
    }
  }
  return items;
}

}  // namespace budgetlift
