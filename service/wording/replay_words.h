// A replay in words: what a day changed, and what was published on it.

#pragma once

#include <optional>
#include <string>

#include "models/targets/target.h"
#include "models/targets/verdict.h"
#include "models/trade/figure.h"
#include "models/trade/revision.h"
#include "service/wording/language.h"

namespace tradewatch::wording {

// What is to be reached, when, and since when that is known.
[[nodiscard]] std::string replay_head(const targets::Target& target, Language language);
[[nodiscard]] std::string replay_without_figures(Language language);
[[nodiscard]] std::string replay_extent(int publications, int without_change, trade::Date first, trade::Date last);

// "31 July 2025: figures to June 2025, probability 2.7 %, middle forecast 157.0 million US dollars."
[[nodiscard]] std::string replay_day(trade::Date date, std::optional<trade::Month> latest,
                                     std::optional<double> probability, std::optional<double> median_usd);

// "verdict: cannot be judged -> off track", "verdict: off track" on the first day; and on which reading it stands,
// where that is not the main one.
[[nodiscard]] std::string verdict_change(std::optional<targets::Verdict> from, targets::Verdict to,
                                         const std::string& reading, Language language);

// "alert, target off track: inactive -> standing."; names that are not known stand as they are.
[[nodiscard]] std::string alert_change(const std::string& rule, const std::string& from, const std::string& to,
                                       Language language);

// "sbp PAK export KAZ 2024-07/2025-06: 97.96 USD million (revision)".
[[nodiscard]] std::string changed_figure_words(const trade::Figure& figure, trade::Change change);

}  // namespace tradewatch::wording
