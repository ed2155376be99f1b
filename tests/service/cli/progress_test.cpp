// The progress line, on a terminal made for the test and by a clock that is moved.

#include "service/cli/progress.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>

namespace tradewatch::cli {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

// While it lives, stderr is a terminal whose other end is here.
class Terminal {
 public:
  Terminal() : here_(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK)), stderr_(dup(STDERR_FILENO)) {
    if (here_ < 0 || grantpt(here_) != 0 || unlockpt(here_) != 0) throw std::runtime_error("no terminal for the test");
    const int there = open(ptsname(here_), O_RDWR | O_NOCTTY);
    dup2(there, STDERR_FILENO);
    close(there);
  }
  ~Terminal() {
    dup2(stderr_, STDERR_FILENO);
    close(stderr_);
    close(here_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  // What was written since the last time.
  [[nodiscard]] std::string text() const {
    std::array<char, 4096> piece{};
    const auto got = ::read(here_, piece.data(), piece.size());
    return {piece.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
  }

 private:
  int here_;
  int stderr_;
};

TEST(Progress, TellsShareRateAndTimeLeftOnceASecondIsOver) {
  runtime::ManualClock clock(trade::Instant{});
  const Terminal terminal;
  Progress progress("f.csv: figures kept", 0, clock);
  clock.advance(milliseconds{900});
  progress.at(90'000, 600'000);
  EXPECT_EQ(terminal.text(), "");
  clock.advance(milliseconds{1100});
  progress.at(200'000, 600'000);
  EXPECT_THAT(terminal.text(), HasSubstr("f.csv: figures kept 200000/600000 (33 %), 100000.0 a second, 4 s left"));
  clock.advance(milliseconds{100});
  progress.at(210'000, 600'000);
  EXPECT_EQ(terminal.text(), "") << "not more often than can be read";
  progress.end();
  EXPECT_EQ(terminal.text(), "\r" + std::string(79, ' ') + "\r");
}

TEST(Progress, SaysNothingWithoutATerminal) {
  runtime::ManualClock clock(trade::Instant{});
  testing::internal::CaptureStderr();
  Progress progress("scoring", 10, clock);
  clock.advance(std::chrono::seconds{5});
  progress.step();
  progress.end();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace tradewatch::cli
