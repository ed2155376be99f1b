#include "service/web/message.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tradewatch::web {

std::string_view header(const Request& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string origin_of(const Request& request) {
  const std::string_view host = header(request, "host");
  const bool plain = !host.empty() && std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~:[]").contains(c);
  });
  return plain ? (request.secure ? "https://" : "http://") + std::string(host) : std::string();
}

std::string_view status_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 304:
      return "Not Modified";
    case 201:
      return "Created";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "";
  }
}

Response problem(int status, std::string_view detail) {
  boost::json::object document;
  document["type"] = "about:blank";
  document["title"] = status_phrase(status);
  document["status"] = status;
  document["detail"] = detail;
  return {.status = status,
          .content_type = "application/problem+json",
          .headers = {},
          .body = boost::json::serialize(document) + "\n"};
}

}  // namespace tradewatch::web
