// The snapshot of a week: every target assessed from what the store held when the week was over, and again from what it
// held when the week began, where figures came in between.

#pragma once

#include <expected>
#include <stop_token>

#include "models/growth/panel_prior.h"
#include "service/report/weekly.h"
#include "service/runtime/time_zone.h"
#include "service/settings/settings.h"
#include "service/storage/store.h"

namespace tradewatch::watch {

// Its first and last moment as the clocks of a zone show them; a week that is not over ends at `now`.
struct WeekBounds {
  trade::Date monday{};
  trade::Date sunday{};
  trade::Instant begin{};  // the last microsecond before Monday
  trade::Instant end{};
  bool over = true;
};
[[nodiscard]] WeekBounds bounds_of(trade::IsoWeek week, const runtime::TimeZone& zone, trade::Instant now);

// The last week that is over.
[[nodiscard]] trade::IsoWeek last_week(const runtime::TimeZone& zone, trade::Instant now);

// Takes as long as assessing every target does, twice where its figures changed. The store is only read. A stop that
// is requested meanwhile is a fault of the call.
[[nodiscard]] std::expected<report::WeeklySnapshot, storage::StoreFault> weekly_snapshot(
    storage::Store& store, const settings::Settings& settings, trade::IsoWeek week, const runtime::TimeZone& zone,
    trade::Instant now, const growth::PanelPrior& prior, const targets::Runner& run, const std::stop_token& stop = {});

}  // namespace tradewatch::watch
