#include "report/brand.h"

#include "base/diagnostic.h"
#include "base/hash.h"
#include "base/text.h"
#include "chart/canvas.h"

namespace hallmark::report {

namespace {

constexpr double readable = 4.5;  // WCAG 2.2, 1.4.3: text

// The colour itself made darker until it passes: its hue is kept.
chart::Colour darkened(chart::Colour colour, chart::Colour against, double least) {
  const auto scaled = [&](int share) {
    const auto part = [&](int value) { return static_cast<std::uint8_t>(value * share / 255); };
    return chart::Colour{part(colour.red), part(colour.green), part(colour.blue)};
  };
  int share = 255;
  while (share > 0 && chart::contrast(scaled(share), against) < least) --share;
  return scaled(share);
}

void check_colour(const Yaml& yaml) {
  const std::optional<chart::Colour> colour = chart::parse_colour(yaml.text());
  if (!colour || yaml.text().size() != 7)
    yaml.fail(fmt::format("“{}” is no colour.", yaml.text()),
              {"Write six hexadecimal digits in quotes, such as \"#206095\"."});
  constexpr chart::Colour white{255, 255, 255};
  const double reached = chart::contrast(*colour, white);
  if (reached < readable)
    yaml.fail(
        fmt::format("White text on “{}”, and “{}” on white, have a contrast of {:.2f}:1; WCAG 2.2 AA asks for {}:1.",
                    yaml.text(), yaml.text(), reached, readable),
        {fmt::format("The nearest colour that passes is \"{}\".", chart::to_hex(darkened(*colour, white, readable)))});
}

void read_one_logo(const Yaml& yaml, Brand& brand) {
  if (yaml.kind() == Yaml::Kind::scalar) {
    brand.logo = yaml.text();
    return;
  }
  yaml.only({"file", "pdf", "alt"});
  brand.logo = yaml.required("file").text();
  brand.logo_pdf = yaml.text_or("pdf", "");
  brand.logo_alt = yaml.text_or("alt", "");
}

void read_logo(const Yaml& yaml, Brand& brand) {
  if (yaml.kind() != Yaml::Kind::sequence) return read_one_logo(yaml, brand);
  for (std::size_t i = 0; i < yaml.items().size(); ++i) {
    const Yaml& item = yaml.items()[i];
    if (i == 0)
      read_one_logo(item, brand);
    else
      brand.warnings.push_back({Severity::warning,
                                "A second agency's logo is named and left out: one partnership speaks with one logo.",
                                item.where(),
                                {},
                                1,
                                {"Name the partnership's own logo alone."},
                                {}});
  }
}

Brand from_yaml(const Yaml& yaml) {
  if (const Yaml* marking = yaml.find("marking"))
    marking->fail("The marking is no part of the brand.", {"Write `marking:` at the top level of hallmark.yaml."});
  yaml.only({"organisation", "colour", "logo", "contact", "boilerplate", "theme"});
  Brand brand;
  brand.organisation = yaml.text_or("organisation", "");
  brand.colour = yaml.text_or("colour", "");
  if (!brand.colour.empty()) check_colour(yaml.required("colour"));
  brand.theme = yaml.text_or("theme", "");
  brand.boilerplate = std::string(trim(yaml.text_or("boilerplate", "")));
  if (const Yaml* logo = yaml.find("logo"); logo != nullptr && !logo->is_null()) read_logo(*logo, brand);
  if (const Yaml* contact = yaml.find("contact"); contact != nullptr && !contact->is_null()) {
    contact->only({"name", "email", "phone", "web", "address"});
    for (const auto& [key, value] : contact->entries()) brand.contact.emplace(key, value.text());
  }
  return brand;
}

}  // namespace

Brand read_brand(const FileSystem& files, const Yaml& yaml, const std::string& workspace_folder) {
  if (yaml.kind() != Yaml::Kind::scalar) return from_yaml(yaml);
  const std::string path = join_path(workspace_folder, yaml.text());
  if (!files.exists(path))
    yaml.fail(fmt::format("“{}” does not exist.", path), {"Name the brand pack, such as brand.yaml."});
  const std::string text = files.read(path);
  try {
    Brand brand = from_yaml(Yaml::parse(text, path));
    brand.file = path;
    brand.sha256 = sha256(text);
    return brand;
  } catch (const Error& error) {
    Diagnostic diagnostic = error.diagnostic();
    if (diagnostic.where.file == path) quote_source(diagnostic, text);
    throw Error(error.code(), std::move(diagnostic));
  }
}

}  // namespace hallmark::report
