#include "models/trade/figure_checks.h"

#include <cmath>

#include "models/trade/figure_index.h"

namespace tradewatch::trade {
namespace {

using Why = FigureFault::Why;

void check_value(const Figure& figure, int index, std::vector<FigureFault>& faults) {
  const bool withdrawn = figure.status == Status::withdrawn;
  if (!figure.value_usd) {
    if (!withdrawn) faults.push_back({index, -1, Why::value_missing});
    return;
  }
  const double value = *figure.value_usd;
  if (withdrawn) {
    faults.push_back({index, -1, Why::value_when_withdrawn});
  } else if (!std::isfinite(value)) {
    faults.push_back({index, -1, Why::value_not_finite});
  } else if (value < 0.0) {
    faults.push_back({index, -1, Why::value_negative});
  } else if (value > kMaxValueUsd) {
    faults.push_back({index, -1, Why::value_above_limit});
  }
}

void check_dates(const Figure& figure, int index, Date today, std::vector<FigureFault>& faults) {
  if (figure.period.first < kFirstMonth) faults.push_back({index, -1, Why::period_before_1900});
  if (figure.period.last > month_of(today) + 12 * kYearsAhead) {
    faults.push_back({index, -1, Why::period_too_far_ahead});
  }
  if (figure.published > today + std::chrono::days(kPublishedToleranceDays)) {
    faults.push_back({index, -1, Why::published_in_future});
  }
  if (figure.key.partner == figure.key.reporter) faults.push_back({index, -1, Why::partner_is_reporter});
}

}  // namespace

FigureChecks check_figures(std::span<const Figure> figures, Date today) {
  FigureChecks checks;
  FigureIndex firsts(figures, FigureIndex::By::identity_and_published);
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Figure& figure = figures[i];
    const int index = static_cast<int>(i);
    check_value(figure, index, checks.faults);
    check_dates(figure, index, today, checks.faults);
    int& first = firsts.place_of(i);
    if (first < 0) {
      first = index;
      continue;
    }
    const Figure& earlier = figures[static_cast<std::size_t>(first)];
    if (earlier.value_usd != figure.value_usd) {
      checks.faults.push_back({index, first, Why::two_values});
    } else if (earlier.status != figure.status) {
      checks.faults.push_back({index, first, Why::two_statuses});
    } else {
      ++checks.duplicates;
    }
  }
  return checks;
}

}  // namespace tradewatch::trade
