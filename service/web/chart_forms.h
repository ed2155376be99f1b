// A chart in the form that an address asks for: drawing, picture, table or data.

#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "service/charts/fan_chart.h"
#include "service/charts/mirror_chart.h"
#include "service/charts/reliability_chart.h"
#include "service/charts/step_chart.h"
#include "service/web/message.h"
#include "service/wording/language.h"

namespace tradewatch::web {

// What each chart is offered as.
inline constexpr std::array<std::string_view, 5> kChartForms = {"svg", "png", "csv", "xlsx", "json"};

// Drawings speak the language that is asked for, else English; data is for programs and always English.
[[nodiscard]] wording::Language chart_language(std::string_view form, std::optional<wording::Language> asked);

// `form` is one of kChartForms. What cannot become a picture or a workbook is a 500 that says so.
[[nodiscard]] Response chart_response(const charts::FanChart& chart, std::string_view form,
                                      const charts::Size& size = {});
[[nodiscard]] Response chart_response(const charts::StepChart& chart, std::string_view form, const charts::Size& size);
[[nodiscard]] Response chart_response(const charts::MirrorChart& chart, std::string_view form);
[[nodiscard]] Response chart_response(const charts::ReliabilityChart& chart, std::string_view form);

// A 404 that says that the two sides of a target cannot be drawn.
[[nodiscard]] Response no_mirror();

}  // namespace tradewatch::web
