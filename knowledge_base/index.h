// The search index of a folder of case studies (Xapian). It is disposable: everything in it comes from the files, and
// `hallmark index` makes it again.
//
// An index is a folder:
//   XAPIANDB       names the generation in use; Xapian itself opens the folder through it
//   generation-N/  a complete database, or one folder a shard with a database each; the newest is the one in use
//   shard-K/       names the K-th of several shards, so that xapian-tcpsrv has a path that stays
//   sources        hash of the names, sizes and times of the files it was last found to hold
//   lock           held by the one builder
// A build writes a new generation beside the old one and then replaces XAPIANDB by rename. Killed at any moment, the
// old generation still answers; a reader that has opened one keeps it until it is done. Where no study changed, no
// generation is written.
//
// The studies are held in memory while an index is written, bodies and all: a hundred thousand of 2.5 KB took 0.7 GB,
// as much as the index takes on the disk. A file over a megabyte is refused, so ten thousand of the largest allowed
// take ten; the studies of a country are some thousands.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "hallmark/error.h"

namespace hallmark::knowledge {

struct IndexRequest {
  std::string studies;     // folder of .md files
  std::string standard;    // evidence_standard.yaml
  std::string vocabulary;  // vocabulary.yaml
  std::string index;       // folder of the index
  std::size_t shards = 0;  // how many databases the studies are spread over; 0: as many as now, at first one
};
inline constexpr std::size_t most_shards = 64;

// `base` is a knowledge base (a folder holding case_studies/) or any folder of .md files; evidence_standard.yaml and
// vocabulary.yaml may stand in it, else the shipped ones count. An empty `index`: a folder of its own in
// $XDG_CACHE_HOME/hallmark, else ~/.cache/hallmark. Error(ExitCode::input) when there is no such folder.
IndexRequest index_request(const FileSystem& files, const std::string& base, const std::string& index = {});

struct IndexChanges {
  std::vector<std::string> added, changed, removed;  // ids, sorted
  std::vector<Diagnostic> refused;                   // files left out, each a sentence
  std::size_t studies = 0;                           // in the index now
  bool from_scratch = false;                         // no earlier index, or one made by other rules
  bool none() const { return !from_scratch && added.empty() && changed.empty() && removed.empty(); }
};

// Builds or refreshes; writes nothing but `sources` where nothing changed. Error(ExitCode::output) when another process
// is building it or the folder cannot be written; Error(ExitCode::configuration) when the folder holds something that
// is no index.
IndexChanges build_index(FileSystem& files, const IndexRequest& request);
// The same, but where another process is building it: nothing at once, or the changes that are left once it is done.
enum class Busy { leave, wait };
std::optional<IndexChanges> build_index_unless_busy(FileSystem& files, const IndexRequest& request,
                                                    Busy busy = Busy::leave);

// Paths of the databases in use, one a shard; none before the first build. Error(ExitCode::configuration) when XAPIANDB
// names anything else than a generation: Xapian would open other places and start programs.
std::vector<std::string> databases_in_use(const FileSystem& files, const std::string& index);

// Whether the index was made from the files as they are now, by their names, sizes and times.
bool is_current(const FileSystem& files, const IndexRequest& request);

}  // namespace hallmark::knowledge
