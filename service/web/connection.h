// One client while it is connected, and the places that there are for clients.

#pragma once

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "service/web/wire.h"

namespace tradewatch::web {

struct Connection : std::enable_shared_from_this<Connection> {
  Connection(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls)
      : stream(std::move(socket), tls), deadline(stream.get_executor()), news(stream.get_executor()) {}

  // Gives up reading after `limit`, with the connection left to say so on. Beast's own limit, which closes it, comes
  // `linger` later: for a client that does not read the answer either.
  void allow(std::chrono::milliseconds limit, std::chrono::milliseconds linger);

  // Notices when a listener goes away, which asks for nothing more; what it sends instead ends it too.
  void watch_for_end();

  Wire stream;
  boost::asio::steady_timer deadline;
  boost::asio::steady_timer news;  // of a listener: ends early when there is something to send
  std::array<char, 64> ignored{};
  bool gone = false;
  bool timed_out = false;
  boost::beast::flat_buffer buffer;
  std::string remote;
  bool idle = true;  // waits for a request of which nothing has come

 private:
  friend class Places;
  std::list<Connection*>::iterator place_;  // in the line of those that the server waits for
  bool in_line_ = false;
};

// Who is connected, and for whom the server has waited longest: whoever sends or reads slowly stands in that line until
// what was waited for has come, so that a thousand such clients cost the others nothing but a few places.
class Places {
 public:
  void enter(std::shared_ptr<Connection> connection) { connections_.insert(std::move(connection)); }
  void leave(const std::shared_ptr<Connection>& connection);

  // The server waits for this client, from now on.
  void wait_for(Connection& connection);
  void wait_no_more_for(Connection& connection);

  // Closes the connection of who is first in the line; false where the line is empty. It leaves a moment later.
  bool close_the_slowest();

  [[nodiscard]] std::size_t taken() const { return connections_.size(); }
  [[nodiscard]] const std::set<std::shared_ptr<Connection>>& all() const { return connections_; }

 private:
  std::set<std::shared_ptr<Connection>> connections_;
  std::list<Connection*> line_;  // the longest awaited first
};

}  // namespace tradewatch::web
