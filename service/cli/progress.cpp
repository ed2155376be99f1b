#include "service/cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace tradewatch::cli {

Progress::Progress(std::string what, std::size_t total, const runtime::Clock& clock)
    : what_(std::move(what)),
      total_(total),
      clock_(clock),
      began_(clock.steady()),
      shown_(isatty(STDERR_FILENO) == 1),
      told_(began_) {}

void Progress::step() {
  const std::scoped_lock lock(mutex_);
  ++done_;
  show();
}

void Progress::at(std::size_t done, std::size_t total) {
  const std::scoped_lock lock(mutex_);
  done_ = done;
  total_ = total;
  show();
}

void Progress::show() {
  if (!shown_ || done_ == 0) return;
  const runtime::SteadyInstant now = clock_.steady();
  const double elapsed_s = std::chrono::duration<double>(now - began_).count();
  if (elapsed_s < 1.0 || now - told_ < std::chrono::milliseconds{200}) return;
  told_ = now;
  on_screen_ = true;
  const double rate = static_cast<double>(done_) / elapsed_s;
  const double left_s = static_cast<double>(total_ - done_) / rate;
  fmt::print(stderr, "\r{} {}/{} ({:.0f} %), {:.1f} a second, {:.0f} s left   ", what_, done_, total_,
             100.0 * static_cast<double>(done_) / static_cast<double>(total_), rate, left_s);
  std::fflush(stderr);
}

void Progress::end() {
  const std::scoped_lock lock(mutex_);
  if (on_screen_) fmt::print(stderr, "\r{:79}\r", "");
}

}  // namespace tradewatch::cli
