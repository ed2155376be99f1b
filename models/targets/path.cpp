#include "models/targets/path.h"

#include <cmath>

namespace tradewatch::targets {

Path make_path(PathKind kind, trade::Month start, double from_usd, trade::Month end, double to_usd) {
  if (!(from_usd > 0.0)) kind = PathKind::linear;
  return {kind, start, end, from_usd, to_usd};
}

std::optional<double> Path::expected_usd(trade::Month month) const {
  if (month < start || month > end) return std::nullopt;
  if (month == end) return to_usd;
  const double share = static_cast<double>(month - start) / static_cast<double>(end - start);
  switch (kind) {
    case PathKind::geometric:
      return from_usd * std::pow(to_usd / from_usd, share);
    case PathKind::linear:
      return from_usd + (to_usd - from_usd) * share;
  }
  return std::nullopt;
}

std::optional<double> annual_growth(double from, double to, int months) {
  if (!(from > 0.0) || !(to >= 0.0) || months <= 0) return std::nullopt;
  return std::pow(to / from, 12.0 / months) - 1.0;
}

}  // namespace tradewatch::targets
