#include "tests/misread.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <sstream>

#include "extract/ocr_words.h"
#include "extract/page_blocks.h"
#include "extract/pdf_reader.h"
#include "extract/table_joiner.h"
#include "normalize/normalizer.h"
#include "normalize/sink.h"
#include "schemas/canonical.h"
#include "schemas/form_set.h"
#include "tests/gold.h"

namespace budgetlift::test {
namespace {

// Characters that look like one another.
constexpr const char32_t* kLikes[] = {
    U"未末", U"己已巳", U"日曰目", U"人入八", U"土士", U"干千于", U"大太犬", U"一-—", U"二工三", U"0ODo", U"1lI|7", U"2Z≥", U"3865",
    U"5S6", U"8B3", U"9g", U"4A", U"≥＞>2", U"≤＜<5", U"，、,", U"。.", U"；:：;", U"（(", U"）)", U"％%", U"全金", U"项顶", U"设没", U"率素",
    U"村材", U"和知", U"员贡", U"治冶", U"候侯", U"晴睛", U"今令", U"处外", U"元无", U"万方", U"度席", U"效放", U"标际", U"指措", U"成戌", U"本木",
    U"目自", U"量重", U"时吋", U"间问", U"农衣", U"用同", U"资贷", U"查杳", U"备务", U"区匹", U"天夫", U"县具", U"监临", U"运远", U"维缠", U"建健",
    U"升开", U"级圾", U"改攻", U"造选", U"数敷", U"质贡", U"期斯", U"底低", U"前剪", U"月用", U"个介", U"套奎", U"台合", U"次欠", U"件什", U"条务",
};

// Without a likeness of its own, a character is taken for one of these.
constexpr std::u32string_view kCommon = U"的了在是我有他这中来上地为子说生国年着就那得可自之发后作里所家以会对下过行好事学政机表动方社分同工公";

class Errors {
 public:
  Errors(const ReaderModel& model, std::uint64_t seed) : model_(model), random_(seed) {}

  // What a printed character is read as.
  Reading read(const std::string& printed) {
    const std::u32string chars = decode_utf8(printed);
    Reading out;
    out.text = printed;
    if (chars.size() != 1) return out;
    double confidence = 1 - std::pow(10, -uniform(model_.sure_nines, model_.most_nines));
    if (uniform(0, 1) < model_.unsure) {
      confidence = std::sqrt(uniform(model_.least_unsure * model_.least_unsure, model_.most_unsure * model_.most_unsure));
    }
    std::vector<std::string> others = like(chars[0]);
    const double left = 1 - confidence;
    const double share[] = {0.75, 0.15, 0.07, 0.03};
    // Which of the things that it might be it really is, by their probabilities.
    double place = uniform(0, 1);
    std::vector<std::string> texts{printed};
    if (place >= confidence) {
      place = (place - confidence) / left;
      if (place >= model_.listed) {   // it is none of them
        texts = others;
      } else {
        place /= model_.listed;
        size_t k = 0;
        while (k + 1 < others.size() && place >= share[k]) place -= share[k++];
        texts.assign(others.begin(), others.end());
        texts.insert(texts.begin() + static_cast<std::ptrdiff_t>(std::min(k + 1, texts.size())), printed);
      }
    } else {
      texts.insert(texts.end(), others.begin(), others.end());
    }
    out.text = texts[0];
    out.confidence = told(confidence);
    for (size_t i = 1; i < texts.size() && i <= 4; ++i) {
      out.others.push_back({texts[i], (1 - out.confidence) * model_.listed * share[i - 1]});
    }
    return out;
  }

 private:
  double uniform(double from, double to) { return std::uniform_real_distribution<double>(from, to)(random_); }
  double told(double c) const { return 1 - std::pow(1 - c, 1 + model_.overconfident); }

  std::vector<std::string> like(char32_t c) {
    std::u32string found;
    for (const char32_t* group : kLikes) {
      const std::u32string_view all(group);
      if (all.find(c) == std::u32string_view::npos) continue;
      for (char32_t other : all) {
        if (other != c && found.find(other) == std::u32string::npos) found.push_back(other);
      }
    }
    std::shuffle(found.begin(), found.end(), random_);
    while (found.size() < 5) {
      const char32_t other = kCommon[std::uniform_int_distribution<size_t>(0, kCommon.size() - 1)(random_)];
      if (other != c && found.find(other) == std::u32string::npos) found.push_back(other);
    }
    std::vector<std::string> out;
    for (char32_t other : found.substr(0, 5)) out.push_back(encode_utf8(std::u32string(1, other)));
    return out;
  }

  const ReaderModel& model_;
  std::mt19937_64 random_;
};

void fold(nlohmann::json& j) {
  if (j.is_string()) j = folded(j.get<std::string>());
  if (j.is_structured()) {
    for (auto& one : j) fold(one);
  }
}

}  // namespace

void misread(Page& page, const ReaderModel& model, std::uint64_t seed) {
  Errors errors(model, seed * 1000 + static_cast<std::uint64_t>(page.info.page));
  page.info.source = Source::ocr;
  std::vector<Glyph> glyphs;
  for (Glyph& glyph : page.glyphs) {
    const std::u32string text = decode_utf8(canonical(glyph.text));
    if (text.size() != 1) continue;
    glyph.text = encode_utf8(text);
    page.readings.push_back(errors.read(glyph.text));
    glyph.text = page.readings.back().text;
    glyph.confidence = page.readings.back().confidence;
    glyphs.push_back(glyph);
  }
  page.glyphs = std::move(glyphs);
}

Score& Score::operator+=(const Score& other) {
  fields += other.fields;
  wrong += other.wrong;
  silent += other.silent;
  needless += other.needless;
  named += other.named;
  notes.insert(notes.end(), other.notes.begin(), other.notes.end());
  return *this;
}

nlohmann::json read_misread(const std::string& pdf, const ReaderModel& model, std::uint64_t seed, bool repair_words, const EvidenceOptions& options) {
  auto reader = PdfReader::open(pdf, {});
  if (!reader) return nlohmann::json::parse("null");
  NormalizeOptions normalize{.keep_unplaced = true};
  normalize.evidence = options;
  Normalizer normalizer(builtin_forms(), normalize);
  const TableOptions table;
  TableJoiner joiner(table, builtin_forms(), [&](Block&& block) { normalizer.take(std::move(block)); });
  const OcrWords words(builtin_forms(), {});
  DocumentInfo info;
  info.kind = "pdf";
  for (int number = 1; number <= reader->pages(); ++number) {
    auto page = reader->read(number);
    if (!page) continue;
    misread(*page, model, seed);
    info.pages.push_back(page->info);
    std::vector<Block> blocks = page_blocks(*page, table);
    if (repair_words) words.repair(blocks);
    joiner.add(page->info, std::move(blocks));
  }
  info.furniture = joiner.finish();
  const NormalizedDocument document = normalizer.finish();
  std::ostringstream out;
  auto sink = make_json_sink(out);
  sink->begin(info, document.facts);
  for (const ProjectRecord& record : document.projects) sink->record(info, document.facts, record);
  sink->end_document(info, document.facts, document.overall, document.unplaced);
  sink->finish();
  return nlohmann::json::parse(out.str());
}

Score score_of(const nlohmann::json& gold, const nlohmann::json& document) {
  nlohmann::json a = gold, b = document;
  fold(a.at("projects"));
  nlohmann::json reviews = nlohmann::json::array();
  for (auto& record : b.at("projects")) {
    reviews.push_back(record.at("review"));
    record["review"] = nullptr;
    record["fields"] = nullptr;
    fold(record);
  }
  for (size_t i = 0; i < reviews.size(); ++i) b["projects"][i]["review"] = reviews[i];
  a["overall"] = nullptr;
  b["overall"] = nullptr;
  const Comparison comparison = compare_with_gold(a, b);
  Score out;
  out.fields = comparison.fields;
  for (const Difference& d : comparison.wrong) {
    ++out.wrong;
    out.silent += !d.flagged;
    out.named += d.flagged;
    out.wrong_fields.push_back(std::to_string(d.project) + " " + d.pointer);
    out.notes.push_back((d.flagged ? "wrong " : "SILENT ") + std::to_string(d.project + 1) + " " + d.pointer + "\n   " + d.gold + "\n   " + d.got);
  }
  std::set<std::string> fields;
  for (const std::string& one : comparison.needless) {
    const std::string pointer = one.substr(0, one.find(' ', one.find(' ') + 1));
    if (fields.insert(pointer).second) {
      ++out.needless;
      out.notes.push_back("needless " + one);
    }
  }
  return out;
}

int count_spoilt(const Score& before, const Score& after) {
  const std::set<std::string> known(before.wrong_fields.begin(), before.wrong_fields.end());
  return static_cast<int>(std::count_if(after.wrong_fields.begin(), after.wrong_fields.end(), [&](const std::string& f) { return !known.count(f); }));
}

}  // namespace budgetlift::test
