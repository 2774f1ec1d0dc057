// The sentence with which something is refused; empty when it is not.
#pragma once

#include <string>

#include "hallmark/error.h"

namespace hallmark::statistics {

template <class Action>
std::string refusal(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.code() == ExitCode::configuration ? error.diagnostic().sentence : "wrong exit code";
  }
  return {};
}

}  // namespace hallmark::statistics
