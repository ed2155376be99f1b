#include "service/web/alert_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "service/report/alert_history.h"
#include "service/report/assessment_json.h"
#include "service/watch/alert_requests.h"
#include "service/web/api_answers.h"
#include "service/web/later_request.h"

namespace tradewatch::web {
namespace {

namespace json = boost::json;

constexpr std::string_view kAlerts = "/api/v1/alerts";
constexpr std::string_view kHistory = "/api/v1/alerts/history";
constexpr std::string_view kSilences = "/api/v1/silences";
constexpr std::string_view kAcknowledgeBefore = "/api/v1/alerts/";  // and an id
constexpr std::string_view kAcknowledge = "/acknowledge";

Response not_there(std::string_view what, std::string_view list) {
  return problem(404, fmt::format("There is no {}; {} lists them.", what, list));
}

// The text members of a JSON object; anything else is a fault. `known` are the names it may have.
std::expected<std::map<std::string, std::string>, watch::RequestFaults> members(
    const Request& request, std::initializer_list<std::string_view> known) {
  boost::system::error_code failed;
  const json::value parsed = json::parse(request.body, failed);
  if (failed || !parsed.is_object())
    return std::unexpected(watch::RequestFaults{{"body", "something else", "one JSON object"}});
  std::map<std::string, std::string> out;
  watch::RequestFaults faults;
  for (const auto& [name, value] : parsed.as_object()) {
    if (std::ranges::find(known, std::string_view(name)) == known.end()) {
      std::string names;
      for (const std::string_view one : known) names.append(names.empty() ? "" : ", ").append(one);
      faults.push_back({std::string(name), "no known member", "one of " + names});
    } else if (!value.is_string()) {
      faults.push_back({std::string(name), json::serialize(value).substr(0, 80), "a text"});
    } else {
      out[name] = std::string(value.as_string());
    }
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return out;
}

Response list_alerts(const Request& request, storage::Store& store) {
  const auto alerts = store.alerts(asked(request, "target"));
  if (!alerts) return store_problem(alerts.error());
  const auto fates = store.notice_fates();
  if (!fates) return store_problem(fates.error());
  json::array out;
  for (const storage::AlertRow& alert : *alerts) out.push_back(report::alert_json(alert, *fates));
  return ok_json(std::move(out));
}

Response list_history(const Request& request, storage::Store& store) {
  const auto limit = limit_asked(request);
  if (!limit) return limit.error();
  const auto transitions = store.transitions(asked(request, "target"), static_cast<int>(*limit));
  if (!transitions) return store_problem(transitions.error());
  const auto events = store.alert_events(asked(request, "target"), static_cast<int>(*limit));
  if (!events) return store_problem(events.error());
  return ok_json(report::history_json(report::history_of(*transitions, *events, static_cast<std::size_t>(*limit))));
}

Response acknowledge(const Request& request, std::string id, storage::Store& store, const settings::Settings& settings,
                     trade::Instant now) {
  auto given = members(request, {"by", "note", "until"});
  if (!given) return refused(given.error());
  auto& m = *given;
  const auto checked =
      watch::checked(watch::AcknowledgeRequest{std::move(id), m["by"], m["note"], m["until"]}, settings, now);
  if (!checked) return refused(checked.error());
  const auto done = store.acknowledge(*checked);
  if (!done) return store_problem(done.error());
  if (!*done) return not_there("alert of that id that stands", kAlerts);
  const auto alerts = store.alerts(std::nullopt);
  if (!alerts) return store_problem(alerts.error());
  const auto row = std::ranges::find(*alerts, checked->alert_id, &storage::AlertRow::id);
  if (row == alerts->end()) return not_there("alert of that id that stands", kAlerts);
  return ok_json(report::alert_json(*row));
}

Response list_silences(storage::Store& store, trade::Instant now) {
  const auto all = store.silences();
  if (!all) return store_problem(all.error());
  json::array out;
  for (const storage::Silence& silence : *all) out.push_back(report::silence_json(silence, now));
  return ok_json(std::move(out));
}

Response add_silence(const Request& request, storage::Store& store, const settings::Settings& settings,
                     trade::Instant now) {
  auto given = members(request, {"target", "rule", "receiver", "from", "until", "by", "reason"});
  if (!given) return refused(given.error());
  auto& m = *given;
  const auto silence = watch::checked(
      watch::SilenceRequest{m["target"], m["rule"], m["receiver"], m["from"], m["until"], m["by"], m["reason"]},
      settings, now);
  if (!silence) return refused(silence.error());
  if (const auto added = store.add_silence(*silence); !added) return store_problem(added.error());
  Response response = ok_json(report::silence_json(*silence, now), 201);
  response.headers.emplace_back("Location", fmt::format("{}/{}", kSilences, silence->id));
  return response;
}

Response end_silence(const Request& request, const std::string& id, storage::Store& store, trade::Instant now) {
  const std::string by = asked(request, "by").value_or("");
  if (const auto fault = watch::fault_of_name(by)) return refused({*fault});
  const auto ended = store.end_silence(id, now, by);
  if (!ended) return store_problem(ended.error());
  if (!*ended) return not_there("silence of that id that has not ended", kSilences);
  const auto all = store.silences();
  if (!all) return store_problem(all.error());
  const auto row = std::ranges::find(*all, id, &storage::Silence::id);
  return row == all->end() ? not_there("silence of that id", kSilences) : ok_json(report::silence_json(*row, now));
}

}  // namespace

bool is_alert_route(const Request& request) {
  const std::string_view path = request.path;
  const auto is_under = [&](std::string_view root) {
    return path == root || (path.starts_with(root) && path[root.size()] == '/');
  };
  return is_under(kAlerts) || is_under(kSilences);
}

Response alert_route(const Request& request, storage::Store& store, const settings::Settings& settings,
                     trade::Instant now) {
  const std::string_view path = request.path;
  const std::string& method = request.method;
  if (path == kAlerts) return method == "GET" ? list_alerts(request, store) : only("GET, HEAD");
  if (path == kHistory) return method == "GET" ? list_history(request, store) : only("GET, HEAD");
  if (path == kSilences) {
    if (method == "GET") return list_silences(store, now);
    return method == "POST" ? add_silence(request, store, settings, now) : only("GET, HEAD, POST");
  }
  if (auto id = id_between(request.path, kAcknowledgeBefore, kAcknowledge))
    return method == "POST" ? acknowledge(request, std::move(*id), store, settings, now) : only("POST");
  if (path.starts_with(kSilences)) {
    const std::string id(path.substr(kSilences.size() + 1));
    return method == "DELETE" ? end_silence(request, id, store, now) : only("DELETE");
  }
  return problem(404, "There is nothing at this address.");
}

}  // namespace tradewatch::web
