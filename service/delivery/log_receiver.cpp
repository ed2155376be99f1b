#include "service/delivery/log_receiver.h"

#include <spdlog/spdlog.h>

#include <boost/json.hpp>

namespace tradewatch::delivery {
namespace {

std::string text_of(const boost::json::object& body, std::string_view key) {
  const auto* value = body.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

spdlog::level::level_enum level_of(const std::string& severity, const std::string& kind) {
  if (kind == "resolved") return spdlog::level::info;
  if (severity == "critical") return spdlog::level::critical;
  return severity == "warning" ? spdlog::level::warn : spdlog::level::info;
}

}  // namespace

std::expected<void, DeliveryFault> LogReceiver::deliver(const storage::NoticeRow& notice) {
  boost::system::error_code failed;
  const boost::json::value parsed = boost::json::parse(notice.body, failed);
  if (failed || !parsed.is_object()) {
    return std::unexpected(DeliveryFault{"a body that is no JSON object", "what tradewatch queues",
                                         "report it: the store was written by something else", true});
  }
  const boost::json::object& body = parsed.as_object();
  spdlog::log(level_of(text_of(body, "severity"), notice.kind), "alert target={} rule={} state={} notice={} {}",
              notice.target, text_of(body, "rule"), text_of(body, "state"), notice.id, text_of(body, "text"));
  return {};
}

}  // namespace tradewatch::delivery
