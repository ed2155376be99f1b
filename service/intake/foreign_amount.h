// Amounts as the sources write them: `6804128143.0`, `1.5E+7`, `1,032.13`, `0.04 e`, and marks for "no value".
//
// A decimal comma is not guessed: `1,5` is refused. The decimal point is moved in the text, so a multiplier is applied
// exactly once. Sources print binary numbers in full (`47534.982590000007`): 16 and 17 digits are rounded to 15, which
// is what a spreadsheet shows; more digits are refused.

#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "models/trade/figure.h"
#include "service/intake/amount.h"

namespace tradewatch::intake {

struct ForeignAmount {
  std::optional<double> value;                  // in the unit times 10^exponent; absent when the source has none
  std::string cause;                            // why absent: "no value", "not available", "confidential"
  std::string text;                             // the digits as published, without the mark
  trade::Status status = trade::Status::final;  // estimated or provisional when a mark says so
};

// Marks: `e` estimated, `p` provisional, `r` revised (final), `c` confidential, `n` not significant; `:`, `..`, `...`,
// `-`, `na`, `n.a.`, `NaN`, `x` and nothing at all are absent values, never 0. `most` as for
// parse_amount.
[[nodiscard]] std::expected<ForeignAmount, AmountFault> parse_foreign_amount(std::string_view text, int exponent,
                                                                             double most = trade::kMaxValueUsd);

}  // namespace tradewatch::intake
