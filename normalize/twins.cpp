#include "normalize/twins.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

using Characters = std::vector<UnsureCharacter>;

bool same(char32_t a, char32_t b) { return half_width(a) == half_width(b); }

// Weighs `a` by the reading of the same character in `b`, or leaves it where the two are different characters.
void weigh_by_other(UnsureCharacter& a, const UnsureCharacter& b, double odds, const EvidenceOptions::Twice& options) {
  std::vector<double> factors;
  for (const Guess& guess : a.guesses) {
    const double other = b.probability_of(guess.text);
    factors.push_back(1 + odds * (other > 0 ? std::pow(other, options.weight) : 0));
  }
  // A character that neither thought of: one of hundreds.
  weigh(a, factors, 1 + odds * b.rest / 200);
}

// True if the best guess of `c` was put in front or the guess in front has become sure.
bool settle(UnsureCharacter& c, double before, double repair, bool& changed) {
  size_t best = 0;
  for (size_t g = 1; g < c.guesses.size(); ++g) {
    if (c.guesses[g].probability > c.guesses[best].probability) best = g;
  }
  if (c.guesses[best].probability < repair || c.guesses[best].text == 0) return false;
  if (best != 0) {
    choose(c, best);
    changed = true;
    return true;
  }
  return before < repair;
}

// The place in `b`, from `offset` on, that `a` lies on best, and how many characters differ there.
struct Lie {
  size_t offset = 0;
  size_t differing = 0;
};

std::optional<Lie> lie_on(const Characters& a, const Characters& b, double most_differing) {
  if (a.empty() || a.size() > b.size()) return std::nullopt;
  const size_t most = std::max<size_t>(1, static_cast<size_t>(most_differing * static_cast<double>(a.size())));
  std::optional<Lie> best;
  for (size_t offset = 0; offset + a.size() <= b.size(); ++offset) {
    size_t differing = 0;
    for (size_t i = 0; i < a.size() && differing <= most; ++i) differing += !same(a[i].text(), b[offset + i].text());
    if (differing <= most && (!best || differing < best->differing)) best = Lie{offset, differing};
  }
  return best;
}

void weigh_pair(ReadField& a, size_t a_begin, ReadField& b, size_t b_begin, size_t length, double odds, const EvidenceOptions& options) {
  Characters of_a = a.characters, of_b = b.characters;
  bool a_changed = false, b_changed = false;
  // The same characters there, and on both sides: what may be lost beside one is not lost beside the other.
  auto same_around = [&](size_t i) {
    for (size_t k = i > 0 ? i - 1 : 0; k < std::min(i + 2, length); ++k) {
      if (!same(a.characters[a_begin + k].text(), b.characters[b_begin + k].text())) return false;
    }
    return true;
  };
  for (size_t i = 0; i < length; ++i) {
    UnsureCharacter& x = of_a[a_begin + i];
    UnsureCharacter& y = of_b[b_begin + i];
    const UnsureCharacter x_read = x, y_read = y;
    weigh_by_other(x, y_read, odds, options.twice);
    weigh_by_other(y, x_read, odds, options.twice);
    if (same_around(i)) x.single = y.single = std::max(x_read.single, y_read.single);
    if (settle(x, x_read.probability(), options.repair, a_changed)) a.proof.insert(kPrintedTwice);
    if (settle(y, y_read.probability(), options.repair, b_changed)) b.proof.insert(kPrintedTwice);
  }
  if (a_changed) replace_text(a, of_a); else a.characters = std::move(of_a);
  if (b_changed) replace_text(b, of_b); else b.characters = std::move(of_b);
}

// The longer of two texts that differ by one character more: that character is taken away if it may be none.
void drop_extra(ReadField& longer, size_t begin, size_t length, const ReadField& other, const EvidenceOptions& options) {
  if (length != other.characters.size() + 1) return;
  const Characters& chars = longer.characters;
  for (size_t extra = 0; extra < length; ++extra) {
    const UnsureCharacter& c = chars[begin + extra];
    const double nothing = c.probability_of(0);
    if (nothing < options.twice.nothing || nothing / (nothing + options.twice.slip * c.probability()) < options.repair) continue;
    bool fits = true;
    for (size_t i = 0, k = 0; i < length && fits; ++i) {
      if (i == extra) continue;
      fits = same(chars[begin + i].text(), other.characters[k].text());
      ++k;
    }
    if (!fits) continue;
    Characters kept = chars;
    UnsureCharacter& gone = kept[begin + extra];
    for (size_t g = 1; g < gone.guesses.size(); ++g) {
      if (gone.guesses[g].text == 0) choose(gone, g);
    }
    replace_text(longer, kept);
    longer.proof.insert(kPrintedTwice);
    return;
  }
}

void weigh_title(ReadField& title, ReadField& name, const FormMatcher& matcher, const EvidenceOptions& options) {
  const std::string name_in_title = matcher.lines().name_of_title(title.text);
  if (name_in_title == title.text) return;   // without the ending nobody knows where the name ends
  std::u32string bare = decode_utf8(name_in_title);
  std::erase_if(bare, is_space);
  if (bare.size() > title.characters.size()) return;
  size_t length = bare.size();
  if (length == name.characters.size() + 1) {
    drop_extra(title, 0, length, name, options);
    length = title.characters.size() - (bare.empty() ? 0 : decode_utf8(matcher.form().title_ending).size());
  } else if (length + 1 == name.characters.size()) {
    ReadField shorter = title;
    shorter.characters.resize(length);
    drop_extra(name, 0, name.characters.size(), shorter, options);
  }
  if (length != name.characters.size()) return;
  size_t differing = 0;
  for (size_t i = 0; i < length; ++i) differing += !same(title.characters[i].text(), name.characters[i].text());
  if (differing > std::max(1.0, options.twice.most_differing * static_cast<double>(length))) return;
  weigh_pair(title, 0, name, 0, length, options.twice.name_odds, options);
}

}  // namespace

void weigh_twins(std::vector<ReadField>& fields, const std::vector<ProjectRecord>& records,
                 const std::vector<const FormMatcher*>& matcher_of, const EvidenceOptions& options) {
  std::map<std::pair<const ProjectRecord*, std::string>, ReadField*> at;
  for (ReadField& field : fields) {
    if (!field.characters.empty() && field.same_as < 0) at[{field.record, field.pointer}] = &field;
  }
  auto find = [&](const ProjectRecord& record, const std::string& pointer) {
    const auto it = at.find({&record, pointer});
    return it == at.end() ? nullptr : it->second;
  };
  for (size_t r = 0; r < records.size(); ++r) {
    const ProjectRecord& record = records[r];
    ReadField* title = find(record, "/title");
    ReadField* name = find(record, "/project/name");
    if (title && name) weigh_title(*title, *name, *matcher_of[r], options);
    for (size_t i = 0; i < record.indicators.size(); ++i) {
      const std::string base = "/indicators/" + std::to_string(i);
      ReadField* level3 = find(record, base + "/level3");
      ReadField* description = find(record, base + "/description");
      if (!level3 || !description || level3->characters.size() < 4) continue;
      if (const auto lie = lie_on(level3->characters, description->characters, options.twice.most_differing)) {
        weigh_pair(*level3, 0, *description, lie->offset, level3->characters.size(), options.twice.description_odds, options);
      }
    }
  }
}

}  // namespace budgetlift
