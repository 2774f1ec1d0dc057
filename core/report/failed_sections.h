// A report in which an analysis fails goes on without it: a warning stands in its place, and nothing it had counted.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "hallmark/document.h"
#include "hallmark/error.h"
#include "script/services.h"

namespace hallmark::report {

class FailedSections {
 public:
  // From now on an analysis called through `services` that fails gives a warning instead of its blocks; what `admit`
  // throws of its plugin ends the report still, and so does content marked above the document. Must outlive the use of
  // `services`.
  void stand_in(script::Services& services, std::function<void(const std::string& plugin)> admit);

  // References to the figures and tables that are missing become words. Before numbering.
  void settle_references(Document& document) const;

  // One for each, in the order of the document.
  const std::vector<Diagnostic>& failures() const { return failures_; }

 private:
  Value failed(const std::string& analysis, const Value& options, const Error& error);

  std::vector<Diagnostic> failures_;
  std::set<std::string> labels_;  // of what is missing
};

}  // namespace hallmark::report
