#include "service/delivery/alertmanager_receiver.h"

#include <boost/json.hpp>

#include "service/delivery/http_post.h"
#include "service/delivery/notice_body.h"

namespace tradewatch::delivery {
namespace {

namespace json = boost::json;

// What one alert is there.
struct Posted {
  std::string target;
  std::string rule;
  std::string severity;
  std::string starts_at;  // empty: left to Alertmanager
  std::string ends_at;
  std::string summary;
  std::string description;
};

json::object json_of(const Posted& alert, const std::string& instance) {
  json::object labels = {{"alertname", "tradewatch_" + alert.rule},
                         {"target", alert.target},
                         {"rule", alert.rule},
                         {"severity", alert.severity},
                         {"instance", instance}};
  json::object annotations;
  if (!alert.summary.empty()) annotations["summary"] = alert.summary;
  if (!alert.description.empty()) annotations["description"] = alert.description;
  json::object object = {{"labels", std::move(labels)}, {"annotations", std::move(annotations)}};
  if (!alert.starts_at.empty()) object["startsAt"] = alert.starts_at;
  object["endsAt"] = alert.ends_at;
  return object;
}

bool stands(std::string_view state) { return state == "firing" || state == "recovering"; }

// What is known of an alert that no notice of this process told of: its reason's sentence.
std::string reason_text(const storage::AlertRow& row) {
  boost::system::error_code error;
  const json::value reason = json::parse(row.reason_json, error);
  const json::value* text = reason.is_object() ? reason.get_object().if_contains("text") : nullptr;
  return text != nullptr && text->is_string() ? std::string(text->get_string()) : std::string();
}

std::string with_path(std::string url) {
  if (url.ends_with('/')) url.pop_back();
  return url + "/api/v2/alerts";
}

}  // namespace

AlertmanagerReceiver::AlertmanagerReceiver(std::string name, AlertmanagerOptions options)
    : name_(std::move(name)), options_(std::move(options)), handle_(options_.connection) {
  options_.url = with_path(options_.url);
}

std::string AlertmanagerReceiver::instant_after(trade::Instant now) const {
  return trade::format_instant(now + kIntervalsUntilEnd * options_.resend_every);
}

Delivery AlertmanagerReceiver::send(std::string alerts, trade::Instant now) {
  return post(handle_, {options_.url, {}, std::move(alerts)}, now);
}

Delivery AlertmanagerReceiver::deliver(const storage::NoticeRow& notice, trade::Instant now) {
  const auto body = parse_notice_body(notice.body);
  if (!body) return std::unexpected(body.error());
  json::array alerts;
  for (const NoticeAlert& alert : body->alerts) {
    const std::string& text = alert.text.empty() ? body->text : alert.text;
    words_[{body->target, alert.rule}] = {body->title, text};
    const bool over = alert.state == "resolved";
    // When a resolved one began is known to Alertmanager, or else of no interest to it.
    alerts.push_back(json_of({body->target, alert.rule, alert.severity, over ? std::string() : alert.since,
                              over ? trade::format_instant(now) : instant_after(now), body->title, text},
                             options_.instance));
  }
  return send(json::serialize(alerts), now);
}

Delivery AlertmanagerReceiver::refresh(std::span<const storage::AlertRow> rows, trade::Instant now) {
  json::array alerts;
  for (const storage::AlertRow& row : rows) {
    const bool over = row.state == "resolved" && now - row.since < kResolvedResent;
    if (!stands(row.state) && !over) continue;
    const auto told = words_.find({row.target, row.rule});
    const Words words = told == words_.end() ? Words{row.target, reason_text(row)} : told->second;
    alerts.push_back(
        json_of({row.target, row.rule, row.severity, trade::format_instant(row.opened),
                 over ? trade::format_instant(row.since) : instant_after(now), words.summary, words.description},
                options_.instance));
  }
  if (alerts.empty()) return {};
  return send(json::serialize(alerts), now);
}

}  // namespace tradewatch::delivery
