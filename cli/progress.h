// A progress bar over a document's pages, on a terminal only.
#pragma once

#include <memory>

namespace budgetlift {

class ProgressBar {
 public:
  ProgressBar();
  ~ProgressBar();

  // Shows the bar once the document proves to have many pages. Nothing is printed where stderr is no terminal.
  void update(int page, int pages);
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace budgetlift
