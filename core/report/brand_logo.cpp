#include "report/brand_logo.h"

#include "base/process.h"
#include "base/text.h"

namespace hallmark::report {

namespace {

// Reads and checks one picture.
std::string picture(const FileSystem& files, const std::string& path, render::Logo::Kind kind, render::Logo& logo) {
  std::string bytes = files.read(path);
  if (kind == render::Logo::Kind::svg)
    render::check_svg(bytes, path);
  else
    render::check_png(bytes, path, logo);
  return bytes;
}

// An SVG as PDF and Word can take it, made by rsvg-convert; empty where that is not installed. What was checked names
// no file, and nothing else is given to it. Four dots a point at the width of a cover's logo.
std::string drawn(const std::string& svg, const std::string& path, render::Logo& logo) {
  const std::string program = find_program("rsvg-convert");
  if (program.empty()) return {};
  const ProcessResult result =
      run_program(program, {"--format=png", "--width=880", "--keep-aspect-ratio", "--background-color=white"}, svg);
  if (result.exit_code != 0)
    throw Error(
        ExitCode::configuration,
        fmt::format("The logo “{}” cannot be drawn for PDF and Word: {}", path, trim(make_valid_utf8(result.errors))),
        {"Name a PNG beside it: logo: {file: …, pdf: …}."});
  render::check_png(result.output, path, logo);
  return result.output;
}

}  // namespace

render::Logo load_logo(const FileSystem& files, const Brand& brand, const std::string& workspace_folder) {
  using Kind = render::Logo::Kind;
  render::Logo logo;
  if (brand.logo.empty()) return logo;
  const std::string path = join_path(workspace_folder, brand.logo), extension = file_extension(path);
  if (extension != ".svg" && extension != ".png")
    throw Error(ExitCode::configuration, fmt::format("The logo “{}” is neither SVG nor PNG.", path),
                {"Export it as one of the two."});
  logo.kind = extension == ".svg" ? Kind::svg : Kind::png;
  logo.bytes = picture(files, path, logo.kind, logo);
  logo.alt = brand.logo_alt.empty() ? fmt::format("Logo of {}", brand.organisation) : brand.logo_alt;
  if (logo.kind == Kind::png)
    logo.png = logo.bytes;
  else if (!brand.logo_pdf.empty())
    logo.png = picture(files, join_path(workspace_folder, brand.logo_pdf), Kind::png, logo);
  else
    logo.png = drawn(logo.bytes, path, logo);
  return logo;
}

}  // namespace hallmark::report
