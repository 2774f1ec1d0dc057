// statistics.*: the statistics room as formulas.
#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "script/formula_table.h"
#include "script/monthly_formulas.h"
#include "statistics/control_chart.h"
#include "statistics/discovery.h"
#include "statistics/effect.h"
#include "statistics/funnel.h"
#include "statistics/overdispersion.h"
#include "statistics/poisson.h"
#include "statistics/proportion.h"
#include "statistics/summary.h"

namespace hallmark::script {
namespace {

namespace st = statistics;

FormulaResult single(double value) {
  return {{{"", value}}};
}
FormulaResult interval(const st::Interval& value) {
  return {{{"lower", value.lower}, {"upper", value.upper}}};
}

// std::nullopt, a question without an answer, is "not available" in every output.
double answer(const std::optional<double>& value) {
  return value.value_or(std::nan(""));
}

st::Alternative alternative(const Arguments& given, std::size_t at) {
  const std::vector<std::string> names = {"two_sided", "greater", "less"};
  const std::string name = given.text_or(at, names.front());
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return static_cast<st::Alternative>(i);
  throw Error(ExitCode::configuration, fmt::format("“{}” is no alternative of a test.", name),
              {suggestion(name, names)});
}

// (…, baseline, excluded): how many first points set the limits, and the 1-based points left out of them.
st::Baseline baseline(const Arguments& given, std::size_t at) {
  st::Baseline result{given.whole_or(at, 0), {}};
  for (const double point : given.list_or(at + 1, {})) {
    if (!(point >= 1 && point <= 1e6 && point == static_cast<double>(static_cast<std::size_t>(point))))
      throw Error(ExitCode::configuration, "The points left out of a baseline are positions, 1 for the first.");
    result.excluded.push_back(static_cast<std::size_t>(point) - 1);
  }
  return result;
}

FormulaResult limits(st::ControlLimits value) {
  return {{{"centre", value.centre},
           {"lower", std::move(value.lower)},
           {"upper", std::move(value.upper)},
           {"signals", std::move(value.signals)},
           {"sigma_z", value.sigma_z}}};
}

// ---- Counts
// -----------------------------------------------------------------------------------------------------------

FormulaResult poisson_ratio(const Arguments& a) {
  const auto r =
      st::poisson_ratio(a.number(0), a.number(1), a.number_or(2, 1), a.number_or(3, 1), a.number_or(4, 0.95));
  const double none = std::nan("");
  return {{{"ratio", r ? r->ratio : none},
           {"lower", r ? r->lower : none},
           {"upper", r ? r->upper : none},
           {"p", r ? r->p : none}}};
}

FormulaResult poisson_test(const Arguments& a) {
  return single(answer(st::poisson_ratio_p(a.number(0), a.number(1), a.number_or(2, 1), a.number_or(3, 1),
                                           alternative(a, 4), a.number_or(5, 1))));
}

FormulaResult percent_change(const Arguments& a) {
  const auto r =
      st::percent_change(a.number(0), a.number(1), a.number_or(2, 1), a.number_or(3, 1), a.number_or(4, 0.95));
  const double none = std::nan("");
  return {{{"change", r ? r->change : none},
           {"lower", r ? r->lower : none},
           {"upper", r ? r->upper : none},
           {"p", r ? r->p : none}}};
}

FormulaResult dispersed_ratio(const Arguments& a) {
  const auto r = st::dispersed_ratio(a.number(0), a.number(1), a.number_or(2, 1), a.number_or(3, 1), a.number_or(4, 1),
                                     a.number_or(5, 0), a.number_or(6, 0.95));
  const double none = std::nan("");
  return {{{"ratio", r ? r->ratio : none},
           {"lower", r ? r->lower : none},
           {"upper", r ? r->upper : none},
           {"p", r ? r->p : none}}};
}

FormulaResult e_test(const Arguments& a) {
  return single(
      answer(st::poisson_e_test(a.number(0), a.number(1), a.number_or(2, 1), a.number_or(3, 1), alternative(a, 4))));
}

// ---- Effects
// -----------------------------------------------------------------------------------------------------------

FormulaResult effect(const st::RatioEffect& value) {
  return {{{"ratio", value.ratio}, {"lower", value.lower}, {"upper", value.upper}}};
}

FormulaResult relative_rate_ratio(const Arguments& a) {
  const st::BeforeAfter treated{a.number(1), a.number(0), a.number_or(5, 1), a.number_or(4, 1)};
  const st::BeforeAfter comparison{a.number(3), a.number(2), a.number_or(7, 1), a.number_or(6, 1)};
  return effect(st::relative_rate_ratio(treated, comparison, 1, a.number_or(8, 0.95)));
}

FormulaResult odds_ratio(const Arguments& a) {
  return effect(st::odds_ratio(a.number(0), a.number(1), a.number(2), a.number(3), a.number_or(4, 0.95)));
}

FormulaResult poisson_interval(const Arguments& a) {
  return interval(st::exact_interval(a.number(0), a.number_or(1, 1), a.number_or(2, 0.95)));
}
FormulaResult byar_interval(const Arguments& a) {
  return interval(st::byar_interval(a.number(0), a.number_or(1, 1), a.number_or(2, 0.95)));
}
FormulaResult rate_interval(const Arguments& a) {
  return interval(st::rate_interval(a.number(0), a.number_or(1, 1), a.number_or(2, 0.95)));
}
FormulaResult wilson_interval(const Arguments& a) {
  return interval(st::wilson_interval(a.number(0), a.number(1), a.number_or(2, 0.95)));
}
FormulaResult poisson_z(const Arguments& a) {
  return single(st::poisson_z(a.number(0), a.number(1)));
}
FormulaResult poisson_z_band(const Arguments& a) {
  return interval(st::poisson_z_band(a.number(0), a.number_or(1, 3)));
}
FormulaResult poisson_z_difference(const Arguments& a) {
  return single(st::poisson_z_difference(a.number(0), a.number(1)));
}

// ---- Charts
// -----------------------------------------------------------------------------------------------------------

FormulaResult c_chart(const Arguments& a) {
  return limits(st::c_chart(a.list(0), baseline(a, 1)));
}
FormulaResult u_chart(const Arguments& a) {
  return limits(st::u_chart(a.list(0), a.list(1), baseline(a, 2)));
}
FormulaResult p_chart(const Arguments& a) {
  return limits(st::p_chart(a.list(0), a.list(1), baseline(a, 2)));
}
FormulaResult laney_u_chart(const Arguments& a) {
  return limits(st::laney_u_chart(a.list(0), a.list(1), baseline(a, 2)));
}
FormulaResult laney_p_chart(const Arguments& a) {
  return limits(st::laney_p_chart(a.list(0), a.list(1), baseline(a, 2)));
}
FormulaResult xmr_chart(const Arguments& a) {
  return limits(st::xmr_chart(a.list(0), baseline(a, 1)));
}

FormulaResult runs(const Arguments& a) {
  const st::Runs r = st::runs(a.list(0), baseline(a, 1));
  return {{{"median", r.median},
           {"useful", static_cast<double>(r.useful)},
           {"longest_run", static_cast<double>(r.longest_run)},
           {"longest_expected", static_cast<double>(r.longest_expected)},
           {"crossings", static_cast<double>(r.crossings)},
           {"fewest_expected", static_cast<double>(r.fewest_expected)},
           {"signal", r.signal}}};
}

FormulaResult proportion_funnel(const Arguments& a) {
  return interval(st::proportion_funnel(a.number(0), a.number(1), a.number_or(2, 0.998)));
}
FormulaResult ratio_funnel(const Arguments& a) {
  return interval(st::ratio_funnel(a.number(0), a.number_or(1, 0.998)));
}
FormulaResult dispersion(const Arguments& a) {
  const st::Dispersion d = st::dispersion(a.list(0), a.list(1), a.number_or(2, 0.1));
  return {{{"phi", d.phi}, {"tau2", d.tau2}}};
}
FormulaResult dispersed_ratio_funnel(const Arguments& a) {
  return interval(st::dispersed_ratio_funnel(a.number(0), a.number(1), a.number_or(2, 0.998)));
}

FormulaResult benjamini_hochberg(const Arguments& a) {
  st::Discoveries d = st::benjamini_hochberg(a.list(0), a.number_or(1, 0.05), a.whole_or(2, 0));
  return {{{"adjusted", std::move(d.adjusted)},
           {"rejected", std::move(d.rejected)},
           {"count", static_cast<double>(d.count)},
           {"cut_off", d.cut_off}}};
}

FormulaResult weighted_p(const Arguments& a) {
  const double p = a.number(0), weight = a.number(1);
  if (!(p >= 0 && p <= 1 && weight > 0))
    throw Error(ExitCode::configuration, "A p-value is from 0 to 1 and its weight over 0.");
  return single(std::min(1.0, p / weight));
}

FormulaResult mean(const Arguments& a) {
  return single(st::mean(a.list(0)));
}
FormulaResult median(const Arguments& a) {
  return single(st::median(a.list(0)));
}
FormulaResult quantile(const Arguments& a) {
  return single(st::quantile(a.list(0), a.number(1)));
}

constexpr FormulaEntry formulas[] = {
    {"poisson_ratio",
     "(count_after, count_before [, exposure_after, exposure_before [, confidence]]) -> {ratio, lower, upper, p}",
     "Ratio of two counts or rates with its exact interval and two-sided p, conditional on the total (Przyborowski & "
     "Wilenski "
     "1940; R's poisson.test). Not available when both counts are 0.",
     2, 5, "ratio,lower,upper,p", poisson_ratio},
    {"poisson_test",
     "(count_after, count_before [, exposure_after, exposure_before [, alternative [, null_ratio]]]) -> p",
     "The p of that test alone, \"two_sided\", \"greater\" or \"less\" than the null ratio (1).", 2, 6, "",
     poisson_test},
    {"percent_change",
     "(count_after, count_before [, exposure_after, exposure_before [, confidence]]) -> {change, lower, upper, p}",
     "Percentage change with the interval and p of poisson_ratio; 0.125 is 12.5 % up and is written so. Not available "
     "when the "
     "count before is 0.",
     2, 5, "change,lower,upper,p", percent_change},
    {"dispersed_ratio",
     "(count_after, count_before [, exposure_after, exposure_before [, dispersion [, freedom [, confidence]]]]) -> "
     "{ratio, lower, upper, p}",
     "The same for counts whose variance is dispersion times their mean, estimated with so many degrees of freedom (0: "
     "known). Never surer than poisson_ratio.",
     2, 7, "ratio,lower,upper,p", dispersed_ratio},
    {"monthly_variation", "(result, held, last) -> {autocorrelation, dispersion, freedom}",
     "How the series of a result grouped by month (and more) vary around season and year beyond chance (Zeger 1988; "
     "Smyth 2004). held: the months held, \"2018-01..2019-06,2019-08..2020-12\".",
     3, 3, nullptr, monthly_variation},
    {"monthly_change",
     "(result, label, held, after, before, autocorrelation, dispersion, freedom [, confidence]) -> {ratio, lower, "
     "upper, "
     "p, dispersion, freedom}",
     "The months of after against those of before in the series of that label (\"\": the result is by month alone), "
     "with "
     "the variation of the series itself, moderated by monthly_variation's. Not available under 24 months.",
     8, 9, nullptr, monthly_change},
    {"monthly_relative_change",
     "(result, label, comparison, label, held, after, before, autocorrelation, dispersion, freedom [, confidence]) -> "
     "{ratio, lower, upper, p, dispersion, freedom}",
     "The change of one series over that of a comparison's series in the same months, as relative_rate_ratio but with "
     "the variation of both as monthly_change has it. Not available where monthly_change is not for one of them.",
     10, 11, nullptr, monthly_relative_change},
    {"e_test", "(count_1, count_2 [, exposure_1, exposure_2 [, alternative]]) -> p",
     "The E-test of equal rates (Krishnamoorthy & Thomson 2004): more powerful than poisson_ratio's p.", 2, 5, "",
     e_test},
    {"relative_rate_ratio",
     "(after, before, comparison_after, comparison_before [, exposure_after, exposure_before, "
     "comparison_exposure_after, comparison_exposure_before [, confidence]]) -> {ratio, lower, upper}",
     "The change of a treated place over that of a comparison (relative incidence rate ratio, Wilson 2022); below 1 is "
     "fewer than the comparison leads one to expect.",
     4, 9, "ratio,lower,upper", relative_rate_ratio},
    {"odds_ratio", "(events, total, comparison_events, comparison_total [, confidence]) -> {ratio, lower, upper}",
     "Odds of an event among the treated over those of a comparison, with Woolf's interval (1955).", 4, 5,
     "ratio,lower,upper", odds_ratio},
    {"poisson_interval", "(count [, exposure [, confidence]]) -> {lower, upper}",
     "Exact interval of a count or rate (Garwood 1936).", 1, 3, "lower,upper", poisson_interval},
    {"byar_interval", "(count [, exposure [, confidence]]) -> {lower, upper}",
     "Byar's approximation to it (Breslow & Day 1987).", 1, 3, "lower,upper", byar_interval},
    {"rate_interval", "(count [, exposure [, confidence]]) -> {lower, upper}",
     "Public Health England's rule: exact under 10, Byar from 10.", 1, 3, "lower,upper", rate_interval},
    {"wilson_interval", "(count, total [, confidence]) -> {lower, upper}",
     "Interval of a proportion (Wilson 1927; Newcombe 1998, method 3).", 2, 3, "lower,upper", wilson_interval},
    {"poisson_z", "(count, expected) -> z",
     "2(√count − √expected) (Wheeler 2016), against the mean of many periods, not against one other count.", 2, 2, "",
     poisson_z},
    {"poisson_z_band", "(expected [, z]) -> {lower, upper}", "Counts within z (3) of the expectation.", 1, 2,
     "lower,upper", poisson_z_band},
    {"poisson_z_difference", "(count_after, count_before) -> z", "√2(√after − √before): two single counts, both noisy.",
     2, 2, "", poisson_z_difference},
    {"c_chart", "(counts [, baseline [, excluded]]) -> {centre, lower, upper, signals, sigma_z}",
     "Three-sigma limits of counts (Montgomery, ch. 7). The first baseline points set them (0: all), without the "
     "positions in "
     "excluded; signals[i] is true outside the limits.",
     1, 3, nullptr, c_chart},
    {"u_chart", "(counts, exposures [, baseline [, excluded]]) -> {centre, lower, upper, signals, sigma_z}",
     "The same for rates: counts per exposure, such as the days of a month.", 2, 4, nullptr, u_chart},
    {"p_chart", "(counts, totals [, baseline [, excluded]]) -> {centre, lower, upper, signals, sigma_z}",
     "The same for proportions.", 2, 4, nullptr, p_chart},
    {"laney_u_chart", "(counts, exposures [, baseline [, excluded]]) -> {centre, lower, upper, signals, sigma_z}",
     "u_chart widened by the variation between periods (Laney 2002), for counts that vary more than chance alone, as "
     "crime does.",
     2, 4, nullptr, laney_u_chart},
    {"laney_p_chart", "(counts, totals [, baseline [, excluded]]) -> {centre, lower, upper, signals, sigma_z}",
     "p_chart widened in the same way.", 2, 4, nullptr, laney_p_chart},
    {"xmr_chart", "(values [, baseline [, excluded]]) -> {centre, lower, upper, signals, sigma_z}",
     "Individuals: mean ± 2.66 mean moving range.", 1, 3, nullptr, xmr_chart},
    {"runs",
     "(values [, baseline [, excluded]]) -> {median, useful, longest_run, longest_expected, crossings, "
     "fewest_expected, signal}",
     "Shifts without limits: a run too long or crossings too few (Anhøj & Olesen 2014).", 1, 3, nullptr, runs},
    {"proportion_funnel", "(target, total [, confidence]) -> {lower, upper}",
     "How far a proportion may be from the target by chance "
     "(Spiegelhalter 2005); 99.8 % by default.",
     2, 3, "lower,upper", proportion_funnel},
    {"ratio_funnel", "(expected [, confidence]) -> {lower, upper}",
     "Limits of observed / expected (form of FunnelPlotR).", 1, 2, "lower,upper", ratio_funnel},
    {"dispersion", "(observed, expected [, winsorised]) -> {phi, tau2}",
     "Over-dispersion between areas (Spiegelhalter 2005).", 2, 3, nullptr, dispersion},
    {"dispersed_ratio_funnel", "(expected, tau2 [, confidence]) -> {lower, upper}",
     "ratio_funnel widened by that dispersion.", 2, 3, "lower,upper", dispersed_ratio_funnel},
    {"benjamini_hochberg", "(p_values [, q [, tests]]) -> {adjusted, rejected, count, cut_off}",
     "Which of many tests stand when at most q (0.05) of the discoveries may be false (Benjamini & Hochberg 1995). "
     "p-values over "
     "q may be left out when tests tells how many there were in all.",
     1, 3, nullptr, benjamini_hochberg},
    {"weighted_p", "(p, weight) -> p",
     "p / weight, at most 1: for benjamini_hochberg with weights fixed beforehand, of mean 1 (Genovese, Roeder & "
     "Wasserman 2006).",
     2, 2, "", weighted_p},
    {"mean", "(values) -> number", "Arithmetic mean.", 1, 1, nullptr, mean},
    {"median", "(values) -> number", "Middle value.", 1, 1, nullptr, median},
    {"quantile", "(values, probability) -> number", "Linear interpolation of order statistics (type 7, R's default).",
     2, 2, nullptr, quantile},
};

}  // namespace

std::span<const FormulaEntry> statistics_table() {
  return formulas;
}

}  // namespace hallmark::script
