#include "knowledge_base/index.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "knowledge_base/index_document.h"

namespace hallmark::knowledge {

namespace {

namespace fs = std::filesystem;

// Changes whenever documents are made by other rules, so that an older index is made anew.
constexpr std::string_view rules = "2";
constexpr std::string_view stub = "XAPIANDB";

class Lock {
 public:
  Lock(const std::string& path, Busy busy) : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
    if (descriptor_ < 0)
      throw Error(ExitCode::output, "The index cannot be written here.", {"Choose another place with --out DIR."},
                  {path});
    if (::flock(descriptor_, busy == Busy::wait ? LOCK_EX : LOCK_EX | LOCK_NB) != 0) {
      ::close(descriptor_);
      throw Error(ExitCode::output, "Another process is building this index.",
                  {"Wait until it is done; searching works meanwhile."}, {parent_folder(path)});
    }
  }
  ~Lock() { ::close(descriptor_); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  int descriptor_;
};

// The generation in use; nothing before the first build.
std::optional<std::string> generation_in_use(const FileSystem& files, const std::string& index) {
  const std::string path = join_path(index, stub);
  if (!files.exists(path)) return std::nullopt;
  const std::string line(trim(files.read(path)));
  if (!line.starts_with("auto generation-") || line.find('/') != std::string::npos)
    throw Error(ExitCode::configuration, "This folder is no index of Hallmark's.", {}, {path});
  return line.substr(5);
}

std::string next_generation(const std::optional<std::string>& last) {
  const unsigned long number =
      last ? std::strtoul(last->c_str() + std::string_view("generation-").size(), nullptr, 10) : 0;
  return fmt::format("generation-{}", number + 1);
}

// What a killed builder left and what nobody opens any more. Open files stay readable until they are closed.
void remove_other_generations(const std::string& index, const std::string& keep) {
  std::error_code ignored;  // a generation that cannot be removed only costs space
  for (const auto& entry : fs::directory_iterator(index, ignored)) {
    const std::string name = entry.path().filename().string();
    const bool unfinished = name.find(stub) != std::string::npos && name != stub;  // of a killed write
    if (unfinished || (name.starts_with("generation-") && name != keep)) fs::remove_all(entry.path(), ignored);
  }
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

// "id<TAB>hash of its file" a line.
std::map<std::string, std::string> manifest_from(std::string_view text) {
  std::map<std::string, std::string> manifest;
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t tab = line.find('\t');
    if (tab != std::string_view::npos) manifest.emplace(line.substr(0, tab), line.substr(tab + 1));
  }
  return manifest;
}

std::string to_text(const std::map<std::string, std::string>& manifest) {
  std::string out;
  for (const auto& [id, hash] : manifest) out += id + "\t" + hash + "\n";
  return out;
}

class Generation {
 public:
  // A copy of the earlier generation, if any was made by the same rules, else empty.
  Generation(const std::string& folder, const std::optional<std::string>& earlier, const std::string& rules_now) {
    if (earlier && made_by(*earlier, rules_now)) {
      fs::copy(*earlier, folder, fs::copy_options::recursive);
      database_.emplace(folder, Xapian::DB_OPEN);
      columns_ = columns_from(database_->get_metadata("columns"));
      manifest_ = manifest_from(database_->get_metadata("manifest"));
      from_scratch_ = false;
    } else {
      database_.emplace(folder, Xapian::DB_CREATE);
      database_->set_metadata("rules", rules_now);
      columns_.areas.emplace_back();
      columns_.rows.emplace_back();
    }
  }

  bool from_scratch() const { return from_scratch_; }

  void bring_up_to_date(const FileSystem& files, const Library& library, const EvidenceStandard& standard,
                        IndexChanges& changes) {
    std::map<std::string, std::string> now;
    DocumentMaker maker(*database_);
    for (const CaseStudy& study : library.studies) {
      const std::string hash = sha256(files.read(study.path));
      now.emplace(study.id, hash);
      const auto before = manifest_.find(study.id);
      if (before != manifest_.end() && before->second == hash) continue;
      (before == manifest_.end() ? changes.added : changes.changed).push_back(study.id);
      put(study, grade(study, standard), maker);
    }
    for (const auto& [id, hash] : manifest_)
      if (!now.contains(id)) changes.removed.push_back(id), remove(id);
    manifest_ = std::move(now);
    std::string labels;
    for (const auto& [label, weight] : standard.weights) labels += fmt::format("{}\t{}\n", label, weight);
    database_->set_metadata("labels", labels);
    changes.studies = manifest_.size();
  }

  void commit(const std::string& fingerprint_now) {
    database_->set_metadata("columns", to_bytes(columns_));
    database_->set_metadata("manifest", to_text(manifest_));
    database_->set_metadata("fingerprint", fingerprint_now);
    database_->commit();
    database_->close();
  }

 private:
  static bool made_by(const std::string& folder, const std::string& rules_now) {
    try {
      return Xapian::Database(folder).get_metadata("rules") == rules_now;
    } catch (const Xapian::Error&) {
      return false;  // damaged: it is made again
    }
  }

  void put(const CaseStudy& study, const Grade& graded, DocumentMaker& maker) {
    const Xapian::docid number = database_->replace_document(id_term(study.id), maker.make(study, graded));
    if (columns_.rows.size() <= number) columns_.rows.resize(number + 1);
    columns_.rows[number] = row_of(study, graded, columns_);
    columns_.rows[number].length = database_->get_doclength(number);
  }

  void remove(const std::string& id) {
    database_->delete_document(id_term(id));
    for (StudyRow& row : columns_.rows)
      if (row.id == id) row = {};
  }

  std::optional<Xapian::WritableDatabase> database_;
  Columns columns_;
  std::map<std::string, std::string> manifest_;
  bool from_scratch_ = true;
};

// A folder somebody uses for something else is not written into.
void check_is_ours(const FileSystem& files, const std::string& index) {
  for (const std::string& name : files.list(index))
    if (name.find(stub) == std::string::npos && name != "lock" && !name.starts_with("generation-"))
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

IndexChanges build_index(FileSystem& files, const IndexRequest& request, Busy busy) {
  files.make_folders(request.index);
  check_is_ours(files, request.index);
  const Lock lock(join_path(request.index, "lock"), busy);
  IndexChanges changes;
  try {
    const std::string seen = fingerprint(request);  // before reading: what changes meanwhile is noticed next time
    const Library library = load_library(files, request.studies, load_vocabulary(files, request.vocabulary));
    const EvidenceStandard standard = load_evidence_standard(files, request.standard);
    const std::optional<std::string> earlier = generation_in_use(files, request.index);
    remove_other_generations(request.index, earlier.value_or(""));
    const std::string name = next_generation(earlier);
    const auto path_of = [&](const std::string& generation) { return join_path(request.index, generation); };
    Generation next(path_of(name), earlier ? std::optional(path_of(*earlier)) : std::nullopt, rules_of(files, request));
    next.bring_up_to_date(files, library, standard, changes);
    next.commit(seen);
    changes.refused = library.refused;
    changes.from_scratch = next.from_scratch();
    files.write_atomically(join_path(request.index, stub), fmt::format("auto {}\n", name));
    remove_other_generations(request.index, name);
  } catch (const Xapian::Error& error) {
    throw Error(ExitCode::output, fmt::format("The index could not be written: {}.", error.get_msg()),
                {"The earlier one, if any, still answers."}, {request.index});
  } catch (const fs::filesystem_error& error) {
    throw Error(ExitCode::output, fmt::format("The index could not be written: {}.", error.code().message()),
                {"The earlier one, if any, still answers."}, {request.index});
  }
  return changes;
}

bool is_current(const IndexRequest& request) {
  try {
    return Xapian::Database(request.index).get_metadata("fingerprint") == fingerprint(request);
  } catch (const Xapian::Error&) {
    return false;
  }
}

}  // namespace hallmark::knowledge
