// libFuzzer over the target named on its command line.
#include <iostream>

#include "targets.h"

namespace {

const hallmark::fuzz::Target* chosen = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** words) {
  constexpr std::string_view option = "--target=";
  for (int i = 1; i < *count; ++i)
    if (const std::string_view word = (*words)[i]; word.starts_with(option))
      chosen = hallmark::fuzz::find_target(word.substr(option.size()));
  if (chosen != nullptr) return 0;
  std::cerr << "usage: fuzz --target=NAME CORPUS [libFuzzer's options]; the names:";
  for (const hallmark::fuzz::Target& target : hallmark::fuzz::targets) std::cerr << " " << target.name;
  std::cerr << "\n";
  std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  chosen->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
