#include "service/runtime/control_socket.h"

#include <sys/stat.h>

#include <fstream>
#include <thread>
#include <vector>

namespace tradewatch::runtime {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// A folder of its own with a door in it, and a loop that does not outlive a test by much.
class ControlSocketTest : public testing::Test {
 protected:
  ControlSocketTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tradewatch-door-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    loop_.after(20s, [this] { loop_.stop(); });
  }
  ~ControlSocketTest() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path place() const { return folder_ / "door"; }

  std::unique_ptr<ControlSocket> open(ControlSocket::Handler handler) {
    auto door = ControlSocket::listen(loop_, place(), std::move(handler));
    if (!door) ADD_FAILURE() << door.error().found;
    return door ? *std::move(door) : nullptr;
  }

  std::filesystem::path folder_;
  Loop loop_;
};

TEST_F(ControlSocketTest, TheAnswerOfEachQuestionReachesItsAsker) {
  std::vector<ControlSocket::Answer> later;
  const auto door = open([&](const std::string& question, ControlSocket::Answer answer) {
    later.push_back([answer = std::move(answer), question](const std::string& text) { answer(question + text); });
    if (later.size() == 20) {
      for (const auto& each : later) each("!");
    }
  });
  std::vector<std::string> heard(20);
  {
    std::vector<std::jthread> askers;
    for (std::size_t i = 0; i < heard.size(); ++i) {
      askers.emplace_back([&, i] { heard[i] = ask(place(), std::to_string(i), 10s).value_or("none"); });
    }
    std::jthread stopper([&] {
      for (std::jthread& asker : askers) asker.join();
      loop_.stop();
    });
    loop_.run();
  }
  for (std::size_t i = 0; i < heard.size(); ++i) EXPECT_EQ(heard[i], std::to_string(i) + "!");
}

TEST_F(ControlSocketTest, ALongAnswerArrivesWhole) {
  const std::string faults(1 << 20, 'x');
  const auto door = open([&](const std::string&, const ControlSocket::Answer& answer) { answer(faults); });
  std::string heard;
  std::jthread asker([&] {
    heard = ask(place(), "reload", 10s).value_or("none");
    loop_.stop();
  });
  loop_.run();
  EXPECT_EQ(heard.size(), faults.size());
}

TEST_F(ControlSocketTest, AnAskerWaitsNoLongerThanItSaid) {
  const auto door = open([](const std::string&, const ControlSocket::Answer&) {});  // the loop does not even run
  const auto answer = ask(place(), "reload", 50ms);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().found, "nothing within 0.05 s");
}

TEST_F(ControlSocketTest, WithoutADaemonTheFaultSaysWhatToDo) {
  const auto answer = ask(place(), "reload", 1s);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().found, "no running daemon");
  EXPECT_THAT(answer.error().what_to_do, HasSubstr("tradewatch serve"));
}

TEST_F(ControlSocketTest, IsItsOwnersAlone) {
  const auto door = open([](const std::string&, const ControlSocket::Answer&) {});
  struct stat status{};
  ASSERT_EQ(stat(place().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(ControlSocketTest, TakesThePlaceOfADeadDaemonAndOfNoLivingOne) {
  {
    std::ofstream left_behind(place());
  }
  auto first = open([](const std::string&, const ControlSocket::Answer&) {});
  ASSERT_NE(first, nullptr);
  const auto second = ControlSocket::listen(loop_, place(), {});
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().found, HasSubstr("another daemon"));
  first.reset();
  EXPECT_FALSE(std::filesystem::exists(place()));
}

TEST_F(ControlSocketTest, APathThatTheKernelDoesNotTakeIsRefusedInWords) {
  const auto door = ControlSocket::listen(loop_, folder_ / std::string(120, 'x'), {});
  ASSERT_FALSE(door);
  EXPECT_THAT(door.error().expected, HasSubstr("at most 107 bytes"));
}

TEST_F(ControlSocketTest, AQuestionWithoutEndIsHungUpOn) {
  const auto door = open([](const std::string&, const ControlSocket::Answer& answer) { answer("heard"); });
  std::string heard;
  std::jthread asker([&] {
    const auto answer = ask(place(), std::string(2 * kMaxQuestionBytes, 'x'), 10s);
    heard = answer ? *answer : answer.error().found;
    loop_.stop();
  });
  loop_.run();
  EXPECT_NE(heard, "heard");
}

}  // namespace
}  // namespace tradewatch::runtime
