#include "extract/ocr_words.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <span>

#include "extract/column_cut.h"
#include "extract/read_cells.h"
#include "extract/read_text.h"
#include "extract/word_fit.h"
#include "schemas/canonical.h"
#include "schemas/readings.h"

namespace budgetlift {
namespace {

constexpr size_t kShortest = 3;   // characters of a word that is put right

std::u32string half_width_text(std::string_view text) {
  std::u32string out;
  for (char32_t c : decode_utf8(canonical(text))) {
    if (!is_space(c)) out.push_back(half_width(c));
  }
  return out;
}

// A word from a heading's pattern that has no choices in it ("^一、总体绩效目标$").
std::optional<std::string> plain_pattern(std::string_view pattern) {
  if (pattern.size() < 2 || pattern.front() != '^' || pattern.back() != '$') return std::nullopt;
  pattern = pattern.substr(1, pattern.size() - 2);
  if (pattern.find_first_of("\\[](){}|?*+.^$") != std::string_view::npos) return std::nullopt;
  return std::string(pattern);
}

// Writes the word over the characters read from `first` on; `probability` is that of the word.
void put_right(std::vector<TextLine>& lines, const Read& read, size_t first, const std::u32string& word, const WordFit& fit,
               double probability) {
  std::optional<std::pair<size_t, size_t>> next;   // line, reading: of the step behind
  // From the end, so that places before stay as they are.
  for (auto step = fit.steps.rbegin(); step != fit.steps.rend(); ++step) {
    const std::string text = step->word < 0 ? "" : encode_utf8(std::u32string(1, word[static_cast<size_t>(step->word)]));
    if (step->read < 0) {
      if (!next) {
        next = read.place[first + fit.read_characters() - 1];
        ++next->second;
      }
      const auto [l, k] = *next;
      keep_raw(lines[l]);
      insert_character(lines[l].text, k, text);
      lines[l].readings.insert(lines[l].readings.begin() + static_cast<std::ptrdiff_t>(k), {text, probability, {{"", 1 - probability}}});
      continue;
    }
    next = read.place[first + static_cast<size_t>(step->read)];
    const auto [l, k] = *next;
    TextLine& line = lines[l];
    const auto here = line.readings.begin() + static_cast<std::ptrdiff_t>(k);
    if (step->word < 0) {
      keep_raw(line);
      replace_character(line.text, k, "");
      line.readings.erase(here);
    } else if (half_width(read.characters[first + static_cast<size_t>(step->read)].text()) != word[static_cast<size_t>(step->word)]) {
      keep_raw(line);
      std::erase_if(here->others, [&](const OtherReading& other) { return other.text == text; });
      here->others.insert(here->others.begin(), {here->text, 1 - probability});
      for (OtherReading& other : here->others) other.confidence = std::min(other.confidence, 1 - probability);
      here->text = text;
      replace_character(line.text, k, here->text);
      here->confidence = probability;
    }
  }
  for (TextLine& line : lines) {
    if (line.raw.empty()) continue;
    line.confidence = 1;
    for (const Reading& reading : line.readings) line.confidence = std::min(line.confidence, reading.confidence);
  }
}

// Where in a line a word is sought.
enum class Part { whole, beginning, ending };

// The likeliest of the words that fit `read`; none where one stands there already.
struct Best {
  const std::u32string* word = nullptr;
  WordFit fit;
  double weight = 0;
  double probability = 0;
};

// Whether a unit of amounts was read that the word has not: 千元 must not become 元, whatever stands before it.
bool loses_scale(std::span<const UnsureCharacter> read, const std::u32string& word) {
  static const std::u32string kScales = U"百千万亿";
  return std::any_of(read.begin(), read.end(), [&](const UnsureCharacter& c) {
    return kScales.find(c.text()) != std::u32string::npos && word.find(c.text()) == std::u32string::npos;
  });
}

Best best_word(const std::vector<std::u32string>& words, const std::vector<UnsureCharacter>& read, Part part, double usual_odds,
               const WordOptions& options) {
  Best best;
  double sum = 0;
  for (const std::u32string& word : words) {
    if (word.size() < kShortest || (part != Part::whole && read.size() < word.size())) continue;
    const std::span<const UnsureCharacter> all(read);
    const auto span = part == Part::ending      ? all.last(word.size())
                      : part == Part::beginning ? all.first(word.size())
                                                : all;
    if (part == Part::ending && loses_scale(span, word)) continue;
    WordFit one = fit_word(span, word, options);
    if (one.likelihood > 0 && one.changes == 0) return {};
    const double weight = one.likelihood * (one.marks_only ? std::max(usual_odds, options.marks_odds) : usual_odds);
    sum += weight;
    const double most = std::max(1.0, std::floor(options.change_share * static_cast<double>(word.size())));
    if (weight > best.weight && one.changes <= most) best = {&word, std::move(one), weight, 0};
  }
  best.probability = best.weight / (sum + 1);
  if (best.probability < options.least_probability) return {};
  best.probability = std::min(best.probability, options.most_certain);
  return best;
}

}  // namespace

OcrWords::OcrWords(const std::vector<Form>& forms, const WordOptions& options) : options_(options), headers_(forms, options), labels_(forms, options) {
  std::set<std::u32string> words, beginnings, endings;
  for (const Form& form : forms) {
    for (const FormField& field : form.fields) {
      for (const std::string& label : field.labels) words.insert(half_width_text(label));
    }
    for (const FormColumn& column : form.columns) {
      for (const std::string& label : column.labels) words.insert(half_width_text(label));
    }
    for (const TaxonomyEntry& group : form.taxonomy) {
      words.insert(half_width_text(group.level1));
      for (const std::string& name : group.level2) words.insert(half_width_text(name));
    }
    for (const std::string& caption : form.overall.captions) words.insert(half_width_text(caption));
    for (const std::string* heading : {&form.overall.goal_heading, &form.overall.subgoal_heading,
                                       &form.overall.safeguard_heading, &form.overall.end_heading}) {
      if (const auto plain = plain_pattern(*heading)) words.insert(half_width_text(*plain));
    }
    for (const std::string* prefix : {&form.overall.objective_prefix, &form.overall.indicators_prefix}) {
      if (!prefix->empty()) beginnings.insert(half_width_text(*prefix));
    }
    if (!form.title_ending.empty()) endings.insert(half_width_text(form.title_ending));
    for (const char* unit : {"元", "万元", "千元", "亿元"}) endings.insert(half_width_text(std::string("单位：") + unit));
  }
  words_.assign(words.begin(), words.end());
  for (const std::u32string& word : words) longest_ = std::max(longest_, word.size());
  beginnings_.assign(beginnings.begin(), beginnings.end());
  endings_.assign(endings.begin(), endings.end());
}

// A word of the form with nothing but smears beside it, which were read as characters that nobody is sure of.
bool OcrWords::strip_smears(std::vector<TextLine>& lines) const {
  if (!std::all_of(lines.begin(), lines.end(), is_whole) || holds_several_texts(lines)) return false;
  const Read read = read_lines(lines);
  const size_t count = read.characters.size();
  std::u32string text;
  double all = 0;
  for (const UnsureCharacter& c : read.characters) {
    text.push_back(half_width(c.text()));
    all += c.probability();
  }
  const std::u32string* best = nullptr;
  size_t best_at = 0;
  for (const std::u32string& word : words_) {
    if (word.size() < kShortest || word.size() >= count || (best && word.size() <= best->size())) continue;
    const size_t at = text.find(word);
    if (at == std::u32string::npos) continue;
    double own = 0;
    for (size_t i = at; i < at + word.size(); ++i) own += read.characters[i].probability();
    if (all - own < options_.smear * static_cast<double>(count - word.size())) best = &word, best_at = at;
  }
  if (!best) return false;
  keep_only(lines, read, best_at, best->size());
  // In a value's cell, where text may have been smeared, the loss is to be named; of a label nobody asks.
  Reading& first = lines.front().readings.front();
  first.confidence = std::min(first.confidence, options_.smear);
  lines.front().confidence = std::min(lines.front().confidence, first.confidence);
  return true;
}

bool OcrWords::repair_cell(std::vector<TextLine>& lines) const {
  size_t length = 0;
  for (const TextLine& line : lines) length += line.readings.size();
  if (length > longest_ + static_cast<size_t>(options_.most_slips) || !std::all_of(lines.begin(), lines.end(), is_whole)) return false;
  const Read read = read_lines(lines);
  const Best best = best_word(words_, read.characters, Part::whole, options_.word_odds, options_);
  if (best.word) put_right(lines, read, 0, *best.word, best.fit, best.probability);
  return best.word != nullptr;
}

void OcrWords::repair_part(TextLine& line, bool ending) const {
  if (!is_whole(line)) return;
  std::vector<TextLine> lines{line};
  const Read read = read_lines(lines);
  const Best best = best_word(ending ? endings_ : beginnings_, read.characters, ending ? Part::ending : Part::beginning,
                              options_.ending_odds, options_);
  if (!best.word) return;
  const size_t length = best.word->size();
  put_right(lines, read, ending ? read.characters.size() - length : 0, *best.word, best.fit, best.probability);
  line = std::move(lines.front());
}

// A stroke behind the ending of a title or a unit line is none of its characters: the sheet's edge, or a shadow's.
void OcrWords::strip_stroke(TextLine& line) const {
  if (!is_whole(line)) return;
  std::vector<TextLine> lines{line};
  const Read read = read_lines(lines);
  std::u32string text;
  for (const UnsureCharacter& c : read.characters) text.push_back(half_width(c.text()));
  if (text.empty() || !is_stroke(text.back())) return;
  text.pop_back();
  if (std::none_of(endings_.begin(), endings_.end(), [&](const std::u32string& word) { return text.ends_with(word); })) return;
  keep_only(lines, read, 0, text.size());
  line = std::move(lines.front());
}

// A stroke by itself at the end of a cell's line is what is left of a ruling: a letter or a numeral stands beside others.
void OcrWords::strip_rulings(std::vector<TextLine>& lines) const {
  for (TextLine& line : lines) {
    if (!is_whole(line) || !line.box) continue;
    const double gap = options_.ruling_gap * line.box->height();
    auto is_placed_stroke = [](const Reading& reading) { return reading.x1 > reading.x0 && is_stroke(half_width(decode_utf8(reading.text).front())); };
    size_t first = 0, last = line.readings.size();
    const auto& all = line.readings;
    // One alone may be a 1, or an I.
    while (first < last && is_placed_stroke(all[first]) && (first + 1 == last ? first > 0 : all[first + 1].x0 - all[first].x1 > gap)) ++first;
    while (last > first && is_placed_stroke(all[last - 1]) && (last - 1 == first ? last < all.size() : all[last - 1].x0 - all[last - 2].x1 > gap)) --last;
    if (last - first == all.size()) continue;
    std::vector<TextLine> one{line};
    keep_only(one, read_lines(one), first, last - first);
    if (one.empty()) {
      line.readings.clear();
      continue;
    }
    line = std::move(one.front());
    // A stroke may have been more: the loss is to be named.
    line.readings.front().confidence = std::min(line.readings.front().confidence, options_.smear);
    line.confidence = std::min(line.confidence, options_.smear);
  }
  std::erase_if(lines, [](const TextLine& line) { return line.readings.empty(); });
}

void OcrWords::repair_number(TextLine& line) const {
  if (!is_whole(line)) return;
  const std::vector<UnsureCharacter> read = read_characters(line.readings, 1);
  // What each sign is as a digit; the run ends at the first that is none.
  std::vector<Guess> digits;
  size_t printed = 0;
  for (const UnsureCharacter& c : read) {
    Guess digit;
    for (const Guess& guess : c.guesses) {
      const char32_t text = half_width(guess.text);
      if (text >= '0' && text <= '9' && guess.probability > digit.probability) digit = {text, guess.probability};
    }
    if (const char32_t like = like_in_number(c.text()); digit.probability < options_.digit && like >= '0' && like <= '9') {
      digit = {like, options_.like_digit};
    }
    if (digit.probability < options_.digit) break;
    printed += half_width(c.text()) >= '0' && half_width(c.text()) <= '9';
    digits.push_back(digit);
  }
  if (printed == digits.size() || digits.size() >= read.size()) return;
  const char32_t next = half_width(read[digits.size()].text());
  // "1." or a code before a name.
  const bool numbered = digits.size() <= 3 && (next == '.' || next == U'、');
  const bool code = digits.size() >= 3 && printed * 2 >= digits.size() && is_wide(read[digits.size()].text());
  if (!numbered && !code) return;
  for (size_t i = 0; i < digits.size(); ++i) {
    Reading& reading = line.readings[i];
    if (half_width(read[i].text()) == digits[i].text) continue;
    keep_raw(line);
    const std::string text = encode_utf8(std::u32string(1, digits[i].text));
    std::erase_if(reading.others, [&](const OtherReading& other) { return other.text == text; });
    // Only digits stand here: what was read is out of the question, other digits are not.
    reading = {text, digits[i].probability, std::move(reading.others)};
    replace_character(line.text, i, text);
  }
}

void OcrWords::repair(std::vector<Block>& blocks) const {
  for (Block& block : blocks) {
    if (auto* line = std::get_if<TextLine>(&block)) {
      if (line->readings.empty()) continue;
      std::vector<TextLine> whole{std::move(*line)};
      if (!repair_cell(whole)) {
        strip_stroke(whole.front());
        repair_part(whole.front(), true);
        repair_part(whole.front(), false);
        repair_number(whole.front());
      }
      *line = std::move(whole.front());
      continue;
    }
    join_across_columns(std::get<Table>(block));
    headers_.cut_out(std::get<Table>(block));
    cut_at_columns(std::get<Table>(block));
    for (Cell& cell : std::get<Table>(block).cells) {
      if (cell.lines.empty() || cell.lines.front().readings.empty()) continue;
      strip_rulings(cell.lines);
      if (cell.lines.empty() || strip_smears(cell.lines)) continue;
      if (!repair_cell(cell.lines) && cell.lines.size() == 1) repair_part(cell.lines.front(), true);
    }
    headers_.repair(std::get<Table>(block));
    labels_.repair(std::get<Table>(block));
  }
}

}  // namespace budgetlift
