// The register of series breaks: months from which records count something else than before, because the rules of
// recording or a system changed. A comparison across one is withheld. Hallmark's own register is
// knowledge_base/series_breaks.yaml; a workspace adds what its partners know in series_breaks.yaml beside
// hallmark.yaml.
//
//   - from: 2008-04                        # the first month of the new way
//     dataset: police_street_crime         # default: all
//     offences: [Violence and sexual offences]   # default: all
//     area: [Barnsley]                     # local authorities; default: all
//     what: Grievous bodily harm is counted wider than before.
//     source: Home Office, …               # where it is written; required
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "report/workspace.h"

namespace hallmark::report {

struct SeriesBreak {
  std::string from, dataset;                // no dataset: all
  std::vector<std::string> offences, area;  // empty: all
  std::string what, source;
};

inline constexpr std::string_view series_breaks_file = "series_breaks.yaml";

// Hallmark's register, then the workspace's. Throws Error(ExitCode::configuration) at the line that is wrong.
std::vector<SeriesBreak> read_series_breaks(const FileSystem& files, const Workspace& workspace);

// report.series_breaks of scripts: those of one dataset.
ValueList to_values(const std::vector<SeriesBreak>& breaks, const std::string& dataset);

}  // namespace hallmark::report
