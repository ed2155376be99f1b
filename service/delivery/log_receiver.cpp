#include "service/delivery/log_receiver.h"

#include <spdlog/logger.h>

#include <algorithm>
#include <boost/json.hpp>
#include <string_view>
#include <utility>

namespace tradewatch::delivery {
namespace {

namespace json = boost::json;

std::string_view text_at(const json::object& body, std::string_view key) {
  const json::value* value = body.if_contains(key);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

spdlog::level::level_enum level_of(std::string_view severity) {
  if (severity == "critical") return spdlog::level::critical;
  if (severity == "warning") return spdlog::level::warn;
  return spdlog::level::info;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool is_name_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("-_.:/").contains(c);
}

void add_field(std::string& line, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  line.append(" ").append(key).append("=");
  const bool plain = std::all_of(value.begin(), value.end(), is_name_character);
  line += plain ? std::string(value) : json::serialize(json::string_view(value));
}

}  // namespace

LogReceiver::LogReceiver(std::string name, spdlog::logger& log) : name_(std::move(name)), log_(log) {}

std::expected<void, DeliveryFault> LogReceiver::deliver(const storage::NoticeRow& notice, trade::Instant /*now*/) {
  boost::system::error_code error;
  const json::value parsed = json::parse(notice.body, error);
  const json::object* body = parsed.if_object();
  if (error || body == nullptr || text_at(*body, "text").empty()) {
    return std::unexpected(DeliveryFault{
        .found = error ? "a body that is not JSON: " + error.message() : std::string("a body without a text"),
        .expected = "a JSON object with the key text",
        .todo = "report this as an error of the program that queued the notice",
        .permanent = true});
  }
  std::string line(text_at(*body, "text"));
  std::replace_if(line.begin(), line.end(), is_control, ' ');
  add_field(line, "target", text_at(*body, "target"));
  add_field(line, "rule", text_at(*body, "rule"));
  add_field(line, "state", text_at(*body, "state"));
  add_field(line, "notice", notice.id);
  log_.log(level_of(text_at(*body, "severity")), "{}", line);
  return {};
}

}  // namespace tradewatch::delivery
