// Standard normal draws that are the same on every standard library.
//
// std::mt19937_64 is fixed by the standard to the last bit; std::normal_distribution is not, so normals are made
// here by the ziggurat (Marsaglia and Tsang 2000): 256 layers of equal area under the density, 99 draws in a hundred
// from one number of the engine and one product. The layer comes from the lowest eight bits and the place in it from
// the 53 highest, which have nothing to do with each other (the fault that Doornik 2005 found in the first version).
// A stream is one seed and one number: streams of one seed are told apart by SplitMix64 (Steele, Lea and Flood 2014)
// and may be drawn in any order.

#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace tradewatch::growth {

// A seed for the `stream`-th generator of `seed`; near seeds give unrelated ones.
[[nodiscard]] std::uint64_t stream_seed(std::uint64_t seed, std::uint64_t stream);

class NormalTape;

class NormalDraws {
 public:
  explicit NormalDraws(std::uint64_t seed) : engine_(seed) {}
  // The same draws as from the tape's own seed, for who begins with a shuffle of as many values as the tape has, and
  // then takes normals.
  explicit NormalDraws(const NormalTape& tape);

  [[nodiscard]] double next();          // N(0, 1)
  [[nodiscard]] double uniform();       // [0, 1), 53 bits
  void shuffle(std::span<int> values);  // Fisher and Yates, every order alike

 private:
  friend class NormalTape;
  double draw();
  double tail();  // beyond the widest layer
  std::mt19937_64 engine_;
  std::span<const int> order_;       // of a tape, until the first shuffle
  std::span<const double> normals_;  // of a tape, those still to come
};

// How a stream begins, drawn once for forecasts that draw alike: the order of a shuffle, then normals.
class NormalTape {
 public:
  NormalTape(std::uint64_t seed, std::size_t shuffled, std::size_t normals);
  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  [[nodiscard]] std::size_t shuffled() const { return order_.size(); }

 private:
  friend class NormalDraws;
  std::uint64_t seed_;
  std::vector<int> order_;  // the place from which each value comes
  std::vector<double> normals_;
  std::mt19937_64 after_;
};

// The x with P(N(0, 1) <= x) = p, for p inside (0, 1), to about 1e-13. Newton's method from 0: the distribution
// function is concave to the right of 0, so no step goes past the root.
[[nodiscard]] double inverse_normal(double p);

}  // namespace tradewatch::growth
