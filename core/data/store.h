// The data room's front door: import records into columns, then query them.
//
//   const auto schemas = load_schemas(disk(), hallmark_home() + "/knowledge_base/datasets");
//   Store store = import({{find_schema(schemas, "police_street_crime"), {"data/"}}}, areas, options);
//   QueryResult result = store.executor().run(query);
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "data/areas.h"
#include "data/schema.h"
#include "hallmark/data.h"

namespace hallmark::data {

// A dataset and where its files are: folders (searched at any depth for file names the schema recognises), CSV files,
// zips as downloaded. A CSV named directly is read whatever its name. The dataset `population` without paths is filled
// from the area sources.
struct DatasetSource {
  DatasetSchema schema;
  std::vector<std::string> paths;
};

struct ImportOptions {
  unsigned threads = 2;
  bool hash_files = false;           // SHA-256 of every file as received, computed beside the reading
  std::vector<std::string> columns;  // dimensions to load, derived ones included; empty: all that may be stored.
                                     // Every row is validated either way.
  bool hash_identifiers = false;     // keep 64-bit hashes of identifiers in memory, for duplicates and distinct()
  bool quarantined_rows = true;      // QuarantinedRow::raw, which no cache repeats, so that such files are read
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  // bytes; called from the importing thread
  // Where columns are kept between runs (".hallmark/columns"); empty: nowhere. Results are the same with and without.
  // Members of zips are kept, and plain files where they are hashed anyway: that costs more than to read them.
  std::string cache_folder;
  std::uint64_t cache_least = 1 << 20;  // bytes of records below which a cache saves nothing
  // Bytes read at a time, and bytes of a file that one thread takes on; results never depend on them.
  std::size_t piece_size = 256 << 10;
  std::uint64_t slice_size = 16 << 20;
};

// A file as received. The members of a zip share path, bytes and SHA-256 with it.
struct SourceFile {
  std::string path;
  std::string member;       // name inside the zip; empty for a plain file
  std::uint64_t bytes = 0;  // of the file as received
  std::string sha256;       // of the file as received; empty unless hash_files
  std::uint64_t rows = 0;   // read: kept and quarantined
  std::uint64_t quarantined = 0;
  bool cached = false;  // its columns were kept from an earlier run
};

// A row that broke the schema.
struct QuarantinedRow {
  std::size_t file = 0;    // into DatasetInfo::files
  std::uint64_t line = 0;  // 1-based, where the row starts
  std::string reason;      // "month is not a month", without the row's own values
  std::string raw;         // as read, UTF-8, cut at 4 KiB; empty without ImportOptions::quarantined_rows
};

struct DatasetInfo {
  DatasetSchema schema;
  std::vector<SourceFile> files;  // in the order rows are held: by file name, then path
  std::uint64_t rows = 0;         // read = kept + quarantined
  std::uint64_t kept = 0;
  Coverage coverage;
  std::vector<QuarantinedRow> quarantine;                                            // in file and line order
  std::vector<std::pair<std::string, std::uint64_t>> quarantined_by_reason;          // most frequent first
  std::vector<std::pair<std::string, std::vector<std::string>>> unknown_categories;  // per column: labels outside its
                                                                                     // code list, accepted
  std::vector<std::string> dropped_columns;  // forbidden columns that were read past
  std::vector<std::string> notes;            // sentences on what was found and decided, such as a file held twice
};

class Store {
 public:
  Store();
  ~Store();
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;

  const std::vector<DatasetInfo>& datasets() const;
  const DatasetInfo& dataset(std::string_view name) const;  // Error(configuration) with a suggestion
  const Areas& areas() const;
  // Valid as long as the store. A query that counts identifiers may read records again (Error(ExitCode::input)).
  const Executor& executor() const;
  // Why what was read is not kept for the next run, as a sentence; empty: it is, or was not to be. Waits for the disk.
  std::string cache_fault() const;

  struct Contents;
  explicit Store(std::unique_ptr<Contents> contents);
  const Contents& contents() const { return *contents_; }

 private:
  std::unique_ptr<Contents> contents_;
};

// Reads everything. Throws Error(ExitCode::input) for a path that is missing, unreadable, no CSV or zip, damaged, or
// whose header is not the schema's; Error(ExitCode::no_data) when a dataset's paths hold none of its files.
// The same input gives the same store, whatever the number of threads and the sizes of pieces and slices.
Store import(const std::vector<DatasetSource>& sources, const AreaSources& areas, const ImportOptions& options = {});

// The dimensions that queries name in where, by and measure: what ImportOptions::columns must hold to run them.
std::vector<std::string> dimensions_of(const std::vector<Query>& queries);

// Writes <folder>/<dataset>.csv with file, line, reason and the row as read, atomically; a dataset without quarantined
// rows gets no file, and a file left from an earlier run is removed. Returns the paths written.
std::vector<std::string> write_quarantine(FileSystem& files, const Store& store, const std::string& folder);

}  // namespace hallmark::data
