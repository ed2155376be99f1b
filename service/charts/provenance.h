// What a drawing and its data were made of, carried inside of each of its forms, so that a copy still says it.

#pragma once

#include <string>

#include "models/trade/date.h"

namespace tradewatch::charts {

// In English, as data is. Both are empty where nothing was drawn from figures.
struct Provenance {
  std::string source;      // who published: "sbp, imf-imts"
  std::string vintage;     // which state of the figures: "published by 2025-12-09, sequence 20, taken by 2026-..."
  trade::Instant known{};  // when that state came to be known
};

inline constexpr const char* kTerms =
    "Figures are under the terms of their publishers; paths, forecasts and verdicts were computed by tradewatch.";

}  // namespace tradewatch::charts
