#include "service/runtime/loop.h"

#include <sys/inotify.h>

#include <algorithm>
#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <system_error>
#include <utility>

#include "service/runtime/loop_context.h"

namespace tradewatch::runtime {

namespace asio = boost::asio;

namespace {

// What a coroutine throws leaves run(): `asio::detached` would swallow it.
void rethrow(std::exception_ptr thrown) {
  if (thrown) std::rethrow_exception(std::move(thrown));
}

asio::awaitable<void> call_after(std::chrono::milliseconds delay, Loop::Task task) {
  asio::steady_timer timer(co_await asio::this_coro::executor, delay);
  co_await timer.async_wait(asio::use_awaitable);
  task();
}

asio::awaitable<void> call_every(std::chrono::milliseconds period, Loop::Task task) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  auto due = std::chrono::steady_clock::now() + period;
  for (;;) {
    timer.expires_at(due);
    co_await timer.async_wait(asio::use_awaitable);
    task();
    const auto late = std::chrono::steady_clock::now() - due;
    due += period * (1 + (late > period ? late / period : 0));
  }
}

asio::awaitable<void> take_signals(Loop& loop, std::unique_ptr<asio::signal_set> signals, Loop::Task drain,
                                   Loop::Task reload) {
  bool draining = false;
  for (;;) {
    const int signal = co_await signals->async_wait(asio::use_awaitable);
    if (signal == SIGHUP) {
      reload();
    } else if (!std::exchange(draining, true)) {
      drain();
    } else {
      loop.stop();
    }
  }
}

// Calls `changed` for each event of one read; false once the watch itself is gone.
bool tell(const char* events, std::size_t bytes, const std::function<void(const std::string&)>& changed) {
  bool watching = true;
  for (std::size_t at = 0; at + sizeof(inotify_event) <= bytes;) {
    inotify_event event;
    std::memcpy(&event, events + at, sizeof event);
    const char* name = events + at + sizeof event;
    if ((event.mask & (IN_Q_OVERFLOW | IN_IGNORED | IN_MOVE_SELF)) != 0) {
      changed("");
    } else if (event.len > 0) {
      changed(std::string(name, strnlen(name, event.len)));
    }
    if ((event.mask & IN_IGNORED) != 0) watching = false;
    at += sizeof event + event.len;
  }
  return watching;
}

asio::awaitable<void> take_changes(asio::posix::stream_descriptor events,
                                   std::function<void(const std::string&)> changed) {
  std::array<char, 16 * 1024> buffer;
  bool watching = true;
  while (watching) {
    const std::size_t bytes = co_await events.async_read_some(asio::buffer(buffer), asio::use_awaitable);
    watching = tell(buffer.data(), bytes, changed);
  }
}

}  // namespace

Loop::Loop() : context_(std::make_unique<Context>()) {}
Loop::~Loop() = default;

Loop::Context& Loop::context() { return *context_; }

void Loop::run() {
  const auto stay = asio::make_work_guard(context_->io);
  context_->io.restart();
  context_->io.run();
}

void Loop::run_ready() {
  context_->io.restart();
  context_->io.poll();
}

void Loop::stop() { context_->io.stop(); }

void Loop::post(Task task) { asio::post(context_->io, std::move(task)); }

void Loop::after(std::chrono::milliseconds delay, Task task) {
  asio::co_spawn(context_->io, call_after(delay, std::move(task)), rethrow);
}

void Loop::every(std::chrono::milliseconds period, Task task) {
  period = std::max(period, std::chrono::milliseconds(1));
  asio::co_spawn(context_->io, call_every(period, std::move(task)), rethrow);
}

void Loop::on_signals(Task drain, Task reload) {
  std::signal(SIGPIPE, SIG_IGN);
  // Made here and not in the coroutine, so that a signal before `run` is not lost to the default action.
  auto signals = std::make_unique<asio::signal_set>(context_->io, SIGTERM, SIGINT, SIGHUP);
  asio::co_spawn(context_->io, take_signals(*this, std::move(signals), std::move(drain), std::move(reload)), rethrow);
}

std::expected<void, WatchFault> Loop::watch_directory(const std::filesystem::path& directory,
                                                      std::function<void(const std::string&)> changed) {
  const auto fault = [&](int error) {
    const bool out_of_watches = error == ENOSPC || error == EMFILE;
    return std::unexpected(WatchFault{.where = directory,
                                      .found = std::generic_category().message(error),
                                      .expected = "a directory that this user may read",
                                      .what_to_do = out_of_watches ? "raise fs.inotify.max_user_watches or _instances"
                                                                   : "create the directory and give this user access"});
  };
  asio::posix::stream_descriptor events(context_->io);
  const int descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (descriptor < 0) return fault(errno);
  events.assign(descriptor);
  constexpr unsigned kWanted = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_MOVE_SELF | IN_ONLYDIR;
  if (inotify_add_watch(descriptor, directory.c_str(), kWanted) < 0) return fault(errno);
  asio::co_spawn(context_->io, take_changes(std::move(events), std::move(changed)), rethrow);
  return {};
}

}  // namespace tradewatch::runtime
