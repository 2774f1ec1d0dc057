// Where the parts of a search index are: folders here, ports of this machine, programs that speak for another machine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"

namespace hallmark::knowledge {

struct ShardPlace {
  enum class Kind { folder, port, program };
  Kind kind = Kind::folder;
  std::string name = {};       // folder, host, program
  std::string arguments = {};  // of a program
  unsigned port = 0;
  std::string words() const;  // as it was written
};

// A file of lines as in Xapian's stub databases, so that it opens in Xapian's own tools too:
//   auto FOLDER                 an index; relative to the file
//   remote HOST:PORT            where xapian-tcpsrv listens, on this machine
//   remote :PROGRAM ARGUMENTS   xapian-progsrv, through ssh or here
// Lines that are empty or start with # count for nothing. Error(ExitCode::configuration) at its line for anything else
// and for a port of another machine: xapian-tcpsrv neither encrypts nor asks who calls.
std::vector<ShardPlace> read_shard_places(const FileSystem& files, const std::string& path);

}  // namespace hallmark::knowledge
