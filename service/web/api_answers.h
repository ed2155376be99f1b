// What the API's routes share: parameters of the query, and answers in JSON.

#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "service/report/spreadsheet.h"
#include "service/storage/records.h"
#include "service/watch/request_fault.h"
#include "service/web/message.h"

namespace tradewatch::web {

inline constexpr int kMaxPageLimit = 1000;  // of `limit`; also what it is when it is absent

// A parameter of the query; absent, or empty as a form sends a field that nobody filled in: nothing.
[[nodiscard]] std::optional<std::string> asked(const Request& request, const std::string& name);

// A parameter that is a whole number from `from` to `to`; `absent` where it is not given. The fault says so in words.
[[nodiscard]] std::expected<std::int64_t, Response> number_asked(const Request& request, const std::string& name,
                                                                 std::int64_t from, std::int64_t to,
                                                                 std::int64_t absent);
// `limit`.
[[nodiscard]] std::expected<std::int64_t, Response> limit_asked(const Request& request);

// The query of `request` with one parameter set, percent-encoded, as a link to the next page needs it.
[[nodiscard]] std::string query_with(const Request& request, const std::string& name, const std::string& value);

// Percent-encodes what a query value may not hold as it is.
[[nodiscard]] std::string query_value(std::string_view text);

[[nodiscard]] Response ok_json(boost::json::value value, int status = 200);
// As a workbook; a 500 that says why it could not be written.
[[nodiscard]] Response workbook(const report::Spreadsheet& sheet);
// 503 with Retry-After.
[[nodiscard]] Response store_problem(const storage::StoreFault& fault);
// 400 with `errors`: field, found, expected.
[[nodiscard]] Response refused(const watch::RequestFaults& faults);
// 405 with Allow.
[[nodiscard]] Response only(std::string_view methods);

}  // namespace tradewatch::web
