// How far each pull is, for people and for programs.

#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <vector>

#include "service/settings/settings.h"
#include "service/storage/records.h"

namespace tradewatch::cli {

// A line for each pull of the settings, in their order: last success, last new figure, last error, next.
[[nodiscard]] std::string pull_lines(const std::vector<settings::Pull>& pulls,
                                     const std::vector<storage::PullRow>& rows);

// [{"name", "url", "outcome", "tried", "next", "failures", "note", "last_success", "last_new_figure", "last_error",
// "last_error_text"}], of every pull that the store knows; a moment that has not been is absent, as is an empty text.
[[nodiscard]] boost::json::array pulls_json(const std::vector<storage::PullRow>& rows);

}  // namespace tradewatch::cli
