#include "extract/scan/line_room.h"

#include <algorithm>
#include <string_view>

#include "extract/scan/characters.h"
#include "extract/scan/median.h"

namespace budgetlift {
namespace {

constexpr std::size_t kSome = 3;   // distances that show how wide a line is set
constexpr double kCapitalO = 0.85;  // that a 0 at the head of capitals is an O (OBD, VOCs): likely, but never sure

bool is_digit(const ReadCharacter& c) { return c.reading.text.size() == 1 && c.reading.text[0] >= '0' && c.reading.text[0] <= '9'; }

// A letter with an upright or round side on both sides: others leave air beside them.
bool is_full_letter(const ReadCharacter& c) {
  return c.reading.text.size() == 1 && std::string_view("BCDEGHIKMNOPQRSUXZ").find(c.reading.text[0]) != std::string_view::npos;
}

constexpr std::u32string_view kOpening = U"(《〈【[〔“‘", kClosing = U")》〉】]〕”’";

// Position of a character among the brackets of one kind; npos if it is none of them.
std::size_t bracket_of(std::u32string_view brackets, const std::string& text) {
  const char32_t sign = first_character(narrow_sign(text));
  return sign == 0 ? std::u32string_view::npos : brackets.find(sign);
}

// How likely a reading is to be that sign.
double share_of(const Reading& reading, char32_t sign) {
  if (first_character(narrow_sign(reading.text)) == sign) return reading.confidence;
  for (const OtherReading& o : reading.others) {
    if (first_character(narrow_sign(o.text)) == sign) return o.confidence;
  }
  return 0;
}

double holds(const ReadCharacter& c, char32_t sign) { return c.place * share_of(c.reading, sign); }

// Makes the reading that sign, which is one of its guesses; the others share what is left.
void take(Reading& reading, char32_t sign, double confidence) {
  std::vector<OtherReading> all{{reading.text, reading.confidence}};
  all.insert(all.end(), reading.others.begin(), reading.others.end());
  const auto it = std::find_if(all.begin(), all.end(), [&](const OtherReading& o) { return first_character(narrow_sign(o.text)) == sign; });
  const double left = 1 - it->confidence;
  reading.text = it->text;
  reading.confidence = std::max(it->confidence, confidence);
  all.erase(it);
  for (OtherReading& o : all) o.confidence *= left > 0 ? (1 - reading.confidence) / left : 0;
  reading.others = std::move(all);
}

// Two brackets of different kinds that close each other are of the kind that both may be; false if there is none.
bool agree(Reading& opens, Reading& closes, const LineReaderOptions& options) {
  const double as_read = opens.confidence * closes.confidence / options.kind_odds;
  double total = as_read, most = as_read;
  std::size_t best = kOpening.size();
  for (std::size_t k = 0; k < kOpening.size(); ++k) {
    const double both = share_of(opens, kOpening[k]) * share_of(closes, kClosing[k]);
    total += both;
    if (both > most) most = both, best = k;
  }
  if (best == kOpening.size()) return false;
  take(opens, kOpening[best], most / total);
  take(closes, kClosing[best], most / total);
  return true;
}

// The faintest brackets are lost, the other one of the pair is not: of the faint places [from, to) the likeliest for it.
void find_pair(std::vector<ReadCharacter>& all, std::size_t from, std::size_t to, char32_t sign, const LineReaderOptions& options) {
  std::size_t best = to;
  for (std::size_t i = from; i < to; ++i) {
    if (all[i].place < options.least_place && holds(all[i], sign) > (best < to ? holds(all[best], sign) : options.least_pair)) best = i;
  }
  if (best == to) return;
  ReadCharacter& c = all[best];
  const double odds = options.pair_odds * holds(c, sign) / (1 - holds(c, sign)), sure = odds / (1 + odds);
  take(c.reading, sign, sure);
  c.place = sure;
}

// A bracket that nothing opens or closes is evidence that a faint place before or behind it is its pair.
void pair_brackets(std::vector<ReadCharacter>& all, const LineReaderOptions& options) {
  std::vector<std::pair<std::size_t, std::size_t>> open;   // kind and place
  std::size_t searched = 0;                                // nothing before it can be the pair of a bracket that follows
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].place < options.least_place) continue;
    const std::size_t opens = bracket_of(kOpening, all[i].reading.text), closes = bracket_of(kClosing, all[i].reading.text);
    if (opens != std::u32string_view::npos) open.emplace_back(opens, i);
    if (closes == std::u32string_view::npos) continue;
    if (open.empty()) {
      find_pair(all, searched, i, kOpening[closes], options);
    } else if (open.back().first == closes || agree(all[open.back().second].reading, all[i].reading, options)) {
      open.pop_back();
    } else {
      // One further out: those inside it are not closed.
      const auto own = std::find_if(open.rbegin(), open.rend(), [&](const auto& o) { return o.first == closes; });
      if (own == open.rend()) find_pair(all, searched, i, kOpening[closes], options);
      for (auto it = open.rbegin(); own != open.rend() && it != own; ++it) find_pair(all, it->second + 1, i, kClosing[it->first], options);
      if (own != open.rend()) open.erase(own.base() - 1, open.end());
    }
    searched = i + 1;
  }
  for (std::size_t k = 0; k < open.size(); ++k) {
    const std::size_t to = k + 1 < open.size() ? open[k + 1].second : all.size();
    find_pair(all, open[k].second + 1, to, kClosing[open[k].first], options);
  }
}

bool is_letter(const ReadCharacter& c) {
  const char32_t sign = first_character(narrow_sign(c.reading.text));
  return is_ideograph(c.reading.text) || (sign >= U'0' && sign <= U'9') || (sign >= U'A' && sign <= U'Z');
}

// A capital beside others as wide as Han characters is set like them.
bool is_wide_letter(const std::vector<ReadCharacter>& line, std::size_t i, double width) {
  return i < line.size() && is_full_letter(line[i]) && line[i].x1 - line[i].x0 > width;
}

}  // namespace

double pitch_of(const std::vector<ReadCharacter>& line, double em) {
  std::vector<double> distances;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    if (is_ideograph(line[i].reading.text) && is_ideograph(line[i + 1].reading.text)) distances.push_back(line[i + 1].middle() - line[i].middle());
  }
  return distances.size() < kSome ? em : median(std::move(distances));
}

std::vector<char> find_room(const ReadLine& line, double em, const LineReaderOptions& options) {
  const std::vector<ReadCharacter>& chars = line.characters;
  std::vector<char> out(chars.size(), 0);
  if (chars.size() < 2) return out;
  // Justified lines have air everywhere; short ones are none.
  std::vector<double> gaps;
  for (std::size_t i = 0; i + 1 < chars.size(); ++i) gaps.push_back(chars[i + 1].x0 - chars[i].x1);
  const double usual = gaps.size() < kSome ? 0 : std::max(0.0, median(gaps));
  for (std::size_t i = 0; i + 1 < chars.size(); ++i) {
    const ReadCharacter &a = chars[i], &b = chars[i + 1];
    const bool a_han = is_ideograph(a.reading.text), b_han = is_ideograph(b.reading.text);
    const bool a_full = is_digit(a) || is_full_letter(a), b_full = is_digit(b) || is_full_letter(b);
    const bool narrow = (a_full && b_full) || (a_han && is_full_letter(b)) || (is_full_letter(a) && b_han);
    if (!narrow && !(a_han && b_han)) continue;
    if (gaps[i] - usual > (narrow ? options.narrow_gap : options.han_gap) * em) out[i] = out[i + 1] = 1;
  }
  return out;
}

bool is_speck_beside(const ReadCharacter& c, const ReadCharacter& neighbour, bool begins) {
  // Beside digits and letters a mark may be a misread hyphen or point.
  static constexpr std::u32string_view marks = U"·.'`‘’~|^_", never_first = U",，。、；：;:）)》〉”", never_last = U"《〈（(“";
  const char32_t sign = first_character(narrow_sign(c.reading.text)), beside = first_character(neighbour.reading.text);
  if (marks.find(sign) != std::u32string_view::npos) return begins || is_ideograph(beside) || beside == U'%';
  return (begins ? never_first : never_last).find(sign) != std::u32string_view::npos;
}

void doubt_room(ReadLine& line, const LineBox& box, const LineReaderOptions& options) {
  std::vector<ReadCharacter>& chars = line.characters;
  const double em = box.em;
  if (chars.empty()) return;
  auto doubt = [&](std::size_t i) { chars[i].reading.single = std::min(chars[i].reading.single, options.room_single); };
  const std::vector<char> room = find_room(line, em, options);
  // Ink before the first or behind the last character that nobody read.
  if (line.missed > options.edge_missed) {
    if (chars.front().x0 - box.box.x > options.edge_gap * em) doubt(0);
    if (box.box.x + box.box.width - chars.back().x1 > options.edge_gap * em) doubt(chars.size() - 1);
  }
  const double wide = options.wide_letter * em;
  for (std::size_t i = 0; i < chars.size(); ++i) {
    if (room[i]) doubt(i);
    // An I beside a letter with an upright looks like a part of it.
    const bool all_wide = (i > 0 && is_wide_letter(chars, i - 1, wide)) || is_wide_letter(chars, i + 1, wide);
    if (is_wide_letter(chars, i, wide) && chars[i].reading.text != "M" && !all_wide) doubt(i);
  }
  // A sign twice in a row is one that was seen twice (brackets close twice), unless the line has no others (-- for nothing).
  static constexpr std::u32string_view once = U"-.,:;(/·，。、：；（";
  auto is_once = [&](const ReadCharacter& c) { return once.find(first_character(c.reading.text)) != std::u32string_view::npos; };
  const bool only_signs = std::all_of(chars.begin(), chars.end(), is_once);
  for (std::size_t i = 0; i + 1 < chars.size(); ++i) {
    const std::string &text = chars[i].reading.text, &next = chars[i + 1].reading.text;
    if (text == "0" && is_full_letter(chars[i + 1]) && !(i > 0 && is_digit(chars[i - 1]))) {
      chars[i].reading = {"O", kCapitalO, {{"0", 1 - kCapitalO}}, chars[i].reading.single};
    }
    // The 、 between two titles stands below the end of the first one's bracket.
    const bool titles = text == "》" && next == "《";
    const bool twice = !only_signs && is_once(chars[i]) && narrow_sign(text) == narrow_sign(next);
    if (titles || twice) doubt(i), doubt(i + 1);
  }
}

void keep_end(ReadLine& line, const LineBox& box, const LineReaderOptions& options) {
  std::vector<ReadCharacter>& all = line.characters;
  if (all.empty() || all.back().place >= options.least_place || !is_letter(all.back())) return;
  const auto last = std::find_if(all.rbegin(), all.rend(), [&](const ReadCharacter& c) { return c.place >= options.least_place; });
  if (last == all.rend() || box.box.x + box.box.width - last->x1 < options.edge_gap * box.em) return;
  all.back().place = options.least_place;
}

void settle(ReadLine& line, const LineReaderOptions& options) {
  std::vector<ReadCharacter>& all = line.characters;
  pair_brackets(all, options);
  auto stays = [&](const ReadCharacter& c) { return c.place >= options.least_place; };
  const auto first = std::find_if(all.begin(), all.end(), stays);
  const auto last = std::find_if(all.rbegin(), all.rend(), stays).base();   // behind it
  // Specks before and behind the text.
  std::vector<char> speck(all.size(), 0);
  for (auto it = all.begin(); it != all.end() && first != all.end(); ++it) {
    if (it < first || it >= last) speck[static_cast<std::size_t>(it - all.begin())] = it < first ? is_speck_beside(*it, *first, true) : is_speck_beside(*it, *(last - 1), false);
  }
  std::vector<ReadCharacter> kept;
  double lost = 1, sign_lost = 1;   // that the faint place before was none; the same of what may be a character there
  for (std::size_t i = 0; i < all.size(); ++i) {
    ReadCharacter& c = all[i];
    if (!stays(c)) {
      lost = 1 - c.place;
      // What is nothing looks like nothing known.
      sign_lost = speck[i] ? 1 : 1 - c.place * c.reading.single * c.reading.confidence;
      if (!kept.empty()) kept.back().reading.confidence *= lost, kept.back().reading.single *= sign_lost;
      continue;
    }
    const double sure = std::min(1.0, c.place / options.sure_place);
    c.reading.single *= std::max(sure, c.reading.confidence) * sign_lost;
    c.reading.confidence *= sure * lost;
    // Ink that nobody read: the line may lack a character anywhere.
    if (line.missed > options.most_missed) {
      c.reading.confidence = std::min(c.reading.confidence, options.missed_level);
      c.reading.single = std::min(c.reading.single, options.missed_level);
    }
    lost = sign_lost = 1;
    kept.push_back(std::move(c));
  }
  line.characters = std::move(kept);
}

}  // namespace budgetlift
