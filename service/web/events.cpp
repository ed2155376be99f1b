#include "service/web/events.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "service/web/finite_json.h"
#include "service/web/key_numbers.h"

namespace tradewatch::web {
namespace {

namespace json = boost::json;

struct AlertSeen {
  std::string rule;
  std::string state;
};

std::map<std::string, AlertSeen> alerts_of(const json::object* assessment) {
  std::map<std::string, AlertSeen> alerts;
  const json::value* list = assessment == nullptr ? nullptr : assessment->if_contains("alerts");
  const json::array* rows = list == nullptr ? nullptr : list->if_array();
  if (rows == nullptr) return alerts;
  for (const json::value& row : *rows) {
    if (const json::object* alert = row.if_object())
      alerts[text_at(*alert, {"id"})] = {text_at(*alert, {"rule"}), text_at(*alert, {"state"})};
  }
  return alerts;
}

std::string frame_of(std::string_view type, const std::string& id, json::value data) {
  drop_non_finite(data);
  return fmt::format("event: {}\nid: {}\ndata: {}\n\n", type, id, json::serialize(data));
}

}  // namespace

std::vector<Event> events_between(const json::object* before, const json::object& after) {
  std::vector<Event> events;
  const std::string target = text_at(after, {"id"});
  const std::string verdict = text_at(after, {"verdict"});
  json::object assessed = {{"target", target}, {"verdict", verdict}};
  if (const auto sequence = number_at(after, {"sequence"})) assessed["sequence"] = static_cast<std::int64_t>(*sequence);
  if (const auto probability = number_at(after, {"forecast", "probability"})) assessed["probability"] = *probability;
  assessed["verdict_changed"] = before == nullptr || text_at(*before, {"verdict"}) != verdict;
  if (before == nullptr || *before != after) events.push_back({"assessment", std::move(assessed)});

  const auto alerts_before = alerts_of(before);
  for (const auto& [id, alert] : alerts_of(&after)) {
    const auto known = alerts_before.find(id);
    if (known != alerts_before.end() && known->second.state == alert.state) continue;
    json::object told = {{"target", target}, {"alert", id}, {"rule", alert.rule}};
    if (known != alerts_before.end()) told["from"] = known->second.state;
    told["to"] = alert.state;
    events.push_back({"alert", std::move(told)});
  }
  return events;
}

EventFeed::EventFeed(std::string name, EventLimits limits) : name_(std::move(name)), limits_(limits) {}

void EventFeed::publish(const Event& event) {
  ++newest_;
  kept_.push_back({newest_, frame_of(event.type, cursor(), event.data)});
  if (kept_.size() > limits_.kept) kept_.pop_front();
  std::erase_if(subscriptions_, [](const auto& each) { return each.expired(); });
  for (const auto& each : subscriptions_) {
    if (const auto subscription = each.lock()) give(*subscription, kept_.back().frame);
  }
}

void EventFeed::give(Subscription& to, const std::string& frame) const {
  if (to.over_) return;
  to.pending_ += frame;
  if (to.pending_.size() > limits_.pending_bytes) {
    to.pending_.clear();
    to.over_ = true;
  }
  if (to.wake_) to.wake_();
}

std::string EventFeed::cursor() const { return fmt::format("{}-{}", name_, newest_); }

std::shared_ptr<Subscription> EventFeed::subscribe(std::string_view last_id) {
  if (listeners() >= limits_.listeners) return nullptr;
  auto subscription = std::make_shared<Subscription>();
  subscription->pending_ = missed_since(last_id);
  subscriptions_.push_back(subscription);
  return subscription;
}

std::size_t EventFeed::listeners() const {
  std::size_t count = 0;
  for (const auto& each : subscriptions_) count += each.expired() ? 0 : 1;
  return count;
}

// What cannot be made good any more is told as a reset with the newest id.
std::string EventFeed::missed_since(std::string_view last_id) const {
  if (last_id.empty()) return {};
  std::optional<std::int64_t> number;
  if (last_id.starts_with(name_ + "-")) {
    std::int64_t parsed = 0;
    const std::string_view digits = last_id.substr(name_.size() + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), parsed);
    if (error == std::errc() && end == digits.data() + digits.size()) number = parsed;
  }
  const std::int64_t oldest = newest_ - static_cast<std::int64_t>(kept_.size());
  if (!number || *number < oldest || *number > newest_) return frame_of("reset", cursor(), json::object());
  std::string text;
  for (const Kept& each : kept_) {
    if (each.number > *number) text += each.frame;
  }
  return text;
}

}  // namespace tradewatch::web
