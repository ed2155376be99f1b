// A server on loopback for tests: each connection is a thread that does what the test's kind of server does.

#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace tradewatch::delivery {

// One connection, read by lines and by bytes.
class Peer {
 public:
  explicit Peer(int socket) : socket_(socket) {}

  // Without its CRLF; absent when the other side hung up.
  std::optional<std::string> line() {
    std::size_t end = 0;
    while ((end = read_.find("\r\n")) == std::string::npos) {
      if (!more()) return std::nullopt;
    }
    std::string text = read_.substr(0, end);
    read_.erase(0, end + 2);
    return text;
  }
  std::string bytes(std::size_t count) {
    while (read_.size() < count && more()) continue;
    std::string text = read_.substr(0, count);
    read_.erase(0, count);
    return text;
  }
  void say(const std::string& text) const { ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL); }

 private:
  bool more() {
    std::array<char, 4096> buffer{};
    const ssize_t got = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (got > 0) read_.append(buffer.data(), static_cast<std::size_t>(got));
    return got > 0;
  }
  int socket_;
  std::string read_;
};

// Derive, implement serve(), call start() at the end of the constructor and end() in the destructor.
class TcpStub {
 public:
  TcpStub() : listening_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    if (bind(listening_, plain, size) != 0 || listen(listening_, 64) != 0) throw std::runtime_error("no server");
    getsockname(listening_, plain, &size);
    port_ = ntohs(address.sin_port);
  }
  virtual ~TcpStub() { close(listening_); }
  TcpStub(const TcpStub&) = delete;
  TcpStub& operator=(const TcpStub&) = delete;

  [[nodiscard]] int port() const { return port_; }
  // Connections so far, and the most that were open at one time.
  int connections() {
    const std::lock_guard lock(mutex_);
    return connections_;
  }
  int most_open() {
    const std::lock_guard lock(mutex_);
    return most_open_;
  }

 protected:
  virtual void serve(Peer& peer) = 0;

  void start() {
    accepting_ = std::thread([this] { accept_all(); });
  }
  void end() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
      for (const int open : open_) shutdown(open, SHUT_RDWR);
    }
    shutdown(listening_, SHUT_RDWR);
    accepting_.join();
    for (std::thread& thread : serving_) thread.join();
  }

  std::mutex mutex_;  // also for what derived classes remember

 private:
  void accept_all() {
    while (true) {
      const int client = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) return;
      const std::lock_guard lock(mutex_);
      if (over_) {
        close(client);
        return;
      }
      ++connections_;
      open_.push_back(client);
      most_open_ = std::max(most_open_, static_cast<int>(open_.size()));
      serving_.emplace_back([this, client] {
        Peer peer(client);
        serve(peer);
        const std::lock_guard closing(mutex_);
        std::erase(open_, client);
        shutdown(client, SHUT_RDWR);
        close(client);
      });
    }
  }

  int listening_;
  int port_ = 0;
  bool over_ = false;
  int connections_ = 0;
  int most_open_ = 0;
  std::vector<int> open_;
  std::vector<std::thread> serving_;
  std::thread accepting_;
};

}  // namespace tradewatch::delivery
