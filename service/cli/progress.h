// A progress line on stderr for work that takes over a second: share, rate, time left. Silent when stderr is no
// terminal. Steps may come from any thread.

#pragma once

#include <cstddef>
#include <mutex>
#include <string>

#include "service/runtime/clock.h"

namespace tradewatch::cli {

class Progress {
 public:
  Progress(std::string what, std::size_t total, const runtime::Clock& clock);
  void step();
  void at(std::size_t done, std::size_t total);  // for work whose size is known only once it runs
  void end();                                    // wipes the line

 private:
  void show();

  const std::string what_;
  std::size_t total_;
  const runtime::Clock& clock_;
  const runtime::SteadyInstant began_;
  const bool shown_;
  std::mutex mutex_;
  std::size_t done_ = 0;
  runtime::SteadyInstant told_;
  bool on_screen_ = false;
};

}  // namespace tradewatch::cli
