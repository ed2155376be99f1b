#include "service/runtime/service_notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

namespace tradewatch::runtime {
namespace {

using testing::MatchesRegex;

// A service manager's end of the notification socket.
class ServiceNotify : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "tradewatch-notify-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    const std::string path = directory_ / "socket";
    socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    ASSERT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  void TearDown() override {
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) unsetenv(name);
    close(socket_);
    std::filesystem::remove_all(directory_);
  }
  // The oldest message not yet read, or empty.
  std::string message() const {
    std::array<char, 4096> buffer;
    const ssize_t bytes = recv(socket_, buffer.data(), buffer.size(), 0);
    return bytes < 0 ? "" : std::string(buffer.data(), static_cast<std::size_t>(bytes));
  }

 private:
  int socket_ = -1;
  std::filesystem::path directory_;
};

TEST_F(ServiceNotify, TellsOfALifeInOrder) {
  service_notify::ready("watching 3 targets");
  service_notify::watchdog();
  service_notify::reloading();
  service_notify::ready("settings taken");
  service_notify::stopping();
  EXPECT_EQ(message(), "READY=1\nSTATUS=watching 3 targets");
  EXPECT_EQ(message(), "WATCHDOG=1");
  EXPECT_THAT(message(), MatchesRegex("RELOADING=1\nMONOTONIC_USEC=[0-9]+"));
  EXPECT_EQ(message(), "READY=1\nSTATUS=settings taken");
  EXPECT_EQ(message(), "STOPPING=1");
  EXPECT_EQ(message(), "");
}

TEST_F(ServiceNotify, AStatusCannotSmuggleInAnotherAssignment) {
  service_notify::status("a\nSTOPPING=1");
  EXPECT_EQ(message(), "STATUS=a STOPPING=1");
}

TEST_F(ServiceNotify, SaysNothingWithoutASocket) {
  unsetenv("NOTIFY_SOCKET");
  service_notify::ready("x");
  service_notify::watchdog();
  EXPECT_EQ(message(), "");
}

TEST_F(ServiceNotify, PingsTwiceInTheTimeTheUnitAllows) {
  EXPECT_FALSE(service_notify::watchdog_interval());
  setenv("WATCHDOG_USEC", "60000000", 1);
  EXPECT_EQ(service_notify::watchdog_interval(), std::chrono::seconds(30));
  setenv("WATCHDOG_PID", "1", 1);  // meant for another process
  EXPECT_FALSE(service_notify::watchdog_interval());
}

}  // namespace
}  // namespace tradewatch::runtime
