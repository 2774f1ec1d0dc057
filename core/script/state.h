// A sandboxed Lua 5.4 state: one per plugin, one per template, one per script. Nothing in it reaches the disk, the
// clock, the network, other states or the host's memory; memory, instructions and time are bounded; equal input gives
// equal output.
//
// Every failure is hallmark::Error with ExitCode::configuration (or the code of the host's own error, when one
// travelled through the script): sentence without its "file:line:" prefix, file and line of the innermost script frame,
// and a traceback of the script's frames only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hallmark/plugin.h"
#include "script/services.h"

namespace hallmark::script {

// Budgets of one call from the host; memory is of the whole state. Time includes the queries a script runs.
struct Limits {
  std::size_t memory = std::size_t{256} << 20;  // bytes of live script values
  std::size_t string = std::size_t{16} << 20;   // bytes of the longest string
  std::uint64_t instructions = 2'000'000'000;   // of the Lua machine; library functions charge by their work
  double seconds = 60;
};

// The other scripts of a plugin's folder, by name without ".lua": what include("name") of its script gives.
using Parts = std::map<std::string, std::string>;

// What a template chunk calls: the chunk sees each as a local of that name.
using Callbacks = std::map<std::string, std::function<void(ValueList)>>;

struct Machine;

class State {
 public:
  explicit State(const Services& services, Limits limits = {});
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  // A plugin's source: must return a table of functions and must not set globals. `chunk_name` is the path as the user
  // would type it ("plugins/x/x.lua"); its parts lie beside it. Once per state.
  void load_plugin(std::string_view source, const std::string& chunk_name, Parts parts = {});

  // Names the plugin returned, sorted by byte order.
  std::vector<std::string> functions() const;

  // Calls a function the plugin returned. An unknown name is refused with a suggestion. Several results become the
  // first; no result is std::monostate.
  Value call(const std::string& function, ValueList arguments);

  // The same with (context, options), context being services.report with `plugin` added.
  Value call_analysis(const std::string& function, const Value& options);

  // A script: globals are allowed and shared by all chunks of this state. Returns what the chunk returns: nothing, one
  // value, or a ValueList of several.
  Value run(std::string_view source, const std::string& chunk_name);

  // A template's program: the callbacks are locals of this chunk only and may run programs themselves; an error they
  // throw leaves as it is. Line N of `source` is line N of the template. Globals set by one program are seen by the
  // next.
  void run_program(std::string_view source, const std::string& chunk_name, const Callbacks& callbacks);

  // Bytes of live script values now.
  std::size_t memory_used() const;

 private:
  std::unique_ptr<Machine> machine_;
};

// Loads a plugin's source in a state of its own and refuses one whose functions are not those its manifest provides.
void check_plugin(const Services& services, std::string_view source, const std::string& chunk_name,
                  const std::vector<std::string>& provides, const Parts& parts = {});

}  // namespace hallmark::script
