#include "report/check.h"

#include <algorithm>
#include <set>

#include "base/number.h"
#include "base/text.h"
#include "data/quality.h"
#include "report/records.h"

namespace hallmark::report {

namespace {

constexpr int widest_month = 8;

std::string count(std::uint64_t value) {
  return format_number(static_cast<double>(value), NumberFormat::count());
}

std::string plural(std::uint64_t number, std::string_view word) {
  return fmt::format("{} {}{}", count(number), word, number == 1 ? "" : "s");
}

json::array texts(const std::vector<std::string>& values) {
  return json::array(values.begin(), values.end());
}

std::string cell(const Coverage& coverage, std::size_t supplier, const std::string& month) {
  const auto found = std::find(coverage.months.begin(), coverage.months.end(), month);
  if (found == coverage.months.end()) return ".";
  const std::uint64_t rows = coverage.rows[supplier][static_cast<std::size_t>(found - coverage.months.begin())];
  return rows == 0 ? "GAP" : count(rows);
}

std::string grid_of(const Coverage& coverage, std::size_t supplier) {
  static constexpr std::string_view names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::string out = "        ";
  for (const std::string_view name : names) out += fmt::format("{:>{}}", name, widest_month);
  out += '\n';
  for (int year = std::stoi(coverage.months.front()); year <= std::stoi(coverage.months.back()); ++year) {
    out += fmt::format("    {:04}", year);
    for (int month = 1; month <= 12; ++month)
      out += fmt::format("{:>{}}", cell(coverage, supplier, fmt::format("{:04}-{:02}", year, month)), widest_month);
    out += '\n';
  }
  return out;
}

// Notes, dropped columns and labels nobody knew, one line each.
std::vector<std::string> remarks(const data::DatasetInfo& info) {
  std::vector<std::string> lines = info.notes;
  for (const std::string& column : info.dropped_columns)
    lines.push_back(fmt::format("The column “{}” must not be held and was left out.", column));
  for (const auto& [column, labels] : info.unknown_categories) {
    std::vector<std::string> shown(labels.begin(), labels.begin() + std::min<std::ptrdiff_t>(5, std::ssize(labels)));
    lines.push_back(fmt::format("{} in {} not in the code list, kept: {}{}", plural(labels.size(), "label"), column,
                                join(shown, ", "), labels.size() > shown.size() ? ", …" : ""));
  }
  return lines;
}

std::vector<std::string> faults(const data::DatasetSchema& schema, const data::Quality& quality) {
  std::vector<std::string> lines;
  const auto add = [&](std::uint64_t rows, std::string_view what) {
    if (rows > 0) lines.push_back(fmt::format("{:>10}  {}", count(rows), what));
  };
  add(quality.without_location, "rows without coordinates: they count in totals, not on maps");
  if (quality.identifiers_checked) add(quality.repeated_identifiers, "rows repeat an identifier of the same month");
  if (quality.own_areas_known) add(quality.outside_own_areas, "rows outside the partnership's own areas");
  for (const data::BlankColumn& blank : quality.blanks) {
    const data::SchemaColumn& column = *schema.find(blank.column);
    if (column.type == data::ColumnType::longitude || column.type == data::ColumnType::latitude) continue;
    std::uint64_t rows = 0;
    for (const std::uint64_t month : blank.blank) rows += month;
    add(rows,
        fmt::format("rows with {} blank{}{}", column.header, column.why_blank.empty() ? "" : ": ", column.why_blank));
  }
  return lines;
}

const std::string& name_of(const data::SourceFile& file) {
  return file.member.empty() ? file.path : file.member;
}

std::string set_aside_text(const data::DatasetInfo& info) {
  std::string out;
  for (const data::QuarantineReason& reason : data::quarantine_reasons(info)) {
    const std::uint64_t others = reason.files - 1;
    out += fmt::format("    {:>10}  {}\n", count(reason.rows), reason.reason);
    out += fmt::format("                {}{}, line {}{}\n", reason.rows == 1 ? "" : "first in ",
                       name_of(info.files[reason.first.file]), count(reason.first.line),
                       others == 0 ? "" : fmt::format(", and in {}", plural(others, "other file")));
    out += fmt::format("                Ask the supplier: {}\n", reason.request);
  }
  return out;
}

std::string dataset_text(const data::Store& store, const data::DatasetInfo& info) {
  std::set<std::string> paths;
  for (const data::SourceFile& file : info.files) paths.insert(file.path);
  std::string out = fmt::format("{}: {}\n", info.schema.name, info.schema.title);
  for (const std::string& path : paths) {
    std::uint64_t rows = 0, members = 0;
    for (const data::SourceFile& file : info.files)
      if (file.path == path) rows += file.rows, members += file.member.empty() ? 0 : 1;
    out += fmt::format("  {}: {}{}\n", path, members == 0 ? "" : plural(members, "file") + ", ", plural(rows, "row"));
  }
  out += fmt::format("  Kept {} of {}.\n", count(info.kept), plural(info.rows, "row"));
  if (!info.quarantined_by_reason.empty()) {
    out += fmt::format("\n  Set aside ({}):\n", plural(info.rows - info.kept, "row"));
    out += set_aside_text(info);
  }
  if (!info.coverage.months.empty()) out += fmt::format("\n{}", coverage_grid(info.coverage));
  const data::Quality quality = data::quality(store, info.schema.name);
  if (!quality.gaps.empty()) {
    std::vector<std::string> months;
    for (const std::string& month : quality.gaps) months.push_back(long_month(month));
    out += fmt::format(
        "\n  Not held: {0}. Comparisons that touch {1} use like-for-like months. Ask the supplier for {1}.\n",
        join(months, ", "), months.size() == 1 ? "it" : "them");
  }
  if (const auto lines = faults(info.schema, quality); !lines.empty()) {
    out += "\n  Found in the rows kept:\n";
    for (const std::string& line : lines) out += fmt::format("    {}\n", line);
  }
  if (const auto lines = remarks(info); !lines.empty()) {
    out += "\n  Notes:\n";
    for (const std::string& line : lines) out += fmt::format("    {}\n", line);
  }
  return out;
}

bool is_records(const data::DatasetInfo& info) {
  return info.schema.name != residents_dataset;
}

json::value coverage_json(const Coverage& coverage) {
  json::array suppliers;
  for (std::size_t s = 0; s < coverage.suppliers.size(); ++s)
    suppliers.push_back(json::object{{"supplier", coverage.suppliers[s]},
                                     {"rows", json::array(coverage.rows[s].begin(), coverage.rows[s].end())}});
  return json::object{{"months", texts(coverage.months)}, {"suppliers", std::move(suppliers)}};
}

json::value dataset_json(const data::Store& store, const data::DatasetInfo& info) {
  const data::Quality quality = data::quality(store, info.schema.name);
  json::array files, reasons;
  for (const data::SourceFile& file : info.files)
    files.push_back(json::object{{"path", file.path},
                                 {"member", file.member},
                                 {"bytes", file.bytes},
                                 {"sha256", file.sha256},
                                 {"rows", file.rows},
                                 {"quarantined", file.quarantined}});
  for (const data::QuarantineReason& reason : data::quarantine_reasons(info))
    reasons.push_back(json::object{
        {"reason", reason.reason},
        {"rows", reason.rows},
        {"files", reason.files},
        {"first", json::object{{"file", name_of(info.files[reason.first.file])}, {"line", reason.first.line}}},
        {"request", reason.request}});
  json::object blanks;
  for (const data::BlankColumn& column : quality.blanks)
    blanks[column.column] = json::array(column.blank.begin(), column.blank.end());
  return json::object{{"dataset", info.schema.name},
                      {"rows", info.rows},
                      {"kept", info.kept},
                      {"quarantined", std::move(reasons)},
                      {"files", std::move(files)},
                      {"coverage", coverage_json(info.coverage)},
                      {"gaps", texts(quality.gaps)},
                      {"without_location", quality.without_location},
                      {"repeated_identifiers", quality.repeated_identifiers},
                      {"blank_by_month", std::move(blanks)},
                      {"notes", texts(remarks(info))}};
}

}  // namespace

std::string coverage_grid(const Coverage& coverage) {
  std::string out;
  for (std::size_t supplier = 0; supplier < coverage.suppliers.size(); ++supplier)
    out += fmt::format("{}  Rows held of {}\n{}", supplier == 0 ? "" : "\n", coverage.suppliers[supplier],
                       grid_of(coverage, supplier));
  return out;
}

std::string check_text(const data::Store& store, const std::vector<std::string>& quarantine) {
  std::string out;
  for (const data::DatasetInfo& info : store.datasets()) {
    if (!is_records(info)) continue;
    if (!out.empty()) out += '\n';
    out += dataset_text(store, info);
  }
  if (!store.areas().notes.empty()) out += "\nAreas\n";
  for (const std::string& note : store.areas().notes) out += fmt::format("  {}\n", note);
  if (!quarantine.empty()) out += "\nRows set aside, each with file, line and reason\n";
  for (const std::string& path : quarantine) out += fmt::format("  {}\n", path);
  return out;
}

json::value check_json(const data::Store& store, const std::vector<Initiative>& initiatives,
                       const std::vector<std::string>& quarantine) {
  json::array datasets;
  for (const data::DatasetInfo& info : store.datasets())
    if (is_records(info)) datasets.push_back(dataset_json(store, info));
  return json::object{{"datasets", std::move(datasets)},
                      {"areas", texts(store.areas().notes)},
                      {"quarantine", texts(quarantine)},
                      {"initiatives", to_json(initiatives)}};
}

}  // namespace hallmark::report
