// The one file that includes Boost (its progress display).
#include "cli/progress.h"

#include <boost/timer/progress_display.hpp>
#include <iostream>
#include <optional>
#include <unistd.h>

namespace budgetlift {
namespace {

constexpr int kManyPages = 20;   // fewer are read before a bar could be seen

}  // namespace

struct ProgressBar::Impl {
  bool terminal = ::isatty(STDERR_FILENO) == 1;
  std::optional<boost::timer::progress_display> display;
};

ProgressBar::ProgressBar() : impl_(std::make_unique<Impl>()) {}
ProgressBar::~ProgressBar() = default;

void ProgressBar::update(int page, int pages) {
  if (!impl_->terminal || pages < kManyPages) return;
  if (!impl_->display) impl_->display.emplace(static_cast<unsigned long>(pages), std::cerr);
  const auto done = static_cast<unsigned long>(page);
  if (done > impl_->display->count()) *impl_->display += done - impl_->display->count();
}

void ProgressBar::finish() { impl_->display.reset(); }

}  // namespace budgetlift
