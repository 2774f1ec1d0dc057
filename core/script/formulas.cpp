#include "script/formulas.h"

#include <algorithm>
#include <numeric>

#include "base/text.h"
#include "script/formula_table.h"

namespace hallmark::script {

namespace {

[[noreturn]] void wrong(std::size_t at, std::string_view wanted) {
  throw Error(ExitCode::configuration, fmt::format("Argument {} must be {}.", at + 1, wanted));
}

}  // namespace

double Arguments::number(std::size_t at) const {
  const double* value = at < given_.size() ? std::get_if<double>(&given_[at]) : nullptr;
  if (!value) wrong(at, "a number");
  return *value;
}

std::size_t Arguments::whole_or(std::size_t at, std::size_t fallback) const {
  if (at >= given_.size()) return fallback;
  const double value = number(at);
  if (!(value >= 0 && value <= 1e9 && std::floor(value) == value)) wrong(at, "a whole number");
  return static_cast<std::size_t>(value);
}

const std::vector<double>& Arguments::list(std::size_t at) const {
  if (at < given_.size()) {
    if (const auto* values = std::get_if<std::vector<double>>(&given_[at])) return *values;
    if (const auto* result = std::get_if<std::shared_ptr<const QueryResult>>(&given_[at])) return (*result)->values;
  }
  wrong(at, "a list of numbers");
}

const QueryResult& Arguments::result(std::size_t at) const {
  const auto* value = at < given_.size() ? std::get_if<std::shared_ptr<const QueryResult>>(&given_[at]) : nullptr;
  if (!value) wrong(at, "a query's result");
  return **value;
}

std::string Arguments::text(std::size_t at) const {
  const auto* value = at < given_.size() ? std::get_if<std::string>(&given_[at]) : nullptr;
  if (!value) wrong(at, "a text");
  return *value;
}

NumberFormat output_format(const std::string& formula, const std::string& output) {
  if (formula == "statistics.percent_change" && output != "p") return NumberFormat::percent(1, true);
  if (formula == "statistics.wilson_interval" || formula == "statistics.proportion_funnel")
    return NumberFormat::percent(1);
  const bool probability = output == "p" || output == "adjusted" || output == "cut_off" ||
                           formula == "statistics.e_test" || formula == "statistics.poisson_test";
  if (probability) return {NumberFormat::Style::decimal, 4, false, {}};
  if (output == "dispersion") return {};
  if (output == "ratio" || output == "autocorrelation" || formula == "statistics.poisson_ratio" ||
      formula == "statistics.relative_rate_ratio" || formula == "statistics.odds_ratio" ||
      formula == "statistics.dispersed_ratio" || formula.starts_with("statistics.monthly_") ||
      formula.find("ratio_funnel") != std::string::npos || output == "sigma_z" || output == "phi" || output == "tau2" ||
      formula.starts_with("statistics.poisson_z"))
    return {NumberFormat::Style::decimal, 2, false, {}};
  if (output == "useful" || output == "count" || output == "crossings" || output.starts_with("longest") ||
      output.starts_with("fewest"))
    return NumberFormat::count();
  return {};
}

namespace {

using Given = std::vector<FormulaArgument>;

FormulaResult one(double value) {
  return {{{"", value}}};
}

Formula operation(const char* name, const char* help, double (*apply)(double, double)) {
  return {name, "(a, b) -> number", help, [apply](const Given& given) {
            if (given.size() != 2) throw Error(ExitCode::configuration, "An operator takes two numbers.");
            const Arguments arguments(given);
            return one(apply(arguments.number(0), arguments.number(1)));
          }};
}

FormulaResult negate(const Given& given) {
  return one(-Arguments(given).number(0));
}

// Lists, results and single numbers together.
FormulaResult sum(const Given& given) {
  double total = 0;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (const double* value = std::get_if<double>(&given[i])) {
      total += *value;
      continue;
    }
    const auto& values = Arguments(given).list(i);
    total += std::accumulate(values.begin(), values.end(), 0.0);
  }
  return one(total);
}

FormulaResult not_available(std::string_view outputs) {
  FormulaResult result;
  for (const auto name : split(outputs, ',')) result.outputs.emplace_back(std::string(name), std::nan(""));
  return result;
}

bool any_missing(const Given& given) {
  return std::any_of(given.begin(), given.end(), [](const FormulaArgument& argument) {
    const double* value = std::get_if<double>(&argument);
    return value && std::isnan(*value);
  });
}

Formula formula(const FormulaEntry& entry) {
  const std::string name = std::string("statistics.") + entry.name;
  return {name, entry.signature, entry.help, [&entry, name](const Given& given) -> FormulaResult {
            if (given.size() < entry.fewest || given.size() > entry.most)
              throw Error(ExitCode::configuration, fmt::format("{} was given {} arguments.", name, given.size()),
                          {fmt::format("{}{}", name, entry.signature)});
            if (entry.outputs && any_missing(given)) return not_available(entry.outputs);
            try {
              return entry.function(Arguments(given));
            } catch (const Error& error) {
              Diagnostic diagnostic = error.diagnostic();
              diagnostic.sentence = name + ": " + diagnostic.sentence;
              throw Error(error.code(), std::move(diagnostic));
            }
          }};
}

std::vector<Formula> make_builtin_formulas() {
  std::vector<Formula> all = {
      operation("+", "The sum of two numbers.", [](double a, double b) { return a + b; }),
      operation("-", "The difference of two numbers.", [](double a, double b) { return a - b; }),
      operation("*", "The product of two numbers.", [](double a, double b) { return a * b; }),
      // Nothing divided by nothing has no answer; something divided by nothing has none a reader could use.
      operation("/", "The quotient of two numbers; not available when the divisor is 0.",
                [](double a, double b) { return b == 0 ? std::nan("") : a / b; }),
      {"negate", "(a) -> number", "The number with its sign changed.", negate},
      {"sum", "(list, …) -> number", "The sum of numbers, of lists of numbers, or of the values of a query.", sum},
  };
  for (const FormulaEntry& entry : statistics_table()) all.push_back(formula(entry));
  return all;
}

}  // namespace

const std::vector<Formula>& builtin_formulas() {
  static const std::vector<Formula> all = make_builtin_formulas();
  return all;
}

const Formula* find_formula(const std::vector<Formula>& formulas, std::string_view name) {
  for (const Formula& candidate : formulas)
    if (candidate.name == name) return &candidate;
  return nullptr;
}

double output_value(const Formula& formula, const FormulaResult& result, std::string_view output, int element) {
  for (const auto& [name, value] : result.outputs) {
    if (name != output && !(output.empty() && result.outputs.size() == 1)) continue;
    if (const double* number = std::get_if<double>(&value); number && element < 0) return *number;
    if (const bool* flag = std::get_if<bool>(&value); flag && element < 0) return *flag ? 1 : 0;
    const auto at = static_cast<std::size_t>(element);
    if (const auto* list = std::get_if<std::vector<double>>(&value); list && element >= 0 && at < list->size())
      return (*list)[at];
    if (const auto* flags = std::get_if<std::vector<bool>>(&value); flags && element >= 0 && at < flags->size())
      return (*flags)[at] ? 1 : 0;
    throw Error(ExitCode::configuration,
                fmt::format("Output “{}” of {} has no number at position {}.", output, formula.name, element));
  }
  throw Error(ExitCode::configuration, fmt::format("{} has no output “{}”.", formula.name, output));
}

}  // namespace hallmark::script
