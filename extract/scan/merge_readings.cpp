#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "extract/scan/characters.h"
#include "extract/scan/second_reader.h"

namespace budgetlift {
namespace {

bool is_bracket(const std::string& text) {
  static constexpr std::u32string_view all = U"()（）[]【】〔〕《》〈〉“”‘’";
  return all.find(first_character(text)) != std::u32string_view::npos;
}

// Whether a character covers a part of `c`.
bool is_covered(const std::vector<ReadCharacter>& line, const ReadCharacter& c) {
  return std::any_of(line.begin(), line.end(), [&](const ReadCharacter& other) {
    return std::min(other.x1, c.x1) - std::max(other.x0, c.x0) > 0.4 * std::min(other.x1 - other.x0, c.x1 - c.x0);
  });
}

// The character of `line` that stands where `c` does; null if there is none. The same bracket may be taken for a narrow
// one and for a wide one.
const ReadCharacter* same_place(const std::vector<ReadCharacter>& line, const ReadCharacter& c) {
  const ReadCharacter* best = nullptr;
  double nearest = 1e9;
  const double width = std::max(c.x1 - c.x0, 1.0);
  for (const ReadCharacter& other : line) {
    const double distance = std::abs(other.middle() - c.middle());
    const double common = std::min(other.x1, c.x1) - std::max(other.x0, c.x0);
    const bool bracket = is_bracket(c.reading.text) && is_bracket(other.reading.text);
    const bool same = distance < 0.5 * width || (bracket && common > 0.6 * std::min(width, other.x1 - other.x0));
    if (same && distance < nearest) best = &other, nearest = distance;
  }
  return best;
}

// How well a line was read, for choosing among views: the mean of the logarithms, places too.
double quality(const ReadLine& line) {
  if (line.characters.empty()) return -10;
  double sum = 0;
  for (const ReadCharacter& c : line.characters) {
    // A place may be clearly one, or clearly none.
    sum += std::log(std::max(c.reading.confidence, 1e-4)) * c.place + std::log(std::max(c.place, 1 - c.place));
  }
  return sum / static_cast<double>(line.characters.size()) - 4 * line.missed;
}

}  // namespace

ReadLine merge_views(const std::vector<ReadLine>& views, double x0, double x1) {
  size_t chosen = 0;
  // The first view is the usual one: another must be clearly better to take its place.
  for (size_t i = 1; i < views.size(); ++i) {
    if (quality(views[i]) > quality(views[chosen]) + 0.05) chosen = i;
  }
  ReadLine out = views[chosen];
  const auto count = static_cast<double>(views.size());
  for (ReadCharacter& c : out.characters) {
    std::map<std::string, OtherReading> sums;   // by the ASCII form of signs
    auto add = [&](const std::string& text, double confidence) {
      auto [it, fresh] = sums.try_emplace(narrow_sign(text), OtherReading{text, 0});
      it->second.confidence += confidence;
    };
    double place = 0;
    add(c.reading.text, 0);
    for (size_t i = 0; i < views.size(); ++i) {
      const ReadCharacter* same = i == chosen ? &c : same_place(views[i].characters, c);
      if (!same) {
        add("", 1);
        continue;
      }
      place += same->place;
      double rest = 1 - same->reading.confidence;
      add(same->reading.text, same->reading.confidence);
      for (const OtherReading& other : same->reading.others) {
        add(other.text, other.confidence);
        rest -= other.confidence;
      }
    }
    c.place = place / count;
    std::vector<OtherReading> all;
    for (auto& [key, r] : sums) all.push_back(r);
    // What every view left for characters that it did not name stays unnamed.
    sort_by_share(c.reading, std::move(all), count);
    // That a character stands there at all is said by its place.
    std::erase_if(c.reading.others, [](const OtherReading& o) { return o.text.empty(); });
    if (c.reading.text.empty() && !c.reading.others.empty()) {
      c.reading.text = c.reading.others.front().text;
      c.reading.confidence = c.reading.others.front().confidence;
      c.reading.others.erase(c.reading.others.begin());
    }
  }
  // A character that only other views see: if they agree it is one, else it makes its neighbour unsure.
  std::vector<ReadCharacter> added;
  for (size_t i = 0; i < views.size(); ++i) {
    if (i == chosen) continue;
    for (const ReadCharacter& c : views[i].characters) {
      if (c.place < 0.5 || c.middle() < x0 || c.middle() > x1 || same_place(out.characters, c) || same_place(added, c)) continue;
      double place = 0;
      for (const ReadLine& view : views) {
        const ReadCharacter* same = &view == &views[i] ? &c : same_place(view.characters, c);
        if (same) place += same->place;
      }
      if (place / count >= 0.5 && !is_covered(out.characters, c)) {
        added.push_back(c);
        added.back().place = place / count;
        continue;
      }
      ReadCharacter* nearest = nullptr;
      for (ReadCharacter& mine : out.characters) {
        if (!nearest || std::abs(mine.middle() - c.middle()) < std::abs(nearest->middle() - c.middle())) nearest = &mine;
      }
      if (!nearest) continue;
      nearest->reading.confidence *= 1 - c.place / count;
      nearest->reading.single *= 1 - c.place / count;
    }
  }
  out.characters.insert(out.characters.end(), added.begin(), added.end());
  std::stable_sort(out.characters.begin(), out.characters.end(), [](const ReadCharacter& a, const ReadCharacter& b) { return a.middle() < b.middle(); });
  // Ink that the chosen view missed may be what was added.
  if (!added.empty()) {
    for (const ReadLine& view : views) out.missed = std::min(out.missed, view.missed);
  }
  return out;
}

void weigh_second(ReadLine& first, const std::vector<ReadCharacter>& second, const LineReaderOptions& options) {
  for (ReadCharacter& c : first.characters) {
    const ReadCharacter* same = same_place(second, c);
    if (!same || c.reading.confidence > options.sure) continue;
    const std::string said = narrow_sign(same->reading.text);
    // Of each candidate: how likely the second reader says what it says.
    auto likelihood = [&](const std::string& candidate) {
      if (narrow_sign(candidate) == said) return options.second_right;
      return is_ideograph(candidate) ? (1 - options.second_right) * options.second_slip : options.second_sign;
    };
    std::vector<OtherReading> all{{c.reading.text, c.reading.confidence * likelihood(c.reading.text)}};
    double named = c.reading.confidence;
    for (const OtherReading& other : c.reading.others) {
      all.push_back({other.text, other.confidence * likelihood(other.text)});
      named += other.confidence;
    }
    double total = std::max(0.0, 1 - named) * (1 - options.second_right);
    for (const OtherReading& r : all) total += r.confidence;
    if (total > 0) sort_by_share(c.reading, std::move(all), total);
  }
}

}  // namespace budgetlift
