#include "report/script_host.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/number.h"
#include "base/text.h"
#include "data/boundaries.h"
#include "report/import_facts.h"
#include "report/initiatives.h"
#include "report/lint.h"
#include "report/practice_facts.h"
#include "report/practice_services.h"
#include "report/quotes.h"
#include "report/records.h"
#include "report/series_breaks.h"
#include "script/state.h"

namespace hallmark::report {

namespace {

// Finer than a printed map can show: at A4 width a partnership of 60 km has 0.1 mm for 35 m.
constexpr double boundary_tolerance = 30;
// Without a stated area, a local authority with less of the records than this is a neighbour's few.
constexpr double least_share_of_a_district = 0.01;

std::vector<std::string> dataset_names(const FileSystem& files, const Workspace* workspace) {
  std::vector<std::string> names;
  for (const data::DatasetSchema& schema : known_schemas(files, workspace == nullptr ? Workspace{} : *workspace))
    names.push_back(schema.name);
  return names;
}

std::string label_of(const data::Period& period) {
  if (period.from == period.to) return long_month(period.from);
  return fmt::format("{} to {}", long_month(period.from), long_month(period.to));
}

Value list_of(const std::vector<std::string>& texts) {
  ValueList list;
  for (const std::string& text : texts) list.push_back({text});
  return {std::move(list)};
}

Value value_of(const data::Period& period) {
  return {ValueMap{{"from", {period.from}},
                   {"to", {period.to}},
                   {"label", {label_of(period)}},
                   {"from_label", {long_month(period.from)}},
                   {"to_label", {long_month(period.to)}},
                   {"months", list_of(data::months_of(period))}}};
}

data::Period period_from(const std::string& text) {
  const std::size_t dots = text.find("..");
  data::Period period{text.substr(0, dots), dots == std::string::npos ? text : text.substr(dots + 2)};
  if (!data::is_month(period.from) || !data::is_month(period.to) || period.from > period.to)
    throw Error(ExitCode::usage, fmt::format("“{}” is no period.", text),
                {"Write first and last month, such as 2020-10..2021-09."});
  return period;
}

}  // namespace

namespace {

// Districts of a workspace that holds the boundaries of neighbourhoods alone.
std::shared_ptr<const Boundaries> districts_of(const Boundaries& neighbourhoods, const data::Areas& areas) {
  Boundaries districts = data::dissolve(neighbourhoods, "local_authority", [&](const Boundary& area) {
    const data::Areas::Place place = areas.place_of(area.code, area.name);
    return areas.own_authorities.empty() || areas.is_own(place) ? std::pair(place.authority_code, place.authority)
                                                                : std::pair<std::string, std::string>();
  });
  return districts.areas.empty() ? nullptr : std::make_shared<const Boundaries>(std::move(districts));
}

void require_dataset(const data::DatasetSchema& schema, Marking marking) {
  require_marking(schema.sensitivity, marking, fmt::format("The dataset “{}” is", schema.name));
}

// Queries on datasets whose sensitivity the document's marking covers; others are refused.
class MarkedRecords final : public Executor {
 public:
  MarkedRecords(const data::Store& store, const Executor& executor, Marking marking)
      : store_(store), executor_(executor), marking_(marking) {}
  QueryResult run(const Query& query) const override {
    check(query);
    return executor_.run(query);
  }
  std::vector<QueryResult> run(const std::vector<Query>& queries) const override {
    for (const Query& query : queries) check(query);
    return executor_.run(queries);
  }

 private:
  void check(const Query& query) const {
    for (const data::DatasetInfo& info : store_.datasets())
      if (info.schema.name == query.dataset) require_dataset(info.schema, marking_);
  }
  const data::Store& store_;
  const Executor& executor_;
  Marking marking_;
};

bool speaks_of(const plugin::Plugin& plugin, std::string_view words) {
  const auto in = [&](const std::string& script) { return script.find(words) != std::string::npos; };
  return in(plugin.lua_source) || std::any_of(plugin.lua_parts.begin(), plugin.lua_parts.end(),
                                              [&](const auto& part) { return in(part.second); });
}

// A plugin whose script does not keep the contract is refused when it is found, not when it is first called.
void check_script(const plugin::Plugin& plugin) {
  script::Services services;
  services.formulas = plugin.formulas;
  script::check_plugin(services, plugin.lua_source, plugin.manifest.lua_path, plugin.manifest.provides,
                       plugin.lua_parts);
}

std::shared_ptr<const Boundaries> read_boundaries(const FileSystem& files, const std::string& path,
                                                  const BoundaryFile& file) {
  if (!files.exists(path)) throw Error(ExitCode::input, fmt::format("“{}” does not exist.", path), {}, file.where);
  return std::make_shared<const Boundaries>(data::read_boundaries(
      files.read(path), path,
      {file.level, file.code_property, file.name_property, file.attribution, boundary_tolerance}));
}

}  // namespace

std::string shipped_plugins() {
  std::error_code error;
  const std::filesystem::path executable = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path beside = executable.parent_path() / "plugins";
  if (!error && std::filesystem::is_directory(beside, error)) return beside.string();
  return hallmark_home() + "/plugins";
}

plugin::Registry find_plugins(const FileSystem& files, const Workspace& workspace) {
  std::vector<std::string> folders;
  for (const std::string& folder : workspace.plugins) folders.push_back(workspace.path(folder));
  folders.push_back(shipped_plugins());
  return plugin::Registry(files, folders, dataset_names(files, &workspace), check_script);
}

plugin::Registry find_plugins(const FileSystem& files) {
  return plugin::Registry(files, {shipped_plugins()}, dataset_names(files, nullptr), check_script);
}

ScriptHost::ScriptHost(FileSystem& files, const Workspace& workspace, const data::Store& store,
                       plugin::Registry plugins, const Subject& subject, std::launch reading)
    : files_(files),
      workspace_(workspace),
      store_(store),
      registry_(std::move(plugins)),
      queries_(store.executor()),
      practice_(std::make_shared<PracticeBase>(files, &workspace)) {
  for (const BoundaryFile& file : workspace.boundaries)
    boundary_files_.push_back(std::async(reading, [&files, path = workspace.path(file.path), &file] {
                                return read_boundaries(files, path, file);
                              }).share());
  choose_period(subject);
  allowed_ = std::make_unique<MarkedRecords>(store, queries_, subject.marking);
  services_.marking = subject.marking;
  services_.executor = allowed_.get();
  services_.datasets = [this] {
    std::vector<std::string> names;
    for (const data::DatasetInfo& info : store_.datasets()) names.push_back(info.schema.name);
    std::sort(names.begin(), names.end());
    return names;
  };
  services_.coverage = [this](const std::string& dataset) {
    require_dataset(store_.dataset(dataset).schema, services_.marking);
    return std::make_shared<const Coverage>(store_.dataset(dataset).coverage);
  };
  services_.quality = [this, held = std::map<std::string, ValueMap>()](const std::string& dataset) mutable {
    require_dataset(store_.dataset(dataset).schema, services_.marking);
    auto known = held.find(dataset);
    if (known == held.end()) known = held.emplace(dataset, import_quality(store_, dataset)).first;
    return known->second;
  };
  services_.population = [this](const std::string& level, const std::string& area) { return population(level, area); };
  services_.boundaries = [this](const std::string& level) { return boundaries(level); };
  services_.practice = practice_services(practice_, subject.marking);
  services_.language = [this]() -> const language::Rules& {
    if (!language_) language_ = language_rules(files_, workspace_.folder);
    return *language_;
  };
  services_.report = report_values(subject);
  services_.pending = [this](const std::string& sentence) {
    if (std::find(pending_.begin(), pending_.end(), sentence) == pending_.end()) pending_.push_back(sentence);
  };
  services_.formulas = registry_.formulas();
  for (const plugin::Plugin& plugin : registry_.plugins())
    for (const std::string& function : plugin.manifest.provides)
      services_.analyses.push_back({plugin.manifest.name, function});
  services_.call_analysis = [this](const std::string& plugin, const std::string& function, const Value& options) {
    return call_analysis(plugin, function, options);
  };
}

ScriptHost::~ScriptHost() = default;

std::vector<Formula> ScriptHost::facts() const {
  std::vector<Formula> all = import_formulas(store_);
  for (Formula& formula : practice_formulas(*practice_)) all.push_back(std::move(formula));
  return all;
}

void ScriptHost::require(const std::vector<std::string>& plugins) {
  bool asks = false;
  for (const std::string& name : plugins) asks |= speaks_of(registry_.find(name), "practice.");
  // It takes as long as a whole short report: only for those that ask for it.
  if (asks) practice_->read_ahead();
}

std::set<std::string> ScriptHost::plugins_called() const {
  std::set<std::string> names;
  for (const auto& [name, state] : states_) names.insert(name);
  return names;
}

void ScriptHost::choose_period(const Subject& subject) {
  dataset_ = subject.dataset;
  for (const data::DatasetInfo& info : store_.datasets())
    if (dataset_.empty() && info.schema.name != residents_dataset) dataset_ = info.schema.name;
  if (!subject.period.empty()) {
    period_ = period_from(subject.period);
  } else if (!workspace_.from.empty()) {
    period_ = {workspace_.from, workspace_.to};
  } else if (!dataset_.empty()) {
    period_ = data::last_months(store_.dataset(dataset_).coverage, 12);
  }
  if (period_.from.empty())
    throw Error(ExitCode::no_data, fmt::format("No month is held of {}.", dataset_.empty() ? "any dataset" : dataset_),
                {"`hallmark check` shows what was read."});
}

ValueMap ScriptHost::report_values(const Subject& subject) const {
  const std::vector<std::string> own = districts(dataset_);
  ValueMap scope;
  if (!store_.areas().own_authorities.empty()) scope.emplace("local_authority", list_of(own));
  ValueMap options;
  for (const auto& [name, value] : subject.options) options.emplace(name, Value{value});
  ValueMap contact;
  for (const auto& [key, value] : workspace_.brand.contact) contact.emplace(key, Value{value});
  ValueMap area{{"name", {workspace_.partnership}}, {"stated", list_of(workspace_.area)}};
  if (store_.areas().own_authorities.size() == 1) area.emplace("code", Value{store_.areas().own_authorities.front()});
  return {{"partnership", {workspace_.partnership}},
          {"organisation", {workspace_.brand.organisation}},
          {"contact", {std::move(contact)}},
          {"boilerplate", {workspace_.brand.boilerplate}},
          {"area", {std::move(area)}},
          {"districts", list_of(own)},
          {"scope", {std::move(scope)}},
          {"dataset", {dataset_}},
          {"period", value_of(period_)},
          {"previous_period", value_of(data::year_before(period_))},
          {"options", {std::move(options)}},
          {"targets", {workspace_.targets}},
          {"final", {subject.final}},
          {"marking", {std::string(name_of(subject.marking))}},
          {"quotes", {to_values(read_quotes(files_, workspace_))}},
          {"initiatives", {to_values(read_initiatives(files_, workspace_), subject.marking)}},
          {"series_breaks", {to_values(read_series_breaks(files_, workspace_), dataset_)}}};
}

// The local authorities the report is about, as the records name them.
std::vector<std::string> ScriptHost::districts(const std::string& dataset) const {
  const data::Areas& areas = store_.areas();
  const std::set<std::string> own(areas.own_authorities.begin(), areas.own_authorities.end());
  std::vector<std::string> names;
  const data::DatasetSchema& schema = store_.dataset(dataset).schema;
  if (!schema.area_column.empty()) {
    const QueryResult result = queries_.run(Query{dataset, {}, {"local_authority"}, {}});
    double all = 0;
    for (const double value : result.values) all += value;
    for (std::size_t row = 0; row < result.size(); ++row) {
      const std::string& name = result.label(0, row);
      const data::LocalAuthority* authority = areas.find_authority(name);
      const bool is_own = own.empty() ? result.values[row] >= all * least_share_of_a_district
                                      : authority != nullptr && own.contains(authority->code);
      if (!name.empty() && is_own) names.push_back(name);
    }
  }
  if (names.empty())
    for (const std::string& code : own) {
      const auto name = areas.authority_names.find(code);
      names.push_back(name == areas.authority_names.end() ? code : name->second);
    }
  return names;
}

void ScriptHost::admit(const std::string& plugin) const {
  require_marking(registry_.find(plugin).manifest.marking, services_.marking,
                  fmt::format("What the plugin “{}” gives is", plugin));
}

Value ScriptHost::call_analysis(const std::string& plugin, const std::string& function, const Value& options) {
  admit(plugin);
  const plugin::Plugin& found = registry_.find(plugin);
  std::unique_ptr<script::State>& state = states_[plugin];
  if (state == nullptr) {
    script::Services own = services_;
    own.analyses.clear();
    own.call_analysis = {};
    auto fresh = std::make_unique<script::State>(own);
    fresh->load_plugin(found.lua_source, found.manifest.lua_path, found.lua_parts);
    state = std::move(fresh);
  }
  try {
    return state->call_analysis(function, options);
  } catch (...) {
    states_.erase(plugin);  // what it had half done is not met by its next call
    throw;
  }
}

// A query on the residents dataset, so that a denominator has a trace like its numerator.
Quantity ScriptHost::population(const std::string& level, const std::string& area) const {
  const auto query = [&](const std::string& dimension) {
    return std::make_shared<const Query>(Query{std::string(residents_dataset),
                                               {{dimension, Filter::Kind::any_of, {area}}},
                                               {},
                                               {Measure::Kind::sum, "residents"}});
  };
  std::vector<std::string> dimensions{level};
  if (level != "lsoa") dimensions.push_back(level + "_code");
  const bool held = std::any_of(store_.datasets().begin(), store_.datasets().end(),
                                [](const data::DatasetInfo& info) { return info.schema.name == residents_dataset; });
  if (held)
    for (const std::string& dimension : dimensions) {
      const auto asked = query(dimension);
      const GroupValue residents = queries_.group(*asked, {});
      if (residents.rows == 0) continue;
      NumberFormat format = NumberFormat::count();
      format.unit = "residents";
      return {residents.value, format, std::make_shared<const Trace>(Trace{QueryTrace{asked, {}, residents.rows}})};
    }
  return constant(std::nan(""), fmt::format("the residents of {} are not held", area), NumberFormat::count());
}

std::shared_ptr<const Boundaries> ScriptHost::boundaries(const std::string& level) {
  if (const auto known = boundaries_.find(level); known != boundaries_.end()) return known->second;
  for (std::size_t f = 0; f < workspace_.boundaries.size(); ++f) {
    const BoundaryFile& file = workspace_.boundaries[f];
    if (!file.level.empty() && file.level != level) continue;
    std::shared_ptr<const Boundaries> read = boundary_files_[f].get();
    if (read->level == level) return boundaries_[level] = std::move(read);
  }
  if (level == "local_authority")
    if (const auto parts = boundaries("lsoa")) return boundaries_[level] = districts_of(*parts, store_.areas());
  return boundaries_[level] = nullptr;
}

}  // namespace hallmark::report
