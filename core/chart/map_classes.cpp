#include "chart/map_classes.h"

#include <algorithm>
#include <cmath>

#include "base/number.h"

namespace hallmark::chart {
namespace {

constexpr std::size_t default_classes = 5;

double two_digits(double value) {
  if (value == 0) return 0;
  const double power = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 1);
  // Dividing by a whole power keeps 0.12 from becoming 0.12000000000000001.
  return power >= 1 ? std::round(value / power) * power : std::round(value / power) / std::round(1 / power);
}

std::vector<double> quantile_breaks(const std::vector<double>& sorted) {
  std::vector<double> breaks;
  if (sorted.empty()) return breaks;
  for (std::size_t i = 1; i < default_classes; ++i) {
    const double at = two_digits(sorted[i * sorted.size() / default_classes]);
    if (at > sorted.front() && at <= sorted.back() && (breaks.empty() || at > breaks.back())) breaks.push_back(at);
  }
  return breaks;
}

Colour between(Colour a, Colour b, double share) {
  const auto mix = [share](std::uint8_t from, std::uint8_t to) {
    return static_cast<std::uint8_t>(std::lround(from + (to - from) * share));
  };
  return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue)};
}

std::vector<Colour> ramp(const std::vector<Colour>& sequential, std::size_t classes, Colour fallback) {
  std::vector<Colour> colours;
  for (std::size_t i = 0; i < classes; ++i) {
    if (sequential.empty()) {
      colours.push_back(fallback);
      continue;
    }
    // Few classes keep to the middle of the ramp's light end, where they stay apart without turning black.
    const double last = static_cast<double>(sequential.size() - 1);
    const double at = classes == 1 ? last / 2 : last * static_cast<double>(i) / static_cast<double>(classes - 1);
    const auto below = static_cast<std::size_t>(at);
    colours.push_back(between(sequential[below], sequential[std::min(below + 1, sequential.size() - 1)],
                              at - static_cast<double>(below)));
  }
  return colours;
}

// With just the decimals the breaks need.
NumberFormat format_of_breaks(const std::vector<double>& breaks, NumberFormat format) {
  const double unit = format.style == NumberFormat::Style::percent ? 100 : 1;
  for (int decimals = 0; decimals < format.decimals && !breaks.empty(); ++decimals) {
    const double power = std::pow(10.0, decimals) * unit;
    if (std::all_of(breaks.begin(), breaks.end(), [power](double b) {
          return std::abs(b * power - std::round(b * power)) < 1e-9 * std::max(1.0, std::abs(b * power));
        })) {
      format.decimals = decimals;
      break;
    }
  }
  return format;
}

}  // namespace

std::size_t MapClasses::of(double value) const {
  return static_cast<std::size_t>(std::upper_bound(breaks.begin(), breaks.end(), value) - breaks.begin());
}

MapClasses map_classes(const std::vector<double>& values, const std::vector<double>& breaks, const Style& style) {
  MapClasses classes;
  std::vector<double> sorted;
  for (const double value : values) {
    if (std::isfinite(value))
      sorted.push_back(value);
    else
      ++classes.missing;
  }
  std::sort(sorted.begin(), sorted.end());
  classes.breaks = breaks;
  std::erase_if(classes.breaks, [](double b) { return !std::isfinite(b); });
  std::sort(classes.breaks.begin(), classes.breaks.end());
  classes.breaks.erase(std::unique(classes.breaks.begin(), classes.breaks.end()), classes.breaks.end());
  if (classes.breaks.empty()) classes.breaks = quantile_breaks(sorted);
  classes.counts.assign(classes.breaks.size() + 1, 0);
  for (const double value : sorted) ++classes.counts[classes.of(value)];
  if (!sorted.empty()) {
    classes.low = sorted.front();
    classes.high = sorted.back();
  }
  classes.colours = ramp(style.sequential, classes.counts.size(), style.ink);
  return classes;
}

std::string class_label(const MapClasses& classes, std::size_t index, const NumberFormat& full_format) {
  const auto& breaks = classes.breaks;
  const NumberFormat format = format_of_breaks(breaks, full_format);
  const bool whole = format.style == NumberFormat::Style::count &&
                     std::all_of(breaks.begin(), breaks.end(), [](double b) { return b == std::floor(b); });
  if (breaks.empty()) {
    const std::string low = format_number(classes.low, format), high = format_number(classes.high, format);
    return low == high ? low : low + " to " + high;
  }
  if (index >= breaks.size()) return format_number(breaks.back(), format) + " or more";
  if (index == 0) {
    if (!whole || classes.low > breaks[0]) return "Under " + format_number(breaks[0], format);
  }
  const double from = index == 0 ? std::min(classes.low, breaks[0] - 1) : breaks[index - 1];
  if (!whole) return format_number(from, format) + " to under " + format_number(breaks[index], format);
  if (from == breaks[index] - 1) return format_number(from, format);
  return format_number(from, format) + " to " + format_number(breaks[index] - 1, format);
}

}  // namespace hallmark::chart
