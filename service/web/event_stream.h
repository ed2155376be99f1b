// Server-sent events (events.h) on one connection.

#pragma once

#include <boost/asio/awaitable.hpp>

#include "service/web/connection.h"
#include "service/web/events.h"
#include "service/web/server_limits.h"

namespace tradewatch::web {

// Sends what the subscription has, and a sign of life where it has nothing, until the listener goes away or falls
// behind, the feed ends, or `stopping` holds. The head of the answer has been sent. All of it outlives the call.
[[nodiscard]] boost::asio::awaitable<void> stream_events(Connection& connection, Subscription& subscription,
                                                         const ServerLimits& limits, const bool& stopping);

}  // namespace tradewatch::web
