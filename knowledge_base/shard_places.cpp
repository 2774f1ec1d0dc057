#include "knowledge_base/shard_places.h"

#include <charconv>

#include "base/text.h"
#include "hallmark/error.h"

namespace hallmark::knowledge {

namespace {

ShardPlace port_from(std::string_view text, const SourceLocation& where) {
  const std::size_t colon = text.rfind(':');
  ShardPlace place{ShardPlace::Kind::port, std::string(text.substr(0, colon))};
  const std::string_view digits = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place.port);
  if (error != std::errc() || end != digits.data() + digits.size() || place.port == 0 || place.port > 65535)
    throw Error(ExitCode::configuration, fmt::format("“{}” is no HOST:PORT.", make_valid_utf8(text)),
                {"Write it as 127.0.0.1:7001."}, where);
  if (place.name != "127.0.0.1" && place.name != "localhost" && place.name != "::1")
    throw Error(ExitCode::configuration,
                fmt::format("“{}” is another machine, and xapian-tcpsrv neither encrypts nor asks who calls.",
                            make_valid_utf8(place.name)),
                {"Write “remote :ssh MACHINE xapian-progsrv INDEX”."}, where);
  return place;
}

ShardPlace program_from(std::string_view text, const SourceLocation& where) {
  const std::size_t space = text.find(' ');
  ShardPlace place{ShardPlace::Kind::program, std::string(text.substr(0, space))};
  if (space != std::string_view::npos) place.arguments = trim(text.substr(space));
  if (place.name.empty()) throw Error(ExitCode::configuration, "No program is named after “remote :”.", {}, where);
  return place;
}

}  // namespace

std::string ShardPlace::words() const {
  switch (kind) {
    case Kind::folder:
      return name;
    case Kind::port:
      return fmt::format("{}:{}", name, port);
    case Kind::program:
      return name + " " + arguments;
  }
  return name;
}

std::vector<ShardPlace> read_shard_places(const FileSystem& files, const std::string& path) {
  const std::string text = files.read(path);
  std::vector<ShardPlace> places;
  int number = 0;
  for (const std::string_view whole : split(text, '\n')) {
    const SourceLocation where{path, ++number, 0};
    const std::string_view line = trim(whole);
    if (line.empty() || line.starts_with('#')) continue;
    constexpr std::string_view folder = "auto ", program = "remote :", port = "remote ";
    if (line.starts_with(folder))
      places.push_back({ShardPlace::Kind::folder, join_path(parent_folder(path), trim(line.substr(folder.size())))});
    else if (line.starts_with(program))
      places.push_back(program_from(line.substr(program.size()), where));
    else if (line.starts_with(port))
      places.push_back(port_from(trim(line.substr(port.size())), where));
    else
      throw Error(ExitCode::configuration, "This line names no shard.",
                  {"Write “auto FOLDER”, “remote HOST:PORT” or “remote :PROGRAM ARGUMENTS”."}, where);
  }
  if (places.empty()) throw Error(ExitCode::configuration, "This file names no shard.", {}, {path});
  return places;
}

}  // namespace hallmark::knowledge
