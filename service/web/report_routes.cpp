#include "service/web/report_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "service/report/week_choice.h"
#include "service/watch/weekly_snapshot.h"
#include "service/web/api_answers.h"
#include "service/web/language_choice.h"

namespace tradewatch::web {
namespace {

namespace json = boost::json;

constexpr std::string_view kReports = "/api/v1/reports";
constexpr std::string_view kThisWeek = "/report";  // of people: links need not know which week it is

trade::IsoWeek week_before(trade::IsoWeek week) {
  return trade::iso_week_of(trade::monday_of(week) - std::chrono::days(7));
}

json::object week_json(trade::IsoWeek week, const watch::WeekBounds& bounds) {
  const std::string name = trade::format_iso_week(week);
  return {{"week", name},
          {"from", trade::format_date(bounds.monday)},
          {"to", trade::format_date(bounds.sunday)},
          {"over", bounds.over},
          {"url", fmt::format("{}/{}", kReports, name)}};
}

Response list(const Request& request, const ReportSource& source) {
  const auto limit = limit_asked(request);
  if (!limit) return limit.error();
  const auto first = source.store.first_taken();
  if (!first) return store_problem(first.error());
  if (!*first) return ok_json(json::array());
  const trade::IsoWeek oldest = trade::iso_week_of(source.zone.day_of(**first));
  trade::IsoWeek week = std::max(oldest, watch::last_week(source.zone, source.now));
  if (const auto after = asked(request, "after")) {
    const auto given = trade::parse_iso_week(*after);
    if (!given) return problem(400, "after: expected the week of an earlier answer, such as 2026-W48.");
    week = std::min(week, week_before(*given));
  }
  json::array weeks;
  for (; weeks.size() < static_cast<std::size_t>(*limit) && week >= oldest; week = week_before(week))
    weeks.push_back(week_json(week, watch::bounds_of(week, source.zone, source.now)));
  const bool more = week >= oldest && !weeks.empty();
  const std::string last = more ? std::string(weeks.back().as_object().at("week").as_string()) : "";
  Response response = ok_json(std::move(weeks));
  if (more) {
    response.headers.emplace_back("Link", fmt::format("<{}?limit={}&after={}>; rel=\"next\"", kReports, *limit, last));
  }
  return response;
}

// "json", "html" or "text"; nothing for another name.
std::optional<std::string> format_of(const Request& request) {
  if (auto given = asked(request, "format")) {
    for (const char* known : {"json", "html", "text"}) {
      if (*given == known) return given;
    }
    return std::nullopt;
  }
  const std::string_view accept = header(request, "accept");
  const std::size_t page = accept.find("text/html");
  const std::size_t data = accept.find("application/json");
  return page < data ? "html" : "json";
}

Response in_format(const report::WeeklySnapshot& snapshot, const std::string& format, wording::Language language) {
  if (format == "json") return ok_json(report::weekly_json(snapshot, language));
  Response response;
  if (format == "html") {
    response.content_type = "text/html; charset=utf-8";
    response.body = report::weekly_html(snapshot, language, report::Pictures::drawn);
  } else {
    response.body = report::weekly_text(snapshot, language);
  }
  return response;
}

Response told(const ReportSource& source, trade::IsoWeek week, const std::string& format, wording::Language language) {
  const auto snapshot = source.snapshot_of(week);
  if (!snapshot) return store_problem(snapshot.error());
  Response response = in_format(**snapshot, format, language);
  response.headers.emplace_back("Content-Language", std::string(wording::name_of(language)));
  response.headers.emplace_back("Vary", "Accept, Accept-Language");
  return response;
}

Response one(const Request& request, const ReportSource& source, std::string_view name) {
  const auto language = language_of(request);
  if (!language) return language.error();
  const auto format = format_of(request);
  if (!format) return problem(400, "format: expected json, html or text.");
  const auto week = report::chosen_week(name, trade::iso_week_of(source.zone.day_of(source.now)));
  if (!week) {
    return problem(404, fmt::format("week: found {}, expected {}. {} lists the weeks.", week.error().found,
                                    week.error().expected, kReports));
  }
  return told(source, *week, *format, *language);
}

}  // namespace

bool is_report_route(const Request& request) {
  return request.path == kReports || request.path == kThisWeek || request.path.starts_with(std::string(kReports) + "/");
}

Response report_route(const Request& request, const ReportSource& source) {
  if (request.method != "GET") return only("GET, HEAD");
  if (request.path == kReports) return list(request, source);
  if (request.path == kThisWeek) {
    const auto language = language_of(request);
    return language ? told(source, trade::iso_week_of(source.zone.day_of(source.now)), "html", *language)
                    : language.error();
  }
  return one(request, source, std::string_view(request.path).substr(kReports.size() + 1));
}

}  // namespace tradewatch::web
