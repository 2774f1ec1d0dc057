#include "report/initiatives.h"

#include <algorithm>

#include "base/diagnostic.h"
#include "base/text.h"
#include "base/yaml.h"
#include "data/comparison.h"
#include "knowledge_base/case_study.h"
#include "knowledge_base/evidence.h"

namespace hallmark::report {

namespace {

// The words an initiative may use: the library's own, so that its stories and the library's can be set side by side.
struct Standards {
  knowledge::Vocabulary vocabulary;
  knowledge::EvidenceStandard evidence;
};

Standards load_standards(const FileSystem& files) {
  const std::string base = join_path(hallmark_home(), "knowledge_base");
  return {knowledge::load_vocabulary(files, join_path(base, "vocabulary.yaml")),
          knowledge::load_evidence_standard(files, join_path(base, "evidence_standard.yaml"))};
}

std::string month(const Yaml& yaml) {
  if (!data::is_month(yaml.text()))
    yaml.fail(fmt::format("“{}” is no month.", yaml.text()), {"Write year and month, such as 2024-04."});
  return yaml.text();
}

// A month or one of its days.
std::string date(const Yaml& yaml) {
  const std::string& text = yaml.text();
  if (!data::is_month(text) && !data::is_day(text))
    yaml.fail(fmt::format("“{}” is no date.", text), {"Write 2024-05-31, or 2024-05 for the month."});
  return text;
}

Communication read_communication(const Yaml& yaml) {
  yaml.only({"audience", "channel", "message", "date", "owner", "budget_line"});
  Communication communication;
  communication.where = yaml.where();
  communication.audience = yaml.required("audience").text();
  communication.channel = yaml.required("channel").text();
  communication.message = yaml.required("message").text();
  if (const Yaml* when = yaml.find("date"); when != nullptr && !when->is_null()) communication.date = date(*when);
  communication.owner = yaml.text_or("owner", "");
  communication.budget_line = yaml.text_or("budget_line", "");
  return communication;
}

void read_evaluation(const Yaml& yaml, const Standards& standards, Initiative& initiative) {
  if (yaml.find("level") != nullptr)
    yaml.find("level")->fail("The level of an evaluation is worked out from its design and cannot be typed in.",
                             {"Remove this line."});
  yaml.only({"design", "effect", "finding", "reference"});
  const Yaml& design = yaml.required("design");
  const auto found = standards.evidence.designs.find(design.text());
  if (found == standards.evidence.designs.end()) {
    std::vector<std::string> known;
    for (const auto& [name, entry] : standards.evidence.designs) known.push_back(name);
    design.fail(fmt::format("“{}” is no design of the evidence standard.", design.text()),
                {suggestion(design.text(), known)});
  }
  initiative.design = found->first;
  initiative.level = found->second.level;
  initiative.design_words = found->second.words;
  if (const Yaml* effect = yaml.find("effect"); effect != nullptr && !effect->is_null()) {
    initiative.effect = effect->text();
    const std::vector<std::string> known{"fewer", "more", "none"};
    if (std::find(known.begin(), known.end(), initiative.effect) == known.end())
      effect->fail(fmt::format("“{}” is no effect.", initiative.effect),
                   {"Write what was found of the incidents: fewer, more or none."});
  }
  initiative.finding = yaml.text_or("finding", "");
  initiative.reference = yaml.text_or("reference", "");
}

AdoptedPractice read_practice(const FileSystem& files, const Yaml& yaml, const Standards& standards) {
  const std::string folder = join_path(hallmark_home(), "knowledge_base/case_studies");
  std::vector<std::string> ids;
  for (const knowledge::CaseStudy& study : knowledge::load_library(files, folder, standards.vocabulary).studies) {
    ids.push_back(study.id);
    if (study.id != yaml.text()) continue;
    const knowledge::Grade grade = knowledge::grade(study, standards.evidence);
    AdoptedPractice practice{study.id, study.title, study.area_name, grade.label, 0, {}};
    for (std::size_t i = 0; i < grade.outcomes.size(); ++i) {
      const knowledge::OutcomeGrade& outcome = grade.outcomes[i];
      const bool fewer = study.outcomes[i].desired_decrease && outcome.verdict == knowledge::Verdict::good;
      if (fewer && outcome.level > practice.level)
        practice.level = outcome.level, practice.design_words = outcome.design_words;
    }
    return practice;
  }
  yaml.fail(fmt::format("No case study has the id “{}”.", yaml.text()),
            {suggestion(yaml.text(), ids), "`hallmark practice list` names them."});
}

Initiative from_yaml(const FileSystem& files, const Yaml& root, const Standards& standards) {
  root.only({"name", "theme", "area", "start", "end", "owner", "what", "marking", "practice", "evaluation",
             "communications"});
  Initiative initiative;
  initiative.where = {root.where().file, root.required("name").where().line, root.required("name").where().column};
  initiative.name = root.required("name").text();
  const Yaml& theme = root.required("theme");
  initiative.theme = theme.text();
  const std::vector<std::string>& themes = standards.vocabulary.themes;
  if (std::find(themes.begin(), themes.end(), initiative.theme) == themes.end())
    theme.fail(fmt::format("“{}” is no theme of the knowledge base.", initiative.theme),
               {suggestion(initiative.theme, themes)});
  for (const auto& [recorded, categories] : standards.vocabulary.recorded_as)
    if (recorded == initiative.theme) initiative.offences = categories;
  if (const Yaml* area = root.find("area"); area != nullptr && !area->is_null()) initiative.area = area->texts();
  initiative.start = month(root.required("start"));
  if (const Yaml* end = root.find("end"); end != nullptr && !end->is_null()) {
    initiative.end = month(*end);
    if (initiative.end < initiative.start)
      end->fail(fmt::format("The initiative ends ({}) before it starts ({}).", initiative.end, initiative.start));
  }
  initiative.owner = root.required("owner").text();
  initiative.what = root.required("what").text();
  if (const Yaml* marking = root.find("marking")) initiative.marking = read_marking(*marking);
  if (const Yaml* practice = root.find("practice"); practice != nullptr && !practice->is_null())
    initiative.practice = read_practice(files, *practice, standards);
  if (const Yaml* evaluation = root.find("evaluation"); evaluation != nullptr && !evaluation->is_null())
    read_evaluation(*evaluation, standards, initiative);
  if (const Yaml* list = root.find("communications"); list != nullptr && !list->is_null()) {
    if (list->kind() != Yaml::Kind::sequence) list->fail("A list of communications is expected here.");
    for (const Yaml& entry : list->items()) initiative.communications.push_back(read_communication(entry));
  }
  return initiative;
}

Value texts(const std::vector<std::string>& values) {
  ValueList list;
  for (const std::string& value : values) list.push_back({value});
  return {std::move(list)};
}

// Absent rather than empty, so that a script can say `communication.owner or "…"`.
void put(ValueMap& map, const char* key, const std::string& value) {
  if (!value.empty()) map.emplace(key, Value{value});
}

ValueMap to_value(const Communication& communication) {
  ValueMap map;
  put(map, "audience", communication.audience);
  put(map, "channel", communication.channel);
  put(map, "message", communication.message);
  put(map, "date", communication.date);
  put(map, "owner", communication.owner);
  put(map, "budget_line", communication.budget_line);
  return map;
}

ValueMap to_value(const Initiative& initiative) {
  ValueMap map{{"area", texts(initiative.area)}, {"offences", texts(initiative.offences)}};
  put(map, "id", initiative.id);
  put(map, "name", initiative.name);
  put(map, "theme", initiative.theme);
  put(map, "start", initiative.start);
  put(map, "end", initiative.end);
  put(map, "owner", initiative.owner);
  put(map, "what", initiative.what);
  if (!initiative.design.empty()) {
    ValueMap evaluation{{"level", {static_cast<double>(initiative.level)}}};
    put(evaluation, "design", initiative.design);
    put(evaluation, "words", initiative.design_words);
    put(evaluation, "effect", initiative.effect);
    put(evaluation, "finding", initiative.finding);
    put(evaluation, "reference", initiative.reference);
    map.emplace("evaluation", Value{std::move(evaluation)});
  }
  if (const Shown found = shown(initiative); found.level > 0) {
    ValueMap shows{{"level", {static_cast<double>(found.level)}}};
    put(shows, "effect", found.effect);
    put(shows, "words", found.design_words);
    put(shows, "place", found.place);
    map.emplace("shows", Value{std::move(shows)});
  }
  if (initiative.practice) {
    ValueMap practice{{"level", {static_cast<double>(initiative.practice->level)}}};
    put(practice, "id", initiative.practice->id);
    put(practice, "title", initiative.practice->title);
    put(practice, "place", initiative.practice->place);
    put(practice, "label", initiative.practice->label);
    put(practice, "words", initiative.practice->design_words);
    map.emplace("practice", Value{std::move(practice)});
  }
  ValueList communications;
  for (const Communication& communication : initiative.communications)
    communications.push_back({to_value(communication)});
  map.emplace("communications", Value{std::move(communications)});
  return map;
}

// Burglary, burglaries; vehicle crime, vehicle crimes.
std::string plural(const std::string& offence) {
  return offence.ends_with('y') ? offence.substr(0, offence.size() - 1) + "ies" : offence + "s";
}

std::vector<std::string> lacking(const Communication& communication) {
  std::vector<std::string> missing;
  if (communication.date.empty()) missing.emplace_back("date");
  if (communication.owner.empty()) missing.emplace_back("owner");
  if (communication.budget_line.empty()) missing.emplace_back("budget_line");
  return missing;
}

Diagnostic warning(std::string sentence, SourceLocation where, std::string hint) {
  return {Severity::warning, std::move(sentence), std::move(where), {}, 1, {std::move(hint)}, {}};
}

}  // namespace

std::vector<Initiative> read_initiatives(const FileSystem& files, const Workspace& workspace) {
  const std::string folder = workspace.path(initiatives_folder);
  std::vector<Initiative> initiatives;
  if (!files.is_folder(folder)) return initiatives;
  std::optional<Standards> standards;
  for (const std::string& name : files.list(folder)) {
    if (file_extension(name) != ".yaml") continue;
    const std::string path = join_path(folder, name);
    const std::string text = files.read(path);
    try {
      const Yaml root = Yaml::parse(text, path);
      if (root.is_null()) continue;
      if (!standards) standards = load_standards(files);
      initiatives.push_back(from_yaml(files, root, *standards));
      initiatives.back().id = name.substr(0, name.size() - std::string_view(".yaml").size());
    } catch (const Error& error) {
      Diagnostic diagnostic = error.diagnostic();
      if (diagnostic.where.file == path) quote_source(diagnostic, text);
      throw Error(error.code(), std::move(diagnostic));
    }
  }
  return initiatives;
}

Shown shown(const Initiative& initiative) {
  if (!initiative.effect.empty()) return {initiative.effect, initiative.level, initiative.design_words, {}};
  if (initiative.practice && initiative.practice->level > 0)
    return {"fewer", initiative.practice->level, initiative.practice->design_words, initiative.practice->place};
  return {};
}

std::vector<language::Backing> backings(const std::vector<Initiative>& initiatives) {
  std::vector<language::Backing> all;
  for (const Initiative& initiative : initiatives) {
    const Shown found = shown(initiative);
    if (found.level < level_of_cause || found.effect == "none") continue;
    std::vector<std::vector<language::Pattern>> groups{{language::phrase(initiative.name)},
                                                       {language::phrase(initiative.theme)}};
    for (const std::string& offence : initiative.offences)
      for (const std::string& words : {offence, plural(offence)}) groups.back().push_back(language::phrase(words));
    if (!initiative.area.empty()) groups.emplace_back();
    for (const std::string& area : initiative.area) groups.back().push_back(language::phrase(area));
    all.push_back({std::move(groups), initiative.start});
  }
  return all;
}

std::vector<Diagnostic> warnings(const std::vector<Initiative>& initiatives) {
  std::vector<Diagnostic> all;
  for (const Initiative& initiative : initiatives) {
    if (initiative.communications.empty())
      all.push_back(warning(fmt::format("Nobody is told of “{}”: it has no communications.", initiative.name),
                            initiative.where,
                            "Say under communications: who is to hear of it, through which channel, and what."));
    for (const Communication& communication : initiative.communications)
      if (const auto missing = lacking(communication); !missing.empty())
        all.push_back(warning(fmt::format("What “{}” tells {} has no {}.", initiative.name, communication.audience,
                                          join(missing, ", no ")),
                              communication.where, "Write “none” for a budget line where it costs nothing."));
  }
  return all;
}

ValueList to_values(const std::vector<Initiative>& initiatives, Marking marking) {
  ValueList list;
  for (const Initiative& initiative : initiatives)
    if (initiative.marking <= marking) list.push_back({to_value(initiative)});
  return list;
}

json::array to_json(const std::vector<Initiative>& initiatives) {
  json::array list;
  for (const Initiative& initiative : initiatives) {
    json::array lacks;
    for (const Diagnostic& problem : warnings({initiative})) lacks.emplace_back(problem.sentence);
    list.push_back(json::object{{"id", initiative.id}, {"name", initiative.name}, {"warnings", std::move(lacks)}});
  }
  return list;
}

std::string_view initiatives_template() {
  return R"(## An initiative of the partnership: one file each in this folder. Plans list them and who is told; briefings tell
## their stories, as far as their evaluation carries. Take the single # away to use this one; ## marks notes.

# name: Taxi marshals at night
## One of the themes in Hallmark's knowledge_base/vocabulary.yaml:
# theme: night-time economy
## A local authority, or several; without this all of the partnership:
# area: [Barnsley]
# start: 2024-04
# end: 2025-03
# owner: Sam Reed, Barnsley Council
## What was done, in a sentence or two that a resident understands:
# what: Marshals keep order at the two taxi ranks of the town centre on Friday and Saturday nights.

## Who may read of it: PUBLIC, OFFICIAL, OFFICIAL-SENSITIVE or RESTRICTED; documents below that do not show it.
# marking: PUBLIC

## The case study of the knowledge base it follows, if any, as evidence from elsewhere (`hallmark practice list`):
## practice: alley-gating-liverpool

## Only where it was evaluated. The design is one of knowledge_base/evidence_standard.yaml; how much it can show (its
## level) follows from the design. Below level 3 nothing may be said to have happened because of the initiative.
# evaluation:
#   design: comparison_before_after
## What it found of the incidents: fewer, more or none. Without it nothing is said to have happened because of this.
#   effect: fewer
#   finding: Violence within 100 metres of the ranks, compared with two ranks without marshals.
#   reference: Barnsley Council, Taxi marshals evaluation, May 2025

## Who is told what. `hallmark check` names an initiative nobody is told of.
# communications:
#   - audience: people going out at night
#     channel: posters in bars and at the ranks
#     message: Marshals wait with you on Friday and Saturday nights.
#     date: 2024-05-01
#     owner: Ann Shaw, communications officer
#     budget_line: Community safety grant, communications, £300
)";
}

}  // namespace hallmark::report
