#include "chart/draw.h"

#include <variant>

#include "chart/models.h"

namespace hallmark::chart {

double natural_height(const Chart& chart, double width, const Style& style) {
  return std::visit([&](const auto& model) { return height_of(model, width, style); }, chart);
}

void draw(const Chart& chart, Canvas& canvas, Size size, const Style& style) {
  // A pixel of margin keeps strokes on the edge whole.
  const Rectangle area{1, 1, size.width - 2, size.height - 2};
  std::visit([&](const auto& model) { draw_model(model, canvas, area, style); }, chart);
}

}  // namespace hallmark::chart
