#include "base/json.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/column_cache.h"
#include "data/query_text.h"
#include "data/work.h"
#include "report/records.h"
#include "report/workspace.h"

namespace hallmark::cli {

namespace {

constexpr Argument arguments[] = {
    {Argument::Kind::positional, "DATASET", "", "", "A dataset of the workspace, such as police_street_crime"},
    workspace_argument,
    {Argument::Kind::repeated, "--by", "DIMENSIONS", "",
     "Group by these, with commas between; again for another grouping"},
    {Argument::Kind::repeated, "--where", "FILTER", "",
     "Only rows with, such as crime_type=Burglary,Robbery or month=2020-01..2020-12"},
    {Argument::Kind::text, "--measure", "MEASURE", "count",
     "count, sum(COLUMN) or distinct(COLUMN); count unless given"},
    {Argument::Kind::text, "--format", "FORMAT", "table", "table, csv or json; table unless given"},
    no_cache_argument,
};

std::vector<Query> queries_from(const Arguments& given) {
  Query query{given.text("DATASET"), {}, {}, data::parse_measure(given.text("measure"))};
  for (const std::string& filter : given.texts("where")) query.where.push_back(data::parse_filter(filter));
  std::vector<Query> queries;
  for (const std::string& by : given.texts("by")) {
    queries.push_back(query);
    queries.back().by = data::parse_by(by);
  }
  if (queries.empty()) queries.push_back(query);
  return queries;
}

std::string value_heading(const Query& query) {
  return data::to_text(query.measure);
}

std::string as_table(const QueryResult& result) {
  TextTable table;
  for (const KeyColumn& key : result.keys) table.headings.push_back(key.dimension), table.right.push_back(false);
  table.headings.push_back(value_heading(*result.query));
  table.right.push_back(true);
  for (std::size_t row = 0; row < result.size(); ++row) {
    std::vector<std::string> cells;
    for (std::size_t key = 0; key < result.keys.size(); ++key)
      cells.push_back(result.label(key, row).empty() ? "(blank)" : result.label(key, row));
    const double value = result.values[row];
    const bool whole = value == static_cast<double>(static_cast<long long>(value));
    cells.push_back(format_number(value, whole ? NumberFormat::count() : NumberFormat{}));
    table.rows.push_back(std::move(cells));
  }
  return to_text(table);
}

// A spreadsheet runs a field that begins with one of these as a formula; an apostrophe before it stops that.
std::string csv_field(std::string_view text) {
  std::string field(text);
  if (!field.empty() && std::string_view("=+-@\t\r").find(field.front()) != std::string_view::npos)
    field.insert(0, "'");
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char c : field) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string as_csv(const QueryResult& result) {
  std::string out;
  std::vector<std::vector<std::string>> fields;  // of each key's labels
  for (const KeyColumn& key : result.keys) {
    out += csv_field(key.dimension) + ",";
    std::vector<std::string>& of_key = fields.emplace_back();
    for (const std::string& label : key.labels) of_key.push_back(csv_field(label) + ",");
  }
  out += csv_field(value_heading(*result.query)) + "\n";
  for (std::size_t row = 0; row < result.size(); ++row) {
    for (std::size_t key = 0; key < result.keys.size(); ++key) out += fields[key][result.keys[key].codes[row]];
    append_round_trip(out, result.values[row]);
    out += '\n';
  }
  return out;
}

json::value as_json(const QueryResult& result) {
  json::array rows;
  for (std::size_t row = 0; row < result.size(); ++row) {
    json::object object;
    for (std::size_t key = 0; key < result.keys.size(); ++key)
      object[result.keys[key].dimension] = result.label(key, row);
    object["value"] = result.values[row];
    object["rows"] = result.rows[row];
    rows.push_back(std::move(object));
  }
  return json::object{{"query", data::to_json(*result.query)}, {"rows", std::move(rows)}};
}

// Several groupings follow one another with a blank line between; as JSON they are one list.
void print(const std::vector<QueryResult>& results, const std::string& format, unsigned threads, Terminal& terminal) {
  if (format == "json") {
    json::array all;
    for (const QueryResult& result : results) all.push_back(as_json(result));
    terminal.print(write_json(all.size() == 1 ? all[0] : json::value(std::move(all)), 2) + "\n");
    return;
  }
  std::vector<std::string> written(results.size());
  data::run_tasks(results.size(), threads, [&](std::size_t r, unsigned) {
    written[r] = (r == 0 ? "" : "\n") + (format == "csv" ? as_csv(results[r]) : as_table(results[r]));
  });
  for (const std::string& each : written) terminal.print(each);
}

ExitCode run_query(const Arguments& given, Terminal& terminal) {
  const std::string format = given.text("format");
  const std::vector<std::string> known{"table", "csv", "json"};
  if (format != "table" && format != "csv" && format != "json")
    throw Error(ExitCode::usage, fmt::format("“{}” is no format of results.", format), {suggestion(format, known)});
  const std::vector<Query> queries = queries_from(given);
  const report::Workspace workspace = report::read_workspace(disk(), given.text("workspace"));
  report::ImportRequest import;
  import.datasets = {given.text("DATASET")};
  import.options.columns = data::dimensions_of(queries);
  import.options.hash_identifiers = queries.front().measure.kind == Measure::Kind::distinct;
  import.options.quarantined_rows = false;
  import.cache = !given.has("no-cache");
  import.options.progress = terminal.progress("Reading records");
  const data::Store store = report::import_records(disk(), workspace, import);
  terminal.clear_progress();
  print(store.executor().run(queries), format, import.options.threads, terminal);
  warn_if_not_kept(store, terminal);
  return ExitCode::success;
}

}  // namespace

const Command query_command = {
    "query",
    "count a dataset's records by any of its dimensions",
    "Prints one row for each group that occurs, in order. Filters are joined by “and”; values of one filter by “or”.\n"
    "Dimensions are the dataset's columns and those derived from them: month, quarter, year, financial_year,\n"
    "rolling_year, local_authority, partnership, cell(250).",
    "hallmark query police_street_crime -C my-partnership --by month,local_authority,crime_type --format csv\n"
    "hallmark query police_street_crime -C my-partnership --by outcome --where crime_type=Burglary",
    arguments,
    run_query,
};

}  // namespace hallmark::cli
