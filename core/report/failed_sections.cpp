#include "report/failed_sections.h"

#include <utility>

#include "base/files.h"
#include "base/marking.h"
#include "base/text.h"
#include "document/document.h"
#include "document/walk.h"

namespace hallmark::report {

namespace {

// Its one paragraph can also stand in a sentence.
Blocks warning_block(const std::string& analysis, const Diagnostic& problem) {
  std::string place = file_name(problem.where.file);
  if (!place.empty() && problem.where.line > 0) place += fmt::format(" line {}", problem.where.line);
  const std::string words =
      fmt::format("The analysis {} failed, so what it would show is not in this document. The reason{}: {}", analysis,
                  place.empty() ? "" : fmt::format(", in {}", place), problem.sentence);
  return {{Callout{Callout::Kind::warning, "This part could not be made", {paragraph({text(words)})}}, {}}};
}

}  // namespace

void FailedSections::stand_in(script::Services& services, std::function<void(const std::string& plugin)> admit) {
  services.call_analysis = [this, admit = std::move(admit), call = std::move(services.call_analysis)](
                               const std::string& plugin, const std::string& function, const Value& options) {
    admit(plugin);
    try {
      return call(plugin, function, options);
    } catch (const Error& error) {
      if (error.code() == ExitCode::internal || is_marking_refusal(error)) throw;
      return failed(fmt::format("{}.{}", plugin, function), options, error);
    }
  };
}

Value FailedSections::failed(const std::string& analysis, const Value& options, const Error& error) {
  if (const auto* given = std::get_if<ValueMap>(&options.data))
    if (const auto label = given->find("label"); label != given->end())
      if (const auto* name = std::get_if<std::string>(&label->second.data)) labels_.insert(*name);
  Diagnostic problem = error.diagnostic();
  const Blocks warning = warning_block(analysis, problem);
  problem.severity = Severity::warning;
  problem.sentence = fmt::format("The analysis {} failed: {}", analysis, problem.sentence);
  failures_.push_back(std::move(problem));
  return {warning};
}

void FailedSections::settle_references(Document& document) const {
  const auto settle = [this](Inline& part) {
    const auto* reference = std::get_if<CrossReference>(&part.node);
    if (reference != nullptr && labels_.contains(reference->label)) part = text("a part that could not be made");
  };
  const auto ignore = [](Number&) {};
  document::for_each_block(document.blocks, [&](Block& block) { document::walk_content(block, settle, ignore); });
}

}  // namespace hallmark::report
