// The weekly reports over HTTP.
//
//   GET /api/v1/reports           the weeks that can be told, newest first: {week, from, to, over, url};
//                                 `limit`, `after`
//   GET /api/v1/reports/{week}    the report of `2026-W48`, as JSON, or what `format` (json, html, text) or
//                                 Accept asks for; in the language of language_choice.h
//   GET /report                   the running week as a page
//
// The list has the running week only while there is no other.

#pragma once

#include <expected>
#include <functional>
#include <memory>

#include "service/report/weekly.h"
#include "service/storage/store.h"
#include "service/web/message.h"

namespace tradewatch::web {

// Whether the request is for report_route, which may wait for forecasts.
[[nodiscard]] bool is_report_route(const Request& request);

// What the answers are made of.
struct ReportSource {
  storage::Store& store;
  const runtime::TimeZone& zone;
  trade::Instant now{};
  std::function<std::expected<std::shared_ptr<const report::WeeklySnapshot>, storage::StoreFault>(trade::IsoWeek)>
      snapshot_of;
};

// On a thread that may wait.
[[nodiscard]] Response report_route(const Request& request, const ReportSource& source);

}  // namespace tradewatch::web
