#include <doctest/doctest.h>

#include "chart/canvas.h"
#include "refused.h"
#include "report/brand.h"
#include "report/workspace.h"

using namespace hallmark;
using namespace hallmark::report;

namespace {

Brand read(const std::string& yaml) {
  MemoryFileSystem files;
  files.files["w/hallmark.yaml"] = "partnership: X\nbrand: brand.yaml\n";
  files.files["w/brand.yaml"] = yaml;
  return read_workspace(files, "w").brand;
}

Diagnostic refused(const std::string& yaml) {
  return refusal_of(read, yaml);
}

}  // namespace

TEST_CASE("a brand pack is a file, or the same keys in hallmark.yaml") {
  const Brand brand = read(
      "organisation: Safer X\ncolour: \"#206095\"\nlogo: {file: a.svg, pdf: a.png, alt: Safer X}\n"
      "contact: {name: Press office, email: press@example.org}\nboilerplate: >\n  Safer X is\n  a partnership.\n");
  CHECK(brand.organisation == "Safer X");
  CHECK(brand.logo == "a.svg");
  CHECK(brand.logo_pdf == "a.png");
  CHECK(brand.contact.at("email") == "press@example.org");
  CHECK(brand.boilerplate == "Safer X is a partnership.");
  MemoryFileSystem files;
  files.files["w/hallmark.yaml"] = "partnership: X\nbrand: {logo: b.png}\n";
  CHECK(read_workspace(files, "w").brand.logo == "b.png");
  CHECK(read_workspace(files, "w").brand.organisation == "X");
}

TEST_CASE("a colour that text cannot be read on is refused with the nearest that can") {
  // WCAG 2.2: black on white is 21:1, #767676 the lightest grey that reaches 4.5:1.
  const chart::Colour white{255, 255, 255};
  CHECK(chart::contrast({0, 0, 0}, white) == doctest::Approx(21));
  CHECK(chart::contrast({0x76, 0x76, 0x76}, white) >= 4.5);
  CHECK(chart::contrast({0x77, 0x77, 0x77}, white) < 4.5);
  CHECK(read("colour: \"#767676\"").colour == "#767676");
  const Diagnostic grey = refused("organisation: X\ncolour: \"#777777\"");
  CHECK(grey.where.line == 2);
  CHECK(grey.sentence ==
        "White text on “#777777”, and “#777777” on white, have a contrast of 4.48:1; WCAG 2.2 AA asks for 4.5:1.");
  CHECK(grey.hints.at(0) == "The nearest colour that passes is \"#767676\".");
  const std::string hint = refused("colour: \"#ffcc00\"").hints.at(0);
  const auto nearest = chart::parse_colour(hint.substr(hint.find('#'), 7));
  REQUIRE(nearest);
  CHECK(chart::contrast(*nearest, white) >= 4.5);
  CHECK(chart::contrast(*nearest, white) < 4.7);
}

TEST_CASE("slips are refused, a second agency's logo is left out with a warning") {
  CHECK(refused("color: \"#206095\"").hints.at(0) == "Did you mean “colour”?");
  CHECK(refused("colour: blue").sentence == "“blue” is no colour.");
  CHECK(refused("marking: OFFICIAL").hints.at(0) == "Write `marking:` at the top level of hallmark.yaml.");
  CHECK(refused("contact: {mail: a}").where.line == 1);
  const Brand two = read("logo:\n  - ours.png\n  - {file: police.png}\n");
  CHECK(two.logo == "ours.png");
  REQUIRE(two.warnings.size() == 1);
  CHECK(two.warnings[0].where.line == 3);
}
