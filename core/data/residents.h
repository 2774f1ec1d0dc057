// Residents as records of the dataset `population`, so that a denominator is a query too.
#pragma once

#include <string>

#include "data/areas.h"

namespace hallmark::data {

// As CSV. An authority whose LSOAs all have counts of their own is held by LSOA, any other by its total.
std::string population_csv(const Areas& areas);

}  // namespace hallmark::data
