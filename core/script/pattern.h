// Lua patterns (reference manual 6.4.1) with a bounded cost: the same language as lstrlib's matcher, which backtracks
// in C where no budget sees it. Every step counts here; too many end the match with an Error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hallmark::script {

class Pattern {
 public:
  struct Capture {
    std::size_t begin = 0;
    std::ptrdiff_t length = 0;  // position: the capture is the position itself
  };
  static constexpr std::ptrdiff_t position = -2;

  // A leading ^ anchors, unless `anchors` is false (gmatch). Views must outlive the object.
  Pattern(std::string_view subject, std::string_view pattern, std::uint64_t most_steps, bool anchors = true);

  struct Match {
    std::size_t begin = 0, end = 0;
  };
  // First match at or after `from`; match_at: that begins there. Malformed patterns throw hallmark::Error.
  std::optional<Match> find(std::size_t from);
  std::optional<Match> match_at(std::size_t from);
  // Of the last match; without captures in the pattern, empty.
  const std::vector<Capture>& captures() const { return captures_; }
  bool anchored() const { return anchored_; }
  std::uint64_t steps() const { return steps_; }

 private:
  static constexpr std::ptrdiff_t open = -1;
  using At = std::optional<std::size_t>;

  At match(std::size_t s, std::size_t p, int depth);
  At match_default(std::size_t& s, std::size_t& p, int depth, bool& again);
  At expand_most(std::size_t s, std::size_t p, std::size_t after, int depth);
  At expand_least(std::size_t s, std::size_t p, std::size_t after, int depth);
  At start_capture(std::size_t s, std::size_t p, std::ptrdiff_t length, int depth);
  At end_capture(std::size_t s, std::size_t p, int depth);
  At match_balance(std::size_t s, std::size_t p);
  At match_back_reference(std::size_t s, char digit);
  std::size_t class_end(std::size_t p) const;
  bool matches_single(std::size_t s, std::size_t p, std::size_t after);
  bool in_set(unsigned char c, std::size_t p, std::size_t last) const;
  void step();

  std::string_view subject_, pattern_;
  std::vector<Capture> captures_;
  std::uint64_t steps_ = 0, most_steps_;
  bool anchored_ = false;
};

}  // namespace hallmark::script
