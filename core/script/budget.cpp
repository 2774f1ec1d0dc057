#include "script/budget.h"

#include <cstdlib>

#include "base/number.h"
#include "base/text.h"
#include "script/machine.h"

namespace hallmark::script {

namespace {

constexpr int hook_interval = 1000;                           // instructions
constexpr std::size_t look_at_clock = std::size_t{16} << 20;  // after so many bytes allocated

std::string with_separators(double value) {
  return format_number(value, NumberFormat::count());
}

}  // namespace

void Budget::begin() {
  spent_ = false;
  instructions_ = 0;
  watched_ = long_string_ = false;
  deadline_ =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(limits_.seconds));
}

void Budget::install(lua_State* lua) {
  lua_sethook(lua, hook, LUA_MASKCOUNT, hook_interval);
}

// lua_sethook may be called at any moment (it is what a signal handler calls): the next instruction runs the hook.
void Budget::watch() {
  if (watched_ || !running_) return;
  watched_ = true;
  lua_sethook(running_, hook, LUA_MASKCOUNT, 1);
}

void* Budget::allocate(void* ud, void* block, std::size_t old_size, std::size_t new_size) {
  Budget& budget = *static_cast<Budget*>(ud);
  const bool long_string = !block && old_size == LUA_TSTRING && new_size > budget.limits_.string + 64;
  if (!block) old_size = 0;  // of a new block it is the kind of object
  if (new_size == 0) {
    std::free(block);
    budget.used_ -= old_size;
    return nullptr;
  }
  if (new_size > old_size) {
    const std::size_t after = budget.used() - old_size + new_size;
    if (after > 2 * budget.limits_.memory) return nullptr;
    if (long_string) budget.long_string_ = true;
    if (long_string || after > budget.limits_.memory) budget.watch();
    budget.allocated_since_check_ += new_size - old_size;
    if (budget.allocated_since_check_ > look_at_clock) {
      budget.allocated_since_check_ = 0;
      if (Clock::now() > budget.deadline_) budget.watch();
    }
  }
  void* moved = std::realloc(block, new_size);
  if (moved) budget.used_ += new_size - old_size;
  return moved;
}

void Budget::add_foreign(std::size_t bytes) {
  foreign_ += bytes;
  if (used() > limits_.memory) watch();
}

void Budget::need(lua_State* lua, std::size_t bytes) {
  struct Taken {
    Budget& budget;
    std::size_t bytes;
    ~Taken() { budget.foreign_ -= bytes; }
  } taken{*this, bytes};
  foreign_ += bytes;
  if (used() > limits_.memory) check(lua);
}

void Budget::hook(lua_State* lua, lua_Debug*) {
  Budget& budget = machine_of(lua).budget;
  budget.instructions_ += budget.watched_ || budget.spent() ? 1 : hook_interval;
  budget.check(lua);
}

void Budget::charge(lua_State* lua, std::uint64_t instructions) {
  instructions_ += instructions;
  if (instructions >= hook_interval || spent() || instructions_ > limits_.instructions) check(lua);
}

void Budget::check(lua_State* lua) {
  if (spent()) raise(lua);
  if (used() > limits_.memory) lua_gc(lua, LUA_GCCOLLECT);
  if (watched_) {
    watched_ = false;
    install(running_ ? running_ : lua);
  }
  if (long_string_) {
    reason_ = Reason::string;
  } else if (used() > limits_.memory) {
    reason_ = Reason::memory;
  } else if (instructions_ > limits_.instructions) {
    reason_ = Reason::instructions;
  } else if (Clock::now() > deadline_) {
    reason_ = Reason::time;
  } else {
    return;
  }
  spent_ = true;
  machine_of(lua).failure = locate(lua);
  raise(lua);
}

void Budget::raise(lua_State* lua) {
  lua_sethook(lua, hook, LUA_MASKCOUNT, 1);
  lua_pushlightuserdata(lua, this);
  lua_error(lua);
  __builtin_unreachable();
}

std::string Budget::memory_sentence() const {
  return fmt::format("The script needs more than the {} MB of memory it may use.", limits_.memory >> 20);
}

std::string Budget::sentence() const {
  switch (reason_) {
    case Reason::memory:
      return memory_sentence();
    case Reason::string:
      return fmt::format("The script makes a text longer than the {} MB allowed.", limits_.string >> 20);
    case Reason::instructions:
      return fmt::format("The script ran for more than {} instructions; does a loop never end?",
                         with_separators(static_cast<double>(limits_.instructions)));
    case Reason::time:
      return fmt::format("The script ran for longer than {} seconds; does a loop never end?",
                         round_trip(limits_.seconds));
  }
  return {};
}

}  // namespace hallmark::script
