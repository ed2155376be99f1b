// Reading changes of alert states. For this folder's .cpp files only.

#pragma once

#include <string_view>
#include <vector>

#include "service/storage/session.h"

namespace tradewatch::storage {

// What a query of transitions selects, in the order that read_transitions expects.
inline constexpr std::string_view kTransitionColumns =
    "alert_id, target, rule, state_from, state_to, at, sequence, value, threshold, reason_json";

// All rows of a query of these columns, whose values are bound.
[[nodiscard]] std::vector<TransitionRow> read_transitions(Query& query);

}  // namespace tradewatch::storage
