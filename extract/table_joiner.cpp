#include "extract/table_joiner.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "extract/captions.h"
#include "extract/form_words.h"
#include "extract/furniture.h"
#include "extract/head_cut.h"
#include "extract/misread.h"
#include "extract/open_table.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kMostRunning = 100;   // different running lines that are remembered
constexpr size_t kMostRecent = 6;      // lines in which a table's title is looked for

}  // namespace

struct TableJoiner::Impl {
  const TableOptions options;
  BlockSink sink;
  FormSet forms;
  FurnitureFinder finder;
  std::vector<TextLine> furniture;
  const JoinContext context;
  std::vector<TextLine> running;
  std::optional<OpenTable> open;
  std::vector<std::string> recent;  // canonical lines handed out since the last table

  // The page that waits for the next one.
  bool waiting = false;
  PageInfo page;
  std::vector<Block> blocks;
  std::vector<char> marks;

  Impl(const TableOptions& o, const FormSet& f, BlockSink s)
      : options(o), sink(std::move(s)), forms(f), finder(options, f),
        context{options, forms.index<FormWords>(), forms.index<FormHeads>().heads, furniture} {}

  void flush() {
    if (!open) return;
    sink(open->close());
    open.reset();
  }

  void put_line(TextLine&& line) {
    recent.push_back(canonical(line.text));
    if (recent.size() > kMostRecent) recent.erase(recent.begin());
    sink(std::move(line));
  }

  // A title at the foot of one page whose table begins the next one.
  void caption_from_before(Table& table) const {
    for (size_t i = recent.size(), n = 0; i > 0 && n < 3; --i, ++n) {
      const std::string& line = recent[i - 1];
      if (auto unit = unit_in(line)) {
        if (!table.unit) table.unit = unit;
      } else if (!table.title && line.size() >= 3 && line.size() < 180 && line.ends_with("表")) {
        table.title = line;
        return;
      } else if (!is_caption_detail(line)) {
        return;
      }
    }
  }

  void begin(Table&& table, bool last, bool first) {
    flush();
    if (first && !table.title) caption_from_before(table);
    open.emplace(context, std::move(table), page, std::move(recent));
    recent.clear();
    if (!last) flush();
  }

  // Each running line once, on a scan each that is no misreading of another.
  void remember_running(const TextLine& line) {
    const std::string text = folded(line.text);
    const bool known = std::any_of(running.begin(), running.end(), [&](const TextLine& other) {
      const std::string seen = folded(other.text);
      return seen == text || (line.source == Source::ocr && is_misread(seen, text));
    });
    if (!known && running.size() < kMostRunning) running.push_back(line);
  }

  // Hands out the page that waits.
  void release() {
    if (!waiting) return;
    waiting = false;
    std::vector<Block> rest;
    for (size_t i = 0; i < blocks.size(); ++i) {
      if (marks[i]) {
        if (marks[i] == kRunningLine) remember_running(std::get<TextLine>(blocks[i]));
        furniture.push_back(std::move(std::get<TextLine>(blocks[i])));
      } else {
        rest.push_back(std::move(blocks[i]));
      }
    }
    blocks.clear();
    if (rest.size() >= 2 && std::holds_alternative<Table>(rest.end()[-2])) {
      auto* line = std::get_if<TextLine>(&rest.back());
      if (line && take_hanging_label(std::get<Table>(rest.end()[-2]), *line, context.heads)) rest.pop_back();
    }
    size_t i = 0;
    if (open && !rest.empty()) {
      std::vector<TextLine*> lead;
      while (i < rest.size() && std::holds_alternative<TextLine>(rest[i]))
        lead.push_back(&std::get<TextLine>(rest[i++]));
      if (i < rest.size() && open->repeats_captions(lead) && open->join(std::get<Table>(rest[i]), page, !lead.empty())) {
        for (TextLine* line : lead) furniture.push_back(std::move(*line));
        if (++i < rest.size()) flush();
      } else {
        flush();
        i = 0;
      }
    }
    const size_t begin_at = i;
    for (; i < rest.size(); ++i) {
      if (auto* table = std::get_if<Table>(&rest[i])) {
        begin(std::move(*table), i + 1 == rest.size(), i == begin_at && i == 0);
      } else {
        put_line(std::move(std::get<TextLine>(rest[i])));
      }
    }
  }
};

TableJoiner::TableJoiner(const TableOptions& options, const FormSet& forms, BlockSink sink)
    : impl_(std::make_unique<Impl>(options, forms, std::move(sink))) {}

TableJoiner::~TableJoiner() = default;

void TableJoiner::add(const PageInfo& page, std::vector<Block> blocks) {
  Impl& self = *impl_;
  std::vector<char> marks;
  self.finder.look(page, blocks, marks, self.waiting ? &self.marks : nullptr);
  self.release();
  self.page = page;
  self.blocks = std::move(blocks);
  self.marks = std::move(marks);
  self.waiting = true;
}

const std::vector<TextLine>& TableJoiner::running_lines() const { return impl_->running; }

std::vector<TextLine> TableJoiner::finish() {
  impl_->release();
  impl_->flush();
  return std::move(impl_->furniture);
}

}  // namespace budgetlift
