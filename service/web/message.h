// One HTTP request and its answer, as plain values: what the routes see. No socket, no parser, no clock.

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tradewatch::web {

struct Request {
  std::string method;                          // upper case, as sent; routes see GET for a HEAD
  std::string path;                            // percent-decoded, begins with '/'
  std::map<std::string, std::string> query;    // decoded; of a repeated name the first
  std::map<std::string, std::string> headers;  // names in lower case; of a repeated name the values joined by ", "
  std::string body;
  std::string remote;   // the peer's address, without its port
  bool secure = false;  // it came through TLS
};

struct Response {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  bool lasts = false;  // until what is shown changes (Content::version): it may be kept and given again till then
};

// The first value of a header (`name` in lower case), or empty.
[[nodiscard]] std::string_view header(const Request& request, const std::string& name);

// Where the service was found, for links that are followed elsewhere: `https://host:8640`. Empty where `Host` is no
// plain name or address; links are then relative.
[[nodiscard]] std::string origin_of(const Request& request);

// A problem document (RFC 9457) whose title is the status's usual phrase and whose `detail` says what was wrong
// with this request and what to do.
[[nodiscard]] Response problem(int status, std::string_view detail);

// `Not Found` for 404; empty for a status that tradewatch never answers.
[[nodiscard]] std::string_view status_phrase(int status);

}  // namespace tradewatch::web
