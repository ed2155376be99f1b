// Which address shows what: the dashboard for people, the API for programs, health and metrics for machines.
//
//   /                       all targets, the most urgent first; pages speak the language of `?lang=` or of the browser
//   /targets/{id}           one target
//   /targets/{id}/chart.svg its chart alone; .csv and .json: the same data (later_request.h has more)
//   /badge/{id}.svg         its verdict for pages elsewhere (badge.h)
//   /calendar.ics           when figures are expected (calendar.h)
//   /sample.csv             a file of figures to try
//   /style.css, /live.js, /icon.svg, and the same as /favicon.ico: what has no link to it, a report, is given one too
//   /api/v1/events          what changes, as it changes (events.h); answered by the server itself
//   /api/v1/targets         assessments, one array; `limit` and `after=ID` page
//   /api/v1/targets/{id}    one assessment
//   /api/v1/targets/{id}/forecast  its forecast alone
//   /api/v1/openapi.json    what all of this is, for programs (openapi.h)
//   /api/v1/health          both of the next, and why, always with 200
//   /healthz, /readyz       alive, and nobody has to come; able to do its work. 503 with the reason otherwise
//   /metrics                Prometheus text
//
// Everything here reads: GET only, and HEAD for it. What is not in the table of operations (operations.h), or not
// there, is a problem document under /api and a plain page elsewhere.

#pragma once

#include "service/web/content.h"
#include "service/web/message.h"
#include "service/web/pages.h"

namespace tradewatch::web {

// A pure function of the request and the content. `content` is asked once or not at all.
[[nodiscard]] Response route(const Request& request, const Content& content);

// The most urgent verdict first; equals keep their order.
[[nodiscard]] std::vector<SharedPage> by_urgency(std::vector<SharedPage> pages);

// 404, for people.
[[nodiscard]] Response page_not_found(const Frame& frame);

}  // namespace tradewatch::web
