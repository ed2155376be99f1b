// Parts of `explain`: the figures and what was added up from them, and what the models and rules made of that.

#pragma once

#include <string>

#include "service/report/figure_numbers.h"

namespace tradewatch::report {

// A heading with its underline.
[[nodiscard]] std::string section(const std::string& title);

// Every figure used, then spans, pieces and what was set aside, of each component and of the partner's side.
[[nodiscard]] std::string figures_text(const targets::Assessment& assessment, const FigureNumbers& numbers);

// Offsets, grid points, members and pulled-in months of each component.
[[nodiscard]] std::string models_text(const targets::Assessment& assessment);

// The growth rate that people quote, and how much revisions may still bring.
[[nodiscard]] std::string growth_text(const targets::Assessment& assessment);

// Trailing total, baseline, path, requirement, probability and range, progress, partner's side, with their formulas.
[[nodiscard]] std::string arithmetic_text(const targets::Assessment& assessment, const FigureNumbers& numbers);

// Each line of news with its figures, between the headline before and now; empty without news.
[[nodiscard]] std::string news_text(const targets::Assessment& assessment, const FigureNumbers& numbers);

// Every reading in a line; empty where there is one only.
[[nodiscard]] std::string readings_text(const targets::Assessment& assessment);

}  // namespace tradewatch::report
