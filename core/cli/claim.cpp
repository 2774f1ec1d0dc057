#include <charconv>
#include <cmath>

#include "base/json.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/p_value.h"
#include "statistics/overdispersion.h"

namespace hallmark::cli {

namespace {

namespace st = statistics;

constexpr Argument arguments[] = {
    {Argument::Kind::text, "--before", "COUNT", "", "Incidents in the earlier period"},
    {Argument::Kind::text, "--after", "COUNT", "", "Incidents in the later period"},
    {Argument::Kind::text, "--exposure-before", "NUMBER", "1",
     "Days, residents or visits of the earlier period; 1 unless given"},
    {Argument::Kind::text, "--exposure-after", "NUMBER", "1", "The same of the later period; 1 unless given"},
    {Argument::Kind::text, "--dispersion", "NUMBER", "1",
     "How many times as much as chance such counts vary; 1 unless given, `hallmark claims` shows it for a series"},
    json_argument,
};

constexpr double confidence = 0.95;
constexpr double least_p = 1 - confidence;

double number_of(const Arguments& given, std::string_view name) {
  if (given.text(name).empty())
    throw Error(ExitCode::usage, fmt::format("`hallmark claim` needs --{}.", name),
                {"For example: hallmark claim --before 150 --after 110"});
  std::string text = given.text(name);
  std::erase(text, ',');  // 1,204 as it is printed
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    throw Error(ExitCode::usage, fmt::format("“{}” is no number for --{}.", given.text(name), name));
  return value;
}

struct Claim {
  double before, after, exposure_before, exposure_after, dispersion;
  st::DispersedRatio result;

  bool rates() const { return exposure_before != exposure_after; }
  bool passed() const { return result.p < least_p; }
  const char* direction() const { return result.ratio < 1 ? "fall" : result.ratio > 1 ? "rise" : "same"; }
  // The dispersion from which the interval would reach no change.
  double bearable_dispersion() const {
    constexpr double z = 1.959964;
    const double log_ratio = std::log(result.ratio) / z;
    return log_ratio * log_ratio / (1 / before + 1 / after);
  }
};

Claim read_claim(const Arguments& given) {
  Claim claim{number_of(given, "before"),         number_of(given, "after"),      number_of(given, "exposure-before"),
              number_of(given, "exposure-after"), number_of(given, "dispersion"), {}};
  try {
    const auto result = st::dispersed_ratio(claim.after, claim.before, claim.exposure_after, claim.exposure_before,
                                            claim.dispersion, 0, confidence);
    if (!result) throw Error(ExitCode::no_data, "Nothing was counted in either period, so nothing can be said.");
    claim.result = *result;
  } catch (const Error& error) {
    if (error.code() != ExitCode::configuration) throw;
    throw Error(ExitCode::usage, error.diagnostic().sentence);
  }
  return claim;
}

std::string count(double value) {
  return format_number(value, NumberFormat::count());
}
std::string decimal(double value) {
  return format_number(value, {NumberFormat::Style::decimal, value < 0.1 ? 4 : 3, false, {}});
}
std::string percent(double value, bool sign = false) {
  return format_number(value, NumberFormat::percent(1, sign));
}

// The strongest words the numbers carry.
std::string wording(const Claim& claim) {
  const std::string rate = claim.rates() ? "the rate " : "";
  const std::string counts = fmt::format("from {} to {}", count(claim.before), count(claim.after));
  const bool fell = claim.result.ratio < 1;
  if (claim.passed() && claim.before > 0) {
    const double change = std::abs(claim.result.ratio - 1);
    return fmt::format("{}{} by {} (counts: {})", rate, fell ? "fell" : "rose", percent(change), counts);
  }
  if (claim.passed()) return fmt::format("{}rose {}", rate, counts);
  if (claim.result.ratio == 1) return fmt::format("{}was the same (counts: {})", rate, counts);
  return fmt::format("{}was {} (counts: {}), but this could be chance", rate, fell ? "lower" : "higher", counts);
}

std::vector<std::string> warnings(const Claim& claim) {
  std::vector<std::string> all;
  if (!claim.passed()) return all;
  all.push_back(
      "If this place, offence or month was chosen because it was the worst, part of the change is the way back to the "
      "usual: compare with several years before it.");
  if (claim.dispersion == 1 && claim.before > 0 && claim.after > 0)
    all.push_back(
        fmt::format("Crime counts vary more than chance alone. This stands up to a dispersion of {}; "
                    "a year against a year often has 2 to 4.",
                    format_number(claim.bearable_dispersion(), {})));
  all.push_back(
      "Two numbers do not show whether months are missing or the way of recording changed; `hallmark claims` looks.");
  return all;
}

std::string as_text(const Claim& claim) {
  const st::DispersedRatio& result = claim.result;
  std::string out = fmt::format("{} before, {} after", count(claim.before), count(claim.after));
  if (claim.rates())
    out += fmt::format(", for exposures of {} and {}", round_trip(claim.exposure_before),
                       round_trip(claim.exposure_after));
  if (std::isfinite(result.ratio)) out += fmt::format(": {}", percent(result.ratio - 1, true));
  out += "\n\n";
  const auto bound = [](double value) { return std::isfinite(value) ? decimal(value) : std::string("no limit"); };
  out += fmt::format("ratio     {}, 95% interval {} to {}\n", bound(result.ratio), bound(result.lower),
                     bound(result.upper));
  out += fmt::format("p         {}, {}\n", written_p(result.p),
                     claim.dispersion == 1
                         ? std::string("exact conditional test of two Poisson counts, two-sided")
                         : fmt::format("quasi-Poisson with dispersion {}, two-sided", round_trip(claim.dispersion)));
  out += fmt::format("verdict   {}\n", claim.passed() ? "passed" : "refused: chance alone could bring this difference");
  out += fmt::format("words     {}\n", wording(claim));
  for (const std::string& warning : warnings(claim)) out += fmt::format("warning   {}\n", warning);
  return out;
}

json::value as_json(const Claim& claim) {
  const st::DispersedRatio& result = claim.result;
  const std::vector<std::string> notes = warnings(claim);
  return json::object{{"before", claim.before},
                      {"after", claim.after},
                      {"exposure_before", claim.exposure_before},
                      {"exposure_after", claim.exposure_after},
                      {"dispersion", claim.dispersion},
                      {"ratio", result.ratio},
                      {"lower", result.lower},
                      {"upper", result.upper},
                      {"confidence", confidence},
                      {"p", result.p},
                      {"direction", claim.direction()},
                      {"verdict", claim.passed() ? "passed" : "refused"},
                      {"wording", wording(claim)},
                      {"warnings", json::array(notes.begin(), notes.end())}};
}

ExitCode run_claim(const Arguments& given, Terminal& terminal) {
  const Claim claim = read_claim(given);
  terminal.print(given.has("json") ? write_json(as_json(claim), 2) + "\n" : as_text(claim));
  return claim.passed() ? ExitCode::success : ExitCode::flagged;
}

}  // namespace

const Command claim_command = {
    "claim",
    "test one statement by hand: two counts and what may be said of them",
    "Prints the ratio with its 95% interval, the p-value, whether a change may be claimed and in which words. One\n"
    "statement alone is tested: whoever tries several must allow for it, as `hallmark claims` does. Exit code 8 when "
    "the\n"
    "statement is refused.",
    "hallmark claim --before 150 --after 110\n"
    "hallmark claim --before 150 --after 110 --exposure-before 365 --exposure-after 366 --dispersion 2",
    arguments,
    run_claim,
};

}  // namespace hallmark::cli
