// Charts of document.figure. Until it is put in a figure, a chart travels as a Figure block without title.
#pragma once

#include "script/content.h"

namespace hallmark::script {

Figure to_figure(const Call& call, Fields fields);

}  // namespace hallmark::script
