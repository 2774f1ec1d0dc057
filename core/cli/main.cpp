#include <csignal>
#include <string>
#include <vector>

#include "cli/command.h"

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);   // a reader that went away is an error of write(), handled by Terminal
  hallmark::cli::Terminal terminal;
  return hallmark::cli::run(std::vector<std::string>(words + (count > 0 ? 1 : 0), words + count), terminal);
}
