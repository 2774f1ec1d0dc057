// One pair of functions per chart model; draw.cpp chooses.
#pragma once

#include "chart/canvas.h"
#include "chart/draw.h"

namespace hallmark::chart {

double height_of(const BarChart& chart, double width, const Style& style);
double height_of(const LineChart& chart, double width, const Style& style);
double height_of(const ControlChart& chart, double width, const Style& style);
double height_of(const SmallMultiples& chart, double width, const Style& style);
double height_of(const MapChart& chart, double width, const Style& style);

void draw_model(const BarChart& chart, Canvas& canvas, const Rectangle& area, const Style& style);
void draw_model(const LineChart& chart, Canvas& canvas, const Rectangle& area, const Style& style);
void draw_model(const ControlChart& chart, Canvas& canvas, const Rectangle& area, const Style& style);
void draw_model(const SmallMultiples& chart, Canvas& canvas, const Rectangle& area, const Style& style);
void draw_model(const MapChart& chart, Canvas& canvas, const Rectangle& area, const Style& style);

}  // namespace hallmark::chart
