#include "service/web/http_request.h"

#include <fmt/format.h>

#include <boost/beast/http/error.hpp>
#include <string_view>
#include <utility>

#include "service/web/figure_routes.h"
#include "service/web/request_target.h"

namespace tradewatch::web {

namespace http = boost::beast::http;

std::optional<Request> to_request(const ReadRequest& message, const std::string& remote, bool secure) {
  std::optional<RequestTarget> target = parse_request_target(std::string_view(message.target()));
  if (!target) return std::nullopt;
  Request request{.method = std::string(message.method_string()),
                  .path = std::move(target->path),
                  .query = std::move(target->query),
                  .headers = {},
                  .body = message.body(),
                  .remote = remote,
                  .secure = secure};
  for (const auto& field : message) {
    std::string name(field.name_string());
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    std::string& value = request.headers[name];
    if (!value.empty()) value += ", ";
    value += std::string_view(field.value());
  }
  return request;
}

bool may_be_large(const ReadRequest& message) {
  const std::string_view target(message.target());
  return takes_document(std::string_view(message.method_string()), target.substr(0, target.find('?')));
}

std::optional<Response> refusal(const boost::system::error_code& error, const ServerLimits& limits) {
  if (error == http::error::header_limit) {
    return problem(431, fmt::format("The request line and headers are larger than {} bytes.", limits.header_bytes));
  }
  if (error == http::error::body_limit) {
    return problem(413, fmt::format("The body is larger than {} bytes, or {} of a document of figures.",
                                    limits.body_bytes, limits.document_bytes));
  }
  if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
  if (error.category() == http::make_error_code(http::error::bad_version).category()) {
    return problem(400, fmt::format("The request is not HTTP/1.1: {}.", error.message()));
  }
  return std::nullopt;
}

}  // namespace tradewatch::web
