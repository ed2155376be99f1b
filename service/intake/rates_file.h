// Files of exchange rates: the European Central Bank's, and a small CSV of our own.
//
// The ECB's `eurofxref-hist.csv` begins `Date,USD,JPY,...`: a row a day, units for one euro; N/A or nothing where a
// currency had no rate. Its rates become units for one US dollar by the USD of the same day, and the euro's own is
// taken from there.
//
// Ours is UTF-8 CSV with a header, columns in any order, `#` starts a comment line:
//   currency        ISO 4217 code, not USD
//   period          a day 2026-03-31, a month 2026-03, or a span 2016-07/2016-12, whose every month has this rate
//   units_per_usd   how many for one US dollar; or instead of it
//   usd_per_unit    how many US dollars for one
// Strict: an unknown column, a rate for months in which the currency was none, and two rates for one month or day are
// faults, and a file with faults gives no rates at all.

#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "models/trade/exchange_rate.h"
#include "service/intake/document_fault.h"

namespace tradewatch::intake {

// Adds the rates of a file's bytes to `rates`, which is as it was when the file is refused. `name` is for the report.
[[nodiscard]] std::expected<void, Refusal> read_rates(std::string_view bytes, const std::string& name,
                                                      trade::ExchangeRates& rates);

}  // namespace tradewatch::intake
