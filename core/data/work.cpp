#include "data/work.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace hallmark::data {

void run_tasks(std::size_t tasks, unsigned threads, const std::function<void(std::size_t, unsigned)>& work,
               const std::function<void()>& after) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::size_t failed = tasks;  // the lowest task that threw
  std::exception_ptr error;
  const auto run = [&](unsigned worker) {
    for (std::size_t task; (task = next.fetch_add(1)) < tasks;) {
      {
        // Earlier tasks have begun already, so that the lowest failure is the same however threads are scheduled.
        const std::lock_guard lock(mutex);
        if (task > failed) return;
      }
      try {
        work(task, worker);
        if (worker == 0 && after) after();
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (task < failed) {
          failed = task;
          error = std::current_exception();
        }
      }
    }
  };
  const auto count =
      static_cast<unsigned>(std::min<std::size_t>(std::max(1u, threads), std::max<std::size_t>(1, tasks)));
  {
    std::vector<std::jthread> others;
    for (unsigned worker = 1; worker < count; ++worker) others.emplace_back(run, worker);
    run(0);
  }
  if (error) std::rethrow_exception(error);
}

}  // namespace hallmark::data
