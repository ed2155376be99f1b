#include "service/wording/known.h"

namespace tradewatch::wording {

std::optional<double> trailing_usd(const targets::Assessment& a) {
  if (!a.figures) return std::nullopt;
  const targets::TrailingMonth& trailing = a.figures->trailing_12;
  const trade::MonthSpan twelve{trailing.month - 11, trailing.month};
  if (const auto total = targets::total_of(a.combined, twelve)) return total;
  // Not determined by figures, so it is there only when the sample paths gave it.
  if (trailing.estimated) return trailing.usd;
  return std::nullopt;
}

bool is_decided(targets::Verdict verdict) {
  return verdict == targets::Verdict::achieved || verdict == targets::Verdict::missed;
}

std::optional<PathGap> path_gap(const targets::Assessment& a) {
  const auto trailing = trailing_usd(a);
  if (!trailing || !a.path_expected_usd) return std::nullopt;
  PathGap gap{*trailing - *a.path_expected_usd, {}};
  if (*a.path_expected_usd > 0.0) gap.share = gap.usd / *a.path_expected_usd;
  return gap;
}

}  // namespace tradewatch::wording
