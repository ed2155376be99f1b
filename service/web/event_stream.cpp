#include "service/web/event_stream.h"

#include <boost/asio/write.hpp>
#include <string>

namespace tradewatch::web {

namespace asio = boost::asio;

asio::awaitable<void> stream_events(Connection& connection, Subscription& subscription, const ServerLimits& limits,
                                    const bool& stopping) {
  connection.watch_for_end();
  subscription.on_news([weak = connection.weak_from_this()] {
    if (const auto listener = weak.lock()) listener->news.cancel();
  });
  std::string text = ": listening\n\n";
  while (!connection.gone && !subscription.is_over() && !stopping) {
    if (text.empty()) text = subscription.take();
    if (text.empty()) {
      connection.news.expires_after(limits.heartbeat);
      const auto [woken] = co_await connection.news.async_wait(kAwait);
      if (!woken) text = ": still here\n\n";
      continue;
    }
    connection.stream.expires_after(limits.event_write);
    const auto [error, bytes] = co_await asio::async_write(connection.stream, asio::buffer(text), kAwait);
    if (error) break;
    text.clear();
  }
}

}  // namespace tradewatch::web
