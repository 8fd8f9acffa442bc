// Lines become documents, documents become rows of a target.
#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>
#include <utility>

#include "batch/record_line.h"
#include "extract/file_hash.h"
#include "load/target.h"

namespace budgetlift {
namespace {

// Documents that came before, with what their records are but for the path, to know one that comes again. Where they come in order of
// their hashes, as a batch has them, the last one is all there is to remember.
class Seen {
 public:
  explicit Seen(bool in_order) : in_order_(in_order) {}

  // The content that it came with before; nothing if it had not come.
  std::optional<size_t> add(const std::string& sha256, size_t content) {
    if (in_order_ && !all_.contains(sha256)) {
      if (!all_.empty() && sha256 < all_.begin()->first) throw LoadError("its documents are not in order of their hashes, so a batch has not left it like this; run the batch again");
      all_.clear();
    }
    const auto [it, fresh] = all_.emplace(sha256, content);
    return fresh ? std::nullopt : std::optional(it->second);
  }

 private:
  bool in_order_;
  std::unordered_map<std::string, size_t> all_;
};

class LoaderOfTarget : public Loader {
 public:
  LoaderOfTarget(std::unique_ptr<LoadTarget> target, bool in_order) : target_(std::move(target)), seen_(in_order) {}

  LoadResult<void> record(std::string_view line) override {
    return guarded([&] {
      DocumentRows rows = mapper_.map(line);
      begin(std::move(rows.tables[kDocuments].front()));
      for (size_t id = kProjects; id < kTables; ++id) {
        std::move(rows.tables[id].begin(), rows.tables[id].end(), std::back_inserter(rows_.tables[id]));
      }
      digest_.add(line);
      digest_.add("\n");
      content_ = 31 * content_ + std::hash<std::string>()(with_path(line, "\"\""));
    });
  }

  LoadResult<void> document(std::string_view json) override {
    return guarded([&] { begin(mapper_.document_row(json)); });
  }

  LoadResult<LoadFacts> finish(bool remove_elsewhere) override {
    const auto done = guarded([&] {
      end();
      const LoadTarget::End facts = target_->finish(remove_elsewhere);
      facts_.elsewhere = facts.elsewhere;
      facts_.removed = facts.removed;
    });
    if (!done) return tl::unexpected<LoadProblem>(done.error());
    return facts_;
  }

  const LoadFacts& facts() const override { return facts_; }

 private:
  template <typename Do>
  LoadResult<void> guarded(const Do& act) {
    try {
      act();
      return {};
    } catch (const RecordError& error) {
      return tl::unexpected<LoadProblem>({error.what(), true});
    } catch (const std::exception& error) {
      return tl::unexpected<LoadProblem>({error.what(), false});
    }
  }

  // A row of documents: of the document that is being gathered, or of the next one.
  void begin(TableRow document) {
    auto& documents = rows_.tables[kDocuments];
    if (!documents.empty() && documents.front()[0].text == document[0].text) return;
    end();
    documents.push_back(std::move(document));
  }

  void end() {
    if (rows_.tables[kDocuments].empty()) return;
    TableRow& row = rows_.tables[kDocuments].front();
    const auto& columns = table_definitions()[kDocuments].columns;
    for (size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].source == "count projects") row[i].text = std::to_string(rows_.tables[kProjects].size());
      if (columns[i].source == "count review") {
        row[i].text = std::to_string(rows_.tables[kReview].size());
        row[i].doubtful = !rows_.tables[kReview].empty();
      }
      if (columns[i].source == "digest") row[i].text = digest_.hex();
      if (columns[i].required && !row[i].text) throw RecordError(fmt::format("documents.{} is missing; `budgetlift check` names all that is wrong", columns[i].name));
    }
    put();
    rows_ = {};
  }

  void put() {
    const std::string& sha256 = rows_.sha256();
    const size_t content = std::exchange(content_, 0);
    if (const auto before = seen_.add(sha256, content)) {
      ++(*before == content ? facts_.again : facts_.differ);
      return;
    }
    const auto stored = target_->stored(sha256);
    const size_t digest = column_of(kDocuments, "records_sha256");
    if (stored == rows_.tables[kDocuments].front()[digest].text) {
      target_->keep(sha256);
      ++facts_.unchanged;
      return;
    }
    target_->review(rows_);
    const auto& projects = rows_.tables[kProjects];
    const size_t entries = column_of(kProjects, "review_entries");
    const auto reviewed = std::count_if(projects.begin(), projects.end(), [&](const TableRow& project) { return project[entries].text != "0"; });
    const auto count = static_cast<std::int64_t>(projects.size());
    target_->write(std::exchange(rows_, {}), stored.has_value());
    ++(stored ? facts_.replaced : facts_.added);
    facts_.projects += count;
    facts_.reviewed += reviewed;
  }

  std::unique_ptr<LoadTarget> target_;
  RecordMapper mapper_;
  DocumentRows rows_;   // of the document that is being gathered
  Sha256 digest_;   // of its lines
  size_t content_ = 0;   // a hash of its lines without the path
  Seen seen_;
  LoadFacts facts_;
};

}  // namespace

LoadResult<std::unique_ptr<Loader>> open_target(const LoadOptions& options) {
  try {
    std::unique_ptr<LoadTarget> target = options.format == "xlsx"         ? make_xlsx_target(options)
                                     : options.format == "sqlite"     ? make_sqlite_target(options)
                                     : options.format == "postgresql" ? make_postgres_target(options)
                                                                      : make_csv_target(options);
    return std::make_unique<LoaderOfTarget>(std::move(target), options.in_order);
  } catch (const std::exception& error) {
    return tl::unexpected<LoadProblem>({error.what(), false});
  }
}

}  // namespace budgetlift
