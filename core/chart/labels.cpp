#include "chart/labels.h"

#include <algorithm>
#include <numeric>

#include "base/text.h"

namespace hallmark::chart {
namespace {

constexpr std::string_view ellipsis = "…";

// A run of labels that touch: its mean wish decides where it stands.
struct Run {
  std::size_t first = 0, count = 0;
  double sum = 0;  // of wishes, each less its offset within the run
  double top(double low, double high, double distance) const {
    const double length = distance * static_cast<double>(count - 1);
    return std::clamp(sum / static_cast<double>(count), low, std::max(low, high - length));
  }
};

}  // namespace

std::string shorten(const Canvas& canvas, std::string_view text, double size, bool bold, double width) {
  if (canvas.text_width(text, size, bold) <= width) return std::string(text);
  std::vector<std::size_t> ends = {0};
  for (std::size_t at = 0; at < text.size();) {
    next_code_point(text, at);
    ends.push_back(at);
  }
  const auto fits = [&](std::size_t end) {
    return canvas.text_width(std::string(trim(text.substr(0, end))) + std::string(ellipsis), size, bold) <= width;
  };
  const auto beyond = std::partition_point(ends.begin(), ends.end(), fits);
  const std::size_t end = beyond == ends.begin() ? 0 : *(beyond - 1);
  return std::string(trim(text.substr(0, end))) + std::string(ellipsis);
}

std::vector<std::string> wrap(const Canvas& canvas, std::string_view text, double size, bool bold, double width,
                              std::size_t lines) {
  std::vector<std::string> result;
  std::string_view rest = trim(text);
  while (result.size() + 1 < lines && canvas.text_width(rest, size, bold) > width) {
    std::size_t cut = std::string_view::npos;
    for (std::size_t space = rest.find(' '); space != std::string_view::npos; space = rest.find(' ', space + 1)) {
      if (canvas.text_width(rest.substr(0, space), size, bold) > width) break;
      cut = space;
    }
    if (cut == std::string_view::npos) break;
    result.emplace_back(trim(rest.substr(0, cut)));
    rest = trim(rest.substr(cut));
  }
  result.push_back(shorten(canvas, rest, size, bold, width));
  return result;
}

std::vector<double> spread(const std::vector<double>& wanted, double distance, double low, double high) {
  const std::size_t count = wanted.size();
  if (count > 1) distance = std::min(distance, std::max(0.0, high - low) / static_cast<double>(count - 1));
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
  std::vector<Run> runs;
  for (std::size_t i = 0; i < count; ++i) {
    Run run{i, 1, wanted[order[i]]};
    while (!runs.empty()) {
      const Run& before = runs.back();
      const double end = before.top(low, high, distance) + distance * static_cast<double>(before.count);
      if (end <= run.top(low, high, distance) + 1e-9) break;
      run = {before.first, before.count + run.count,
             before.sum + run.sum - distance * static_cast<double>(before.count * run.count)};
      runs.pop_back();
    }
    runs.push_back(run);
  }
  std::vector<double> placed(count);
  for (const Run& run : runs)
    for (std::size_t i = 0; i < run.count; ++i)
      placed[order[run.first + i]] = run.top(low, high, distance) + distance * static_cast<double>(i);
  return placed;
}

}  // namespace hallmark::chart
