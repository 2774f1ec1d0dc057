// The contract between the host and a plugin.
//
// A plugin is a folder with plugin.yaml, <name>.lua and, where speed asks for it, a native part <name>.cpp that exports
// one plain symbol, hallmark_plugin_v1. The host reads that symbol's facts before it trusts the library, lets it attach
// to a scratch host, and commits what it registered only if that is what the manifest declares.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "hallmark/data.h"
#include "hallmark/document.h"
#include "hallmark/error.h"
#include "hallmark/quantity.h"

namespace hallmark {

// ---- Values that cross between Lua states, native code and C++
// ----------------------------------------------------------
struct Value;
using ValueList = std::vector<Value>;
using ValueMap = std::map<std::string, Value>;

struct Value {
  std::variant<std::monostate, bool, double, std::string, Quantity, std::shared_ptr<const QueryResult>,
               std::shared_ptr<const Boundaries>, ValueList, ValueMap, Blocks>
      data;
};

// ---- Formulas: pure functions of numbers, callable from Lua, recomputed by `hallmark verify`
// ------------------------------ A formula sees plain numbers; the host records the trace. Equal arguments must give
// equal results.
using FormulaArgument = std::variant<double, std::vector<double>, std::string, std::shared_ptr<const QueryResult>>;
using FormulaOutput = std::variant<double, std::vector<double>, std::string, bool, std::vector<bool>>;

struct FormulaResult {
  // One unnamed output ("") becomes the value itself in Lua; several become a table with these fields.
  std::vector<std::pair<std::string, FormulaOutput>> outputs;
};

struct Formula {
  std::string name;  // "statistics.poisson_ratio", "hot_spots.density"
  std::string
      signature;     // "(count_after, count_before [, exposure_after, exposure_before]) -> {ratio, lower, upper, p}"
  std::string help;  // one or two sentences, with the source of the method
  std::function<FormulaResult(const std::vector<FormulaArgument>&)> function;
};

// ---- Native plugins
// -------------------------------------------------------------------------------------------------------
class HALLMARK_PUBLIC Host {
 public:
  virtual ~Host() = default;
  // The name must be "<plugin>.<function>"; registering it twice is refused.
  virtual void register_formula(Formula formula) = 0;
};

inline constexpr std::uint32_t plugin_abi = 1;

// Facts about the compiler's layout of what crosses the boundary, folded into one number: two sides that differ in any
// of them must not talk. Not the compiler's name: two compilers with one standard library agree.
constexpr std::uint64_t abi_fingerprint() {
  std::uint64_t hash = 1469598103934665603ull;
  const std::uint64_t facts[] = {sizeof(void*),
                                 sizeof(std::string),
                                 sizeof(std::vector<int>),
                                 sizeof(std::map<int, int>),
                                 sizeof(std::shared_ptr<int>),
                                 sizeof(std::function<void()>),
                                 sizeof(FormulaArgument),
                                 sizeof(FormulaResult),
                                 sizeof(Formula),
                                 sizeof(QueryResult),
                                 sizeof(Query),
                                 sizeof(Error),
#ifdef _GLIBCXX_USE_CXX11_ABI
                                 _GLIBCXX_USE_CXX11_ABI,
#endif
#ifdef _GLIBCXX_DEBUG
                                 1000003,
#endif
#ifdef _LIBCPP_VERSION
                                 2000003,
#endif
                                 plugin_abi};
  for (const std::uint64_t fact : facts) hash = (hash ^ fact) * 1099511628211ull;
  return hash;
}

// Plain data: readable before any code of the library runs.
struct NativePlugin {
  std::uint32_t abi;
  std::uint32_t size;  // sizeof(NativePlugin)
  std::uint64_t fingerprint;
  const char* name;
  const char* version;
  void (*attach)(Host&);  // may throw; the host adds the plugin's name
};

}  // namespace hallmark

// HALLMARK_PLUGIN(hot_spots, "1.0.0", attach) in exactly one source file of a native part.
#define HALLMARK_PLUGIN(plugin_name, plugin_version, attach_function)                    \
  extern "C" HALLMARK_PUBLIC const ::hallmark::NativePlugin hallmark_plugin_v1;          \
  const ::hallmark::NativePlugin hallmark_plugin_v1 = {::hallmark::plugin_abi,           \
                                                       sizeof(::hallmark::NativePlugin), \
                                                       ::hallmark::abi_fingerprint(),    \
                                                       #plugin_name,                     \
                                                       plugin_version,                   \
                                                       attach_function}
