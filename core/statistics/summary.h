// Order statistics. Empty input or NaN throws Error(ExitCode::configuration).
#pragma once

#include <vector>

namespace hallmark::statistics {

double mean(const std::vector<double>& values);
double median(std::vector<double> values);
// Linear interpolation of the order statistics (Hyndman & Fan, Am. Stat. 1996;50:361-365, type 7: R's default).
double quantile(std::vector<double> values, double probability);

}  // namespace hallmark::statistics
