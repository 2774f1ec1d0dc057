// A workspace that fits on a page, for the script room's tests.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "one_by_one.h"
#include "script/state.h"

namespace hallmark::script {

// Rows {month, crime_type, district}; groups them the slow and obvious way.
class FewRecords : public OneByOne {
 public:
  std::vector<std::map<std::string, std::string>> rows;

  QueryResult run(const Query& query) const override {
    QueryResult result;
    result.query = std::make_shared<const Query>(query);
    std::map<std::vector<std::string>, std::uint64_t> groups;
    for (const auto& row : rows) {
      bool passes = true;
      for (const Filter& filter : query.where) passes = passes && matches(filter, label(row, filter.dimension));
      if (!passes) continue;
      std::vector<std::string> key;
      for (const auto& dimension : query.by) key.push_back(label(row, dimension));
      ++groups[key];
    }
    if (query.by.empty()) groups[{}];
    for (std::size_t k = 0; k < query.by.size(); ++k) {
      KeyColumn column{query.by[k], {}, {}};
      std::map<std::string, std::uint32_t> codes;
      for (const auto& [key, count] : groups) codes[key[k]];
      for (auto& [text, code] : codes) {
        code = static_cast<std::uint32_t>(column.labels.size());
        column.labels.push_back(text);
      }
      for (const auto& [key, count] : groups) column.codes.push_back(codes[key[k]]);
      result.keys.push_back(std::move(column));
    }
    for (const auto& [key, count] : groups) {
      result.values.push_back(static_cast<double>(count));
      result.rows.push_back(count);
    }
    return result;
  }

 private:
  static std::string label(const std::map<std::string, std::string>& row, const std::string& dimension) {
    const auto found = row.find(dimension);
    if (found == row.end()) throw Error(ExitCode::configuration, "There is no dimension “" + dimension + "”.");
    return found->second;
  }
  static bool matches(const Filter& filter, const std::string& value) {
    const bool named = std::find(filter.values.begin(), filter.values.end(), value) != filter.values.end();
    if (filter.kind == Filter::Kind::any_of) return named;
    if (filter.kind == Filter::Kind::none_of) return !named;
    return (filter.values[0].empty() || filter.values[0] <= value) &&
           (filter.values[1].empty() || value <= filter.values[1]);
  }
};

// Two years of burglaries and robberies; 2019-07 is not held. Barnsley has 3 burglaries a month, Sheffield 5; one
// robbery in Sheffield each January.
struct FewServices {
  FewRecords records;
  Services services;

  FewServices() {
    Coverage held{"crimes", {}, {"South Yorkshire"}, {{}}};
    for (int year = 2019; year <= 2020; ++year)
      for (int month = 1; month <= 12; ++month) {
        const std::string name = std::to_string(year) + (month < 10 ? "-0" : "-") + std::to_string(month);
        const bool missing = name == "2019-07";
        held.months.push_back(name);
        held.rows[0].push_back(missing ? 0 : 8);
        if (missing) continue;
        for (int i = 0; i < 8; ++i)
          records.rows.push_back(
              {{"month", name}, {"crime_type", "Burglary"}, {"district", i < 3 ? "Barnsley" : "Sheffield"}});
        if (month == 1) records.rows.push_back({{"month", name}, {"crime_type", "Robbery"}, {"district", "Sheffield"}});
      }
    services.executor = &records;
    services.datasets = [] { return std::vector<std::string>{"crimes"}; };
    services.coverage = [held](const std::string&) { return std::make_shared<const Coverage>(held); };
    services.population = [](const std::string& level, const std::string& area) {
      return constant(level == "local_authority" && area == "Barnsley" ? 246866 : std::nan(""), "ONS mid-2020",
                      NumberFormat::count());
    };
    services.report = {{"partnership", {std::string("Safer Hallam")}},
                       {"period", {ValueMap{{"from", {std::string("2020-01")}}, {"to", {std::string("2020-12")}}}}}};
  }
};

// The Error a call throws; fails the test when it throws none.
template <class Action>
Error error_of(Action&& action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  return Error(ExitCode::success, "nothing was thrown");
}

inline const Quantity& quantity(const Value& value) {
  return std::get<Quantity>(value.data);
}

}  // namespace hallmark::script
