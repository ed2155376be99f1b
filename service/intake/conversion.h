// Amounts in other currencies as US dollars: the amount over the average units for one dollar in the figure's months.

#pragma once

#include <expected>
#include <string>

#include "models/trade/exchange_rate.h"
#include "service/intake/amount.h"

namespace tradewatch::intake {

// `amount` is in `unit`'s currency, its exponent applied. US dollars come back as they are, bit for bit; `rates` may be
// null then. Refused, in words, when a month of the span has no rate, when the currency was none then, and when the
// dollars are more than trade::kMaxValueUsd.
[[nodiscard]] std::expected<double, AmountFault> to_usd(double amount, const Unit& unit, const trade::MonthSpan& span,
                                                        const trade::ExchangeRates* rates);

// The same gap as a fault of a unit: "BYN began 2016-07-01".
[[nodiscard]] AmountFault fault_of(const trade::RateGap& gap);

}  // namespace tradewatch::intake
