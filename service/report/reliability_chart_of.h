// How probabilities turned out, as a chart with its words: those of a store's ended targets, and those of a backtest.

#pragma once

#include <span>
#include <string>

#include "models/alerts/track_record.h"
#include "models/growth/reliability.h"
#include "service/charts/reliability_chart.h"
#include "service/wording/language.h"

namespace tradewatch::report {

// A dot a likelihood word. Assessments of one target share its outcome, so no dot has a line of error.
[[nodiscard]] charts::ReliabilityChart reliability_chart(const alerts::TrackRecord& record, wording::Language language);

// A dot a bin with calls; its line reaches 1.96 standard errors, clustered by year, to both sides. English, as the
// command line is.
[[nodiscard]] charts::ReliabilityChart reliability_chart(std::span<const growth::ReliabilityBin> bins,
                                                         const std::string& subject);

}  // namespace tradewatch::report
