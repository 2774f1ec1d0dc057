#include "script/monthly_formulas.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/text.h"
#include "data/comparison.h"
#include "statistics/overdispersion.h"

namespace hallmark::script {
namespace {

namespace st = statistics;

int number_of(const std::string& month) {
  return data::months_between("1900-01", month);
}

// "2018-01..2019-06,2019-08" as consecutive numbers, ascending.
std::vector<int> months_in(const std::string& text) {
  std::vector<int> months;
  if (text.empty()) return months;
  for (const std::string_view part : split(text, ',')) {
    const std::size_t dots = part.find("..");
    const std::string from(part.substr(0, dots));
    const std::string to(dots == std::string_view::npos ? part : part.substr(dots + 2));
    for (const std::string& month : data::months_of({from, to})) months.push_back(number_of(month));
  }
  std::sort(months.begin(), months.end());
  return months;
}

std::size_t month_key(const QueryResult& result) {
  for (std::size_t key = 0; key < result.keys.size(); ++key)
    if (result.keys[key].dimension == "month") return key;
  throw Error(ExitCode::configuration, "The result is not grouped by month.");
}

// A series for each combination of the other labels, or for the one called `only`. A month held without a row counts 0.
std::map<std::string, st::MonthlyCounts> series_of(const QueryResult& result, const std::vector<int>& held,
                                                   const std::string* only = nullptr) {
  const std::size_t by_month = month_key(result);
  std::vector<std::ptrdiff_t> places;  // of a month's label among those held; -1: not held
  for (const std::string& label : result.keys[by_month].labels) {
    const auto found = std::lower_bound(held.begin(), held.end(), number_of(label));
    const bool is_held = found != held.end() && *found == number_of(label);
    places.push_back(is_held ? found - held.begin() : -1);
  }
  std::map<std::string, st::MonthlyCounts> all;
  std::string name;
  for (std::size_t row = 0; row < result.size(); ++row) {
    name.clear();
    for (std::size_t key = 0; key < result.keys.size(); ++key)
      if (key != by_month) name += (name.empty() ? "" : "|") + result.label(key, row);
    const std::ptrdiff_t place = places[result.keys[by_month].codes[row]];
    if (place < 0 || (only != nullptr && name != *only)) continue;
    st::MonthlyCounts& series = all[name];
    if (series.months.empty()) series = {held, std::vector<double>(held.size(), 0)};
    series.counts[static_cast<std::size_t>(place)] += result.values[row];
  }
  return all;
}

}  // namespace

FormulaResult monthly_variation(const Arguments& given) {
  std::vector<st::MonthlyCounts> family;
  for (auto& [name, series] : series_of(given.result(0), months_in(given.text(1)))) family.push_back(std::move(series));
  const st::MonthlyVariation found = st::monthly_variation(family, number_of(given.text(2)));
  return {{{"autocorrelation", found.autocorrelation}, {"dispersion", found.dispersion}, {"freedom", found.freedom}}};
}

namespace {

FormulaResult outputs_of(const std::optional<st::DispersedRatio>& change) {
  const double none = std::nan("");
  return {{{"ratio", change ? change->ratio : none},
           {"lower", change ? change->lower : none},
           {"upper", change ? change->upper : none},
           {"p", change ? change->p : none},
           {"dispersion", change ? change->dispersion : none},
           {"freedom", change ? change->freedom : none}}};
}

// The series of a label; nothing where no record has it.
std::optional<st::MonthlyCounts> one_series(const QueryResult& result, const std::vector<int>& held,
                                            const std::string& label) {
  const auto all = series_of(result, held, &label);
  const auto found = all.find(label);
  return found == all.end() ? std::nullopt : std::optional(found->second);
}

// From the position of the months held on: held, after, before, autocorrelation, dispersion, freedom, confidence.
struct Asked {
  std::vector<int> held, after, before;
  st::MonthlyVariation family;
  double confidence;

  Asked(const Arguments& given, std::size_t at)
      : held(months_in(given.text(at))),
        after(months_in(given.text(at + 1))),
        before(months_in(given.text(at + 2))),
        family{given.number(at + 3), given.number(at + 4), given.number(at + 5)},
        confidence(given.number_or(at + 6, 0.95)) {}
};

}  // namespace

FormulaResult monthly_change(const Arguments& given) {
  const Asked asked(given, 2);
  const auto series = one_series(given.result(0), asked.held, given.text(1));
  if (!series) return outputs_of(std::nullopt);
  return outputs_of(st::monthly_change(*series, asked.after, asked.before, asked.family, asked.confidence));
}

FormulaResult monthly_relative_change(const Arguments& given) {
  const Asked asked(given, 4);
  const auto series = one_series(given.result(0), asked.held, given.text(1));
  const auto comparison = one_series(given.result(2), asked.held, given.text(3));
  if (!series || !comparison) return outputs_of(std::nullopt);
  return outputs_of(
      st::monthly_relative_change(*series, *comparison, asked.after, asked.before, asked.family, asked.confidence));
}

}  // namespace hallmark::script
