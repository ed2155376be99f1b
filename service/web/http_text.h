// An answer as the bytes of HTTP/1.1: status line and headers, in two parts. The first is the same however often the
// answer is sent, so it can be kept with it; the second is of one sending.

#pragma once

#include <string>
#include <string_view>

#include "models/trade/date.h"
#include "service/web/message.h"

namespace tradewatch::web {

// What differs from one sending to the next.
struct Sending {
  trade::Instant now{};
  bool keep_alive = true;
  bool old_client = false;  // HTTP/1.0: a connection that is kept has to be said
  bool tls = false;
};

// How a client knows where the body ends.
enum class BodyEnd { after_its_length, with_the_connection };

// The status line, the answer's own headers, its type and length; a 304 tells neither of the last two.
[[nodiscard]] std::string first_lines(const Response& response, BodyEnd end = BodyEnd::after_its_length);

// Date and connection, and the empty line before the body.
[[nodiscard]] std::string last_lines(const Sending& sending);

// `Sun, 06 Nov 1994 08:49:37 GMT`, whatever the locale.
[[nodiscard]] std::string http_date(trade::Instant now);

}  // namespace tradewatch::web
