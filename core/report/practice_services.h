// practice.* of scripts: case studies, their grades and their fit as maps whose numbers have traces.
#pragma once

#include <memory>

#include "report/practice_base.h"
#include "script/services.h"

namespace hallmark::report {

script::PracticeServices practice_services(std::shared_ptr<const PracticeBase> base);

}  // namespace hallmark::report
