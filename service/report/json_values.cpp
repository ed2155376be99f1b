#include "service/report/json_values.h"

#include <cmath>
#include <cstdint>

namespace tradewatch::report {

void put_usd(boost::json::object& out, std::string_view key, std::optional<double> usd) {
  if (usd && std::isfinite(*usd) && std::abs(*usd) < 9e18) out[key] = static_cast<std::int64_t>(std::llround(*usd));
}

void put_number(boost::json::object& out, std::string_view key, std::optional<double> value) {
  if (!value || !std::isfinite(*value)) return;
  const double rounded = std::round(*value * 1e6) / 1e6;
  // A whole number is written as one, and never as -0.
  if (rounded == std::trunc(rounded) && std::abs(rounded) < 1e15) {
    out[key] = static_cast<std::int64_t>(rounded);
  } else if (std::isfinite(rounded)) {
    out[key] = rounded;
  }
}

boost::json::array variations_json(const std::vector<targets::Variation>& variations) {
  boost::json::array out;
  for (const targets::Variation& v : variations) {
    boost::json::object row;
    row["kind"] = v.kind;
    row["what"] = v.what;
    put_number(row, "probability", v.probability);
    put_usd(row, "median_usd", v.median_usd);
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace tradewatch::report
