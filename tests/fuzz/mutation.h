// Seeded mutations of kept inputs, the same on every machine and in every run.
#pragma once

#include <random>
#include <string>
#include <vector>

namespace hallmark::fuzz {

class Mutations {
 public:
  // `tokens` are texts that matter to the reader under test.
  Mutations(std::vector<std::string> inputs, std::vector<std::string> tokens, unsigned seed)
      : inputs_(std::move(inputs)), tokens_(std::move(tokens)), random_(seed) {}

  // One of the inputs, with a few pieces changed, taken out, doubled, taken from another input or put in.
  std::string next();

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  void change(std::string& text);

  std::vector<std::string> inputs_, tokens_;
  std::mt19937 random_;
};

// The words of a libFuzzer dictionary: "…" a line, with \xNN, \" and \\ in it, perhaps after a name and =.
std::vector<std::string> dictionary_words(const std::string& text);

}  // namespace hallmark::fuzz
