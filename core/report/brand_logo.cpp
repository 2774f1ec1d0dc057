#include "report/brand_logo.h"

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
  return logo;
}

}  // namespace hallmark::report
