#include "chart/scale.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/number.h"
#include "base/text.h"

namespace hallmark::chart {
namespace {

constexpr std::array<const char*, 12> month_names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

double nice_step(double rough) {
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0})
    if (factor * power >= rough * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

int decimals_of(double step) {
  for (int decimals = 0; decimals < 12; ++decimals) {
    const double scaled = step * std::pow(10.0, decimals);
    if (std::abs(scaled - std::round(scaled)) < 1e-6) return decimals;
  }
  return 12;
}

// The smallest step among the usual ones whose ticks leave room for their labels.
int month_step(int months, double width, double label_width) {
  constexpr std::array<int, 10> steps = {1, 2, 3, 6, 12, 24, 60, 120, 240, 600};
  for (const int step : steps)
    if (months <= 0 || width * step / months >= label_width) return step;
  return steps.back();
}

std::vector<PeriodTick> month_ticks(int first, int last, double width, double label_width) {
  const int step = month_step(last - first, width, label_width);
  std::vector<PeriodTick> ticks;
  for (int month = first; month <= last; ++month) {
    if (month % step != 0) continue;
    PeriodTick tick;
    tick.position = last == first ? 0.5 : static_cast<double>(month - first) / (last - first);
    const std::string year = std::to_string(month / 12);
    tick.label = step >= 12 ? year : month_names[static_cast<std::size_t>(month % 12)];
    if (step < 12 && (ticks.empty() || month % 12 == 0)) tick.year = year;
    ticks.push_back(std::move(tick));
  }
  return ticks;
}

}  // namespace

double ValueScale::position(double value) const {
  return high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0;
}

void Extent::include(double value) {
  if (!std::isfinite(value)) return;
  low = empty ? value : std::min(low, value);
  high = empty ? value : std::max(high, value);
  empty = false;
}

ValueScale value_scale(Extent extent, int ticks, bool whole, bool zero) {
  constexpr double limit = 1e15;  // beyond exact whole numbers no tick would be true
  if (extent.empty) extent = {0, 1, false};
  if (zero) extent.include(0);
  double low = std::clamp(extent.low, -limit, limit), high = std::clamp(extent.high, -limit, limit);
  if (high - low <= std::max(std::abs(high), std::abs(low)) * 1e-9) {
    if (low == 0) {
      high = 1;
    } else {
      const double margin = std::abs(low) * 0.1;
      low -= margin;
      high += margin;
    }
  }
  ValueScale scale;
  scale.step = nice_step((high - low) / std::max(1, ticks));
  if (whole && scale.step != std::floor(scale.step)) scale.step = scale.step < 1 ? 1 : 5;  // 2.5 is the only other one
  const double first = std::floor(low / scale.step + 1e-9), last = std::ceil(high / scale.step - 1e-9);
  for (double i = first; i <= last + 0.5; ++i) scale.ticks.push_back(i == 0 ? 0 : i * scale.step);
  scale.low = scale.ticks.front();
  scale.high = scale.ticks.back();
  return scale;
}

std::string tick_label(double tick, const ValueScale& scale, const NumberFormat& format) {
  NumberFormat own = format;
  const bool percent = format.style == NumberFormat::Style::percent;
  own.decimals = decimals_of(percent ? scale.step * 100 : scale.step);
  own.show_sign = format.show_sign && tick != 0;
  return format_number(tick, own);
}

int month_index(const std::string& period) {
  if (period.size() != 7 || period[4] != '-') return -1;
  int year = 0, month = 0;
  const char* text = period.data();
  if (std::from_chars(text, text + 4, year).ptr != text + 4) return -1;
  if (std::from_chars(text + 5, text + 7, month).ptr != text + 7) return -1;
  return year < 1 || month < 1 || month > 12 ? -1 : year * 12 + month - 1;
}

PeriodScale period_scale(const std::vector<std::string>& periods) {
  PeriodScale scale;
  const std::size_t count = periods.size();
  std::vector<int> months(count);
  scale.months = count > 0;
  int smallest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    months[i] = month_index(periods[i]);
    const int step = i == 0 ? 1 : months[i] - months[i - 1];
    if (months[i] < 0 || step <= 0) scale.months = false;
    if (i > 0) smallest = smallest == 0 ? step : std::min(smallest, step);
  }
  for (std::size_t i = 0; i < count; ++i) {
    double position = count == 1 ? 0.5 : static_cast<double>(i) / static_cast<double>(count - 1);
    if (scale.months && count > 1)
      position = static_cast<double>(months[i] - months[0]) / static_cast<double>(months[count - 1] - months[0]);
    scale.positions.push_back(position);
    scale.follows.push_back(i > 0 && (!scale.months || months[i] - months[i - 1] == smallest));
  }
  return scale;
}

std::vector<PeriodTick> period_ticks(const std::vector<std::string>& periods, double width, double label_width) {
  const PeriodScale scale = period_scale(periods);
  if (scale.months) return month_ticks(month_index(periods.front()), month_index(periods.back()), width, label_width);
  std::vector<PeriodTick> ticks;
  if (periods.empty()) return ticks;
  const double room = std::max(1.0, std::floor(width / std::max(1.0, label_width)));
  const std::size_t step =
      std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(static_cast<double>(periods.size() - 1) / room)));
  for (std::size_t i = 0; i < periods.size(); i += step) ticks.push_back({scale.positions[i], periods[i], {}});
  return ticks;
}

}  // namespace hallmark::chart
