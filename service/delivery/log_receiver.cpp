#include "service/delivery/log_receiver.h"

#include <spdlog/logger.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/string_view.hpp>
#include <string_view>
#include <utility>

#include "service/delivery/notice_body.h"

namespace tradewatch::delivery {
namespace {

namespace json = boost::json;

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

Delivery LogReceiver::deliver(const storage::NoticeRow& notice, trade::Instant /*now*/) {
  const auto body = parse_notice_body(notice.body);
  if (!body) return std::unexpected(body.error());
  std::string line = body->text;
  std::replace_if(line.begin(), line.end(), is_control, ' ');
  add_field(line, "target", body->target);
  add_field(line, "rule", body->rule);
  add_field(line, "state", body->state);
  add_field(line, "notice", notice.id);
  log_.log(level_of(body->severity), "{}", line);
  return {};
}

}  // namespace tradewatch::delivery
