// How a partnership's documents look and who answers for them: brand.yaml, or the same keys under `brand:` of
// hallmark.yaml.
//
//   organisation: Safer South Yorkshire      # who publishes; default: the partnership
//   colour: "#206095"                        # of headings, headers and charts
//   logo: logo.png                           # or {file: logo.svg, pdf: logo.png, alt: Safer South Yorkshire}
//   contact: {name: Press office, email: press@example.org, phone: 0114 000 0000, web: https://…, address: …}
//   boilerplate: Safer South Yorkshire is …  # what press releases end with
//   theme: theme                             # a folder like templates/theme
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/yaml.h"

namespace hallmark::report {

struct Brand {
  std::string file;    // its path; empty where hallmark.yaml holds the keys
  std::string sha256;  // of that as it was read
  std::string organisation, colour, theme, boilerplate;
  std::map<std::string, std::string> contact;  // name, email, phone, web, address: those stated
  std::string logo, logo_pdf, logo_alt;        // paths as written
  std::vector<Diagnostic> warnings;            // a second agency's logo
};

// Of the mapping, or of the file it names, relative to the workspace. Error(ExitCode::configuration) at its line: an
// unknown key, and a colour that white text cannot be read on, with the nearest that passes.
Brand read_brand(const FileSystem& files, const Yaml& yaml, const std::string& workspace_folder);

}  // namespace hallmark::report
