// How much each sum of a series may still be revised.
//
// Every sum has the noise left at its age (revision_noise.h). A sum that a newer vintage counts again inside another
// one, without saying it again itself, has more: July-October as printed in November, beside July-December as printed
// in February, differs from what February's office counts for July-October by the revision in between, and nobody
// printed that. It is written b, a share of the sum:
//
//   observations   variance  left(now)^2 + b^2;    two that share months share what both have still to come
//   pieces         November-December = December's sum - October's sum is off by  b x October's sum,  and July-October
//                  by as much the other way: one draw for each older vintage, whose signs cancel in July-December.
//
// Within one vintage differences carry no such error: what is subtracted was counted at the same moment.

#pragma once

#include <span>

#include "models/trade/revision_noise.h"
#include "models/trade/series.h"

namespace tradewatch::trade {

// Writes revision_sd and shared of every observation and piece. `figures` are those the series was made of.
void put_noise(Series& series, std::span<const KeptFigure> figures, const RevisionNoise& noise);

// Standard deviation, US dollars, of what revisions may still do to the total of `spans`: of pieces inside them. Pieces
// are revised independently but for what they share (monthly revisions of one flow and year by the US Census correlate
// by 0.03).
[[nodiscard]] double revision_sd_usd(const Series& series, std::span<const MonthSpan> spans);

}  // namespace tradewatch::trade
