#include "../targets.h"
#include "script/state.h"

void hallmark::fuzz::lua(std::string_view input) {
  script::Limits limits;
  limits.memory = std::size_t{8} << 20;
  limits.string = std::size_t{1} << 20;
  limits.instructions = 100'000;
  script::State state({}, limits);
  reads_or_refuses([&] { state.run(input, "x.lua"); });
}
