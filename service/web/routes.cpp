#include "service/web/routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <map>

#include "service/web/api_answers.h"
#include "service/web/embedded.h"
#include "service/web/key_numbers.h"
#include "service/web/metrics.h"
#include "service/web/pages.h"

namespace tradewatch::web {

namespace json = boost::json;

namespace {

constexpr std::string_view kHtml = "text/html; charset=utf-8";

Response ok(std::string_view content_type, std::string body) {
  return {.status = 200, .content_type = std::string(content_type), .headers = {}, .body = std::move(body)};
}

Response not_found(const Request& request) {
  if (request.path.starts_with("/api/")) {
    return problem(404, "There is nothing at this address. /api/v1/targets lists the targets and their ids.");
  }
  Response response = ok(kHtml, message_page("Not found", "There is nothing at this address."));
  response.status = 404;
  return response;
}

// The id between `prefix` and `suffix`, if the path is just that; ids hold no slash.
std::optional<std::string> id_between(const std::string& path, std::string_view prefix, std::string_view suffix) {
  if (path.size() <= prefix.size() + suffix.size() || !path.starts_with(prefix) || !path.ends_with(suffix)) {
    return std::nullopt;
  }
  std::string id = path.substr(prefix.size(), path.size() - prefix.size() - suffix.size());
  if (id.find('/') != std::string::npos) return std::nullopt;
  return id;
}

std::string id_of(const json::value& assessment) {
  const json::object* object = assessment.if_object();
  return object == nullptr ? std::string() : text_at(*object, {"id"});
}

Response list_assessments(const Request& request, const Content& content) {
  const auto limit = limit_asked(request);
  if (!limit) return limit.error();
  const json::array all = content.assessments();
  auto begin = all.begin();
  if (const auto after = request.query.find("after"); after != request.query.end()) {
    begin = std::find_if(all.begin(), all.end(), [&](const json::value& a) { return id_of(a) == after->second; });
    if (begin == all.end()) return problem(400, "after: expected the id of a target in this list.");
    ++begin;
  }
  json::array page;
  for (auto a = begin; a != all.end() && page.size() < static_cast<std::size_t>(*limit); ++a) page.push_back(*a);
  const bool more = static_cast<std::size_t>(all.end() - begin) > page.size();
  const std::string last = page.empty() ? "" : id_of(page.back());
  Response response = ok_json(std::move(page));
  if (more) {
    response.headers.emplace_back(
        "Link", fmt::format("</api/v1/targets?{}>; rel=\"next\"", query_with(request, "after", last)));
  }
  return response;
}

// A target that has none yet says why.
Response forecast_alone(const json::object& assessment) {
  if (const json::value* forecast = assessment.if_contains("forecast")) return ok_json(*forecast);
  return problem(404, "This target has no forecast; the reasons of its assessment say why.");
}

Response dashboard(const Content& content) {
  std::multimap<int, TargetPage> by_urgency;  // equals keep the content's order
  std::vector<TargetPage> unsorted = content.pages();
  for (TargetPage& page : unsorted) {
    by_urgency.emplace(verdict_look(page.assessment).urgency, std::move(page));
  }
  std::vector<TargetPage> pages;
  for (auto& [urgency, page] : by_urgency) pages.push_back(std::move(page));
  return ok(kHtml, dashboard_page(pages));
}

Response liveness(const Content& content) {
  const Health health = content.health();
  Response response = ok("text/plain; charset=utf-8", health.sound ? "ok\n" : health.reason + "\n");
  if (!health.sound) response.status = 503;
  return response;
}

json::object health_json(const Health& health) {
  return {{"ready", health.ready}, {"sound", health.sound}, {"reason", health.reason}};
}

Response readiness(const Content& content) {
  const Health health = content.health();
  Response response = ok("text/plain; charset=utf-8", health.reason + "\n");
  if (!health.ready) response.status = 503;
  return response;
}

Response get(const Request& request, const Content& content) {
  const std::string& path = request.path;
  if (path == "/") return dashboard(content);
  if (path == "/style.css") return ok("text/css; charset=utf-8", std::string(embedded::style_css));
  if (path == "/healthz") return liveness(content);
  if (path == "/readyz") return readiness(content);
  if (path == "/metrics") return ok(kMetricsContentType, content.metrics());
  if (path == "/api/v1/health") return ok_json(health_json(content.health()));
  if (path == "/api/v1/targets") return list_assessments(request, content);
  if (const auto id = id_between(path, "/api/v1/targets/", "")) {
    if (auto assessment = content.assessment(*id)) return ok_json(std::move(*assessment));
  } else if (const auto forecast_of = id_between(path, "/api/v1/targets/", "/forecast")) {
    if (auto assessment = content.assessment(*forecast_of)) return forecast_alone(*assessment);
  } else if (const auto chart_of = id_between(path, "/targets/", "/chart.svg")) {
    if (const auto page = content.page(*chart_of)) return ok("image/svg+xml", charts::svg(page->chart));
  } else if (const auto page_of = id_between(path, "/targets/", "")) {
    if (const auto page = content.page(*page_of)) return ok(kHtml, target_page(*page));
  }
  return not_found(request);
}

}  // namespace

Response route(const Request& request, const Content& content) {
  if (request.method == "GET") return get(request, content);
  Response response = problem(405, "This address can be read only: use GET or HEAD.");
  response.headers.emplace_back("Allow", "GET, HEAD");
  return response;
}

}  // namespace tradewatch::web
