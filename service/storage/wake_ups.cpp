#include "service/storage/wake_ups.h"

#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <stdexcept>

namespace tradewatch::storage {

struct WakeUps::Listening {
  std::string url;
  PGconn* connection = nullptr;
  int interrupted = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

  explicit Listening(std::string address) : url(std::move(address)) {
    if (interrupted < 0) throw std::runtime_error("no file descriptor for interrupting a wait is left");
  }
  ~Listening() {
    close_connection();
    close(interrupted);
  }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

  void close_connection() {
    PQfinish(connection);
    connection = nullptr;
  }

  [[nodiscard]] StoreFault fault(const std::string& what) {
    StoreFault found{"[store] url", what + ": " + (connection == nullptr ? "" : PQerrorMessage(connection)),
                     "a server that answers", "what others write is found at the next look; this goes on by itself"};
    found.reopen = true;
    close_connection();
    return found;
  }

  // What the address says comes after these, and counts.
  std::expected<void, StoreFault> connect() {
    constexpr std::array<const char*, 6> names = {"connect_timeout",  "keepalives_idle", "keepalives_interval",
                                                  "keepalives_count", "dbname",          nullptr};
    const std::array<const char*, 6> values = {"5", "30", "10", "3", url.c_str(), nullptr};
    connection = PQconnectdbParams(names.data(), values.data(), 1);
    if (PQstatus(connection) != CONNECTION_OK) return std::unexpected(fault("could not wait for others"));
    PGresult* listening = PQexec(connection, ("LISTEN " + std::string(kWakeUpChannel)).c_str());
    const bool done = PQresultStatus(listening) == PGRES_COMMAND_OK;
    PQclear(listening);
    return done ? std::expected<void, StoreFault>() : std::unexpected(fault("could not wait for others"));
  }

  // All that came; how many does not matter.
  bool take_all() {
    bool any = false;
    while (PGnotify* one = PQnotifies(connection)) {
      PQfreemem(one);
      any = true;
    }
    return any;
  }
};

WakeUps::WakeUps(std::string url) : listening_(std::make_unique<Listening>(std::move(url))) {}
WakeUps::~WakeUps() = default;

std::expected<bool, StoreFault> WakeUps::wait(std::chrono::milliseconds longest) {
  Listening& l = *listening_;
  if (l.connection == nullptr) {
    if (auto connected = l.connect(); !connected) return std::unexpected(connected.error());
    return true;
  }
  if (l.take_all()) return true;
  std::array<pollfd, 2> ready = {pollfd{PQsocket(l.connection), POLLIN, 0}, pollfd{l.interrupted, POLLIN, 0}};
  const int events = poll(ready.data(), ready.size(), static_cast<int>(longest.count()));
  if (events < 0 && errno != EINTR) return std::unexpected(l.fault("could not wait for others"));
  if (events <= 0 || ready[0].revents == 0) return false;
  if (PQconsumeInput(l.connection) != 1 || PQstatus(l.connection) != CONNECTION_OK) {
    return std::unexpected(l.fault("lost the connection that waits for others"));
  }
  return l.take_all();
}

void WakeUps::interrupt() {
  const std::uint64_t one = 1;
  // Nothing to be done where it fails: the counter is full, so it is set.
  static_cast<void>(!write(listening_->interrupted, &one, sizeof one));
}

}  // namespace tradewatch::storage
