#include <doctest/doctest.h>

#include "document/document.h"
#include "report/failed_sections.h"

using namespace hallmark;
using namespace hallmark::report;

namespace {

// Services whose one analysis fails as told.
script::Services services_failing_with(const Error& error) {
  script::Services services;
  services.call_analysis = [error](const std::string&, const std::string&, const Value&) -> Value { throw error; };
  return services;
}

void admit_all(const std::string&) {}

Error error_of_plugin(ExitCode code) {
  return Error(code, "There is no month “2020-13”.", {}, {"/opt/plugins/x/x.lua", 12, 0});
}

}  // namespace

TEST_CASE("an analysis that fails leaves a warning with its reason and place, and is reported in full") {
  script::Services services = services_failing_with(error_of_plugin(ExitCode::configuration));
  FailedSections failed;
  failed.stand_in(services, admit_all);
  const Value value = services.call_analysis("x", "trend", Value{ValueMap{}});
  const Blocks& blocks = std::get<Blocks>(value.data);
  REQUIRE(blocks.size() == 1);
  const auto& warning = std::get<Callout>(blocks[0].node);
  CHECK(warning.kind == Callout::Kind::warning);
  REQUIRE(warning.content.size() == 1);
  CHECK(
      document::plain_text(std::get<Paragraph>(warning.content[0].node).content) ==
      "The analysis x.trend failed, so what it would show is not in this document. The reason, in x.lua line 12: There "
      "is no month “2020-13”.");
  REQUIRE(failed.failures().size() == 1);
  CHECK(failed.failures()[0].severity == Severity::warning);
  CHECK(failed.failures()[0].sentence == "The analysis x.trend failed: There is no month “2020-13”.");
  CHECK(failed.failures()[0].where.file == "/opt/plugins/x/x.lua");
}

TEST_CASE("references to a figure that could not be made become words, others stay") {
  script::Services services = services_failing_with(error_of_plugin(ExitCode::configuration));
  FailedSections failed;
  failed.stand_in(services, admit_all);
  services.call_analysis("x", "trend", Value{ValueMap{{"label", {std::string("fig:trend")}}}});
  Document document;
  document.blocks.push_back(
      paragraph({text("See "), {CrossReference{"fig:trend", {}}}, {CrossReference{"tab:b", {}}}}));
  failed.settle_references(document);
  const Inlines& content = std::get<Paragraph>(document.blocks[0].node).content;
  CHECK(std::get<Text>(content[1].node).text == "a part that could not be made");
  CHECK(std::holds_alternative<CrossReference>(content[2].node));
}

TEST_CASE("a fault of Hallmark's own is never passed off as an analysis that failed") {
  script::Services services = services_failing_with(error_of_plugin(ExitCode::internal));
  FailedSections failed;
  failed.stand_in(services, admit_all);
  CHECK_THROWS_AS(services.call_analysis("x", "trend", Value{ValueMap{}}), Error);
  CHECK(failed.failures().empty());
}

TEST_CASE("a plugin that the document may not ask ends the report") {
  script::Services services = services_failing_with(error_of_plugin(ExitCode::configuration));
  FailedSections failed;
  failed.stand_in(services, [](const std::string& plugin) {
    throw Error(ExitCode::configuration, "What " + plugin + " gives is RESTRICTED.");
  });
  CHECK_THROWS_WITH_AS(services.call_analysis("x", "trend", Value{ValueMap{}}), "What x gives is RESTRICTED.", Error);
  CHECK(failed.failures().empty());
}
