// What is fuzzed: one function for each reader of outside text. It takes any bytes and must never crash, run on, throw
// anything but a hallmark::Error with a sentence, or break a property that it checks.
//
// `fuzz_replay NAME` runs one over its kept inputs, corpus/NAME/, and over seeded mutations of them; in the fuzz build
// (clang) `fuzz --target=NAME corpus/NAME` is libFuzzer.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>

#include "hallmark/error.h"

namespace hallmark::fuzz {

struct Target {
  std::string_view name;
  void (*run)(std::string_view input);
  int mutations;  // in a test run: about a second's worth
};

void brand(std::string_view input);
void case_study(std::string_view input);
void claim(std::string_view input);
void claims(std::string_view input);
void csv(std::string_view input);
void geojson(std::string_view input);
void ledger(std::string_view input);
void lint(std::string_view input);
void logo(std::string_view input);
void lua(std::string_view input);
void manifest(std::string_view input);
void markdown(std::string_view input);
void query(std::string_view input);
void schema(std::string_view input);
void search(std::string_view input);
void templates(std::string_view input);
void workspace(std::string_view input);
void yaml(std::string_view input);
void zip(std::string_view input);

inline constexpr Target targets[] = {
    {"brand", brand, 5000},
    {"case_study", case_study, 3000},
    {"claim", claim, 3000},
    {"claims", claims, 40},
    {"csv", csv, 1500},
    {"geojson", geojson, 5000},
    {"ledger", ledger, 3000},
    {"lint", lint, 1500},
    {"logo", logo, 10000},
    {"lua", lua, 1000},
    {"manifest", manifest, 5000},
    {"markdown", markdown, 6000},
    {"query", query, 10000},
    {"schema", schema, 2000},
    {"search", search, 1000},
    {"templates", templates, 6000},
    {"workspace", workspace, 3000},
    {"yaml", yaml, 10000},
    {"zip", zip, 1500},
};

inline const Target* find_target(std::string_view name) {
  const auto found =
      std::find_if(std::begin(targets), std::end(targets), [&](const Target& target) { return target.name == name; });
  return found == std::end(targets) ? nullptr : found;
}

inline void require(bool property) {
  if (!property) std::abort();
}

// How often an input was read and refused: mutations that are all refused test little.
struct Outcomes {
  int read = 0, refused = 0;
};
inline Outcomes outcomes;

// Runs what may refuse its input; a refusal is a sentence about the input, never a fault of Hallmark's own.
template <typename Action>
void reads_or_refuses(const Action& action) {
  try {
    action();
    ++outcomes.read;
  } catch (const Error& error) {
    require(!error.diagnostic().sentence.empty() && error.code() != ExitCode::internal);
    ++outcomes.refused;
  }
}

}  // namespace hallmark::fuzz
