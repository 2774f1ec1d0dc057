#include "knowledge_base/index.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "knowledge_base/index_generation.h"

namespace hallmark::knowledge {

namespace {

namespace fs = std::filesystem;

// Changes whenever documents are made by other rules, so that an older index is made anew.
constexpr std::string_view rules = "3";
constexpr std::string_view stub = "XAPIANDB", sources = "sources";

constexpr const char* elsewhere =
    "Choose another place with `hallmark index --out DIR`, and search it with `hallmark search --index DIR`.";

void make_place(FileSystem& files, const std::string& index) {
  try {
    files.make_folders(index);
  } catch (const Error& error) {
    throw Error(error.code(), error.diagnostic().sentence, {elsewhere});
  }
}

class Lock {
 public:
  explicit Lock(const std::string& path) : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
    if (descriptor_ < 0) throw Error(ExitCode::output, "The index cannot be written here.", {elsewhere}, {path});
  }
  ~Lock() { ::close(descriptor_); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

  // Whether it is held now; one that waits always holds it in the end.
  bool take(Busy busy) { return ::flock(descriptor_, busy == Busy::wait ? LOCK_EX : LOCK_EX | LOCK_NB) == 0; }

 private:
  int descriptor_;
};

// What XAPIANDB says: the generation in use and how many shards it has; nothing before the first build.
struct InUse {
  unsigned long number = 0;
  std::size_t shards = 0;
};

std::string generation_name(unsigned long number) {
  return fmt::format("generation-{}", number);
}

// Folders of a generation's databases, below the index.
std::vector<std::string> database_names(const InUse& of) {
  if (of.shards == 1) return {generation_name(of.number)};
  std::vector<std::string> names;
  for (std::size_t shard = 1; shard <= of.shards; ++shard)
    names.push_back(fmt::format("{}/shard-{}", generation_name(of.number), shard));
  return names;
}

std::string stub_text(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += fmt::format("auto {}\n", name);
  return text;
}

std::optional<InUse> in_use(const FileSystem& files, const std::string& index) {
  const std::string path = join_path(index, stub);
  if (!files.exists(path)) return std::nullopt;
  const std::string text = files.read(path);
  InUse use;
  use.shards = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  constexpr std::string_view start = "auto generation-";
  if (text.starts_with(start)) use.number = std::strtoul(text.c_str() + start.size(), nullptr, 10);
  if (use.shards == 0 || use.shards > most_shards || stub_text(database_names(use)) != text)
    throw Error(ExitCode::configuration, "This folder is no index of Hallmark's.", {}, {path});
  return use;
}

// What the XAPIANDB of a shard-K folder says.
std::optional<std::string> shard_in_use(const FileSystem& files, const std::string& folder) {
  const std::string path = join_path(folder, stub);
  if (!files.exists(path)) return std::nullopt;
  const std::string text = files.read(path);
  unsigned long generation = 0, shard = 0;
  if (std::sscanf(text.c_str(), "auto ../generation-%lu/shard-%lu", &generation, &shard) != 2) return std::nullopt;
  const std::string name = fmt::format("../{}/shard-{}", generation_name(generation), shard);
  return stub_text({name}) == text ? std::optional(name) : std::nullopt;
}

// What a killed builder left and what nobody opens any more. Open files stay readable until they are closed.
void remove_all_but(const std::string& index, const InUse& keep) {
  std::error_code ignored;  // a generation that cannot be removed only costs space
  for (const auto& entry : fs::directory_iterator(index, ignored)) {
    const std::string name = entry.path().filename().string();
    const bool unfinished = (name.find(stub) != std::string::npos && name != stub) ||
                            (name.starts_with(sources) && name != sources);  // of a killed write
    const bool old = name.starts_with("generation-") && name != generation_name(keep.number);
    const bool shard =
        name.starts_with("shard-") && (keep.shards == 1 || std::strtoul(name.c_str() + 6, nullptr, 10) > keep.shards);
    if (unfinished || old || shard) fs::remove_all(entry.path(), ignored);
  }
}

// Each of several shards under a name of its own; then what is no longer named is removed.
void settle(FileSystem& files, const std::string& index, const InUse& use) {
  for (std::size_t shard = 1; use.shards > 1 && shard <= use.shards; ++shard) {
    const std::string folder = join_path(index, fmt::format("shard-{}", shard));
    files.make_folders(folder);
    files.write_atomically(join_path(folder, stub), stub_text({"../" + database_names(use)[shard - 1]}));
  }
  remove_all_but(index, use);
}

// Which shard holds a study: always the same, whatever other studies there are.
std::size_t shard_of(const std::string& id, std::size_t shards) {
  return shards == 1 ? 0 : std::stoull(sha256(id).substr(0, 8), nullptr, 16) % shards;
}

std::string rules_of(const FileSystem& files, const IndexRequest& request) {
  return sha256(fmt::format("{}\n{}\n{}", rules, files.read(request.standard), files.read(request.vocabulary)));
}

// Names, sizes and times of all files an index is made from.
std::string fingerprint(const IndexRequest& request) {
  std::vector<std::string> lines;
  std::error_code error;
  const auto add = [&](const fs::path& path) {
    const auto size = fs::file_size(path, error);
    const auto time = fs::last_write_time(path, error);
    if (!error) lines.push_back(fmt::format("{}\t{}\t{}", path.string(), size, time.time_since_epoch().count()));
  };
  for (const auto& entry : fs::recursive_directory_iterator(request.studies, error))
    if (entry.path().extension() == ".md") add(entry.path());
  add(request.standard);
  add(request.vocabulary);
  std::sort(lines.begin(), lines.end());
  return sha256(std::string(rules) + join(lines, "\n"));
}

// Writes the next generation; the earlier one stays in use where nothing changed.
InUse write_generation(FileSystem& files, const IndexRequest& request, const Library& library,
                       const EvidenceStandard& standard, const std::optional<InUse>& earlier, const std::string& build,
                       IndexChanges& changes) {
  const InUse next{earlier ? earlier->number + 1 : 1, request.shards > 0 ? request.shards
                                                      : earlier          ? earlier->shards
                                                                         : 1};
  std::vector<std::vector<const CaseStudy*>> spread(next.shards);
  for (const CaseStudy& study : library.studies) spread[shard_of(study.id, next.shards)].push_back(&study);
  const bool same_shards = earlier && earlier->shards == next.shards;
  const std::string rules_now = rules_of(files, request);
  const auto path_in = [&](const InUse& use, std::size_t shard) {
    return join_path(request.index, database_names(use)[shard]);
  };
  std::vector<Generation> parts;
  for (std::size_t shard = 0; shard < next.shards; ++shard) {
    parts.emplace_back(path_in(next, shard), same_shards ? std::optional(path_in(*earlier, shard)) : std::nullopt,
                       rules_now);
    parts.back().compare(spread[shard], changes);
    changes.from_scratch = parts.back().from_scratch();
  }
  for (std::vector<std::string>* ids : {&changes.added, &changes.changed, &changes.removed})
    std::sort(ids->begin(), ids->end());
  if (std::none_of(parts.begin(), parts.end(), [](const Generation& part) { return part.has_changes(); }))
    return *earlier;
  if (next.shards > 1) files.make_folders(join_path(request.index, generation_name(next.number)));
  std::vector<std::string> written;
  for (std::size_t shard = 0; shard < next.shards; ++shard) {
    parts[shard].write(standard, build, next.shards == 1 ? "" : fmt::format("{}/{}", shard + 1, next.shards));
    for (const std::string& name : files.list(path_in(next, shard)))
      written.push_back(join_path(path_in(next, shard), name));
  }
  files.flush(written);
  return next;
}

// A folder somebody uses for something else is not written into.
void check_is_ours(const FileSystem& files, const std::string& index) {
  for (const std::string& name : files.list(index))
    if (name.find(stub) == std::string::npos && name != "lock" && !name.starts_with(sources) &&
        !name.starts_with("generation-") && !name.starts_with("shard-"))
      throw Error(ExitCode::configuration, fmt::format("This folder holds “{}” and is no index.", name),
                  {"Give an empty folder, or one that does not exist yet."}, {index});
}

std::string cache_folder() {
  for (const auto& [variable, below] : {std::pair{"XDG_CACHE_HOME", "hallmark"}, {"HOME", ".cache/hallmark"}})
    if (const char* folder = std::getenv(variable); folder != nullptr && *folder == '/')
      return join_path(folder, below);
  return join_path(fs::temp_directory_path().string(), fmt::format("hallmark-{}", ::getuid()));
}

}  // namespace

IndexRequest index_request(const FileSystem& files, const std::string& base, const std::string& index) {
  if (!files.is_folder(base))
    throw Error(ExitCode::input, "There is no such folder of case studies.", {"Give it with --base DIR."}, {base});
  const auto own_or_shipped = [&](const char* name) {
    const std::string own = join_path(base, name);
    return files.exists(own) ? own : join_path(hallmark_home(), std::string("knowledge_base/") + name);
  };
  const std::string studies = join_path(base, "case_studies");
  IndexRequest request{files.is_folder(studies) ? studies : base, own_or_shipped("evidence_standard.yaml"),
                       own_or_shipped("vocabulary.yaml"), index};
  if (index.empty())
    request.index =
        join_path(cache_folder(), "index-" + sha256(fs::absolute(base).lexically_normal().string()).substr(0, 16));
  return request;
}

std::optional<IndexChanges> build_index_unless_busy(FileSystem& files, const IndexRequest& request, Busy busy) {
  make_place(files, request.index);
  check_is_ours(files, request.index);
  Lock lock(join_path(request.index, "lock"));
  if (!lock.take(busy)) return std::nullopt;
  IndexChanges changes;
  try {
    const std::string seen = fingerprint(request);  // before reading: what changes meanwhile is noticed next time
    const Library library = load_library(files, request.studies, load_vocabulary(files, request.vocabulary));
    const EvidenceStandard standard = load_evidence_standard(files, request.standard);
    const std::optional<InUse> earlier = in_use(files, request.index);
    settle(files, request.index, earlier.value_or(InUse{}));
    const InUse next = write_generation(files, request, library, standard, earlier, seen, changes);
    changes.refused = library.refused;
    if (!earlier || next.number != earlier->number) {
      files.write_atomically(join_path(request.index, stub), stub_text(database_names(next)));
      settle(files, request.index, next);
    }
    files.write_atomically(join_path(request.index, sources), seen);
  } catch (const Xapian::Error& error) {
    throw Error(ExitCode::output, fmt::format("The index could not be written: {}.", error.get_msg()),
                {"The earlier one, if any, still answers."}, {request.index});
  } catch (const fs::filesystem_error& error) {
    throw Error(ExitCode::output, fmt::format("The index could not be written: {}.", error.code().message()),
                {"The earlier one, if any, still answers."}, {request.index});
  }
  return changes;
}

IndexChanges build_index(FileSystem& files, const IndexRequest& request) {
  if (std::optional<IndexChanges> changes = build_index_unless_busy(files, request)) return *std::move(changes);
  throw Error(ExitCode::output, "Another process is building this index.",
              {"Wait until it is done; searching works meanwhile."}, {request.index});
}

std::vector<std::string> databases_in_use(const FileSystem& files, const std::string& index) {
  if (const std::optional<std::string> one = shard_in_use(files, index)) return {join_path(index, *one)};
  const std::optional<InUse> use = in_use(files, index);
  if (!use) return {};
  std::vector<std::string> paths;
  for (const std::string& name : database_names(*use)) paths.push_back(join_path(index, name));
  return paths;
}

bool is_current(const FileSystem& files, const IndexRequest& request) {
  const std::vector<std::string> paths = databases_in_use(files, request.index);
  if (paths.empty()) return false;
  try {
    const Xapian::Database opens(paths[0]);
  } catch (const Xapian::Error&) {
    return false;
  }
  const std::string seen = join_path(request.index, sources);
  return files.exists(seen) && files.read(seen) == fingerprint(request);
}

}  // namespace hallmark::knowledge
