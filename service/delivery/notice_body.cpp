#include "service/delivery/notice_body.h"

#include <boost/json.hpp>

namespace tradewatch::delivery {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

NoticeAlert alert_of(const json::object& object) {
  return {text_at(object, "id"),       text_at(object, "rule"),  text_at(object, "state"),
          text_at(object, "severity"), text_at(object, "since"), text_at(object, "text")};
}

}  // namespace

std::expected<NoticeBody, DeliveryFault> parse_notice_body(const std::string& text) {
  boost::system::error_code error;
  const json::value parsed = json::parse(text, error);
  const json::object* object = parsed.if_object();
  if (error || object == nullptr || text_at(*object, "text").empty()) {
    return std::unexpected(DeliveryFault{
        .found = error ? "a body that is not JSON: " + error.message() : std::string("a body without a text"),
        .expected = "a JSON object with the key text",
        .todo = "report this as an error of the program that queued the notice",
        .permanent = true});
  }
  NoticeBody body;
  body.id = text_at(*object, "id");
  body.kind = text_at(*object, "kind");
  body.target = text_at(*object, "target");
  body.title = text_at(*object, "title");
  body.rule = text_at(*object, "rule");
  body.state = text_at(*object, "state");
  body.severity = text_at(*object, "severity");
  body.at = text_at(*object, "at");
  body.text = text_at(*object, "text");
  body.html = text_at(*object, "html");
  body.file = text_at(*object, "file");
  body.file_name = text_at(*object, "file_name");
  if (std::string language = text_at(*object, "language"); !language.empty()) body.language = std::move(language);
  if (const json::value* alerts = object->if_contains("alerts"); alerts != nullptr && alerts->is_array()) {
    for (const json::value& alert : alerts->get_array()) {
      if (alert.is_object()) body.alerts.push_back(alert_of(alert.get_object()));
    }
  }
  if (body.alerts.empty()) {
    body.alerts.push_back({"", body.rule, body.state, body.severity, body.at, body.text});
  }
  return body;
}

}  // namespace tradewatch::delivery
