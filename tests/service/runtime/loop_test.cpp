#include "service/runtime/loop.h"

#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "service/runtime/clock.h"

namespace tradewatch::runtime {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;

// A loop that fails the test instead of hanging it.
struct GuardedLoop : Loop {
  GuardedLoop() {
    after(20s, [this] {
      ADD_FAILURE() << "nothing stopped the loop";
      stop();
    });
  }
};

// A directory of its own, removed at the end.
struct ScratchDirectory {
  std::filesystem::path path = make();
  ~ScratchDirectory() { std::filesystem::remove_all(path); }
  static std::filesystem::path make() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tradewatch-loop-XXXXXX").string();
    return mkdtemp(pattern.data());
  }
};

TEST(Loop, RunsWhatOneThreadPostsInItsOrder) {
  GuardedLoop loop;
  std::vector<int> order;
  std::jthread poster([&] {
    for (int i = 0; i < 3; ++i) loop.post([&order, i] { order.push_back(i); });
    loop.post([&] { loop.stop(); });
  });
  loop.run();
  EXPECT_THAT(order, ElementsAre(0, 1, 2));
}

TEST(Loop, PostNeverCallsFromInside) {
  GuardedLoop loop;
  bool inside = false;
  loop.post([&] {
    loop.post([&] {
      EXPECT_FALSE(inside);
      loop.stop();
    });
    inside = true;
    inside = false;
  });
  loop.run();
}

TEST(Loop, RunReadyReturnsOnceNothingIsReady) {
  Loop loop;
  int ran = 0;
  loop.post([&] { ++ran; });
  loop.after(1h, [&] { ++ran; });
  loop.run_ready();
  EXPECT_EQ(ran, 1);
}

TEST(Loop, CallsOnceAfterADelayAndAgainEveryPeriod) {
  GuardedLoop loop;
  const SystemClock clock;
  const SteadyInstant start = clock.steady();
  int once = 0;
  int periods = 0;
  loop.after(1ms, [&] { ++once; });
  loop.every(10ms, [&] {
    if (++periods == 4) loop.stop();
  });
  loop.run();
  EXPECT_EQ(once, 1);
  EXPECT_EQ(periods, 4);
  EXPECT_GE(clock.steady() - start, 40ms);
}

TEST(Loop, AnOverrunPeriodIsNotMadeUpFor) {
  GuardedLoop loop;
  const SystemClock clock;
  std::vector<SteadyInstant> calls;
  loop.every(20ms, [&] {
    calls.push_back(clock.steady());
    if (calls.size() == 1) {
      while (clock.steady() - calls[0] < 110ms) {
      }
    }
    if (calls.size() == 4) loop.stop();
  });
  loop.run();
  // The second call follows the overrun at once; from then on one each period, never a burst.
  EXPECT_GE(calls[3] - calls[1], 20ms);
}

TEST(Loop, AnExceptionOutOfACallbackLeavesRun) {
  GuardedLoop loop;
  loop.after(0ms, [] { throw std::runtime_error("broken invariant"); });
  EXPECT_THROW(loop.run(), std::runtime_error);
}

TEST(Loop, TheFirstTermDrainsAndTheSecondStops) {
  GuardedLoop loop;
  int drains = 0;
  loop.on_signals(
      [&] {
        ++drains;
        std::raise(SIGINT);
      },
      [] { ADD_FAILURE() << "no reload was asked for"; });
  std::raise(SIGTERM);  // before run: must not be lost
  loop.run();
  EXPECT_EQ(drains, 1);
}

TEST(Loop, EachHangupReloads) {
  GuardedLoop loop;
  int reloads = 0;
  loop.on_signals([&] { loop.stop(); },
                  [&] {
                    ++reloads;
                    std::raise(reloads < 2 ? SIGHUP : SIGTERM);
                  });
  std::raise(SIGHUP);
  loop.run();
  EXPECT_EQ(reloads, 2);
}

TEST(Loop, TellsOfCreatedClosedAndMovedEntries) {
  const ScratchDirectory inbox;
  const ScratchDirectory elsewhere;
  GuardedLoop loop;
  std::vector<std::string> names;
  ASSERT_TRUE(loop.watch_directory(inbox.path, [&](const std::string& name) {
    names.push_back(name);
    if (name == "last") loop.stop();
  }));
  std::ofstream(inbox.path / "written.csv") << "a";
  std::ofstream(elsewhere.path / "moved.csv") << "b";
  std::filesystem::rename(elsewhere.path / "moved.csv", inbox.path / "moved.csv");
  std::filesystem::create_hard_link(inbox.path / "moved.csv", inbox.path / "last");
  loop.run();
  EXPECT_THAT(names, ElementsAre("written.csv", "written.csv", "moved.csv", "last"));
}

TEST(Loop, AsksForARescanWhenTheDirectoryGoesAway) {
  GuardedLoop loop;
  const ScratchDirectory parent;
  std::filesystem::create_directory(parent.path / "inbox");
  std::vector<std::string> names;
  ASSERT_TRUE(loop.watch_directory(parent.path / "inbox", [&](const std::string& name) {
    names.push_back(name);
    loop.stop();
  }));
  std::filesystem::remove(parent.path / "inbox");
  loop.run();
  EXPECT_THAT(names, Contains(""));
}

TEST(Loop, RefusesToWatchWhatIsNoDirectory) {
  Loop loop;
  const ScratchDirectory parent;
  const auto watched = loop.watch_directory(parent.path / "absent", [](const std::string&) {});
  ASSERT_FALSE(watched);
  EXPECT_EQ(watched.error().where, parent.path / "absent");
  EXPECT_EQ(watched.error().found, "No such file or directory");
  EXPECT_FALSE(watched.error().what_to_do.empty());
}

// What the watchdog stands on: the ping is a timer of the loop, so a loop that is blocked sends none.
TEST(Loop, ATimerIsSilentWhileACallbackBlocks) {
  GuardedLoop loop;
  int pings = 0;
  int while_blocked = -1;
  loop.every(5ms, [&] { ++pings; });
  loop.after(20ms, [&] {
    const int before = pings;
    std::this_thread::sleep_for(100ms);
    while_blocked = pings - before;
  });
  loop.after(200ms, [&] { loop.stop(); });
  loop.run();
  EXPECT_EQ(while_blocked, 0);
  EXPECT_GT(pings, 2);
}

}  // namespace
}  // namespace tradewatch::runtime
