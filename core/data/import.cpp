#include <algorithm>
#include <atomic>
#include <map>
#include <optional>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "data/column_cache.h"
#include "data/contents.h"
#include "data/coverage.h"
#include "data/discovery.h"
#include "data/file_state.h"
#include "data/residents.h"
#include "data/row_reader.h"
#include "data/work.h"

namespace hallmark::data {

namespace {

// A file being read: its slices are read by different threads and checked against one another afterwards.
struct FileReading {
  InputFile input;
  Header header;
  std::vector<Slice> slices;
  std::vector<SliceRows> rows;  // beside slices
  std::string slot, key;        // in the cache; no key: it is not to be kept
  FileStamp stamp;              // of a plain file, before it was hashed
  std::optional<CachedFile> cached;
};

struct DatasetReading {
  DatasetSource source;
  ReadingPlan plan;
  std::vector<FileReading> files;
  std::vector<std::string> notes;
};

class Import {
 public:
  Import(const std::vector<DatasetSource>& sources, const AreaSources& areas, const ImportOptions& options)
      : options_(options), areas_(areas), contents_(std::make_unique<Store::Contents>()) {
    contents_->areas = load_areas(disk(), areas);
    contents_->threads = std::max(1u, options.threads);
    for (const auto& source : sources) add(source);
    for (const auto& reading : readings_)
      for (const auto& file : reading.files) bytes_total_ += file.input.bytes;
    if (!options.cache_folder.empty() && bytes_total_ >= options.cache_least) cache_.emplace(options.cache_folder);
  }

  std::unique_ptr<Store::Contents> run() {
    workers_.resize(contents_->threads);
    for (auto& worker : workers_) worker.readers.resize(readings_.size());
    look_up_plain_files();
    plan_tasks();
    run_tasks(
        tasks_.size(), contents_->threads,
        [this](std::size_t task, unsigned worker) { run_task(tasks_[task], workers_[worker]); },
        [this] {
          if (options_.progress) options_.progress(bytes_done_.load(), bytes_total_);
        });
    for (std::size_t d = 0; d < readings_.size(); ++d) finish(d);
    unchanged_.check();
    count_identifiers_of_files();
    contents_->executor = make_executor(*contents_);
    keep();
    return std::move(contents_);
  }

 private:
  struct Task {
    enum class Kind { hash, slice, member } kind;
    std::size_t dataset = 0, file = 0, slice = 0;
    std::string path;  // hash
  };

  struct Worker {
    std::vector<std::unique_ptr<RowReader>> readers;  // per dataset
    std::vector<std::shared_ptr<Arena>> arenas;
    std::map<std::string, std::unique_ptr<Archive>> archives;
    MemberBytes bytes;
    std::vector<char> room;       // of windows over files
    std::shared_ptr<Arena> kept;  // of cached files

    Arena& arena_of_kept() {
      if (!kept) arenas.push_back(kept = std::make_shared<Arena>());
      return *kept;
    }
  };

  void add(const DatasetSource& source) {
    const auto& schema = source.schema;
    std::vector<std::string> wanted;
    if (options_.columns.empty())
      for (const auto& column : schema.columns) wanted.push_back(column.name);
    else
      wanted = columns_behind(schema, options_.columns);
    DatasetReading reading{source, ReadingPlan(schema, wanted, options_.hash_identifiers), {}, {}};
    Discovery found;
    if (schema.name == "population" && source.paths.empty()) {
      InputFile file;
      file.path = contents_->areas.residents_source;
      file.name = file_name(file.path);
      file.text = std::make_shared<std::string>(population_csv(contents_->areas));
      file.bytes = file.text->size();
      found.files.push_back(std::move(file));
    } else {
      found = discover(schema, source.paths);
    }
    reading.notes = std::move(found.notes);
    for (const auto& file : found.files) unchanged_.add(file.path);
    for (auto& file : found.files) reading.files.emplace_back().input = std::move(file);
    readings_.push_back(std::move(reading));
  }

  // Plain files whose hash is asked for anyway are known by it before they are read.
  void look_up_plain_files() {
    if (!cache_ || !options_.hash_files) return;
    std::vector<std::pair<std::size_t, FileReading*>> found;
    for (std::size_t d = 0; d < readings_.size(); ++d)
      for (FileReading& file : readings_[d].files)
        if (!file.input.in_archive && !file.input.text && hashes_.emplace(file.input.path, "").second)
          found.emplace_back(d, &file);
    run_tasks(found.size(), contents_->threads, [&](std::size_t task, unsigned worker) {
      auto& [dataset, file] = found[task];
      file->stamp = stamp_of(file->input.path);
      hash_file(file->input.path);
      look_up(dataset, *file, hashes_.at(file->input.path), workers_[worker]);
    });
  }

  bool look_up(std::size_t dataset, FileReading& file, const std::string& sha, Worker& worker) const {
    const ReadingPlan& plan = readings_[dataset].plan;
    file.key = ColumnCache::key(plan.schema, file.input, sha);
    if (file.key.empty()) return false;
    file.slot = ColumnCache::slot(plan.schema, file.input);
    file.cached = cache_->read(file.slot, file.key, plan, worker.arena_of_kept());
    if (file.cached && options_.quarantined_rows && !file.cached->quarantine.empty()) file.cached.reset();
    return file.cached.has_value();
  }

  void plan_tasks() {
    for (auto& reading : readings_)
      for (const auto& file : reading.files)
        if (options_.hash_files && hashes_.emplace(file.input.path, "").second)
          tasks_.push_back({Task::Kind::hash, 0, 0, 0, file.input.path});
    for (std::size_t d = 0; d < readings_.size(); ++d)
      for (std::size_t f = 0; f < readings_[d].files.size(); ++f) {
        FileReading& file = readings_[d].files[f];
        if (file.cached) {
          bytes_done_ += file.input.bytes;
          continue;
        }
        if (file.input.in_archive || file.input.text) {
          file.slices.resize(1);
          tasks_.push_back({Task::Kind::member, d, f, 0, {}});
        } else {
          plan_slices(file, readings_[d].plan.schema);
          for (std::size_t s = 0; s < file.slices.size(); ++s) tasks_.push_back({Task::Kind::slice, d, f, s, {}});
        }
        file.rows.resize(file.slices.size());
      }
  }

  void plan_slices(FileReading& file, const DatasetSchema& schema) const {
    const std::uint64_t slice_size = std::max<std::uint64_t>(1, options_.slice_size);
    FileWindow window(file.input.path);
    file.header = read_header(schema, window, file.input.path);
    for (std::uint64_t at = file.header.end; at == file.header.end || at < window.total(); at += slice_size)
      file.slices.push_back({at, std::min(window.total(), at + slice_size), at == file.header.end});
  }

  void run_task(const Task& task, Worker& worker) {
    if (task.kind == Task::Kind::hash) {
      hash_file(task.path);
      return;
    }
    FileReading& file = readings_[task.dataset].files[task.file];
    RowReader& reader = reader_of(task.dataset, worker);
    if (task.kind == Task::Kind::slice) {
      FileWindow window(file.input.path, &worker.room);
      file.rows[task.slice] = reader.read(window, file.header, file.input.month, file.slices[task.slice]);
    } else {
      if (!load(task.dataset, file, worker)) {
        bytes_done_ += file.input.bytes;
        return;
      }
      MemoryWindow window(worker.bytes.data(), worker.bytes.size());
      file.header = read_header(readings_[task.dataset].plan.schema, window, display_name(file.input));
      file.slices[0] = {file.header.end, window.total(), true};
      file.rows[0] = reader.read(window, file.header, file.input.month, file.slices[0]);
    }
    bytes_done_ += file.slices[task.slice].end - file.slices[task.slice].begin;
  }

  RowReader& reader_of(std::size_t dataset, Worker& worker) {
    auto& reader = worker.readers[dataset];
    if (!reader) {
      worker.arenas.push_back(std::make_shared<Arena>());
      reader = std::make_unique<RowReader>(readings_[dataset].plan, worker.arenas.back(), options_.piece_size);
    }
    return *reader;
  }

  // Into the worker's bytes; false where the cache had what would be read from them.
  bool load(std::size_t dataset, FileReading& file, Worker& worker) const {
    const InputFile& input = file.input;
    if (input.text) {
      std::copy(input.text->begin(), input.text->end(), worker.bytes.resize(input.text->size()));
      return true;
    }
    auto& archive = worker.archives[input.path];
    if (!archive) archive = std::make_unique<Archive>(input.path);
    const std::string_view received = archive->fetch(input.member);
    if (cache_ && look_up(dataset, file, sha256(received), worker)) return false;
    archive->inflate(input.member, worker.bytes);
    return true;
  }

  static std::string display_name(const InputFile& input) {
    return input.in_archive ? input.path + ": " + input.member.name : input.path;
  }

  void hash_file(const std::string& path) { hashes_.find(path)->second = sha256_of_file(path); }

  // A slice was begun at the first line feed it met. Where that stood inside quotes, the slice before knows better:
  // its end is where the next row starts, and the slice is read again from there.
  void join_slices(std::size_t dataset, FileReading& file) {
    std::uint64_t expected = file.slices[0].begin;
    for (std::size_t s = 0; s < file.slices.size(); ++s) {
      SliceRows& rows = file.rows[s];
      if (expected >= file.slices[s].end) {
        rows = {};
        continue;
      }
      if (rows.begin != expected) {
        FileWindow window(file.input.path);
        rows = reader_of(dataset, workers_[0])
                   .read(window, file.header, file.input.month, {expected, file.slices[s].end, true});
      }
      expected = rows.end;
    }
  }

  void finish(std::size_t d) {
    DatasetReading& reading = readings_[d];
    DatasetInfo info;
    Table table;
    info.schema = table.schema = reading.plan.schema;
    info.notes = std::move(reading.notes);
    std::set<std::string> dropped;
    bool all_read = true;
    for (auto& file : reading.files) {
      if (file.cached) {
        take_cached(file);
        all_read = false;
      } else {
        join_slices(d, file);
      }
      dropped.insert(file.header.dropped.begin(), file.header.dropped.end());
      add_rows(file, info, table);
    }
    info.dropped_columns.assign(dropped.begin(), dropped.end());
    for (std::size_t c = 0; c < reading.plan.columns.size(); ++c) {
      const auto& column = reading.plan.columns[c];
      if (!column.kept) continue;
      CoordinateRange range;
      for (const auto& worker : workers_)
        if (worker.readers[d]) range.add(worker.readers[d]->range(c));
      for (const auto& file : reading.files)
        if (file.cached) range.add(file.cached->ranges[c]);
      table.columns.push_back({column.schema_column, column.storage, column.dictionary, range});
    }
    for (auto& file : reading.files)
      if (file.cached) table.memory.push_back(std::move(file.cached->memory));
    if (!all_read && std::any_of(table.columns.begin(), table.columns.end(),
                                 [](const TableColumn& column) { return column.storage == Storage::hash; }))
      table.read_again = reading_again(reading.source, info);
    for (auto& worker : workers_) table.memory.insert(table.memory.end(), worker.arenas.begin(), worker.arenas.end());
    info.kept = table.rows;
    if (info.rows != info.kept + info.quarantine.size())
      throw std::logic_error("rows read are not rows kept and rows quarantined");
    count_reasons(info);
    cover(info, table);
    report_unknown(info, table);
    contents_->datasets.push_back(std::move(info));
    contents_->tables.push_back(std::move(table));
  }

  // As if its rows had been read now.
  static void take_cached(FileReading& file) {
    SliceRows& rows = file.rows.emplace_back();
    rows.rows = file.cached->rows;
    rows.segments = std::move(file.cached->segments);
    rows.quarantine = std::move(file.cached->quarantine);
    file.header.dropped = file.cached->dropped;
  }

  // `info`: what the import found; the same records must still be there.
  std::function<Table()> reading_again(const DatasetSource& source, const DatasetInfo& info) const {
    ImportOptions options = options_;
    options.cache_folder.clear();
    options.progress = {};
    return [options, source, areas = areas_, rows = info.rows, files = info.files] {
      const auto contents = Import({source}, areas, options).run();
      const DatasetInfo& now = contents->datasets[0];
      bool same = now.rows == rows && now.files.size() == files.size();
      for (std::size_t f = 0; same && f < files.size(); ++f) same = now.files[f].sha256 == files[f].sha256;
      if (!same)
        throw Error(ExitCode::input,
                    fmt::format("The records of {} changed while they were in use.", source.schema.name),
                    {"Run the command again."});
      return std::move(contents->tables[0]);
    };
  }

  void count_identifiers_of_files() {
    std::vector<std::pair<std::size_t, std::size_t>> read;
    for (std::size_t d = 0; d < readings_.size(); ++d)
      for (std::size_t f = 0; f < readings_[d].files.size(); ++f) {
        if (std::optional<CachedFile>& cached = readings_[d].files[f].cached)
          contents_->tables[d].files[f].identifiers = std::move(cached->identifiers);
        else
          read.emplace_back(d, f);
      }
    run_tasks(read.size(), contents_->threads, [&](std::size_t task, unsigned) {
      const Table& table = contents_->tables[read[task].first];
      TableFile& file = contents_->tables[read[task].first].files[read[task].second];
      file.identifiers = count_identifiers(table, file);
    });
  }

  // Writes what was read to the cache, beside whatever comes next. Only whole imports are kept: one that loads some
  // columns would hide the others.
  void keep() {
    if (!cache_ || !options_.columns.empty() || !options_.hash_identifiers) return;
    std::vector<KeptFile> kept;
    for (std::size_t d = 0; d < readings_.size(); ++d) {
      const DatasetInfo& info = contents_->datasets[d];
      auto row = info.quarantine.begin();
      for (std::size_t f = 0; f < readings_[d].files.size(); ++f) {
        FileReading& file = readings_[d].files[f];
        std::vector<BrokenRow> quarantine;
        for (; row != info.quarantine.end() && row->file == f; ++row)
          quarantine.push_back({row->line, row->reason, {}});
        if (file.cached || file.key.empty()) continue;
        // What was read must be what was hashed.
        if (!file.input.in_archive && file.stamp != stamp_of(file.input.path)) continue;
        const TableFile& columns = contents_->tables[d].files[f];
        kept.push_back({file.slot,
                        file.key,
                        &contents_->tables[d],
                        columns.first,
                        columns.end,
                        {info.files[f].rows, std::move(quarantine), file.header.dropped, columns.identifiers}});
      }
    }
    if (kept.empty()) return;
    contents_->keeping =
        std::async(std::launch::async, [cache = *cache_, kept = std::move(kept)] { return cache.write(kept); }).share();
  }

  void add_rows(FileReading& file, DatasetInfo& info, Table& table) {
    const auto index = info.files.size();
    SourceFile source{file.input.path, file.input.member.name, file.input.bytes, {}, 0, 0};
    if (file.input.in_archive || file.input.text) source.bytes = FileWindow(file.input.path).total();
    if (options_.hash_files) source.sha256 = hashes_.at(file.input.path);
    source.cached = file.cached.has_value();
    // A cached file's lines are counted from its start.
    std::uint64_t line = file.cached ? 0 : file.header.lines + 1;
    const std::size_t first = table.segments.size();
    for (auto& rows : file.rows) {
      for (auto& segment : rows.segments) {
        segment.file = static_cast<std::uint32_t>(index);
        table.segments.push_back(segment);
        table.rows += segment.rows;
      }
      std::sort(rows.quarantine.begin(), rows.quarantine.end(),
                [](const BrokenRow& a, const BrokenRow& b) { return a.line < b.line; });
      for (auto& row : rows.quarantine)
        info.quarantine.push_back({index, line + row.line, std::move(row.reason), std::move(row.raw)});
      source.quarantined += rows.quarantine.size();
      source.rows += rows.rows;
      line += rows.lines;
    }
    if (source.rows == 0 && !file.input.text)
      info.notes.push_back(fmt::format("“{}” holds no rows.", display_name(file.input)));
    table.files.push_back({first, table.segments.size(), {}});
    info.rows += source.rows;
    info.files.push_back(std::move(source));
    file.rows.clear();
  }

  const ImportOptions& options_;
  const AreaSources& areas_;
  std::unique_ptr<Store::Contents> contents_;
  std::vector<DatasetReading> readings_;
  std::vector<Task> tasks_;
  std::vector<Worker> workers_;
  std::map<std::string, std::string> hashes_;  // per path; keys are set before the threads start
  std::atomic<std::uint64_t> bytes_done_{0};
  std::uint64_t bytes_total_ = 0;
  UnchangedFiles unchanged_;
  std::optional<ColumnCache> cache_;
};

}  // namespace

Store import(const std::vector<DatasetSource>& sources, const AreaSources& areas, const ImportOptions& options) {
  return Store(Import(sources, areas, options).run());
}

}  // namespace hallmark::data
