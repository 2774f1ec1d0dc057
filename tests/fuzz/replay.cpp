// fuzz_replay TARGET [MUTATIONS [SEED]]: runs a target over its kept inputs and over mutations of them, so that every
// test run looks again for what was found once, and a little around it.
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "mutation.h"
#include "source_dir.h"
#include "targets.h"

namespace {

namespace fs = std::filesystem;
using hallmark::fuzz::Target;

std::string current;  // the input under way, shown if it brings the program down

std::string slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> kept_inputs(const fs::path& folder) {
  std::vector<fs::path> paths;
  if (fs::is_directory(folder))
    for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> inputs;
  for (const fs::path& path : paths) inputs.push_back(slurp(path));
  return inputs;
}

void show_input(int) {
  constexpr std::string_view words = "\nThe input, up to the next line of dashes:\n", end = "\n----\n";
  for (const std::string_view text : {words, std::string_view(current), end})
    if (::write(STDERR_FILENO, text.data(), text.size()) < 0) break;
  std::signal(SIGABRT, SIG_DFL);
}

void run(const Target& target, std::string input) {
  current = std::move(input);
  // Of its own size, so that a sanitizer sees the first byte behind it.
  const std::vector<char> bytes(current.begin(), current.end());
  target.run({bytes.data(), bytes.size()});
}

int replay(const Target& target, int mutations, unsigned seed) {
  const std::string folder = source_dir() + "/tests/fuzz/", name(target.name);
  const std::vector<std::string> inputs = kept_inputs(folder + "corpus/" + name);
  if (inputs.empty()) {
    std::cerr << "There are no inputs in " << folder << "corpus/" << name << ".\n";
    return 1;
  }
  for (const std::string& input : inputs) run(target, input);
  run(target, "");
  hallmark::fuzz::Mutations mutated(
      inputs, hallmark::fuzz::dictionary_words(slurp(folder + "dictionaries/" + name + ".dict")), seed);
  for (int i = 0; i < mutations; ++i) run(target, mutated.next());
  const auto [read, refused] = hallmark::fuzz::outcomes;
  std::cout << name << ": " << inputs.size() << " inputs, " << mutations << " mutations with seed " << seed << "; "
            << read << " read, " << refused << " refused\n";
  return read > 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  const Target* target = count >= 2 ? hallmark::fuzz::find_target(words[1]) : nullptr;
  if (target == nullptr || count > 4) {
    std::cerr << "usage: fuzz_replay TARGET [MUTATIONS [SEED]]\n";
    return 2;
  }
  std::signal(SIGABRT, show_input);
  return replay(*target, count > 2 ? std::stoi(words[2]) : target->mutations,
                count > 3 ? static_cast<unsigned>(std::stoul(words[3])) : 20);
}
