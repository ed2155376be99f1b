#include "service/web/http_text.h"

#include <fmt/format.h>

#include <iterator>

namespace tradewatch::web {
namespace {

constexpr std::string_view kOnlyTls = "Strict-Transport-Security: max-age=31536000\r\n";  // a year

}  // namespace

std::string first_lines(const Response& response, BodyEnd end) {
  std::string text = fmt::format("HTTP/1.1 {} {}\r\n", response.status, status_phrase(response.status));
  const auto add = [&](std::string_view name, std::string_view value) {
    fmt::format_to(std::back_inserter(text), "{}: {}\r\n", name, value);
  };
  for (const auto& [name, value] : response.headers) add(name, value);
  if (response.status == 304) return text;
  add("Content-Type", response.content_type);
  if (end == BodyEnd::after_its_length) add("Content-Length", std::to_string(response.body.size()));
  return text;
}

std::string last_lines(const Sending& sending) {
  std::string text = fmt::format("Date: {}\r\n", http_date(sending.now));
  if (sending.tls) text += kOnlyTls;
  if (!sending.keep_alive) {
    text += "Connection: close\r\n";
  } else if (sending.old_client) {
    text += "Connection: keep-alive\r\n";
  }
  return text + "\r\n";
}

std::string http_date(trade::Instant now) { return trade::format_internet_date(now) + " GMT"; }

}  // namespace tradewatch::web
