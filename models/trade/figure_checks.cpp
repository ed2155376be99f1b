#include "models/trade/figure_checks.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <tuple>
#include <unordered_map>

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

// Figures that must agree: the same identity, published the same day.
struct Identity {
  const Figure* figure;

  bool operator==(const Identity& other) const {
    return figure->period == other.figure->period && figure->published == other.figure->published &&
           figure->key == other.figure->key;
  }
};

struct IdentityHash {
  std::size_t operator()(const Identity& identity) const {
    const Figure& f = *identity.figure;
    std::size_t hash = std::hash<std::string>{}(f.key.source);
    const auto mix = [&](std::size_t value) { hash = (hash ^ value) * 0x9E3779B97F4A7C15ULL + (hash >> 29U); };
    mix(std::hash<std::string_view>{}(f.key.reporter.alpha3()));
    mix(std::hash<std::string_view>{}(f.key.partner.alpha3()));
    mix(std::hash<std::string>{}(f.key.commodity));
    mix(static_cast<std::size_t>(f.key.flow) * 64 + static_cast<std::size_t>(f.key.valuation) * 8 +
        static_cast<std::size_t>(f.key.basis));
    mix(static_cast<std::size_t>(f.period.first.index()) * 65536 + static_cast<std::size_t>(f.period.last.index()));
    mix(static_cast<std::size_t>(f.published.time_since_epoch().count()));
    return hash;
  }
};

}  // namespace

FigureChecks check_figures(std::span<const Figure> figures, Date today) {
  FigureChecks checks;
  std::unordered_map<Identity, int, IdentityHash> first_of;
  first_of.reserve(figures.size());
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Figure& figure = figures[i];
    const int index = static_cast<int>(i);
    check_value(figure, index, checks.faults);
    check_dates(figure, index, today, checks.faults);
    const auto [entry, is_new] = first_of.emplace(Identity{&figure}, index);
    if (is_new) continue;
    const Figure& earlier = figures[static_cast<std::size_t>(entry->second)];
    if (earlier.value_usd != figure.value_usd) {
      checks.faults.push_back({index, entry->second, Why::two_values});
    } else if (earlier.status != figure.status) {
      checks.faults.push_back({index, entry->second, Why::two_statuses});
    } else {
      ++checks.duplicates;
    }
  }
  return checks;
}

}  // namespace tradewatch::trade
