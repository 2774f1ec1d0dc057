#include <algorithm>
#include <atomic>
#include <map>
#include <set>

#include "base/csv.h"
#include "base/hash.h"
#include "base/text.h"
#include "data/comparison.h"
#include "data/contents.h"
#include "data/discovery.h"
#include "data/file_state.h"
#include "data/row_reader.h"
#include "data/work.h"

namespace hallmark::data {

namespace {

constexpr std::size_t hash_piece = 512 << 10;

// A file being read: its slices are read by different threads and checked against one another afterwards.
struct FileReading {
  InputFile input;
  Header header;
  std::vector<Slice> slices;
  std::vector<SliceRows> rows;  // beside slices
};

struct DatasetReading {
  ReadingPlan plan;
  std::vector<FileReading> files;
  std::vector<std::string> notes;
};

// Residents as records of the dataset `population`, so that a denominator is a query too. An authority whose LSOAs all
// have counts of their own is held by LSOA, any other by its total.
std::string population_csv(const Areas& areas) {
  std::map<std::string, std::uint64_t> by_lsoa;  // authority code -> residents counted by LSOA
  std::string csv =
      "lsoa,local_authority_code,local_authority,partnership_code,partnership,police_force_area,region,source,"
      "residents\n";
  const auto add = [&](std::string_view lsoa, const LocalAuthority& authority, std::string_view source,
                       std::uint64_t residents) {
    for (const std::string_view field :
         {lsoa, std::string_view(authority.code), std::string_view(authority.name),
          std::string_view(authority.partnership_code), std::string_view(authority.partnership),
          std::string_view(authority.police_force_area), std::string_view(authority.region), source}) {
      append_csv_field(csv, field);
      csv += ',';
    }
    csv += fmt::format("{}\n", residents);
  };
  const std::string source = file_name(areas.residents_source);
  std::map<std::string, std::uint64_t> missing;
  for (const auto& [lsoa, code] : areas.lsoa_authority)
    if (!areas.lsoa_residents.count(lsoa)) ++missing[code];
  for (const auto& [lsoa, residents] : areas.lsoa_residents) {
    const auto found = areas.lsoa_authority.find(lsoa);
    if (found == areas.lsoa_authority.end() || missing.count(found->second)) continue;
    const LocalAuthority* authority = areas.find_authority(found->second);
    if (!authority) continue;
    by_lsoa[authority->code] += residents;
    add(lsoa, *authority, source, residents);
  }
  for (const auto& authority : areas.authorities)
    if (authority.residents > 0 && !by_lsoa.count(authority.code))
      add("", authority, "usual residents " + authority.residents_year, authority.residents);
  return csv;
}

class Import {
 public:
  Import(const std::vector<DatasetSource>& sources, const AreaSources& areas, const ImportOptions& options)
      : options_(options), contents_(std::make_unique<Store::Contents>()) {
    contents_->areas = load_areas(disk(), areas);
    contents_->threads = std::max(1u, options.threads);
    for (const auto& source : sources) add(source);
  }

  std::unique_ptr<Store::Contents> run() {
    plan_tasks();
    workers_.resize(contents_->threads);
    for (auto& worker : workers_) worker.readers.resize(readings_.size());
    run_tasks(
        tasks_.size(), contents_->threads,
        [this](std::size_t task, unsigned worker) { run_task(tasks_[task], workers_[worker]); },
        [this] {
          if (options_.progress) options_.progress(bytes_done_.load(), bytes_total_);
        });
    for (std::size_t d = 0; d < readings_.size(); ++d) finish(d);
    unchanged_.check();
    contents_->executor = make_executor(*contents_);
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
    std::vector<char> room;  // of windows over files
  };

  void add(const DatasetSource& source) {
    const auto& schema = source.schema;
    std::vector<std::string> wanted;
    if (options_.columns.empty())
      for (const auto& column : schema.columns) wanted.push_back(column.name);
    else
      wanted = columns_behind(schema, options_.columns);
    DatasetReading reading{ReadingPlan(schema, wanted, options_.hash_identifiers), {}, {}};
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
    for (auto& file : found.files) reading.files.push_back({std::move(file), {}, {}, {}});
    readings_.push_back(std::move(reading));
  }

  void plan_tasks() {
    std::set<std::string> hashed;
    for (auto& reading : readings_)
      for (const auto& file : reading.files)
        if (options_.hash_files && hashed.insert(file.input.path).second) {
          tasks_.push_back({Task::Kind::hash, 0, 0, 0, file.input.path});
          hashes_[file.input.path];
        }
    for (std::size_t d = 0; d < readings_.size(); ++d)
      for (std::size_t f = 0; f < readings_[d].files.size(); ++f) {
        FileReading& file = readings_[d].files[f];
        bytes_total_ += file.input.bytes;
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
      load(file.input, worker);
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

  static void load(const InputFile& input, Worker& worker) {
    if (input.text) {
      std::copy(input.text->begin(), input.text->end(), worker.bytes.resize(input.text->size()));
      return;
    }
    auto& archive = worker.archives[input.path];
    if (!archive) archive = std::make_unique<Archive>(input.path);
    archive->read(input.member, worker.bytes);
  }

  static std::string display_name(const InputFile& input) {
    return input.in_archive ? input.path + ": " + input.member.name : input.path;
  }

  void hash_file(const std::string& path) {
    FileWindow window(path);
    Sha256 sum;
    for (window.open_at(0, hash_piece); window.size() > 0; window.advance(window.size(), hash_piece))
      sum.add(window.data(), window.size());
    hashes_.find(path)->second = sum.finish();
  }

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
    for (auto& file : reading.files) {
      join_slices(d, file);
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
      table.columns.push_back({column.schema_column, column.storage, column.dictionary, range});
    }
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

  void add_rows(FileReading& file, DatasetInfo& info, Table& table) {
    const auto index = info.files.size();
    SourceFile source{file.input.path, file.input.member.name, file.input.bytes, {}, 0, 0};
    if (file.input.in_archive || file.input.text) source.bytes = FileWindow(file.input.path).total();
    if (options_.hash_files) source.sha256 = hashes_.at(file.input.path);
    std::uint64_t line = file.header.lines + 1;
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
    info.rows += source.rows;
    info.files.push_back(std::move(source));
    file.rows.clear();
  }

  static void count_reasons(DatasetInfo& info) {
    std::map<std::string, std::uint64_t> counts;
    for (const auto& row : info.quarantine) ++counts[row.reason];
    info.quarantined_by_reason.assign(counts.begin(), counts.end());
    std::stable_sort(info.quarantined_by_reason.begin(), info.quarantined_by_reason.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
  }

  // Counts of pairs of codes; a segment of constants is counted whole.
  static std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> count_pairs(const Table& table,
                                                                                      std::size_t first,
                                                                                      std::size_t second) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> counts;
    std::vector<std::uint32_t> a, b;
    for (const auto& segment : table.segments) {
      const auto read = [&](std::size_t column, std::vector<std::uint32_t>& codes) {
        codes.assign(segment.rows, 0);
        if (column != Table::npos) read_codes(segment, column, codes.data());
      };
      const auto constant = [&](std::size_t column) {
        return column == Table::npos || segment.columns[column].width == 0;
      };
      const auto value = [&](std::size_t column) {
        return column == Table::npos ? 0 : segment.columns[column].constant;
      };
      if (constant(first) && constant(second)) {
        counts[{value(first), value(second)}] += segment.rows;
        continue;
      }
      read(first, a);
      read(second, b);
      for (std::size_t r = 0; r < segment.rows; ++r) ++counts[{a[r], b[r]}];
    }
    return counts;
  }

  static void cover(DatasetInfo& info, Table& table) {
    info.coverage.dataset = info.schema.name;
    const SchemaColumn* month = info.schema.find(ColumnType::month);
    if (!month) return;
    const std::size_t months = table.find(month->name), suppliers = table.find(info.schema.supplier_column);
    std::map<std::string, std::map<std::string, std::uint64_t>> rows;  // supplier, month
    std::set<std::string> held;
    for (const auto& [codes, count] : count_pairs(table, suppliers, months)) {
      const std::string supplier =
          suppliers == Table::npos ? info.schema.supplier : table.columns[suppliers].dictionary->label(codes.first);
      const std::string& label = table.columns[months].dictionary->label(codes.second);
      if (label.empty()) continue;
      rows[supplier][label] += count;
      held.insert(label);
    }
    table.months.assign(held.begin(), held.end());
    if (held.empty()) return;
    info.coverage.months = months_of({*held.begin(), *held.rbegin()});
    for (const auto& [supplier, counts] : rows) {
      info.coverage.suppliers.push_back(supplier);
      auto& row = info.coverage.rows.emplace_back();
      for (const auto& label : info.coverage.months) {
        const auto found = counts.find(label);
        row.push_back(found == counts.end() ? 0 : found->second);
      }
    }
  }

  static void report_unknown(DatasetInfo& info, const Table& table) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const auto& column = table.columns[c];
      if (!column.dictionary || info.schema.columns[column.schema_column].codes.empty()) continue;
      std::vector<std::string> unknown = column.dictionary->unknown();
      if (unknown.empty()) continue;
      // Labels of rows that went to quarantine are in the dictionary too.
      std::set<std::string> occurring;
      for (const auto& [codes, count] : count_pairs(table, c, Table::npos))
        occurring.insert(column.dictionary->label(codes.first));
      std::erase_if(unknown, [&](const std::string& label) { return !occurring.count(label); });
      if (!unknown.empty())
        info.unknown_categories.emplace_back(info.schema.columns[column.schema_column].name, std::move(unknown));
    }
  }

  const ImportOptions& options_;
  std::unique_ptr<Store::Contents> contents_;
  std::vector<DatasetReading> readings_;
  std::vector<Task> tasks_;
  std::vector<Worker> workers_;
  std::map<std::string, std::string> hashes_;  // per path; keys are set before the threads start
  std::atomic<std::uint64_t> bytes_done_{0};
  std::uint64_t bytes_total_ = 0;
  UnchangedFiles unchanged_;
};

}  // namespace

Store import(const std::vector<DatasetSource>& sources, const AreaSources& areas, const ImportOptions& options) {
  return Store(Import(sources, areas, options).run());
}

}  // namespace hallmark::data
