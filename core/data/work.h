// Tasks over a few threads, with the error of the first task that fails, whichever thread ran it.
#pragma once

#include <cstddef>
#include <functional>

namespace hallmark::data {

// Runs work(task, worker) for every task in [0, tasks), begun in order, on `threads` workers of which the caller is
// worker 0. `after` runs on the caller after each of its own tasks. The exception of the lowest failing task is
// rethrown; tasks after it may not run.
void run_tasks(std::size_t tasks, unsigned threads, const std::function<void(std::size_t, unsigned)>& work,
               const std::function<void()>& after = {});

}  // namespace hallmark::data
