#include "service/cli/daemon_health.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "service/intake/http_fetch.h"

namespace tradewatch::cli {
namespace {

constexpr std::chrono::seconds kHealthTimeout{2};
constexpr std::size_t kHealthBytes = 64 * 1024;

}  // namespace

std::optional<std::string> trouble_of_daemon(const settings::Listen& listen) {
  if (listen.port == 0) return std::nullopt;
  intake::FetchRequest request;
  const bool six = listen.address.find(':') != std::string::npos;
  request.url =
      fmt::format("http://{}:{}/api/v1/health", six ? "[" + listen.address + "]" : listen.address, listen.port);
  request.hosts = {listen.address};
  request.timeout = kHealthTimeout;
  request.max_bytes = kHealthBytes;
  const auto answer = intake::fetch(request);
  if (!answer) return std::nullopt;
  boost::system::error_code failed;
  const boost::json::value health = boost::json::parse(answer->body, failed);
  if (failed || !health.is_object()) return std::nullopt;
  const auto* ready = health.as_object().if_contains("ready");
  const auto* reason = health.as_object().if_contains("reason");
  if (ready == nullptr || ready->if_bool() == nullptr || ready->get_bool()) return std::nullopt;
  return reason != nullptr && reason->is_string() ? std::string(reason->get_string()) : "it does not say why";
}

}  // namespace tradewatch::cli
