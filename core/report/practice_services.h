// practice.* of scripts: case studies, their grades and their fit as maps whose numbers have traces.
#pragma once

#include <memory>

#include "base/marking.h"
#include "report/practice_base.h"
#include "script/services.h"

namespace hallmark::report {

// Studies marked above the document do not stand in a ranking; asking for one by its id is an error.
script::PracticeServices practice_services(std::shared_ptr<const PracticeBase> base, Marking document);

}  // namespace hallmark::report
