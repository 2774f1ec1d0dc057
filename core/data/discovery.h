// Which files hold a dataset's records.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "data/archive.h"
#include "data/schema.h"

namespace hallmark::data {

struct InputFile {
  std::string path;
  std::string name;   // without folders: what files are ordered by
  std::string month;  // stated by the name, or empty
  bool in_archive = false;
  ArchiveMember member;               // in_archive
  std::uint64_t bytes = 0;            // of records: the file's or the member's
  std::string container;              // the folder or zip it was found in, as named
  std::shared_ptr<std::string> text;  // records made from area sources: the file itself
};

struct Discovery {
  std::vector<InputFile> files;  // ordered by name, then path, then member
  std::vector<std::string> notes;
};

// Throws Error(ExitCode::input) for a path that is missing or unreadable, Error(ExitCode::no_data) when nothing is
// found. A name met twice is read once: of equal bytes any, else the one whose folder or zip reaches the latest month;
// two that differ without that are an error.
Discovery discover(const DatasetSchema& schema, const std::vector<std::string>& paths);

}  // namespace hallmark::data
