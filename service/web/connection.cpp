#include "service/web/connection.h"

namespace tradewatch::web {

using boost::system::error_code;

void Connection::allow(std::chrono::milliseconds limit, std::chrono::milliseconds linger) {
  stream.expires_after(limit + linger);
  deadline.expires_after(limit);
  deadline.async_wait([weak = weak_from_this()](error_code error) {
    const auto self = weak.lock();
    if (error || !self) return;
    self->timed_out = true;
    self->stream.cancel();
  });
}

void Connection::watch_for_end() {
  stream.expires_never();
  stream.async_read_some(boost::asio::buffer(ignored), [self = shared_from_this()](error_code, std::size_t) {
    self->gone = true;
    self->news.cancel();
  });
}

void Places::leave(const std::shared_ptr<Connection>& connection) {
  wait_no_more_for(*connection);
  connections_.erase(connection);
}

void Places::wait_for(Connection& connection) {
  if (connection.in_line_) return;
  connection.place_ = line_.insert(line_.end(), &connection);
  connection.in_line_ = true;
}

void Places::wait_no_more_for(Connection& connection) {
  if (!connection.in_line_) return;
  line_.erase(connection.place_);
  connection.in_line_ = false;
}

bool Places::close_the_slowest() {
  if (line_.empty()) return false;
  Connection& slowest = *line_.front();
  wait_no_more_for(slowest);
  slowest.stream.close();
  return true;
}

}  // namespace tradewatch::web
