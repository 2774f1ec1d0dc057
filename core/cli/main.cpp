#include <malloc.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include "cli/command.h"

int main(int count, char** words) {
  // A reader that went away and a limit on the size of files are errors of write(), told like any other.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  // Columns and results come and go by the megabyte: kept by the allocator, their pages are faulted in once.
  mallopt(M_MMAP_THRESHOLD, 64 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  hallmark::cli::Terminal terminal;
  const int code = hallmark::cli::run(std::vector<std::string>(words + (count > 0 ? 1 : 0), words + count), terminal);
#ifdef HALLMARK_ORDERLY_EXIT  // where counters of covered lines are written at exit
  return code;
#else
  std::fflush(nullptr);
  ::_exit(code);  // the process is done; taking its memory apart piece by piece would only cost time
#endif
}
