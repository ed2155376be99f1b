#include "models/growth/normal_draws.h"

#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace tradewatch::growth {

std::uint64_t stream_seed(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t z = seed + 0x9e3779b97f4a7c15U * (stream + 1);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

namespace {

constexpr std::size_t kLayers = 256;
constexpr double kTail = 3.6541528853610088;   // where the tail begins
constexpr double kArea = 0.00492867323399141;  // of each layer, under exp(-x^2 / 2)

double density(double x) { return std::exp(-0.5 * x * x); }

// Right ends of the layers, the widest (with the tail's area) first, and the density there.
struct Layers {
  std::array<double, kLayers + 1> end{}, height{};
  Layers() {
    end[0] = kArea / density(kTail);
    end[1] = kTail;
    for (std::size_t i = 2; i < kLayers; ++i)
      end[i] = std::sqrt(-2.0 * std::log(kArea / end[i - 1] + density(end[i - 1])));
    for (std::size_t i = 0; i <= kLayers; ++i) height[i] = density(end[i]);
  }
};

const Layers kLayersOfNormal;

}  // namespace

double NormalDraws::uniform() { return static_cast<double>(engine_() >> 11U) * 0x1.0p-53; }

double NormalDraws::tail() {
  for (;;) {
    const double x = -std::log1p(-uniform()) / kTail;
    const double y = -std::log1p(-uniform());
    if (2.0 * y > x * x) return kTail + x;
  }
}

double NormalDraws::next() {
  if (normals_.empty()) return draw();
  const double x = normals_.front();
  normals_ = normals_.subspan(1);
  return x;
}

double NormalDraws::draw() {
  for (;;) {
    const std::uint64_t bits = engine_();
    const std::size_t layer = bits & (kLayers - 1);
    const double place = static_cast<double>(bits >> 11U) * 0x1.0p-52 - 1.0;  // [-1, 1)
    const double x = place * kLayersOfNormal.end[layer];
    if (std::abs(x) < kLayersOfNormal.end[layer + 1]) return x;
    if (layer == 0) return std::copysign(tail(), place);
    const double low = kLayersOfNormal.height[layer], high = kLayersOfNormal.height[layer + 1];
    if (low + uniform() * (high - low) < density(x)) return x;
  }
}

NormalDraws::NormalDraws(const NormalTape& tape) : engine_(tape.after_), order_(tape.order_), normals_(tape.normals_) {}

NormalTape::NormalTape(std::uint64_t seed, std::size_t shuffled, std::size_t normals)
    : seed_(seed), order_(shuffled), normals_(normals) {
  NormalDraws draws(seed);
  std::iota(order_.begin(), order_.end(), 0);
  draws.shuffle(order_);
  for (double& x : normals_) x = draws.next();
  after_ = draws.engine_;
}

void NormalDraws::shuffle(std::span<int> values) {
  if (!order_.empty()) {
    const std::vector<int> before(values.begin(), values.end());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = before[static_cast<std::size_t>(order_[i])];
    order_ = {};
    return;
  }
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
