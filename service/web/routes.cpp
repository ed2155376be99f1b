#include "service/web/routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <optional>

#include "service/watch/embedded.h"
#include "service/web/api_answers.h"
#include "service/web/badge.h"
#include "service/web/calendar.h"
#include "service/web/chart_forms.h"
#include "service/web/embedded.h"
#include "service/web/key_numbers.h"
#include "service/web/labels.h"
#include "service/web/language_choice.h"
#include "service/web/later_request.h"
#include "service/web/metrics.h"
#include "service/web/openapi.h"
#include "service/web/operations.h"
#include "service/web/pages.h"

namespace tradewatch::web {

namespace json = boost::json;

namespace {

using wording::Language;

constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kSampleFile = "sbp-2025-12-09.csv";  // real figures, so that taking them spoils nothing

Response ok(std::string_view content_type, std::string body) {
  return {.status = 200, .content_type = std::string(content_type), .headers = {}, .body = std::move(body)};
}

// Made of nothing but what is shown, path, query, Accept and Accept-Language.
Response lasting(Response response) {
  response.lasts = true;
  return response;
}

Response not_found(const Request& request) {
  if (request.path.starts_with("/api/")) {
    return problem(404, "There is nothing at this address. /api/v1/targets lists the targets and their ids.");
  }
  Frame frame;
  frame.language = language_of(request).value_or(Language::en);
  return page_not_found(frame);
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

Frame frame_of(const Request& request, const Content& content, Language language) {
  Frame frame;
  frame.place = content.place();
  frame.cursor = content.cursor();
  frame.language = language;
  frame.language_asked = request.query.contains("lang");
  frame.path = request.path;
  return frame;
}

bool is_of_people(const std::string& path) { return path == "/" || path.starts_with("/targets/"); }

// A page or a drawing for people; nothing where there is none at this address.
std::optional<Response> get_page(const Request& request, const Content& content) {
  const auto language = language_of(request);
  if (!language) return language.error();
  std::optional<Response> response;
  if (request.path == "/") {
    response = ok(kHtml, overview_page(by_urgency(content.pages(*language)), frame_of(request, content, *language)));
  } else if (const auto id = id_between(request.path, "/targets/", "")) {
    if (const SharedPage page = content.page(*id, *language))
      response = ok(kHtml, target_page(*page, frame_of(request, content, *language)));
  }
  if (response) tell_language(*response, *language);
  return response;
}

std::optional<Response> get_chart(const Request& request, const Content& content) {
  const auto asked = language_asked(request);
  if (!asked) return asked.error();
  for (const std::string_view form : {"svg", "csv", "json"}) {
    for (const std::string_view name : {"chart", "mirror"}) {
      const auto id = id_between(request.path, "/targets/", fmt::format("/{}.{}", name, form));
      const SharedPage page = id ? content.page(*id, chart_language(form, *asked)) : nullptr;
      if (page && name == "chart") return chart_response(page->chart, form);
      if (page && page->mirror) return chart_response(*page->mirror, form);
      if (page) return no_mirror();
    }
  }
  return std::nullopt;
}

// What other programs show to people; nothing where there is none at this address.
std::optional<Response> get_elsewhere(const Request& request, const Content& content) {
  const auto badge = id_between(request.path, "/badge/", ".svg");
  if (!badge && request.path != kCalendarPath) return std::nullopt;
  const auto language = language_of(request);
  if (!language) return language.error();
  std::optional<Response> response;
  if (!badge) {
    response = ok("text/calendar; charset=utf-8", calendar_of(content.newest(), origin_of(request), *language));
  } else if (const auto assessment = content.assessment(*badge)) {
    response = ok("image/svg+xml", badge_of(*assessment, *language));
  }
  if (response) tell_language(*response, *language);
  return response;
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
  if (is_of_people(path)) {
    if (auto page = get_page(request, content)) return lasting(std::move(*page));
    if (auto chart = get_chart(request, content)) return lasting(std::move(*chart));
  }
  if (auto shown = get_elsewhere(request, content)) return std::move(*shown);
  if (path == "/style.css") return lasting(ok("text/css; charset=utf-8", std::string(embedded::style_css)));
  if (path == "/live.js") return lasting(ok("text/javascript; charset=utf-8", std::string(embedded::live_js)));
  if (path == "/icon.svg" || path == "/favicon.ico")
    return lasting(ok("image/svg+xml", std::string(embedded::icon_svg)));
  if (path == "/sample.csv") return ok("text/csv; charset=utf-8", std::string(watch::embedded_file(kSampleFile)));
  if (path == "/healthz") return liveness(content);
  if (path == "/readyz") return readiness(content);
  if (path == "/metrics") return ok(kMetricsContentType, content.metrics());
  if (path == "/api/v1/openapi.json") return lasting(ok("application/json", openapi_text()));
  if (path == "/api/v1/health") return ok_json(health_json(content.health()));
  if (path == "/api/v1/targets") return lasting(list_assessments(request, content));
  if (const auto id = id_between(path, "/api/v1/targets/", "")) {
    if (auto assessment = content.assessment(*id)) return lasting(ok_json(std::move(*assessment)));
  } else if (const auto forecast_of = id_between(path, "/api/v1/targets/", "/forecast")) {
    if (auto assessment = content.assessment(*forecast_of)) return lasting(forecast_alone(*assessment));
  }
  return not_found(request);
}

}  // namespace

std::vector<SharedPage> by_urgency(std::vector<SharedPage> pages) {
  std::ranges::stable_sort(pages, {}, [](const SharedPage& page) { return verdict_look(page->assessment).urgency; });
  return pages;
}

Response page_not_found(const Frame& frame) {
  const Language l = frame.language;
  Response response = ok(kHtml, message_page(label("not_found", l), label("not_found_text", l), frame));
  response.status = 404;
  tell_language(response, l);
  return response;
}

Response route(const Request& request, const Content& content) {
  if (!is_served(request.path)) return not_found(request);
  if (request.method == "GET") return get(request, content);
  Response response = problem(405, "This address can be read only: use GET or HEAD.");
  response.headers.emplace_back("Allow", "GET, HEAD");
  return response;
}

}  // namespace tradewatch::web
