// What a newly published value is to the vintage in force at its own published date.
//
// A duplicate is counted and not stored. A rounding is stored but is no news: both values agree once the more
// precise one is rounded to the decimals of the other (Kazakhstan's yearly books differ in nothing else).

#pragma once

#include "models/trade/figure.h"

namespace tradewatch::trade {

enum class Change {
  first,       // no vintage of this identity was published by that date
  duplicate,   // the same value and status again
  rounding,    // the same amount to fewer or more digits
  revision,    // another value, or the same value with another status
  withdrawal,  // the source took it back
};

[[nodiscard]] std::string_view name_of(Change change);

// `in_force` is the newest vintage published on or before `offered.published`, or null.
[[nodiscard]] Change classify(const Figure* in_force, const Figure& offered);

}  // namespace tradewatch::trade
