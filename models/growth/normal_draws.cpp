#include "models/growth/normal_draws.h"

#include <cmath>
#include <numbers>
#include <utility>

namespace tradewatch::growth {

std::uint64_t stream_seed(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t z = seed + 0x9e3779b97f4a7c15U * (stream + 1);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

double NormalDraws::uniform() { return static_cast<double>(engine_() >> 11U) * 0x1.0p-53; }

double NormalDraws::next() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  double u = 0.0, v = 0.0, s = 0.0;
  do {
    u = 2.0 * uniform() - 1.0;
    v = 2.0 * uniform() - 1.0;
    s = u * u + v * v;
  } while (s >= 1.0 || s == 0.0);
  const double scale = std::sqrt(-2.0 * std::log(s) / s);
  spare_ = v * scale;
  has_spare_ = true;
  return u * scale;
}

void NormalDraws::shuffle(std::span<int> values) {
  for (std::size_t i = values.size(); i > 1; --i) {
    const auto j = static_cast<std::size_t>(uniform() * static_cast<double>(i));
    std::swap(values[i - 1], values[j]);
  }
}

double inverse_normal(double p) {
  if (p < 0.5) return -inverse_normal(1.0 - p);  // symmetric; 1 - p loses nothing that a probability of paths holds
  double x = 0.0;
  for (int step = 0; step < 60; ++step) {
    const double above = 0.5 * std::erfc(x / std::numbers::sqrt2) - (1.0 - p);
    const double density = std::exp(-0.5 * x * x) / std::sqrt(2.0 * std::numbers::pi);
    const double move = above / density;
    x += move;
    if (std::abs(move) < 1e-13 * (1.0 + x)) break;
  }
  return x;
}

}  // namespace tradewatch::growth
