#include "normalize/read_values.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <string_view>

#include "normalize/amount.h"
#include "normalize/candidates.h"
#include "normalize/date.h"
#include "normalize/decimal.h"
#include "normalize/sums.h"
#include "normalize/target.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr int kSomeYear = 2000;   // a label that would be a date in any year is one

using Record = const ProjectRecord*;

// Ten-thousandths of a decimal, exact; none where it has more decimals or does not fit.
std::optional<long long> ten_thousandths(const Decimal& value) {
  const size_t point = value.digits.find('.');
  const size_t decimals = point == std::string::npos ? 0 : value.digits.size() - point - 1;
  if (decimals > 4 || value.digits.size() > 17) return std::nullopt;
  std::string digits = value.digits;
  if (point != std::string::npos) digits.erase(point, 1);
  digits.append(4 - decimals, '0');
  return std::atoll(digits.c_str());
}

std::optional<long long> number_of(const std::string& amount) {
  if (stands_for_nothing(amount)) return 0;
  const Amount parsed = parse_amount(amount, "元");
  return parsed.cny ? ten_thousandths(*parsed.cny) : std::nullopt;
}

// Fields of one sort by record, in printed order.
std::map<Record, std::vector<ReadField*>> by_record(std::vector<ReadField>& fields, FieldSort sort) {
  std::map<Record, std::vector<ReadField*>> out;
  for (ReadField& field : fields) {
    if (field.sort == sort && !field.characters.empty() && field.same_as < 0) out[field.record].push_back(&field);
  }
  for (auto& [record, all] : out) {
    std::stable_sort(all.begin(), all.end(), [](const ReadField* a, const ReadField* b) { return a->part < b->part; });
  }
  return out;
}

// One amount of a record: what it may be, and its number in each case.
struct Choice {
  ReadField* field = nullptr;   // null: not read by OCR, or not printed
  std::vector<Candidate> texts;
  std::vector<std::optional<long long>> numbers;
  std::vector<double> share;    // of the probability of all
  size_t chosen = 0;
};

Choice choice_of(const std::optional<Amount>& amount, ReadField* field, const EvidenceOptions& options) {
  Choice out;
  out.field = field;
  if (field) add_likes(field->characters, options.values);
  out.texts = field ? candidates(field->characters, options.values) : std::vector<Candidate>{{amount ? amount->printed : "", 1, {}}};
  for (const Candidate& one : out.texts) out.numbers.push_back(number_of(one.text));
  out.share.assign(out.texts.size(), 0);
  return out;
}

// The amounts of one sum: the total, its parts, and those that may be parts or be counted within another one.
struct Sum {
  std::vector<Choice> choices;   // the total first
  size_t parts = 0;              // choices [1, parts] are parts, the others may be

  // Which choices add up, taking of each the text at its place in `at`: none (0), the parts, or all. One that does not count is 0.
  size_t adds_up(const std::vector<size_t>& at) const {
    long long left = 0;
    size_t out = 0;
    for (size_t i = 0; i < choices.size(); ++i) {
      const std::optional<long long>& number = choices[i].numbers[at[i]];
      if (!number) break;
      left += i == 0 ? *number : -*number;
      if (left == 0 && (i == parts || i + 1 == choices.size())) out = i + 1;
    }
    return out;
  }
};

// Above this many ways of reading the amounts of a sum only the likeliest of each are tried.
constexpr size_t kMostWays = 100'000, kFewTexts = 8;

void limit_ways(std::vector<Choice>& choices) {
  size_t ways = 1;
  for (const Choice& choice : choices) ways *= choice.texts.size();
  if (ways <= kMostWays) return;
  for (Choice& choice : choices) {
    const size_t texts = std::min(choice.texts.size(), kFewTexts);
    choice.texts.resize(texts);
    choice.numbers.resize(texts);
    choice.share.resize(texts);
  }
}

void weigh_sum(Sum& sum, const EvidenceOptions& options) {
  std::vector<Choice>& choices = sum.choices;
  limit_ways(choices);
  double all = 0, best = 0, outside = 0;
  std::vector<size_t> at(choices.size(), 0), chosen = at;
  for (bool more = true; more;) {
    double weight = sum.parts > 0 && sum.adds_up(at) > 0 ? options.values.sum_odds : 1;
    for (size_t i = 0; i < at.size(); ++i) {
      weight *= choices[i].texts[at[i]].weight * (choices[i].numbers[at[i]] ? options.values.grammar_odds : 1);
    }
    all += weight;
    for (size_t i = 0; i < at.size(); ++i) choices[i].share[at[i]] += weight;
    if (weight > best) best = weight, chosen = at;
    more = false;
    for (size_t i = at.size(); i > 0 && !more; --i) {
      at[i - 1] = (at[i - 1] + 1) % choices[i - 1].texts.size();
      more = at[i - 1] != 0;
    }
  }
  if (all <= 0) return;
  const size_t proven = sum.parts > 0 ? sum.adds_up(chosen) : 0;
  // A digit that the reader did not think of could make no sum, but for luck.
  for (size_t i = 0; i < std::max(proven, size_t{1}); ++i) outside += left_out(choices[i].texts);
  for (size_t i = 0; i < choices.size(); ++i) {
    Choice& choice = choices[i];
    if (!choice.field) continue;
    const double share = choice.share[chosen[i]] / all;
    // With a digit more or less it would not add up.
    for (UnsureCharacter& c : choice.field->characters) c.single = i < proven ? 1 : c.single;
    const double kept = i < proven ? 1 - outside / (outside + options.values.sum_odds / 100)
                                   : std::min(1 - left_out(choice.texts), choice.field->single());
    settle(*choice.field, choice.texts, chosen[i], share * kept, options.repair, i < proven ? kSumOfParts : kGrammar);
  }
}

void weigh_record(const ProjectRecord& record, const Form& form, const std::vector<ReadField*>& read, const EvidenceOptions& options) {
  std::map<std::string, ReadField*> field_at;
  for (ReadField* field : read) field_at[field->pointer] = field;
  const auto take = [&](Sum& sum, const std::string& key) {
    const auto it = field_at.find(key);
    sum.choices.push_back(choice_of(amount_at(record, key), it == field_at.end() ? nullptr : it->second, options));
    if (it != field_at.end()) field_at.erase(it);
  };
  for (const FormSum& of : sums_of(form, record)) {
    if (!amount_at(record, of.total)) continue;
    Sum sum;
    take(sum, of.total);
    for (const std::string& key : of.parts) take(sum, key);
    sum.parts = of.parts.size();
    for (const std::string& key : of.maybe) {
      if (amount_at(record, key)) take(sum, key);
    }
    weigh_sum(sum, options);
  }
  const std::map<std::string, ReadField*> alone = field_at;
  for (const auto& [key, field] : alone) {
    Sum sum;
    take(sum, key);
    weigh_sum(sum, options);
  }
}

// The weight of all values that are no candidates: what the reader did not think of may be a value as well, and what stands
// there with a character lost or doubled mostly still is one.
double any_other(const ReadField& field, const std::vector<Candidate>& all, const EvidenceOptions& options) {
  return left_out(all) * options.values.misread_fits + (1 - left_out(all)) * (1 - field.single());
}

// The last candidate of such a list is any other value.
std::vector<Candidate> with_any_other(const ReadField& field, const EvidenceOptions& options) {
  std::vector<Candidate> all = candidates(field.characters, options.values);
  all.push_back({"", any_other(field, all, options), {}});
  return all;
}

bool is_any_other(const std::vector<Candidate>& all, size_t index) { return index + 1 == all.size(); }

void settle_chain(const std::vector<ReadField*>& fields, const std::vector<std::vector<Candidate>>& values, const Chain& chain,
                  double repair) {
  for (size_t i = 0; i < fields.size(); ++i) {
    if (is_any_other(values[i], chain.chosen[i])) {
      fields[i]->whole = std::min(fields[i]->probability(), 1 - chain.probability[i]);
    } else {
      settle(*fields[i], values[i], chain.chosen[i], chain.probability[i], repair, kSchedule);
    }
  }
}

void weigh_percents(const std::vector<ReadField*>& fields, bool whole, const EvidenceOptions& options) {
  std::vector<std::vector<Candidate>> values;
  std::vector<std::vector<std::optional<long long>>> numbers;
  for (ReadField* field : fields) {
    add_likes(field->characters, options.values);
    values.push_back(with_any_other(*field, options));
    numbers.emplace_back();
    for (const Candidate& one : values.back()) {
      const auto percent = parse_percent(one.text);
      numbers.back().push_back(percent ? ten_thousandths(*percent) : std::nullopt);
    }
  }
  constexpr long long kHundred = 100 * 10'000, kFive = 5 * 10'000;
  const Chain chain = best_chain(
      values,
      [&](size_t i, size_t k) {
        if (is_any_other(values[i], k)) return 1.0;
        const auto number = numbers[i][k];
        if (!number) return 1 / options.values.grammar_odds;
        double odds = *number > kHundred ? options.values.over_hundred : 1;
        if (*number % kFive == 0) odds *= options.values.round_odds;
        if (whole && i + 1 == values.size() && *number == kHundred) odds *= options.values.last_odds;
        return odds;
      },
      [&](size_t i, size_t j, size_t k) {
        if (is_any_other(values[i - 1], j) || is_any_other(values[i], k)) return options.values.rising_odds;
        const auto before = numbers[i - 1][j], number = numbers[i][k];
        return before && number && *before <= *number ? options.values.rising_odds : 1;
      });
  settle_chain(fields, values, chain, options.repair);
}

void weigh_labels(const std::vector<ReadField*>& fields, const std::map<std::pair<int, std::string>, double>& printed,
                  const EvidenceOptions& options) {
  std::vector<std::vector<Candidate>> values;
  std::vector<std::vector<std::optional<std::string>>> dates;
  for (const ReadField* field : fields) {
    values.push_back(with_any_other(*field, options));
    dates.emplace_back();
    for (const Candidate& one : values.back()) dates.back().push_back(schedule_date(canonical(one.text), kSomeYear));
  }
  const Chain chain = best_chain(
      values,
      [&](size_t i, size_t k) {
        if (is_any_other(values[i], k)) return options.values.label_odds;
        double odds = dates[i][k] ? options.values.label_odds : 1;
        const auto it = printed.find({fields[i]->part, canonical(values[i][k].text)});
        double times = it == printed.end() ? 0 : it->second;
        if (canonical(values[i][k].text) == canonical(fields[i]->text)) times -= fields[i]->probability();
        if (times > 0.5) odds *= 1 + options.values.seen_odds * times;
        return odds;
      },
      [&](size_t i, size_t j, size_t k) {
        if (is_any_other(values[i - 1], j) || is_any_other(values[i], k)) return options.values.rising_odds;
        return dates[i - 1][j] && dates[i][k] && *dates[i - 1][j] < *dates[i][k] ? options.values.rising_odds : 1;
      });
  settle_chain(fields, values, chain, options.repair);
}

bool is_comma(char32_t c) { return std::u32string_view(U",，、;；:：·").find(c) != std::u32string_view::npos; }

// A speck behind a target is read as a comma, with which no target ends.
void add_end_speck(std::vector<UnsureCharacter>& characters, const EvidenceOptions::Values& options) {
  if (characters.size() < 2 || !is_comma(characters.back().text()) || characters.back().probability_of(0) >= options.end_speck) return;
  UnsureCharacter& last = characters.back();
  const double taken = options.end_speck * last.probability();
  last.guesses[0].probability -= taken;
  last.guesses.push_back({0, taken});
}

double target_odds(const std::string& text, const EvidenceOptions::Values& options) {
  const std::u32string characters = decode_utf8(text);
  if (!characters.empty() && is_comma(characters.back())) return options.end_comma;
  const Target target = parse_target(canonical(text), kSomeYear);
  // Words alone are as good a target as a number; a number that is not understood is none.
  const bool words = text.find_first_of("0123456789") == std::string::npos && text.find("≥") == std::string::npos &&
                     text.find("≤") == std::string::npos;
  double odds = target.kind == "qualitative" && !words ? 1 : options.grammar_odds;
  if (!looks_complete(text) || may_have_unknown_unit(target)) odds *= options.unknown_unit;
  if (target.kind == "percent" && target.value && compare(*target.value, Decimal{"100"}) > 0) odds *= options.over_hundred;
  return odds;
}

// 人年, 人月: printed with and without a dot.
bool may_lack_dot(const std::string& text) {
  for (const char* unit : {"人年", "人月", "人日", "人天"}) {
    if (text.find(unit) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

void weigh_amounts(std::vector<ReadField>& fields, const std::vector<ProjectRecord>& records, const std::vector<const FormMatcher*>& matcher_of,
                   const EvidenceOptions& options) {
  for (const auto& [record, read] : by_record(fields, FieldSort::amount)) {
    weigh_record(*record, matcher_of[static_cast<size_t>(record - records.data())]->form(), read, options);
  }
}

void weigh_schedules(std::vector<ReadField>& fields, const EvidenceOptions& options) {
  for (const auto& [record, read] : by_record(fields, FieldSort::percent)) {
    weigh_percents(read, read.size() == record->schedule.size(), options);
  }
  std::map<std::pair<int, std::string>, double> printed;
  for (const ReadField& field : fields) {
    if (field.sort == FieldSort::label) printed[{field.part, canonical(field.text)}] += field.probability();
  }
  for (const auto& [record, read] : by_record(fields, FieldSort::label)) weigh_labels(read, printed, options);
}

void weigh_targets(std::vector<ReadField>& fields, const EvidenceOptions& options) {
  for (ReadField& field : fields) {
    if (field.sort != FieldSort::target || field.characters.empty() || field.same_as >= 0) continue;
    add_end_speck(field.characters, options.values);
    const std::vector<Candidate> texts = candidates(field.characters, options.values);
    double all = 0, best = 0;
    size_t chosen = 0;
    for (size_t i = 0; i < texts.size(); ++i) {
      const double weight = texts[i].weight * target_odds(texts[i].text, options.values);
      all += weight;
      if (weight > best) {
        best = weight;
        chosen = i;
      }
    }
    all += any_other(field, texts, options) * options.values.grammar_odds;
    if (best > 0) settle(field, texts, chosen, best / all, options.repair, kGrammar);
    if (may_lack_dot(field.text)) field.whole = std::min(field.probability(), options.values.lost_dot);
  }
}

void weigh_words(std::vector<ReadField>& fields, const std::vector<ProjectRecord>& records,
                 const std::vector<const FormMatcher*>& matcher_of, const EvidenceOptions& options) {
  for (ReadField& field : fields) {
    if (field.sort != FieldSort::word || field.characters.empty() || field.same_as >= 0) continue;
    const FormMatcher& matcher = *matcher_of[static_cast<size_t>(field.record - records.data())];
    std::vector<std::string> words;
    if (field.key == "level1") {
      for (const TaxonomyEntry& entry : matcher.form().taxonomy) words.push_back(entry.level1);
    } else if (field.key == "level2") {
      for (const auto& [word, under] : matcher.taxonomy()) words.push_back(word);
    } else {
      words = {"元", "万元", "千元", "百万元", "亿元"};
    }
    const double as_read = field.probability();
    double known = 0, others = 0;
    for (const std::string& word : words) {
      const std::u32string chars = decode_utf8(word);
      if (chars.size() != field.characters.size()) continue;
      double likelihood = 1;
      for (size_t i = 0; i < chars.size(); ++i) likelihood *= field.characters[i].probability_of(chars[i]);
      (word == field.text ? known : others) += likelihood;
    }
    if (known <= 0) continue;   // not a known word: named by the checks
    field.whole = known / (known + others + (1 - std::min(1.0, known + others)) / options.word_odds);
    if (as_read < options.least.word && field.whole >= options.least.word) field.proof.insert(kKnownWord);
  }
}

void weigh_numbers(std::vector<ProjectRecord>& records, const EvidenceOptions& options) {
  std::vector<std::vector<Candidate>> values;
  std::vector<std::vector<int>> numbers;   // of each candidate; 0 for none
  auto number_in = [](const std::string& text) {
    const size_t digits = text.find_first_not_of("0123456789");
    return digits == 0 || text.empty() || std::min(digits, text.size()) > 4 ? 0 : std::atoi(text.c_str());
  };
  bool any = false;
  for (const ProjectRecord& record : records) {
    const auto origin = record.fields.find("/title");
    std::vector<Candidate> texts{{"", 1, {}}};
    std::vector<int> read{record.printed_number.value_or(0)};
    if (origin != record.fields.end() && !origin->second.readings.empty() && record.title) {
      std::vector<UnsureCharacter> all = read_characters(origin->second.readings, options.most_certain);
      size_t end = 0;
      const size_t length = run_of(all, *record.title, end).size();
      all.resize(end - length);
      if (!all.empty()) {
        any = true;
        texts = candidates(all, options.values);
        read.clear();
        for (const Candidate& one : texts) read.push_back(number_in(one.text));
        read[0] = record.printed_number.value_or(0);
      }
    }
    values.push_back(std::move(texts));
    numbers.push_back(std::move(read));
  }
  if (!any) return;
  const Chain chain = best_chain(
      values, [](size_t, size_t) { return 1.0; },
      [&](size_t i, size_t j, size_t k) { return numbers[i][k] > 0 && numbers[i][k] == numbers[i - 1][j] + 1 ? options.values.number_odds : 1.0; });
  for (size_t i = 0; i < records.size(); ++i) {
    const int number = numbers[i][chain.chosen[i]];
    if (number > 0 && chain.probability[i] >= options.repair) records[i].printed_number = number;
  }
}

}  // namespace budgetlift
