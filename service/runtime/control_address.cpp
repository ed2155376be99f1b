#include "service/runtime/control_address.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace tradewatch::runtime {
namespace {

using Steady = std::chrono::steady_clock;

ControlFault no_daemon(const std::filesystem::path& path, int error) {
  const bool nobody = error == ENOENT || error == ECONNREFUSED;
  return {path, nobody ? "no running daemon" : std::generic_category().message(error),
          "a daemon with these settings that this user may ask",
          error == EACCES || error == EPERM ? "ask as the user that the daemon runs as" : "start it: tradewatch serve"};
}

ControlFault no_answer(const std::filesystem::path& path, std::string found) {
  return {path, std::move(found), "an answer", "look into the daemon's log"};
}

timeval of(std::chrono::milliseconds time) {
  return {static_cast<time_t>(time.count() / 1000), static_cast<suseconds_t>(time.count() % 1000 * 1000)};
}

}  // namespace

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

bool fits(const std::filesystem::path& path) { return path.native().size() < sizeof(sockaddr_un::sun_path); }

ControlFault too_long(const std::filesystem::path& path) {
  return {path, std::to_string(path.native().size()) + " bytes",
          "at most " + std::to_string(sizeof(sockaddr_un::sun_path) - 1) + " bytes, as the kernel takes them",
          "name a shorter folder in RUNTIME_DIRECTORY"};
}

std::expected<Descriptor, ControlFault> connect_to(const std::filesystem::path& path,
                                                   std::chrono::milliseconds patience) {
  if (!fits(path)) return std::unexpected(too_long(path));
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.number() < 0) return std::unexpected(no_daemon(path, errno));
  const timeval limit = of(patience);
  ::setsockopt(socket.number(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);  // bounds connect too
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.native().size());
  if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return std::unexpected(no_daemon(path, errno));
  }
  return socket;
}

std::expected<std::string, ControlFault> ask(const std::filesystem::path& path, std::string_view question,
                                             std::chrono::milliseconds patience) {
  const auto end = Steady::now() + patience;
  const auto socket = connect_to(path, patience);
  if (!socket) return std::unexpected(socket.error());
  const std::string line = std::string(question) + "\n";
  if (::send(socket->number(), line.data(), line.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(line.size())) {
    return std::unexpected(no_answer(path, std::generic_category().message(errno)));
  }
  std::string answer;
  std::array<char, 4096> part;
  while (answer.size() <= kMaxAnswerBytes) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Steady::now());
    pollfd wanted{socket->number(), POLLIN, 0};
    const int ready = left.count() <= 0 ? 0 : ::poll(&wanted, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) {
      return std::unexpected(
          no_answer(path, fmt::format("nothing within {} s", static_cast<double>(patience.count()) / 1000)));
    }
    const ssize_t bytes = ready < 0 ? -1 : ::recv(socket->number(), part.data(), part.size(), 0);
    if (bytes < 0) return std::unexpected(no_answer(path, std::generic_category().message(errno)));
    if (bytes == 0) break;
    answer.append(part.data(), static_cast<std::size_t>(bytes));
  }
  if (answer.empty()) return std::unexpected(no_answer(path, "a daemon that hung up"));
  return answer;
}

}  // namespace tradewatch::runtime
