// A request as Beast read it, as the routes see it; and what to answer to one that could not be read.

#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>

#include "service/web/message.h"
#include "service/web/server_limits.h"

namespace tradewatch::web {

using ReadRequest = boost::beast::http::request<boost::beast::http::string_body>;

// Absent where the target means nothing (request_target.h): the parser has checked its syntax alone.
[[nodiscard]] std::optional<Request> to_request(const ReadRequest& message, const std::string& remote, bool secure);

// Whether its body may be as long as a document of figures.
[[nodiscard]] bool may_be_large(const ReadRequest& message);

// The answer to a request that could not be read, or none when the client is simply gone.
[[nodiscard]] std::optional<Response> refusal(const boost::system::error_code& error, const ServerLimits& limits);

}  // namespace tradewatch::web
