// The one thread that waits: timers, signals, directories, and whatever else hands it something to do.
//
// Everything given to the loop is called on the thread that is in `run()`, one call at a time, so callbacks need no
// locks among themselves. They must not block: work that takes longer goes to a WorkerPool. An exception out of a
// callback is a broken invariant: it leaves `run()`, so that a daemon dies loudly and not half.

#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace tradewatch::runtime {

// Why a directory cannot be watched. The caller can still look at it now and then with `every`.
struct WatchFault {
  std::filesystem::path where;
  std::string found;  // the system's own words
  std::string expected;
  std::string what_to_do;
};

class Loop {
 public:
  using Task = std::function<void()>;

  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Runs until `stop`, even while there is nothing to do. Called again after a stop, it goes on.
  void run();
  // Runs only what is ready now and returns: for the end, when workers have handed back their last results.
  void run_ready();
  // From any thread, and from callbacks. What is queued behind it stays queued.
  void stop();
  // From any thread; `task` runs later, never inside this call. Tasks of one thread keep their order.
  void post(Task task);

  // Once, `delay` from now by the steady clock.
  void after(std::chrono::milliseconds delay, Task task);
  // First after one `period` (at least a millisecond), then each period until the loop is destroyed. A task that
  // overran, or a machine that slept, gets one call and not all that were missed.
  void every(std::chrono::milliseconds period, Task task);

  // SIGTERM or SIGINT calls `drain` once, which should end in `stop`; a second one stops the loop at once. SIGHUP
  // calls `reload` each time. Call once; SIGPIPE is ignored from then on, since a reader that went away is an error
  // of that write alone.
  void on_signals(Task drain, Task reload);

  // Calls `changed` with the name (not the path) of each entry that was created in `directory`, closed after
  // writing, or moved into it; a file that is still being written is told of when it is created and again when it
  // is closed. An empty name means that some were not told (the kernel's queue overflowed) or that the directory
  // itself went away: look at all of it again. Not recursive.
  [[nodiscard]] std::expected<void, WatchFault> watch_directory(const std::filesystem::path& directory,
                                                                std::function<void(const std::string&)> changed);

  // Defined in loop_context.h, for the web server alone.
  struct Context;
  [[nodiscard]] Context& context();

 private:
  std::unique_ptr<Context> context_;
};

}  // namespace tradewatch::runtime
