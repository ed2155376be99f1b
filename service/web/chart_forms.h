// A chart in the form that an address asks for: drawing, picture, table or data.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/charts/fan_chart.h"
#include "service/charts/step_chart.h"
#include "service/web/message.h"
#include "service/wording/language.h"

namespace tradewatch::web {

// Drawings speak the language that is asked for, else English; data is for programs and always English.
[[nodiscard]] wording::Language chart_language(std::string_view form, std::optional<wording::Language> asked);

// `form` is svg, png, csv, xlsx or json. What cannot become a picture or a workbook is a 500 that says so.
[[nodiscard]] Response chart_response(const charts::FanChart& chart, std::string_view form,
                                      const charts::Size& size = {});
[[nodiscard]] Response chart_response(const charts::StepChart& chart, std::string_view form, const charts::Size& size);

}  // namespace tradewatch::web
