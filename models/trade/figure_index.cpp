#include "models/trade/figure_index.h"

namespace tradewatch::trade {

FigureIndex::FigureIndex(std::span<const Figure> figures, By by)
    : figures_(figures), by_(by), all_differ_(by != By::series && comes_in_order()) {
  if (!all_differ_) slots_.resize(figures.size() + figures.size() / 2 + 1);
}

// Whether `figure` cannot be the same as `earlier` of its series, nor as any that `earlier` followed.
bool FigureIndex::follows(const Figure& figure, const Figure& earlier) const {
  if (figure.period != earlier.period) return figure.period > earlier.period;
  return by_ == By::identity_and_published && figure.published > earlier.published;
}

bool FigureIndex::comes_in_order() const {
  FigureIndex series(figures_, By::series);
  int* last = nullptr;  // of the series
  for (std::size_t i = 0; i < figures_.size(); ++i) {
    const bool same_series = i > 0 && figures_[i].key == figures_[i - 1].key;
    if (!same_series) last = &series.place_of(i);
    if (*last >= 0 && !follows(figures_[i], figures_[static_cast<std::size_t>(*last)])) return false;
    *last = static_cast<int>(i);
  }
  return true;
}

std::uint32_t FigureIndex::hash_of(const Figure& figure) const {
  std::size_t hash = FlowKeyHash{}(figure.key);
  if (by_ == By::series) return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
  const auto mix = [&](std::size_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 32U;
  };
  mix(static_cast<std::size_t>(figure.period.first.index()) * 65536 +
      static_cast<std::size_t>(figure.period.last.index()));
  if (by_ == By::identity_and_published) mix(static_cast<std::size_t>(figure.published.time_since_epoch().count()));
  mix(0);
  return static_cast<std::uint32_t>(hash);
}

bool FigureIndex::same(const Figure& a, const Figure& b) const {
  if (by_ == By::series) return a.key == b.key;
  return a.period == b.period && (by_ == By::identity || a.published == b.published) && a.key == b.key;
}

int& FigureIndex::place_of(std::size_t index) {
  if (all_differ_) {
    own_place_ = -1;
    return own_place_;
  }
  const Figure& figure = figures_[index];
  const std::uint32_t hash = hash_of(figure);
  std::size_t at = static_cast<std::size_t>((std::uint64_t{hash} * slots_.size()) >> 32U);
  while (slots_[at].figure >= 0 &&
         (slots_[at].hash != hash || !same(figures_[static_cast<std::size_t>(slots_[at].figure)], figure))) {
    at = at + 1 == slots_.size() ? 0 : at + 1;
  }
  slots_[at].hash = hash;
  return slots_[at].figure;
}

}  // namespace tradewatch::trade
