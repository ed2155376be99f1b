#include "service/web/operations.h"

#include <algorithm>

#include "service/report/spreadsheet.h"

namespace tradewatch::web {
namespace {

using Operations = std::vector<Operation>;
using Answers = std::vector<Answer>;

constexpr Answer kPage = {200, "text/html", ""};
constexpr Answer kText = {200, "text/plain", ""};
constexpr Answer kCsv = {200, "text/csv", ""};
constexpr Answer kSvg = {200, "image/svg+xml", ""};
constexpr Answer kPng = {200, "image/png", ""};

constexpr Answer kXlsx = {200, report::kXlsxMedia, ""};
constexpr Answer kAtom = {200, "application/atom+xml", ""};
constexpr Answer kCalendar = {200, "text/calendar", ""};

constexpr Answer as_json(std::string_view schema, int status = 200) { return {status, "application/json", schema}; }

Operations of_targets() {
  return {
      {"GET",
       "/api/v1/targets",
       "listTargets",
       "The newest assessment of every target.",
       Answers{as_json("Assessment[]")},
       {"limit", "after"}},
      {"GET", "/api/v1/targets/{target}", "getTarget", "The newest assessment of one target.",
       Answers{as_json("Assessment")}},
      {"GET", "/api/v1/targets/{target}/forecast", "getForecast", "Its forecast alone; 404 while there is none.",
       Answers{as_json("Forecast")}},
      {"GET",
       "/api/v1/targets/{target}/history",
       "listAssessments",
       "Verdict and probability of every assessment, the oldest first.",
       Answers{as_json("PastAssessment[]")},
       {"limit", "after"}},
  };
}

Operations of_figures() {
  return {
      {"GET",
       "/api/v1/figures",
       "listFigures",
       "Vintages in the order in which they were taken.",
       Answers{as_json("Figure[]"), kCsv, kXlsx},
       {"source", "reporter", "partner", "flow", "commodity", "period", "limit", "after", "format"}},
      {"POST",
       "/api/v1/figures",
       "takeFigures",
       "Takes one document of figures, whole or not at all: 200 when its bytes were known, 422 when it is refused.",
       Answers{as_json("DocumentReport", 201), as_json("DocumentReport")},
       {"name", "default_source", "published", "document_format", "dry_run", "Idempotency-Key"},
       "Document"},
  };
}

Operations of_alerts() {
  return {
      {"GET",
       "/api/v1/alerts",
       "listAlerts",
       "Alerts that stand or stood, with the fate of their notices.",
       Answers{as_json("Alert[]")},
       {"of_target"}},
      {"GET",
       "/api/v1/alerts/history",
       "listAlertChanges",
       "Changes of state and what people did, the newest first.",
       Answers{as_json("AlertChange[]")},
       {"of_target", "limit"}},
      {"POST",
       "/api/v1/alerts/{alert}/acknowledge",
       "acknowledgeAlert",
       "Says that somebody has seen it: reminders stop, the alert stays.",
       Answers{as_json("Alert")},
       {},
       "Acknowledgement"},
      {"GET", "/api/v1/silences", "listSilences", "All silences, those that ended too.", Answers{as_json("Silence[]")}},
      {"POST",
       "/api/v1/silences",
       "addSilence",
       "Keeps notices back for a time.",
       Answers{as_json("Silence", 201)},
       {},
       "NewSilence"},
      {"DELETE",
       "/api/v1/silences/{silence}",
       "endSilence",
       "Ends a silence before its time.",
       Answers{as_json("Silence")},
       {"by"}},
  };
}

Operations of_reports() {
  return {
      {"GET",
       "/api/v1/reports",
       "listReports",
       "The weeks that can be told, the newest first.",
       Answers{as_json("Week[]")},
       {"limit", "after"}},
      {"GET",
       "/api/v1/reports/{week}",
       "getReport",
       "The report of a week, in the form that `format` or Accept asks for.",
       Answers{as_json("WeeklyReport"), kPage, kText},
       {"lang", "report_format"}},
  };
}

Operations of_the_service() {
  return {
      {"GET",
       "/api/v1/events",
       "listen",
       "Server-sent events: `assessment`, `alert`, and `reset` when some were missed. Begins with what happens next; "
       "`after` or `Last-Event-ID` asks for what came after that event.",
       Answers{{200, "text/event-stream", ""}},
       {"after", "Last-Event-ID"}},
      {"GET", "/api/v1/health", "getHealth", "Whether it works, and why not.", Answers{as_json("Health")}},
      {"GET", "/api/v1/openapi.json", "getDocument", "This document.", Answers{as_json("OpenApi")}},
      {"GET", "/healthz", "isAlive", "200 unless somebody has to come.", Answers{kText}},
      {"GET", "/readyz", "isReady", "200 while it is able to do its work.", Answers{kText}},
      {"GET", "/metrics", "getMetrics", "Numbers for Prometheus.", Answers{kText}},
  };
}

Operations for_other_programs() {
  return {
      {"GET",
       "/feed.atom",
       "followVerdicts",
       "Changes of verdicts, the newest first.",
       Answers{kAtom},
       {"of_target", "lang"}},
      {"GET",
       "/calendar.ics",
       "expectFigures",
       "The days by which figures are expected.",
       Answers{kCalendar},
       {"lang"}},
      {"GET", "/badge/{target}.svg", "showBadge", "A target's verdict for a page elsewhere.", Answers{kSvg}, {"lang"}},
  };
}

Operations of_pages() {
  return {
      {"GET",
       "/",
       "showOverview",
       "All targets, the most urgent first.",
       Answers{kPage},
       {"lang", "as_of", "as_published"}},
      {"GET", "/targets/{target}", "showTarget", "One target.", Answers{kPage}, {"lang", "as_of", "as_published"}},
      {"GET",
       "/targets/{target}/chart.{form}",
       "drawTarget",
       "The chart of a target, or its data.",
       Answers{kSvg, kPng, kCsv, kXlsx, as_json("FanChart")},
       {"lang", "as_of", "as_published"}},
      {"GET",
       "/targets/{target}/mirror.{form}",
       "drawMirror",
       "The trade as both sides count it, or its data; 404 where a side has published nothing.",
       Answers{kSvg, kPng, kCsv, kXlsx, as_json("MirrorChart")},
       {"lang", "as_of", "as_published"}},
      {"GET",
       "/targets/{target}/history",
       "showHistory",
       "How a target came to where it stands.",
       Answers{kPage},
       {"lang"}},
      {"GET",
       "/targets/{target}/history.{form}",
       "drawHistory",
       "The probability from publication to publication.",
       Answers{kSvg, kPng, kCsv, kXlsx, as_json("StepChart")},
       {"lang", "size"}},
      {"GET",
       "/record.{form}",
       "drawRecord",
       "How past probabilities turned out, of every target that ended, or the data of it.",
       Answers{kSvg, kPng, kCsv, kXlsx, as_json("ReliabilityChart")},
       {"lang"}},
      {"GET", "/report", "showReport", "What changed in the week that runs.", Answers{kPage}, {"lang"}},
      {"GET",
       "/targets/{target}/explain.txt",
       "explainTarget",
       "Every figure, sum and weight behind the answer.",
       Answers{kText},
       {"as_of", "as_published"}},
      {"GET", "/sample.csv", "getSample", "A file of figures to try.", Answers{kCsv}},
      {"GET", "/style.css", "getStyle", "The style of the pages.", Answers{{200, "text/css", ""}}},
      {"GET", "/live.js", "getScript", "The script of the pages.", Answers{{200, "text/javascript", ""}}},
      {"GET", "/icon.svg", "getIcon", "The icon of the pages.", Answers{kSvg}},
      {"GET", "/favicon.ico", "getFavicon", "The same, where a browser looks for it unasked.", Answers{kSvg}},
  };
}

Operations all_operations() {
  Operations all;
  const auto add = [&](std::string_view tag, Operations part) {
    for (Operation& o : part) {
      o.tag = tag;
      all.push_back(std::move(o));
    }
  };
  add("targets", of_targets());
  add("figures", of_figures());
  add("alerts", of_alerts());
  add("reports", of_reports());
  add("service", of_the_service());
  add("subscriptions", for_other_programs());
  add("pages", of_pages());
  return all;
}

}  // namespace

const std::vector<Operation>& operations() {
  static const Operations all = all_operations();
  return all;
}

bool fills(std::string_view path, std::string_view pattern) {
  const std::size_t place = pattern.find('{');
  if (place == std::string_view::npos) return path == pattern;
  if (!path.starts_with(pattern.substr(0, place))) return false;
  path.remove_prefix(place);
  pattern.remove_prefix(pattern.find('}') + 1);
  const std::size_t most = std::min(path.find('/'), path.size());
  for (std::size_t taken = 1; taken <= most; ++taken) {
    if (fills(path.substr(taken), pattern)) return true;
  }
  return false;
}

bool is_served(std::string_view path) {
  return std::ranges::any_of(operations(), [&](const Operation& o) { return fills(path, o.path); });
}

}  // namespace tradewatch::web
