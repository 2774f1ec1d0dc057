#include "base/process.h"

#define BOOST_PROCESS_USE_STD_FS 1  // else its paths need libboost_filesystem
#include <boost/asio.hpp>
#include <boost/process.hpp>
#include <future>

namespace hallmark {

namespace process = boost::process;

std::string find_program(const std::string& name) {
  return process::search_path(name).string();
}

ProcessResult run_program(const std::string& path, const std::vector<std::string>& arguments, const std::string& input,
                          const std::map<std::string, std::string>& environment) {
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
