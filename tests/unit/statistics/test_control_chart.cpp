#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "refusal.h"
#include "statistics/control_chart.h"

namespace hallmark::statistics {
namespace {

using doctest::Approx;
using Values = std::vector<double>;

// Montgomery, Introduction to Statistical Quality Control, example 7.3: nonconformities in 26 samples of 100 boards.
const Values boards = {21, 24, 16, 12, 15, 5,  28, 20, 31, 25, 20, 24, 16,
                       19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15};

// qicharts2 nhs_accidents (Mohammed et al., BMJ Quality & Safety 2013;22:362-368): patients seen within four hours, and
// all, in twenty weeks.
const Values seen = {266501, 264225, 276532, 281461, 269071, 261215, 270409, 279778, 270483, 270320,
                     267923, 271478, 255353, 256820, 261835, 259144, 255910, 260863, 264465, 260989};
const Values attended = {280443, 276823, 291681, 296155, 282343, 275888, 283867, 295251, 284468, 282529,
                         279618, 283932, 266629, 268091, 276803, 271578, 266005, 273520, 278574, 273772};

std::ptrdiff_t signals(const ControlLimits& chart) {
  return std::count(chart.signals.begin(), chart.signals.end(), true);
}

TEST_CASE("c chart: Montgomery's example 7.3, all points") {
  const ControlLimits chart = c_chart(boards);
  CHECK(chart.centre == Approx(19.846).epsilon(1e-4));
  CHECK(chart.lower[0] == Approx(6.481).epsilon(1e-4));
  CHECK(chart.upper[25] == Approx(33.211).epsilon(1e-4));
  CHECK(signals(chart) == 2);
  CHECK(chart.signals[5]);
  CHECK(chart.signals[19]);
}

TEST_CASE("c chart: Montgomery's example 7.3 without samples 6 and 20 (limits: qicharts2's reference file)") {
  const ControlLimits chart = c_chart(boards, {0, {5, 19}});
  CHECK(chart.centre == Approx(472.0 / 24));
  CHECK(chart.lower[0] == Approx(6.362532).epsilon(1e-6));
  CHECK(chart.upper[0] == Approx(32.97080).epsilon(1e-6));
  CHECK(chart.lower.size() == boards.size());
}

TEST_CASE("c chart: the lower limit of small counts is 0") {
  CHECK(c_chart({3, 1, 2, 4}).lower[0] == 0);
  const ControlLimits nothing = c_chart({0, 0, 0});
  CHECK(nothing.upper[0] == 0);
  CHECK(signals(nothing) == 0);
}

TEST_CASE("A frozen baseline judges later points by the limits of the first ones") {
  Values values(12, 20);
  values.insert(values.end(), 12, 50);
  CHECK(signals(c_chart(values)) == 0);
  const ControlLimits frozen = c_chart(values, {12});
  CHECK(frozen.centre == 20);
  CHECK(signals(frozen) == 12);
}

TEST_CASE("p chart and Laney's p': qicharts2 on nhs_accidents") {
  const ControlLimits plain = p_chart(seen, attended);
  CHECK(plain.centre == Approx(0.9528997).epsilon(1e-7));
  CHECK(plain.lower[0] == Approx(0.9516996).epsilon(1e-7));
  CHECK(plain.upper[0] == Approx(0.9540999).epsilon(1e-7));
  CHECK(signals(plain) == 16);
  CHECK(plain.sigma_z == 1);

  const ControlLimits laney = laney_p_chart(seen, attended);
  CHECK(laney.sigma_z == Approx(10.64042).epsilon(1e-6));
  CHECK(laney.lower[0] == Approx(0.9401296).epsilon(1e-6));
  CHECK(laney.upper[0] == Approx(0.9656698).epsilon(1e-6));
  CHECK(signals(laney) == 0);
  // The upper limits in per cent as a Power BI visual's tests, made with qicharts2, have them.
  const Values upper = {96.567, 96.5753, 96.5421, 96.5326, 96.5627, 96.5775, 96.5593, 96.5345, 96.5579, 96.5623};
  for (std::size_t i = 0; i < upper.size(); ++i) CHECK(std::abs(laney.upper[i] * 100 - upper[i]) < 0.00006);
}

TEST_CASE("u chart: with equal exposures it is the c chart per unit of exposure") {
  const ControlLimits u = u_chart(boards, Values(boards.size(), 100));
  const ControlLimits c = c_chart(boards);
  CHECK(u.centre * 100 == Approx(c.centre));
  CHECK(u.lower[3] * 100 == Approx(c.lower[3]));
  CHECK(u.upper[3] * 100 == Approx(c.upper[3]));
  CHECK(u.signals == c.signals);
}

TEST_CASE("u chart: limits narrow as exposure grows") {
  const ControlLimits chart = u_chart({28, 31, 30}, {28, 31, 30});
  CHECK(chart.centre == 1);
  CHECK(chart.upper[0] == Approx(1 + 3 / std::sqrt(28.0)));
  CHECK(chart.upper[1] < chart.upper[0]);
}

TEST_CASE("Laney's u' widens limits by the variation between periods, from the baseline alone") {
  const Values counts = {900, 1100, 950, 1080, 890, 1120, 400}, days(7, 30);
  const ControlLimits laney = laney_u_chart(counts, days, {6});
  const ControlLimits plain = u_chart(counts, days, {6});
  CHECK(laney.centre == plain.centre);
  CHECK(laney.sigma_z > 3);
  CHECK((laney.upper[0] - laney.centre) == Approx(laney.sigma_z * (plain.upper[0] - plain.centre)));
  CHECK(signals(plain) > 1);
  CHECK(signals(laney) == 1);
  CHECK(laney.signals[6]);
  CHECK(signals(laney_u_chart({0, 0, 0}, {1, 1, 1})) == 0);
}

TEST_CASE("XmR chart: NIST/SEMATECH e-Handbook 6.3.2.2, ten batches") {
  const ControlLimits chart = xmr_chart({49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1});
  CHECK(chart.centre == Approx(50.81));
  CHECK(chart.upper[0] == Approx(55.8041).epsilon(1e-6));
  CHECK(chart.lower[0] == Approx(45.8159).epsilon(1e-6));
  CHECK(signals(chart) == 0);
  CHECK(xmr_chart({-5, 5, -5, 5}).lower[0] < -5);
}

TEST_CASE("Runs: critical values of Anhoej's rules (qicharts2 vignette, appendix 2)") {
  struct Row {
    std::size_t useful, longest, fewest;
  };
  for (const Row row : {Row{10, 6, 2}, Row{12, 7, 3}, Row{22, 7, 7}, Row{23, 8, 7}, Row{24, 8, 8}, Row{36, 8, 13},
                        Row{45, 8, 17}, Row{46, 9, 17}, Row{60, 9, 23}, Row{82, 9, 33}}) {
    CAPTURE(row.useful);
    Values values;
    for (std::size_t i = 0; i < row.useful; ++i) values.push_back(i % 2 == 0 ? 1 : 2);
    // An even baseline keeps the median between the two values.
    const Runs result = runs(values, {row.useful / 2 * 2});
    CHECK(result.useful == row.useful);
    CHECK(result.longest_expected == row.longest);
    CHECK(result.fewest_expected == row.fewest);
    CHECK_FALSE(result.signal);
  }
}

TEST_CASE("Runs: a shift makes one long run and few crossings; points on the median do not count") {
  Values values = {5, 7, 5, 7, 5, 7, 5, 7, 5, 7, 5, 7};
  CHECK(runs(values).median == 6);
  CHECK(runs(values).longest_run == 1);
  CHECK(runs(values).crossings == 11);
  for (int i = 0; i < 9; ++i) values.push_back(9);
  const Runs shifted = runs(values, {12});
  CHECK(shifted.median == 6);
  CHECK(shifted.longest_run == 10);
  CHECK(shifted.signal);
  const Runs flat = runs(Values(30, 4));
  CHECK(flat.useful == 0);
  CHECK_FALSE(flat.signal);
  CHECK(runs({1, 4, 4, 4, 9, 4}).useful == 2);
}

TEST_CASE("Runs: too few points never signal") {
  const Runs result = runs({1, 1, 1, 1, 9, 9, 9, 9});
  CHECK(result.useful == 8);
  CHECK(result.crossings == 1);
  CHECK_FALSE(result.signal);
}

TEST_CASE("Control charts: refusals") {
  CHECK(refusal([] { c_chart({}); }) == "Control limits need at least two points; the baseline has 0.");
  CHECK(refusal([] { c_chart({4, 5}, {0, {1}}); }) == "Control limits need at least two points; the baseline has 1.");
  CHECK(refusal([] { c_chart({4, 5}, {3}); }) == "The baseline is 3 points long, but there are only 2.");
  CHECK(refusal([] { c_chart({4, -5}); }) == "A count is -5; it must be a whole number that is not negative.");
  CHECK(refusal([] { u_chart({4, 5}, {1}); }) == "There are 2 counts but 1 exposures.");
  CHECK(refusal([] { u_chart({4, 5}, {1, 0}); }) == "One exposure is 0; it must be a number over 0.");
  CHECK(refusal([] { p_chart({4, 5}, {4, 4}); }) == "A count is 5; it must be at most its total, 4.");
  CHECK(refusal([] { xmr_chart({1, std::nan("")}); }) == "A value is nan; it must be a number.");
  CHECK(refusal([] { runs({1, std::nan("")}); }) != "");
}

}  // namespace
}  // namespace hallmark::statistics
