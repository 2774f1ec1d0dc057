// Random numbers whose sequence is fixed by the seed on every machine: the standard library's distributions differ
// between implementations, so the few needed here are written out.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hallmark::examples {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  // SplitMix64 (Steele, Lea and Flood 2014).
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }  // [0, 1)
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  bool chance(double probability) { return uniform() < probability; }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(uniform() * static_cast<double>(n)); }

  // Knuth's product of uniforms, in steps small enough not to underflow.
  unsigned poisson(double mean) {
    unsigned total = 0;
    for (; mean > 30; mean -= 30) total += poisson_product(30);
    return total + poisson_product(mean);
  }

 private:
  unsigned poisson_product(double mean) {
    const double limit = std::exp(-mean);
    unsigned count = 0;
    for (double product = uniform(); product > limit; product *= uniform()) ++count;
    return count;
  }

  std::uint64_t state_;
};

// Draws an index with the given weights in constant time (Walker's alias method).
class WeightedChoice {
 public:
  explicit WeightedChoice(const std::vector<double>& weights) : keep_(weights.size()), other_(weights.size()) {
    double total = 0;
    for (const double weight : weights) total += weight;
    std::vector<std::size_t> poor, rich;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      keep_[i] = weights[i] * static_cast<double>(weights.size()) / total;
      other_[i] = i;
      (keep_[i] < 1 ? poor : rich).push_back(i);
    }
    while (!poor.empty() && !rich.empty()) {
      const std::size_t taker = poor.back(), giver = rich.back();
      poor.pop_back();
      other_[taker] = giver;
      keep_[giver] -= 1 - keep_[taker];
      if (keep_[giver] < 1) {
        rich.pop_back();
        poor.push_back(giver);
      }
    }
    for (const std::size_t i : poor) keep_[i] = 1;
    for (const std::size_t i : rich) keep_[i] = 1;
  }

  std::size_t draw(Random& random) const {
    const double position = random.uniform() * static_cast<double>(keep_.size());
    const auto slot = static_cast<std::size_t>(position);
    return position - static_cast<double>(slot) < keep_[slot] ? slot : other_[slot];
  }

 private:
  std::vector<double> keep_;
  std::vector<std::size_t> other_;
};

}  // namespace hallmark::examples
