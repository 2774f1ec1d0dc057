// Memory, instructions and time of one state.
//
// When a budget runs out, `spent` is set and stays set until the host's call ends; every hook then fires after one
// instruction and raises again, and every function that catches errors (pcall, xpcall, coroutine.resume) re-raises. No
// script can run on.
#pragma once

#include <lua.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "script/state.h"

namespace hallmark::script {

class Budget {
  using Clock = std::chrono::steady_clock;

 public:
  explicit Budget(const Limits& limits) : limits_(limits) {}

  // The allocator of the state; `ud` is its Budget. Blocks are granted a little beyond the memory limit, so that the
  // hook can refuse at a line of the script; far beyond it they are not.
  static void* allocate(void* ud, void* block, std::size_t old_size, std::size_t new_size);

  void begin();                                     // of a call from the host
  void install(lua_State* lua);                     // the hook
  void running(lua_State* lua) { running_ = lua; }  // the coroutine that runs, for the allocator
  lua_State* running() const { return running_; }

  // Work done in C++ for the script, in instructions. Raises a Lua error when the budget is spent: not inside a try.
  void charge(lua_State* lua, std::uint64_t instructions);
  // The same for memory that C++ is about to take: raises where so many bytes more would be over the limit.
  void need(lua_State* lua, std::size_t bytes);
  // Bytes behind a userdata, which Lua's allocator does not see.
  void add_foreign(std::size_t bytes);
  void remove_foreign(std::size_t bytes) { foreign_ -= bytes; }

  // While one lives, the clock of the budget stands still: an analysis that a template calls has a budget of its own.
  class Pause {
   public:
    explicit Pause(Budget& budget) : budget_(budget), since_(Clock::now()) {}
    ~Pause() { budget_.deadline_ += Clock::now() - since_; }
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;

   private:
    Budget& budget_;
    Clock::time_point since_;
  };

  bool spent() const { return spent_; }
  [[noreturn]] void raise(lua_State* lua);  // once spent
  std::string sentence() const;             // why
  std::string memory_sentence() const;
  std::size_t used() const { return used_ + foreign_; }
  const Limits& limits() const { return limits_; }

 private:
  static void hook(lua_State* lua, lua_Debug* activation);
  void check(lua_State* lua);
  void watch();

  const Limits limits_;
  lua_State* running_ = nullptr;
  std::size_t used_ = 0, foreign_ = 0;
  std::size_t allocated_since_check_ = 0;
  bool watched_ = false;
  bool long_string_ = false;
  std::uint64_t instructions_ = 0;
  Clock::time_point deadline_ = Clock::time_point::max();
  enum class Reason { memory, string, instructions, time };
  bool spent_ = false;
  Reason reason_ = Reason::memory;
};

}  // namespace hallmark::script
