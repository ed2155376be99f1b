// queue: the weekly report -> a notice to each receiver that wants it, once for every week and receiver.
//
// The id of such a notice is made of week and receiver alone, and the store keeps one notice an id: whatever restarts,
// crashes or clocks that are set back do, nobody gets a week twice. All receivers of a week are queued in one
// transaction.

#pragma once

#include <expected>
#include <stop_token>
#include <string>

#include "service/watch/weekly_snapshot.h"

namespace tradewatch::watch {

[[nodiscard]] std::string weekly_notice_id(trade::IsoWeek week, const settings::Receiver& receiver);

// In the receiver's language; of its targets alone where it names some. Absent where it names none of these.
[[nodiscard]] std::optional<storage::NoticeRow> weekly_notice(const report::WeeklySnapshot& snapshot,
                                                              const settings::Receiver& receiver, trade::Instant now);

// Queues the report of `week`, which is over, for those receivers that have none of it yet. Nothing for a week that
// ended before the store held anything. Returns how many were queued.
[[nodiscard]] std::expected<int, storage::StoreFault> queue_weekly(
    storage::Store& store, const settings::Settings& settings, trade::IsoWeek week, const runtime::TimeZone& zone,
    trade::Instant now, const growth::PanelPrior& prior, const targets::Runner& run, const std::stop_token& stop);

}  // namespace tradewatch::watch
