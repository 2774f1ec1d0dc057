#include "cli/interrupt.h"

#include <pthread.h>

#include <csignal>
#include <thread>

#include "report/output.h"

namespace hallmark::cli {

void end_cleanly_when_interrupted() {
  sigset_t waited_for;
  ::sigemptyset(&waited_for);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction current {};
    // What the parent chose to ignore (nohup, a job in the background) stays ignored.
    if (::sigaction(signal, nullptr, &current) == 0 && current.sa_handler != SIG_IGN) ::sigaddset(&waited_for, signal);
  }
  ::pthread_sigmask(SIG_BLOCK, &waited_for, nullptr);
  std::thread([waited_for] {
    int signal = 0;
    if (::sigwait(&waited_for, &signal) == 0) report::abandon_outputs_and_exit(128 + signal);
  }).detach();
}

}  // namespace hallmark::cli
