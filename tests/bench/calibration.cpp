// How often the claim gate errs: the plugin news itself, in its sandbox, on simulated partnerships where nothing
// changed and on such where something known did. Seeded: the same table every time.
//
//   calibration [PARTNERSHIPS]      1,000 unless given; exits 1 where the gate does not keep what its README states
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <numbers>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/files.h"
#include "one_by_one.h"
#include "script/state.h"
#include "statistics/distribution.h"

namespace {

using namespace hallmark;

constexpr int months_held = 48;
constexpr int year = 12;
constexpr double stated_rate = 0.05;

const std::vector<std::string> districts = {"Ashby", "Bexton", "Corley"};
constexpr std::array<double, 3> district_shares = {0.45, 0.3, 0.25};

struct Offence {
  const char* name;
  double a_year;  // in the whole partnership
  double season;  // amplitude
};
// The mix of a partnership of 180,000 residents; burglary is the offence that is tampered with.
constexpr std::array<Offence, 14> offences = {{{"Anti-social behaviour", 3600, 0.25},
                                               {"Bicycle theft", 180, 0.3},
                                               {"Burglary", 2000, 0.12},
                                               {"Criminal damage and arson", 1500, 0.08},
                                               {"Drugs", 420, 0.05},
                                               {"Other crime", 380, 0.05},
                                               {"Other theft", 1300, 0.06},
                                               {"Possession of weapons", 150, 0.05},
                                               {"Public order", 1250, 0.12},
                                               {"Robbery", 160, 0.1},
                                               {"Shoplifting", 1400, 0.08},
                                               {"Theft from the person", 220, 0.15},
                                               {"Vehicle crime", 1500, 0.08},
                                               {"Violence and sexual offences", 5200, 0.1}}};
constexpr std::size_t burglary = 2;

std::string month_name(int month) {
  return fmt::format("{:04}-{:02}", 2020 + month / year, month % year + 1);
}

// ---- A partnership
// ----------------------------------------------------------------------------------------------------

// dispersion: variance of a month of one offence in the whole partnership over that of a Poisson count.
struct World {
  double dispersion = 2;
  double autocorrelation = 0.4;  // from month to month of the intensity behind the counts
};

// What is done to the intensity of an offence in a district in a month: a factor.
using Tampering = std::function<double(std::size_t district, std::size_t offence, int month)>;

double untouched(std::size_t, std::size_t, int) {
  return 1;
}

struct Partnership : OneByOne {
  // [district][offence][month]; a month not held has no count.
  std::array<std::array<std::array<double, months_held>, offences.size()>, 3> counts{};
  std::vector<bool> held = std::vector<bool>(months_held, true);

  Partnership(const World& world, unsigned seed, const Tampering& tampering = untouched) {
    std::mt19937_64 random(seed);
    for (std::size_t o = 0; o < offences.size(); ++o) add_offence(world, o, random, tampering);
  }

  QueryResult run(const Query& query) const override;

 private:
  // Counts around an intensity that wanders: half of its variance is shared by the districts, half is their own.
  void add_offence(const World& world, std::size_t o, std::mt19937_64& random, const Tampering& tampering) {
    const Offence& offence = offences[o];
    std::normal_distribution<double> normal;
    const double mean = offence.a_year / year;
    double squares = 0;
    for (const double share : district_shares) squares += share * share;
    const double variance = (world.dispersion - 1) / mean / (0.5 + 0.5 * squares);
    const double spread = std::sqrt(std::log1p(variance));
    const double phase = 2 * std::numbers::pi * static_cast<double>(o) / offences.size();
    std::array<double, 4> state;
    for (double& part : state) part = normal(random);
    for (int month = 0; month < months_held; ++month) {
      for (double& part : state)
        part = month == 0 ? part
                          : world.autocorrelation * part +
                                std::sqrt(1 - world.autocorrelation * world.autocorrelation) * normal(random);
      const double season = 1 + offence.season * std::sin(2 * std::numbers::pi * month / year + phase);
      for (std::size_t d = 0; d < districts.size(); ++d) {
        const double wander = std::exp(spread * (state[3] + state[d]) * std::numbers::sqrt2 / 2 - spread * spread / 2);
        std::poisson_distribution<int> poisson(mean * district_shares[d] * season * wander * tampering(d, o, month));
        counts[d][o][static_cast<std::size_t>(month)] = poisson(random);
      }
    }
  }
};

// A dimension's labels, and for each whether the query lets it pass.
struct Dimension {
  std::vector<std::string> labels;
  std::vector<bool> passes;

  Dimension(const Query& query, const std::string& name, std::vector<std::string> all)
      : labels(std::move(all)), passes(labels.size(), true) {
    for (const Filter& filter : query.where)
      if (filter.dimension == name)
        for (std::size_t i = 0; i < labels.size(); ++i)
          passes[i] =
              passes[i] && std::find(filter.values.begin(), filter.values.end(), labels[i]) != filter.values.end();
  }
};

std::vector<std::string> all_months() {
  std::vector<std::string> names;
  for (int month = 0; month < months_held; ++month) names.push_back(month_name(month));
  return names;
}

std::vector<std::string> all_offences() {
  std::vector<std::string> names;
  for (const Offence& offence : offences) names.emplace_back(offence.name);
  return names;
}

QueryResult Partnership::run(const Query& query) const {
  const Dimension months(query, "month", all_months()), types(query, "crime_type", all_offences()),
      areas(query, "local_authority", districts);
  std::map<std::vector<std::string>, double> groups;
  if (query.by.empty()) groups[{}] = 0;
  std::vector<std::string> labels(query.by.size());
  for (std::size_t month = 0; month < months.labels.size(); ++month) {
    if (!held[month] || !months.passes[month]) continue;
    for (std::size_t d = 0; d < districts.size(); ++d)
      for (std::size_t o = 0; o < offences.size(); ++o) {
        const double count = counts[d][o][month];
        if (count == 0 || !areas.passes[d] || !types.passes[o]) continue;
        for (std::size_t k = 0; k < labels.size(); ++k)
          labels[k] = query.by[k] == "month"        ? months.labels[month]
                      : query.by[k] == "crime_type" ? types.labels[o]
                                                    : areas.labels[d];
        groups[labels] += count;
      }
  }
  QueryResult result;
  result.query = std::make_shared<const Query>(query);
  for (std::size_t k = 0; k < query.by.size(); ++k) {
    std::map<std::string, std::uint32_t> codes;
    for (const auto& [key, count] : groups) codes.emplace(key[k], 0);
    KeyColumn column{query.by[k], {}, {}};
    for (auto& [label, code] : codes) {
      code = static_cast<std::uint32_t>(column.labels.size());
      column.labels.push_back(label);
    }
    for (const auto& [key, count] : groups) column.codes.push_back(codes[key[k]]);
    result.keys.push_back(std::move(column));
  }
  for (const auto& [key, count] : groups) {
    result.values.push_back(count);
    result.rows.push_back(static_cast<std::uint64_t>(count));
  }
  return result;
}

// ---- The gate
// ---------------------------------------------------------------------------------------------------------

struct Claim {
  std::string id, verdict, direction, rule;  // rule: the first that refused it
};

Value text_list(const std::vector<std::string>& texts) {
  ValueList list;
  for (const std::string& text : texts) list.push_back({text});
  return {std::move(list)};
}

Value period_value(int from, int length) {
  std::vector<std::string> months;
  for (int month = from; month < from + length; ++month) months.push_back(month_name(month));
  return {ValueMap{{"from", {months.front()}}, {"to", {months.back()}}, {"months", text_list(months)}}};
}

std::string text_of(const ValueMap& map, const char* name) {
  const auto found = map.find(name);
  const auto* text = found == map.end() ? nullptr : std::get_if<std::string>(&found->second.data);
  return text ? *text : std::string();
}

struct Gate {
  std::string source, path;
  script::Parts parts;
  ValueList series_breaks;
  bool similar = false;  // the districts are one another's similar areas

  std::vector<Claim> claims(const Partnership& partnership, int from = months_held - year, int length = year) const {
    Coverage coverage{"records", {}, {"police"}, {{}}};
    for (int month = 0; month < months_held; ++month) {
      coverage.months.push_back(month_name(month));
      coverage.rows[0].push_back(partnership.held[static_cast<std::size_t>(month)] ? 1 : 0);
    }
    script::Services services;
    services.executor = &partnership;
    services.coverage = [&](const std::string&) { return std::make_shared<const Coverage>(coverage); };
    services.practice.similar = [&](const std::string& area) { return similar_to(area); };
    services.practice.area = [&](const std::string& area) -> Value { return {ValueMap{{"code", {area}}}}; };
    services.report = {{"dataset", {std::string("records")}},
                       {"scope", {ValueMap{}}},
                       {"districts", text_list(districts)},
                       {"period", period_value(from, length)},
                       {"series_breaks", {series_breaks}}};
    // A busy machine must not decide what passes: instructions bound the script, not the clock.
    script::Limits limits;
    limits.seconds = 1e6;
    script::State state(services, limits);
    state.load_plugin(source, path, parts);
    const Value found = state.call_analysis("claims", {ValueMap{}});
    std::vector<Claim> claims;
    for (const Value& value : std::get<ValueList>(found.data)) {
      const auto& map = std::get<ValueMap>(value.data);
      Claim claim{text_of(map, "id"), text_of(map, "verdict"), text_of(map, "direction"), {}};
      const auto& reasons = std::get<ValueList>(map.at("reasons").data);
      if (!reasons.empty()) claim.rule = text_of(std::get<ValueMap>(reasons.front().data), "rule");
      claims.push_back(std::move(claim));
    }
    return claims;
  }

 private:
  Value similar_to(const std::string& area) const {
    if (!similar) return {};
    ValueList others;
    for (const std::string& district : districts)
      if (district != area)
        others.push_back({ValueMap{{"code", {district}}, {"name", {district}}, {"authorities", {1.0}}}});
    return {ValueMap{{"size", {static_cast<double>(others.size())}}, {"others", {std::move(others)}}}};
  }
};

const Claim& claim_called(const std::vector<Claim>& claims, const std::string& id) {
  return *std::find_if(claims.begin(), claims.end(), [&](const Claim& claim) { return claim.id == id; });
}

// ---- Scenarios
// --------------------------------------------------------------------------------------------------------

// What became of one partnership: claimed, or the rule that refused, or "chance".
using Outcomes = std::map<std::string, int>;

Outcomes simulate(int partnerships, const std::function<std::string(unsigned seed)>& one) {
  const unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::future<Outcomes>> parts;
  for (unsigned thread = 0; thread < threads; ++thread)
    parts.push_back(std::async(std::launch::async, [&, thread] {
      Outcomes outcomes;
      for (int p = static_cast<int>(thread); p < partnerships; p += static_cast<int>(threads))
        ++outcomes[one(static_cast<unsigned>(p) + 1)];
      return outcomes;
    }));
  Outcomes all;
  for (auto& part : parts)
    for (const auto& [name, count] : part.get()) all[name] += count;
  return all;
}

std::string outcome_of(const Claim& claim) {
  if (claim.verdict == "passed") return "claimed";
  return claim.verdict == "refused" ? claim.rule : "chance";
}

std::string any_claim(const std::vector<Claim>& claims) {
  const bool any =
      std::any_of(claims.begin(), claims.end(), [](const Claim& claim) { return claim.verdict == "passed"; });
  return any ? "claimed" : "nothing claimed";
}

bool in_period(int month) {
  return month >= months_held - year;
}
bool in_year_before(int month) {
  return month >= months_held - 2 * year && !in_period(month);
}

// The three-month window, of the last two years, in which burglary fell most: what someone in want of good news picks.
int most_favourable_window(const Partnership& partnership) {
  const auto sum = [&](int from) {
    double total = 0;
    for (int month = from; month < from + 3; ++month)
      for (std::size_t d = 0; d < districts.size(); ++d)
        total += partnership.counts[d][burglary][static_cast<std::size_t>(month)];
    return total;
  };
  int best = months_held - 3;
  for (int from = months_held - 2 * year; from + 3 <= months_held; ++from)
    if (sum(from) / sum(from - year) < sum(best) / sum(best - year)) best = from;
  return best;
}

struct Row {
  std::string what;
  std::string wanted;  // "at most 5%", "at least 90%"
  Outcomes outcomes;
  bool kept = true;
};

struct Findings {
  int partnerships;
  std::vector<Row> rows;

  double share(const Outcomes& outcomes, const std::string& name) const {
    const auto found = outcomes.find(name);
    return found == outcomes.end() ? 0 : static_cast<double>(found->second) / partnerships;
  }
  // What chance allows a share of this many partnerships beside the stated one: three standard errors.
  double slack(double stated) const { return 3 * std::sqrt(stated * (1 - stated) / partnerships); }

  void at_most(const std::string& what, double most, Outcomes outcomes) {
    const bool kept = share(outcomes, "claimed") <= most + slack(most);
    rows.push_back({what, fmt::format("at most {:.0f}%", 100 * most), std::move(outcomes), kept});
  }
  void at_least(const std::string& what, double least, Outcomes outcomes) {
    const bool kept = share(outcomes, "claimed") >= least - slack(least);
    rows.push_back({what, fmt::format("at least {:.0f}%", 100 * least), std::move(outcomes), kept});
  }

  bool print() const {
    bool all_kept = true;
    fmt::print("| partnerships in which | claimed | wanted | otherwise |\n|---|--:|---|---|\n");
    for (const Row& row : rows) {
      std::string otherwise;
      for (const auto& [name, count] : row.outcomes)
        if (name != "claimed")
          otherwise += fmt::format("{}{} {:.1f}%", otherwise.empty() ? "" : ", ", name, 100.0 * count / partnerships);
      fmt::print("| {} | {:.1f}% | {} | {} |\n", row.what, 100 * share(row.outcomes, "claimed"),
                 row.wanted + (row.kept ? "" : ": NOT KEPT"), otherwise);
      all_kept = all_kept && row.kept;
    }
    return all_kept;
  }
};

void add_unchanged(Findings& table, const Gate& gate) {
  for (const double dispersion : {1.25, 2.0, 4.0})
    for (const double autocorrelation : {0.3, 0.6}) {
      const World world{dispersion, autocorrelation};
      table.at_most(fmt::format("nothing changed; dispersion {}, autocorrelation {}", dispersion, autocorrelation),
                    stated_rate, simulate(table.partnerships, [&](unsigned seed) {
                      return any_claim(gate.claims(Partnership(world, seed)));
                    }));
    }
}

// How often a test claims such a fall of burglary that knows how much and how long the series wanders, and keeps the
// stated rate over the statements about the whole partnership: no honest test does better.
double ideal_power(const World& world, double fall) {
  const double before = offences[burglary].a_year, after = before * (1 - fall);
  const auto share = [](int month) { return (month < year ? 1.0 : -1.0) / year; };
  double wandering = 0;
  for (int a = 0; a < 2 * year; ++a)
    for (int b = 0; b < 2 * year; ++b)
      wandering += share(a) * share(b) * std::pow(world.autocorrelation, std::abs(a - b));
  const double variance = 1 / before + 1 / after + (world.dispersion - 1) / (before / year) * wandering;
  const double threshold = statistics::normal_z(1 - stated_rate / (offences.size() + 1));
  const double distance = -std::log1p(-fall) / std::sqrt(variance);
  return std::erfc((threshold - distance) / std::numbers::sqrt2) / 2;
}

// What the gate claimed when its README was written, less a few points: it may not become worse unnoticed.
void add_falls(Findings& table, const Gate& gate) {
  struct Fall {
    World world;
    double size, least;
  };
  for (const Fall& fall :
       {Fall{{1.05, 0.3}, 0.15, 0.9}, Fall{{1.1, 0.3}, 0.15, 0.87}, Fall{{1.25, 0.3}, 0.15, 0.8},
        Fall{{2, 0.3}, 0.15, 0.4}, Fall{{1.25, 0.3}, 0.17, 0.9}, Fall{{2, 0.3}, 0.22, 0.9}, Fall{{2, 0.6}, 0.3, 0.9}})
    table.at_least(fmt::format("burglary, 2,000 a year, fell by {:.0f}%; dispersion {}, autocorrelation {}; an ideal "
                               "test: {:.1f}%",
                               100 * fall.size, fall.world.dispersion, fall.world.autocorrelation,
                               100 * ideal_power(fall.world, fall.size)),
                   fall.least, simulate(table.partnerships, [&](unsigned seed) {
                     const Partnership partnership(fall.world, seed, [&](std::size_t, std::size_t offence, int month) {
                       return offence == burglary && in_period(month) ? 1 - fall.size : 1;
                     });
                     return outcome_of(claim_called(gate.claims(partnership), "burglary"));
                   }));
}

void add_traps(Findings& table, const Gate& gate) {
  const World world{1.25, 0.3};
  const auto add = [&](
                       const std::string& what, const std::string& id, const Gate& with, const Tampering& tampering,
                       const std::function<void(Partnership&)>& supply = [](Partnership&) {}) {
    table.at_most(what, stated_rate, simulate(table.partnerships, [&](unsigned seed) {
                    Partnership partnership(world, seed, tampering);
                    supply(partnership);
                    return outcome_of(claim_called(with.claims(partnership), id));
                  }));
  };
  add("one month of violence was a tenth of itself", "violence-and-sexual-offences", gate,
      [](std::size_t, std::size_t offence, int month) { return offence == 13 && month == months_held - 5 ? 0.1 : 1; });
  add("six months of the year were not supplied", "all", gate, untouched, [](Partnership& partnership) {
    for (int month = months_held - 6; month < months_held; ++month)
      partnership.held[static_cast<std::size_t>(month)] = false;
  });
  add("six months were supplied by half", "all", gate,
      [](std::size_t, std::size_t, int month) { return month >= months_held - 6 ? 0.5 : 1; });
  add("every month of the year was supplied by half", "all", gate,
      [](std::size_t, std::size_t, int month) { return in_period(month) ? 0.5 : 1; });
  Gate noted = gate;
  noted.series_breaks.push_back({ValueMap{{"from", {month_name(months_held - 9)}},
                                          {"offences", text_list({"Burglary"})},
                                          {"area", text_list({})},
                                          {"what", {std::string("Sheds are counted elsewhere.")}},
                                          {"source", {std::string("the simulation")}}}});
  add("a rule of recording, noted in the register, took a third of burglary", "burglary", noted,
      [](std::size_t, std::size_t offence, int month) {
        return offence == burglary && month >= months_held - 9 ? 0.67 : 1;
      });
  add("Ashby's burglary was half as high again in the year before alone", "burglary-in-ashby", gate,
      [](std::size_t district, std::size_t offence, int month) {
        return district == 0 && offence == burglary && in_year_before(month) ? 1.5 : 1;
      });
  table.at_most(
      "nothing changed; the three months in which burglary fell most were picked", stated_rate,
      simulate(table.partnerships, [&](unsigned seed) {
        const Partnership partnership(world, seed);
        return outcome_of(claim_called(gate.claims(partnership, most_favourable_window(partnership), 3), "burglary"));
      }));
}

// Three districts, each with the other two as its similar areas.
void add_similar(Findings& table, const Gate& alone) {
  Gate gate = alone;
  gate.similar = true;
  for (const double autocorrelation : {0.3, 0.6})
    table.at_most(
        fmt::format("nothing changed, similar areas are held too; dispersion 2, autocorrelation {}", autocorrelation),
        stated_rate, simulate(table.partnerships, [&](unsigned seed) {
          return any_claim(gate.claims(Partnership({2, autocorrelation}, seed)));
        }));
  const auto burglary_in_ashby = [&](const Tampering& tampering) {
    return simulate(table.partnerships, [&](unsigned seed) {
      const Partnership partnership({1.25, 0.3}, seed, tampering);
      return outcome_of(claim_called(gate.claims(partnership), "burglary-in-ashby-against-similar"));
    });
  };
  table.at_most("burglary fell by 30% everywhere: nothing against similar areas", stated_rate,
                burglary_in_ashby([](std::size_t, std::size_t offence, int month) {
                  return offence == burglary && in_period(month) ? 0.7 : 1;
                }));
  table.at_least("Ashby's burglary, 900 a year, fell by 40%, that of similar areas did not", 0.9,
                 burglary_in_ashby([](std::size_t district, std::size_t offence, int month) {
                   return district == 0 && offence == burglary && in_period(month) ? 0.6 : 1;
                 }));
}

Gate read_gate() {
  const std::string folder = NEWS_PLUGIN;
  Gate gate{{}, folder + "/news.lua", {}, {}, false};
  for (const std::string& path : glob(disk(), folder, "*.lua"))
    gate.parts[std::filesystem::path(path).stem()] = disk().read(path);
  gate.source = gate.parts.extract("news").mapped();
  return gate;
}

}  // namespace

int main(int count, char** words) {
  const int partnerships = count > 1 ? std::stoi(words[1]) : 1000;
  const Gate gate = read_gate();
  Findings table{partnerships, {}};
  add_unchanged(table, gate);
  add_falls(table, gate);
  add_traps(table, gate);
  add_similar(table, gate);
  return table.print() ? 0 : 1;
}
