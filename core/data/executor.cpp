#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"
#include "data/contents.h"
#include "data/cube.h"
#include "data/segment_counter.h"
#include "data/work.h"

namespace hallmark::data {

namespace {

constexpr std::size_t segments_per_task = 64;

// A cube is laid out in full while it is counted: so many cells at most, unless the table has as many rows.
constexpr std::uint64_t usual_cells = 1 << 16, most_cells = 1 << 20;

std::vector<Group> merged(const Plan& plan, std::vector<Counts>& counts) {
  std::vector<Group> groups;
  if (std::any_of(counts.begin(), counts.end(), [](const Counts& each) { return !each.dense.empty(); })) {
    for (Counts& each : counts)
      if (each.dense.empty()) each.lay_out(plan.groups);
    for (std::uint64_t key = 0; key < plan.groups; ++key) {
      std::uint64_t rows = 0;
      for (const auto& each : counts) rows += each.dense[key];
      if (rows > 0) groups.push_back({key, rows, static_cast<double>(rows)});
    }
    return groups;
  }
  for (std::size_t c = 1; c < counts.size(); ++c) {
    counts[c].table.visit([&](const GroupTable::Group& from) {
      auto& group = counts[0].table.find(from.key);
      group.rows += from.rows;
      group.sum += from.sum;
    });
    counts[0].pairs.add(counts[c].pairs);
  }
  const Measure::Kind measure = plan.query->measure.kind;
  counts[0].table.visit([&](const GroupTable::Group& group) {
    const double value = measure == Measure::Kind::sum     ? group.sum
                         : measure == Measure::Kind::count ? static_cast<double>(group.rows)
                                                           : 0.0;
    groups.push_back({group.key, group.rows, value});
  });
  std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) { return a.key < b.key; });
  if (measure == Measure::Kind::distinct) {
    auto group = groups.begin();
    for (const auto& pair : counts[0].pairs.tidy()) {
      while (group->key != pair.first) ++group;
      ++group->value;
    }
  }
  return groups;
}

QueryResult result_of(const Plan& plan, std::vector<Group> groups) {
  if (plan.keys.empty() && groups.empty()) groups.push_back({0, 0, 0.0});
  QueryResult result;
  result.query = plan.query;
  for (const auto& group : groups) {
    result.values.push_back(group.value);
    result.rows.push_back(group.rows);
  }
  for (const Key& key : plan.keys) {
    KeyColumn column;
    column.dimension = key.dimension->name;
    std::vector<std::uint64_t> codes;
    for (const auto& group : groups) codes.push_back(group.key / key.stride % key.dimension->codes);
    std::vector<std::uint64_t> occurring = codes;
    std::sort(occurring.begin(), occurring.end());
    occurring.erase(std::unique(occurring.begin(), occurring.end()), occurring.end());
    for (const std::uint64_t code : occurring) column.labels.push_back(key.dimension->label(code));
    for (const std::uint64_t code : codes)
      column.codes.push_back(
          static_cast<std::uint32_t>(std::lower_bound(occurring.begin(), occurring.end(), code) - occurring.begin()));
    result.keys.push_back(std::move(column));
  }
  return result;
}

class ColumnExecutor : public Executor {
 public:
  explicit ColumnExecutor(Store::Contents& contents) : contents_(contents) {}

  QueryResult run(const Query& query) const override { return std::move(run(std::vector<Query>{query})[0]); }

  std::vector<QueryResult> run(const std::vector<Query>& queries) const override {
    std::vector<Plan> plans;
    for (const auto& query : queries) {
      const std::size_t table = table_of(query.dataset);
      if (query.measure.kind == Measure::Kind::distinct) read_identifiers(table, query.measure.column);
      plans.push_back(plan_of(query, table));
    }
    std::vector<std::optional<QueryResult>> results(queries.size());
    for (std::size_t q = 0; q < plans.size(); ++q) results[q] = run_on_cube(plans[q]);
    for (const auto& table : contents_.tables) {
      std::vector<std::size_t> here;
      for (std::size_t q = 0; q < plans.size(); ++q)
        if (plans[q].table == &table && !results[q]) here.push_back(q);
      if (here.empty()) continue;
      std::vector<std::vector<Group>> groups = run_on(table, plans, here);
      for (std::size_t h = 0; h < here.size(); ++h) results[here[h]] = result_of(plans[here[h]], std::move(groups[h]));
    }
    std::vector<QueryResult> in_order;
    for (auto& result : results) in_order.push_back(std::move(*result));
    return in_order;
  }

 private:
  // The groups of each plan in `here`, in one pass of the table.
  std::vector<std::vector<Group>> run_on(const Table& table, const std::vector<Plan>& plans,
                                         const std::vector<std::size_t>& here) const {
    // Sums of fractions depend on their order: they are added in row order.
    const bool in_order = std::any_of(
        here.begin(), here.end(), [&](std::size_t q) { return plans[q].query->measure.kind == Measure::Kind::sum; });
    const std::size_t tasks = (table.segments.size() + segments_per_task - 1) / segments_per_task;
    const auto threads = static_cast<unsigned>(std::clamp<std::size_t>(tasks / 4, 1, in_order ? 1 : contents_.threads));
    std::vector<std::vector<Counts>> counts(here.size());  // [query][thread]
    for (auto& of_query : counts) of_query.resize(threads);
    std::vector<SegmentCounter> counters(threads);
    run_tasks(tasks, threads, [&](std::size_t task, unsigned thread) {
      const std::size_t end = std::min(table.segments.size(), (task + 1) * segments_per_task);
      for (std::size_t s = task * segments_per_task; s < end; ++s)
        for (std::size_t q = 0; q < here.size(); ++q)
          counters[thread].count(plans[here[q]], table.segments[s], counts[q][thread]);
    });
    std::vector<std::vector<Group>> groups(here.size());
    run_tasks(here.size(), threads, [&](std::size_t q, unsigned) { groups[q] = merged(plans[here[q]], counts[q]); });
    return groups;
  }

  // From a cube, where one has the plan's dimensions or they are asked for again: what is asked once is counted quicker
  // in the table, unless its values are.
  std::optional<QueryResult> run_on_cube(const Plan& plan) const {
    const auto table = static_cast<std::size_t>(plan.table - contents_.tables.data());
    DimensionPtr measured;
    if (plan.measured != Table::npos && plan.table->columns[plan.measured].storage == Storage::codes)
      measured = dimension(table, plan.query->measure.column);
    const std::vector<DimensionPtr> dimensions = Cube::dimensions_of(plan, measured);
    if (dimensions.empty()) return {};
    Cubes& cubes = cubes_[table];
    auto cube =
        std::find_if(cubes.held.begin(), cubes.held.end(), [&](const Cube& each) { return each.has(dimensions); });
    if (cube == cubes.held.end()) {
      if (Cube::cells(dimensions) > std::clamp(plan.table->rows, usual_cells, most_cells)) return {};
      if (cubes.asked.insert(dimensions).second && !measured) return {};
      cube = cubes.held.insert(cube, make_cube(table, dimensions));
    }
    std::vector<Counts> counts;
    counts.push_back(cube->count(plan, measured));
    return result_of(plan, merged(plan, counts));
  }

  Cube make_cube(std::size_t table, const std::vector<DimensionPtr>& dimensions) const {
    Query by{contents_.tables[table].schema.name, {}, {}, {}};
    for (const DimensionPtr& each : dimensions) by.by.push_back(each->name);
    const std::vector<Plan> plan{plan_of(by, table)};
    return {plan[0], run_on(contents_.tables[table], plan, {0})[0]};
  }

  Plan plan_of(const Query& query, std::size_t table) const {
    return make_plan(query, contents_.tables[table], [&](const std::string& name) { return dimension(table, name); });
  }

  std::size_t table_of(const std::string& dataset) const {
    std::vector<std::string> known;
    for (std::size_t t = 0; t < contents_.tables.size(); ++t) {
      if (contents_.tables[t].schema.name == dataset) return t;
      known.push_back(contents_.tables[t].schema.name);
    }
    throw Error(ExitCode::configuration, fmt::format("There is no dataset “{}”.", dataset),
                {suggestion(dataset, known)});
  }

  // Where columns came from the cache, identifiers did not; the rare query that counts them reads the records.
  void read_identifiers(std::size_t t, const std::string& column) const {
    Table& table = contents_.tables[t];
    const SchemaColumn* counted = table.schema.find(column);
    if (!table.read_again || !counted || counted->type != ColumnType::identifier) return;
    if (contents_.keeping.valid()) contents_.keeping.wait();
    Table read = table.read_again();
    table = std::move(read);
    std::erase_if(dimensions_, [t](const auto& entry) { return entry.first.first == t; });
    cubes_.erase(t);
  }

  DimensionPtr dimension(std::size_t table, const std::string& name) const {
    auto& cached = dimensions_[{table, name}];
    if (!cached)
      cached = std::make_shared<const Dimension>(make_dimension(contents_.tables[table], contents_.areas, name));
    return cached;
  }

  Store::Contents& contents_;
  mutable std::map<std::pair<std::size_t, std::string>, DimensionPtr> dimensions_;
  struct Cubes {
    std::vector<Cube> held;
    std::set<std::vector<DimensionPtr>> asked;
  };
  mutable std::map<std::size_t, Cubes> cubes_;  // by table
};

}  // namespace

std::unique_ptr<Executor> make_executor(Store::Contents& contents) {
  return std::make_unique<ColumnExecutor>(contents);
}

}  // namespace hallmark::data
