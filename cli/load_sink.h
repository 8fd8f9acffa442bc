// Records of `extract` go to the tables of load/.
#pragma once

#include <memory>
#include <string>

#include "load/load_module.h"
#include "normalize/sink.h"

namespace budgetlift {

class LoadSink : public RecordSink {
 public:
  explicit LoadSink(std::unique_ptr<Loader> loader) : loader_(std::move(loader)) {}

  void begin(const DocumentInfo& info, const DocumentFacts& facts) override;
  void record(const DocumentInfo& info, const DocumentFacts& facts, const ProjectRecord& record) override;
  void finish() override;

  // What could not be written and why; "" as long as all could.
  const std::string& problem() const { return problem_; }

 private:
  void keep(const LoadResult<void>& done);

  std::unique_ptr<Loader> loader_;
  std::string problem_;
};

}  // namespace budgetlift
