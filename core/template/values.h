// Values of expressions as document content.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "hallmark/document.h"
#include "hallmark/plugin.h"

namespace hallmark::templates {

using Content = std::variant<Inlines, Blocks>;
using ValueComplaint = std::function<void(std::string sentence, std::vector<std::string> hints)>;

// Quantities become numbers, texts literal text, lists their parts, blocks themselves. Anything else is a complaint,
// which must throw. `place` ("templates/x.md:12") is the source of a number that has no trace.
Content content_of(const Value& value, const std::string& place, const ValueComplaint& complain);

}  // namespace hallmark::templates
