#include "cli/summary.h"

#include <algorithm>
#include <fmt/format.h>
#include <string>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Columns on a terminal: a full-width character takes two.
std::string cut(const std::string& text, int columns) {
  std::u32string out;
  int used = 0;
  for (char32_t c : decode_utf8(text)) {
    const int width = is_wide(c) ? 2 : 1;
    if (used + width > columns - 1) {
      out += U'…';
      ++used;
      break;
    }
    out += c;
    used += width;
  }
  return encode_utf8(out) + std::string(static_cast<size_t>(std::max(0, columns - used)), ' ');
}

class SummarySink : public RecordSink {
 public:
  explicit SummarySink(std::ostream& out) : out_(out) {}

  void begin(const DocumentInfo& info, const DocumentFacts& facts) override {
    out_ << fmt::format("{}: {} page{}, {} {}\n", info.path, info.pages.size(), info.pages.size() == 1 ? "" : "s",
                        facts.department.value_or("(department not stated)"),
                        facts.fiscal_year ? std::to_string(*facts.fiscal_year) : "(year not stated)");
    out_ << "  no  code                   name                                      amount  indicators  review\n";
    records_ = flagged_ = 0;
  }

  void record(const DocumentInfo&, const DocumentFacts&, const ProjectRecord& record) override {
    ++records_;
    flagged_ += record.review.empty() ? 0 : 1;
    const std::string amount = record.total ? record.total->printed + record.printed_unit.value_or("") : "-";
    out_ << fmt::format("{:>4}  {} {} {:>13} {:>10}  {}\n", record.index, cut(record.code.value_or("-"), 22),
                        cut(record.name.value_or("-"), 36), amount, record.indicators.size(),
                        record.review.empty() ? "ok" : fmt::format("{} to look at", record.review.size()));
  }

  void end_document(const DocumentInfo&, const DocumentFacts&, const Overall& overall, const std::vector<TextLine>&) override {
    out_ << fmt::format("{} record{}, {} need no review; overall part: {} goal paragraph(s), {} sub-goal(s), {} safeguard(s)\n",
                        records_, records_ == 1 ? "" : "s", records_ - flagged_, overall.goal.size(), overall.subgoals.size(),
                        overall.safeguards.size());
  }

 private:
  std::ostream& out_;
  int records_ = 0;
  int flagged_ = 0;
};

}  // namespace

std::unique_ptr<RecordSink> make_summary_sink(std::ostream& out) { return std::make_unique<SummarySink>(out); }

}  // namespace budgetlift
