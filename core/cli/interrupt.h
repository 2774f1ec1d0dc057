// Ctrl-C: the process ends with 130 and leaves no unfinished output.
#pragma once

namespace hallmark::cli {

// Call before any other thread is started. From then on a thread of its own waits for SIGINT, SIGTERM and SIGHUP.
void end_cleanly_when_interrupted();

}  // namespace hallmark::cli
