#include "base/process.h"

#define BOOST_PROCESS_USE_STD_FS 1  // else its paths need libboost_filesystem
#include <boost/asio.hpp>
#include <boost/process.hpp>
#include <csignal>
#include <future>

namespace hallmark {

namespace process = boost::process;

namespace {

// A program that ends without reading all of its input must not end this one.
class WithoutBrokenPipes {
 public:
  WithoutBrokenPipes() : before_(std::signal(SIGPIPE, SIG_IGN)) {}
  ~WithoutBrokenPipes() { std::signal(SIGPIPE, before_); }
  WithoutBrokenPipes(const WithoutBrokenPipes&) = delete;
  WithoutBrokenPipes& operator=(const WithoutBrokenPipes&) = delete;

 private:
  void (*before_)(int);
};

}  // namespace

std::string find_program(const std::string& name) {
  return process::search_path(name).string();
}

ProcessResult run_program(const std::string& path, const std::vector<std::string>& arguments, const std::string& input,
                          const std::map<std::string, std::string>& environment) {
  const WithoutBrokenPipes without_broken_pipes;
  process::environment all = boost::this_process::environment();
  for (const auto& [name, value] : environment) all[name] = value;
  boost::asio::io_context io;
  std::future<std::string> output, errors;
  process::child child(path, process::args(arguments), all,
                       process::std_in<boost::asio::buffer(input), process::std_out> output, process::std_err > errors,
                       io);
  io.run();
  child.wait();
  return {child.exit_code(), output.get(), errors.get()};
}

}  // namespace hallmark
