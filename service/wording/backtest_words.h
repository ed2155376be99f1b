// Backtests in words: what was asked, what could not be scored and why, and how to read each table.

#pragma once

#include <span>
#include <string>

#include "models/growth/early_warning.h"

namespace tradewatch::wording {

// "figures do not tell the total of the months after it"
[[nodiscard]] std::string not_scored_words(growth::NotScored why);

// "the first published total", "the latest published total", "the third published total".
[[nodiscard]] std::string truth_words(const growth::Truth& truth);

// "December 2014", "December 2014 and December 2015", "4 origins from December 2012 to December 2015".
[[nodiscard]] std::string origins_words(std::span<const trade::Month> origins);

// "pool", "SpanGrowth alone", ...; a member that has no words goes by its own name.
[[nodiscard]] std::string model_words(const std::string& model);

// What was known at an origin, and what is the truth.
[[nodiscard]] std::string known_sentence(growth::KnownBy known_by);
[[nodiscard]] std::string truth_sentence(growth::KnownBy known_by, const growth::Truth& truth, int horizon);

// How to read the tables, a line each.
[[nodiscard]] std::string scores_note();
[[nodiscard]] std::string reliability_note();
[[nodiscard]] std::string pit_note();
[[nodiscard]] std::string early_warning_note();
[[nodiscard]] std::string early_warning_prices_note();

// "forecast", "Eurostat ratio, from month 6"
[[nodiscard]] std::string call_rule_words(const growth::CallRate& rate);

}  // namespace tradewatch::wording
