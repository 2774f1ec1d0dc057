#include <algorithm>
#include <set>

#include "base/text.h"
#include "data/quality.h"

namespace hallmark::data {

namespace {

// A reason begins with the header of the column at fault; the others are about the row.
const SchemaColumn* column_at_fault(const DatasetSchema& schema, const std::string& reason) {
  const SchemaColumn* longest = nullptr;
  for (const SchemaColumn& column : schema.columns)
    if (reason.starts_with(column.header + " is ") && (!longest || column.header.size() > longest->header.size()))
      longest = &column;
  return longest;
}

std::string request_for(const SchemaColumn& column, const std::string& reason) {
  if (reason == column.header + " is blank") return fmt::format("Fill in {} in every row.", column.header);
  switch (column.type) {
    case ColumnType::month:
      if (reason.ends_with("the month of the file's name"))
        return "Put each month's rows into that month's file, or mend the file's name.";
      return fmt::format("Write every {} as YYYY-MM, such as 2024-05{}.", column.header,
                         column.first_month.empty() ? "" : ", none before " + column.first_month);
    case ColumnType::longitude:
    case ColumnType::latitude:
      return "Give longitude and latitude in decimal degrees (WGS84), or leave both blank where the place is not "
             "known.";
    case ColumnType::number:
      return fmt::format("Write {} as a number{}.", column.header,
                         column.range ? fmt::format(" from {} to {}", column.range->first, column.range->second) : "");
    default:
      if (!column.pattern.empty())
        return fmt::format("Write {} in the form {} (A and a: a letter, 9: a digit).", column.header, column.pattern);
      return fmt::format("Use the code list for {}: {}.", column.header, join(column.codes, ", "));
  }
}

std::string request_for(const DatasetSchema& schema, const std::string& reason) {
  if (const SchemaColumn* column = column_at_fault(schema, reason)) return request_for(*column, reason);
  if (reason.starts_with("one coordinate"))
    return "Give both longitude and latitude, or leave both blank where the place is not known.";
  return fmt::format(
      "Give every row all {} columns, and put quotation marks around a value that holds a comma or a line break.",
      schema.columns.size());
}

}  // namespace

std::vector<QuarantineReason> quarantine_reasons(const DatasetInfo& info) {
  std::vector<QuarantineReason> reasons;
  for (const auto& [reason, rows] : info.quarantined_by_reason) {
    QuarantineReason found{reason, rows, 0, {}, request_for(info.schema, reason)};
    std::set<std::size_t> files;
    for (const QuarantinedRow& row : info.quarantine) {
      if (row.reason != reason) continue;
      if (files.empty()) found.first = {row.file, row.line, row.reason, {}};
      files.insert(row.file);
    }
    found.files = files.size();
    reasons.push_back(std::move(found));
  }
  return reasons;
}

}  // namespace hallmark::data
