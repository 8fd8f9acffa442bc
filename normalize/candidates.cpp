#include "normalize/candidates.h"

#include <algorithm>

#include "schemas/canonical.h"

namespace budgetlift {

std::vector<Candidate> candidates(const std::vector<UnsureCharacter>& characters, const EvidenceOptions::Values& options) {
  std::vector<Candidate> open{{"", 1, {}}};
  for (const UnsureCharacter& c : characters) {
    std::vector<Candidate> next;
    for (const Candidate& candidate : open) {
      for (size_t g = 0; g < c.guesses.size(); ++g) {
        Candidate one = candidate;
        one.weight *= c.guesses[g].probability;
        if (c.guesses[g].text != 0) one.text += encode_utf8(std::u32string(1, c.guesses[g].text));
        one.guesses.push_back(g);
        next.push_back(std::move(one));
      }
    }
    // The text as it stands is kept whatever its weight.
    auto as_read = [](const Candidate& one) { return std::all_of(one.guesses.begin(), one.guesses.end(), [](size_t g) { return g == 0; }); };
    std::stable_sort(next.begin(), next.end(), [&](const Candidate& a, const Candidate& b) {
      const bool first_a = as_read(a), first_b = as_read(b);
      return first_a != first_b ? first_a : a.weight > b.weight;
    });
    if (next.size() > static_cast<size_t>(options.candidates)) next.resize(static_cast<size_t>(options.candidates));
    const double least = options.least_share * std::max_element(next.begin(), next.end(), [](const Candidate& a, const Candidate& b) {
                                                 return a.weight < b.weight;
                                               })->weight;
    open.clear();
    for (size_t i = 0; i < next.size(); ++i) {
      if (i == 0 || next[i].weight >= least) open.push_back(std::move(next[i]));
    }
  }
  return open;
}

void add_likes(std::vector<UnsureCharacter>& characters, const EvidenceOptions::Values& options) {
  for (UnsureCharacter& c : characters) {
    const char32_t like = like_in_number(c.text());
    if (like == 0 || c.probability_of(like) > 0) continue;
    const double taken = options.like_share * c.probability();
    c.guesses[0].probability -= taken;
    c.guesses.push_back({like, taken});
  }
}

double left_out(const std::vector<Candidate>& all) {
  double sum = 0;
  for (const Candidate& candidate : all) sum += candidate.weight;
  return std::max(0.0, 1 - sum);
}

Chain best_chain(const std::vector<std::vector<Candidate>>& values, const std::function<double(size_t, size_t)>& alone,
                 const std::function<double(size_t, size_t, size_t)>& after) {
  const size_t n = values.size();
  Chain out{std::vector<size_t>(n, 0), std::vector<double>(n, 0)};
  if (n == 0) return out;
  std::vector<std::vector<double>> weight(n), sum(n), best(n), behind(n);
  std::vector<std::vector<size_t>> from(n);
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = 0; k < values[i].size(); ++k) {
      weight[i].push_back(values[i][k].weight * alone(i, k));
      double s = i == 0 ? 1 : 0, b = i == 0 ? 1 : 0;
      size_t best_from = 0;
      for (size_t j = 0; i > 0 && j < values[i - 1].size(); ++j) {
        const double step = after(i, j, k);
        s += sum[i - 1][j] * step;
        if (best[i - 1][j] * step > b) {
          b = best[i - 1][j] * step;
          best_from = j;
        }
      }
      sum[i].push_back(s * weight[i][k]);
      best[i].push_back(b * weight[i][k]);
      from[i].push_back(best_from);
    }
  }
  // What each candidate's successors weigh, for the share of the candidate in everything.
  behind[n - 1].assign(values[n - 1].size(), 1);
  for (size_t i = n - 1; i-- > 0;) {
    for (size_t j = 0; j < values[i].size(); ++j) {
      double s = 0;
      for (size_t k = 0; k < values[i + 1].size(); ++k) s += after(i + 1, j, k) * weight[i + 1][k] * behind[i + 1][k];
      behind[i].push_back(s);
    }
  }
  out.chosen[n - 1] = static_cast<size_t>(std::max_element(best[n - 1].begin(), best[n - 1].end()) - best[n - 1].begin());
  for (size_t i = n - 1; i-- > 0;) out.chosen[i] = from[i + 1][out.chosen[i + 1]];
  for (size_t i = 0; i < n; ++i) {
    double all = 0;
    for (size_t k = 0; k < values[i].size(); ++k) all += sum[i][k] * behind[i][k];
    out.probability[i] = all > 0 ? sum[i][out.chosen[i]] * behind[i][out.chosen[i]] / all : values[i][out.chosen[i]].weight;
  }
  return out;
}

void settle(ReadField& field, const std::vector<Candidate>& all, size_t index, double probability, double repair, const char* proof) {
  if (index == 0) {
    if (field.probability() < repair && probability >= repair) field.proof.insert(proof);
    field.whole = probability;
    return;
  }
  if (probability < repair) {
    field.whole = std::min(field.probability(), 1 - probability);
    return;
  }
  std::vector<UnsureCharacter> kept = field.characters;
  for (size_t i = 0; i < kept.size(); ++i) choose(kept[i], all[index].guesses[i]);
  replace_text(field, kept);
  field.whole = probability;
  field.proof.insert(proof);
}

}  // namespace budgetlift
