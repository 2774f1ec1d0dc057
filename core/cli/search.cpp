#include "knowledge_base/search.h"

#include <charconv>
#include <optional>

#include "base/json.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/knowledge_folder.h"

namespace hallmark::cli {

namespace {

constexpr Argument arguments[] = {
    {Argument::Kind::optional_positional, "QUERY", "", "",
     "Words, \"a phrase\", begin*, AND OR NOT + -, 2003..2008, theme: agency: hallmark: setting: design: area: "
     "evidence:"},
    {Argument::Kind::text, "--like", "AREA", "", "Rank by likeness to this partnership or local authority too"},
    {Argument::Kind::text, "--like-study", "ID", "", "Case studies in words like this one's"},
    {Argument::Kind::repeated, "--theme", "THEME", "", "Only with this theme; again: or this"},
    {Argument::Kind::repeated, "--agency", "AGENCY", "", "Only with this agency; again: or this"},
    {Argument::Kind::repeated, "--hallmark", "HALLMARK", "", "Only with this hallmark of an effective partnership"},
    {Argument::Kind::repeated, "--setting", "SETTING", "", "Only in this setting; again: or this"},
    {Argument::Kind::repeated, "--design", "DESIGN", "",
     "Only evaluated so, or with at least this Maryland level (1 to 5)"},
    {Argument::Kind::text, "--since", "YEAR", "", "Only what went on in this year or later"},
    {Argument::Kind::text, "--min-evidence", "LABEL", "", "Only graded so or better, such as promising"},
    {Argument::Kind::flag, "--explain", "", "",
     "Show the factors whose product is the score, and what lowered a result"},
    {Argument::Kind::text, "-n", "COUNT", "10", "How many results; 10 unless given"},
    published_argument,
    {Argument::Kind::text, "-C,--workspace", "DIR", "",
     "A workspace, whose case_studies/, areas/own_area.csv and areas/most_similar_groups.csv are added"},
    {Argument::Kind::text, "--base", "DIR", "", "Search this folder of case studies; the shipped ones unless given"},
    {Argument::Kind::repeated, "--index", "INDEX", "",
     "Search this index as it is, without looking at the files; again: and this one, ranked as if they were one"},
    {Argument::Kind::text, "--shards", "FILE", "",
     "Search the indexes FILE names, one a line: “auto FOLDER”, “remote HOST:PORT” or “remote :PROGRAM ARGUMENTS”"},
    {Argument::Kind::text, "--batch", "QUERIES.tsv", "",
     "Many queries in one process: an id, a tab and a query a line"},
    json_argument,
};

// Brings an index up to its files. While another process does so the index of before answers; without one it waits.
void refresh(const knowledge::IndexRequest& request, Terminal& terminal) {
  if (knowledge::is_current(disk(), request)) return;
  std::optional<knowledge::IndexChanges> changes = knowledge::build_index_unless_busy(disk(), request);
  if (!changes && !knowledge::databases_in_use(disk(), request.index).empty())
    return terminal.say("Another process is refreshing the index; this is found in the one of before.");
  if (!changes) {
    terminal.say("Another process is building the index; the search waits for it.");
    changes = knowledge::build_index_unless_busy(disk(), request, knowledge::Busy::wait);
  }
  for (const Diagnostic& refused : changes->refused) terminal.show(refused);
}

// Where to search: as given, else the indexes of the knowledge base and of the workspace.
std::vector<knowledge::ShardPlace> places_to_search(const Arguments& given, Terminal& terminal) {
  if (given.has("index") && given.has("shards"))
    throw Error(ExitCode::usage, "--index and --shards both say where to search.", {"Give one of them."});
  if (given.has("shards")) return knowledge::read_shard_places(disk(), given.text("shards"));
  std::vector<knowledge::ShardPlace> places;
  for (const std::string& folder : given.texts("index"))
    places.push_back({knowledge::ShardPlace::Kind::folder, folder});
  if (!places.empty()) return places;
  std::vector<knowledge::IndexRequest> indexes = {base_index(given, {})};
  if (!own_case_studies(given).empty()) indexes.push_back(workspace_index(given, {}));
  for (const knowledge::IndexRequest& request : indexes) {
    refresh(request, terminal);
    places.push_back({knowledge::ShardPlace::Kind::folder, request.index});
  }
  return places;
}

std::size_t count_of(const Arguments& given, std::string_view name, std::string_view option, std::size_t most) {
  const std::string text = given.text(name);
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value == 0 || value > most)
    throw Error(ExitCode::usage, fmt::format("“{}” is nothing {} can mean.", text, option),
                {fmt::format("Give a whole number from 1 to {}.", most)});
  return value;
}

knowledge::SearchRequest request_from(const Arguments& given, const knowledge::AreaModel* model) {
  knowledge::SearchRequest request;
  request.text = given.text("QUERY");
  request.themes = given.texts("theme");
  request.agencies = given.texts("agency");
  request.hallmarks = given.texts("hallmark");
  request.settings = given.texts("setting");
  request.designs = given.texts("design");
  if (given.has("since")) request.since = static_cast<double>(count_of(given, "since", "--since", 9999));
  request.min_evidence = given.text("min-evidence");
  request.like_study = given.text("like-study");
  if (model != nullptr) request.like = find_area(given, *model, given.text("like"));
  request.count = count_of(given, "n", "-n", 1'000'000);
  request.explain = given.has("explain");
  return request;
}

// Control characters of a stored text must not reach the terminal; the marks of a match become what `on` and `off` say.
std::string printable(std::string_view text, std::string_view on = "", std::string_view off = "") {
  std::string out;
  for (const char c : text) {
    if (c == '\x02')
      out += on;
    else if (c == '\x03')
      out += off;
    else
      out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  }
  return out;
}

std::string years(const knowledge::Hit& hit) {
  if (hit.start.empty()) return hit.end;
  return hit.end.empty() || hit.end == hit.start ? hit.start : hit.start + " to " + hit.end;
}

std::string to_text(const knowledge::Hit& hit, std::size_t rank, bool explain, bool colour) {
  std::vector<std::string> facts;
  for (const std::string& fact : {hit.area, years(hit), hit.evidence_label})
    if (!fact.empty()) facts.push_back(printable(fact));
  std::string out =
      fmt::format("{:2}. {}\n    {} · {}\n", rank, printable(hit.title), printable(hit.id), join(facts, " · "));
  if (!hit.snippet.empty())
    out += fmt::format("    {}\n", printable(hit.snippet, colour ? "\x1b[1m" : "", colour ? "\x1b[0m" : ""));
  if (explain) {
    out += fmt::format("    score {:.4f} = text {:.4f} × similarity {:.4f} × evidence {:.2f}\n", hit.score, hit.text,
                       hit.similarity, hit.evidence);
    if (!hit.lowered.empty()) out += fmt::format("    {}\n", printable(hit.lowered));
  }
  return out;
}

std::string to_text(const knowledge::SearchResult& result, bool explain, bool colour) {
  std::string out;
  if (!result.did_you_mean.empty()) out += fmt::format("Did you mean “{}”?\n", printable(result.did_you_mean));
  for (const std::string& note : result.notes) out += printable(note) + ".\n";
  out += fmt::format("{} {}.\n", result.matches, result.matches == 1 ? "case study matches" : "case studies match");
  for (std::size_t i = 0; i < result.hits.size(); ++i) out += "\n" + to_text(result.hits[i], i + 1, explain, colour);
  for (const std::string& hint : result.hints) out += hint + "\n";
  if (!result.hits.empty()) out += "\n";
  for (const knowledge::FacetCounts& facet : result.facets) {
    std::vector<std::string> values;
    for (const knowledge::FacetCount& value : facet.values)
      if (values.size() < 8) values.push_back(fmt::format("{} {}", printable(value.value), value.count));
    if (!values.empty()) out += fmt::format("{}: {}\n", facet.name, join(values, ", "));
  }
  return out;
}

json::value to_json(const knowledge::Hit& hit, bool explain) {
  json::object object{{"id", hit.id}, {"score", hit.score}};
  if (hit.title.empty()) return object;
  object["title"] = hit.title;
  object["area"] = hit.area;
  object["country"] = hit.country;
  object["start"] = hit.start;
  object["end"] = hit.end;
  object["evidence_label"] = hit.evidence_label;
  object["level"] = hit.level;
  object["path"] = hit.path;
  object["snippet"] = printable(hit.snippet, "**", "**");
  if (explain) {
    object["text"] = hit.text;
    object["similarity"] = hit.similarity;
    object["evidence"] = hit.evidence;
    object["lowered"] = hit.lowered;
  }
  return object;
}

json::object to_json(const knowledge::SearchResult& result, bool explain) {
  json::array hits, notes, hints;
  for (const knowledge::Hit& hit : result.hits) hits.push_back(to_json(hit, explain));
  for (const std::string& note : result.notes) notes.emplace_back(note);
  for (const std::string& hint : result.hints) hints.emplace_back(hint);
  json::object facets;
  for (const knowledge::FacetCounts& facet : result.facets) {
    json::object values;
    for (const knowledge::FacetCount& value : facet.values) values[value.value] = value.count;
    facets[facet.name] = std::move(values);
  }
  return {{"matches", result.matches},           {"hits", std::move(hits)},   {"facets", std::move(facets)},
          {"did_you_mean", result.did_you_mean}, {"notes", std::move(notes)}, {"hints", std::move(hints)}};
}

// How likeness was found; without --like places count alike.
void add_areas(json::object& object, const knowledge::SearchRequest& request, const knowledge::AreaModel* model) {
  if (model == nullptr) return;
  object["similar_areas"] = model->method(*request.like);
  if (request.explain) object["similarity_scale"] = model->scale(*request.like);
}

// One line of JSON a query, or "id<TAB>rank<TAB>study<TAB>score" lines.
void run_batch(const Arguments& given, knowledge::SearchIndex& index, knowledge::SearchRequest request,
               const knowledge::AreaModel* model, Terminal& terminal) {
  const std::string path = given.text("batch");
  const std::string queries = disk().read(path);
  request.facets = request.snippets = false;
  int line_number = 0;
  for (std::string_view line : split(queries, '\n')) {
    ++line_number;
    if (trim(line).empty()) continue;
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos)
      throw Error(ExitCode::input, "This line has no tab between an id and a query.", {}, {path, line_number, 0});
    const std::string id = make_valid_utf8(line.substr(0, tab));
    request.text = trim(line.substr(tab + 1));
    const knowledge::SearchResult result = index.search(request);
    if (given.has("json")) {
      json::object object{{"query", id}};
      add_areas(object, request, model);
      json::array hits;
      for (const knowledge::Hit& hit : result.hits) hits.push_back(to_json(hit, request.explain));
      object["hits"] = std::move(hits);
      terminal.print(write_json(object) + "\n");
    } else {
      std::string out;
      for (std::size_t i = 0; i < result.hits.size(); ++i)
        out += fmt::format("{}\t{}\t{}\t{}\n", printable(id), i + 1, printable(result.hits[i].id),
                           round_trip(result.hits[i].score));
      terminal.print(out);
    }
  }
}

ExitCode run_search(const Arguments& given, Terminal& terminal) {
  std::optional<knowledge::AreaModel> areas;
  if (given.has("like")) areas = open_areas(given);
  const knowledge::AreaModel* model = areas ? &*areas : nullptr;
  const knowledge::SearchRequest request = request_from(given, model);
  const std::string used =
      model == nullptr ? std::string() : fmt::format("Similar areas: {}.", model->method(*request.like));
  knowledge::SearchIndex index(places_to_search(given, terminal),
                               knowledge::Synonyms::load(disk(), knowledge_file(given, "synonyms.yaml")), model);
  if (given.has("batch")) {
    run_batch(given, index, request, model, terminal);
    if (model != nullptr && !given.has("json")) terminal.say(used);
    return ExitCode::success;
  }
  const knowledge::SearchResult result = index.search(request);
  if (given.has("json")) {
    json::object object = to_json(result, request.explain);
    add_areas(object, request, model);
    terminal.print(write_json(object, 2) + "\n");
    return ExitCode::success;
  }
  terminal.print(to_text(result, request.explain, terminal.colour()));
  if (model == nullptr) return ExitCode::success;
  terminal.print(used + "\n");
  if (request.explain) terminal.print(fmt::format("Similarity: {}\n", model->scale(*request.like)));
  return ExitCode::success;
}

}  // namespace

const Command search_command = {
    "search",
    "find case studies by words, by likeness of place and by evidence",
    "Ranks case studies by text match × likeness of the place (with --like) × strength of evidence. Likeness is by\n"
    "Hallmark's model or a published list, and the output says which. The index is refreshed first when files "
    "changed,\n"
    "unless --index names one. Without QUERY, filters alone choose.",
    "hallmark search \"late night violence taxis\" --like Cardiff --explain\n"
    "hallmark search \"repeat victims\" --theme burglary --min-evidence promising",
    arguments,
    run_search,
};

}  // namespace hallmark::cli
