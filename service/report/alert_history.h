// How alerts came about and what was said and done about them: transitions and events as one list, newest first.

#pragma once

#include <boost/json/array.hpp>
#include <span>
#include <string>
#include <vector>

#include "models/alerts/track_record.h"
#include "service/storage/records.h"

namespace tradewatch::report {

// One of the two; a moment's events stand before its transitions, since they came of them.
struct HistoryEntry {
  trade::Instant at{};
  const storage::TransitionRow* transition = nullptr;
  const storage::AlertEvent* event = nullptr;
};

// Both lists newest first, as the store gives them. At most `limit`.
[[nodiscard]] std::vector<HistoryEntry> history_of(std::span<const storage::TransitionRow> transitions,
                                                   std::span<const storage::AlertEvent> events, std::size_t limit);

// {kind: "transition", alert, target, rule, from, to, at, sequence, value, threshold, reason} or
// {kind: "withheld" and so on, alert, target, receiver, by, note, reference, at}.
[[nodiscard]] boost::json::array history_json(std::span<const HistoryEntry> history);
[[nodiscard]] std::string history_table(std::span<const HistoryEntry> history);

// {id, target, rule, receiver, from, until, by, reason, created, ended, ended_by, in_force, confirmed}; an empty
// target, rule or receiver is left out. In the order given.
[[nodiscard]] boost::json::object silence_json(const storage::Silence& silence, trade::Instant now);
[[nodiscard]] std::string silences_table(std::span<const storage::Silence> silences, trade::Instant now);

// Brier score, and of each class of likelihood what was said and what came.
[[nodiscard]] boost::json::object record_json(const alerts::TrackRecord& record);
[[nodiscard]] std::string record_table(const alerts::TrackRecord& record);

// Notices that were not taken yet, and why: a line each; empty when there is none.
[[nodiscard]] std::string undelivered_lines(std::span<const storage::NoticeFate> fates);

}  // namespace tradewatch::report
