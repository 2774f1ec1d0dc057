#include "render/theme.h"

#include "base/text.h"
#include "base/yaml.h"

namespace hallmark::render {
namespace {

chart::Colour colour_of(const Yaml& node) {
  const auto colour = chart::parse_colour(node.text());
  if (!colour) node.fail("“" + node.text() + "” is not a colour.", {"Write colours as \"#206095\", in quotes."});
  return *colour;
}

chart::Colour readable_colour(const Yaml& node, const chart::Style& style, double least) {
  const chart::Colour colour = colour_of(node);
  const double reached = chart::contrast(colour, style.background);
  if (reached < least)
    node.fail(
        fmt::format("“{}” is too pale to read on the background: its contrast is {:.1f}:1, and {:.1f}:1 is needed.",
                    node.text(), reached, least),
        {"Choose a darker colour."});
  return colour;
}

void read_chart(const Yaml& node, chart::Style& style) {
  node.only({"text_size", "ink", "muted", "grid", "axis", "alert", "palette", "sequential"});
  style.text_size = node.number_or("text_size", style.text_size);
  if (!(style.text_size >= 8 && style.text_size <= 24))
    node.required("text_size").fail("The text size of charts must lie between 8 and 24.");
  if (const Yaml* ink = node.find("ink")) style.ink = readable_colour(*ink, style, 4.5);
  if (const Yaml* muted = node.find("muted")) style.muted = readable_colour(*muted, style, 4.5);
  if (const Yaml* grid = node.find("grid")) style.grid = colour_of(*grid);
  if (const Yaml* axis = node.find("axis")) style.axis = readable_colour(*axis, style, 3);
  if (const Yaml* alert = node.find("alert")) style.alert = readable_colour(*alert, style, 4.5);
  if (const Yaml* palette = node.find("palette")) {
    style.palette.clear();
    for (const Yaml& item : palette->items()) style.palette.push_back(readable_colour(item, style, 3));
    if (style.palette.empty()) palette->fail("The palette needs at least one colour.");
  }
  if (const Yaml* sequential = node.find("sequential")) {
    style.sequential.clear();
    for (const Yaml& item : sequential->items()) style.sequential.push_back(colour_of(item));
    if (style.sequential.size() < 2) sequential->fail("The colours of maps need at least two, from low to high.");
  }
}

}  // namespace

Theme load_theme(const FileSystem& files, const std::string& folder) {
  const std::string path = join_path(folder, "theme.yaml");
  const Yaml yaml = Yaml::parse(files.read(path), path);
  yaml.only({"brand", "chart"});
  Theme theme;
  theme.chart = chart::house_style();
  if (const Yaml* brand = yaml.find("brand")) theme.brand = chart::to_hex(readable_colour(*brand, theme.chart, 4.5));
  if (const Yaml* node = yaml.find("chart")) read_chart(*node, theme.chart);
  theme.css = files.read(join_path(folder, "report.css"));
  theme.script = files.read(join_path(folder, "report.js"));
  // Either would end its element early.
  if (theme.css.find("</style") != std::string::npos || theme.script.find("</script") != std::string::npos)
    throw Error(ExitCode::configuration, "The theme in " + folder + " contains “</style” or “</script”.",
                {"Remove it from report.css or report.js."});
  return theme;
}

}  // namespace hallmark::render
