#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/knowledge_folder.h"
#include "cli/practice_text.h"
#include "report/output.h"

namespace hallmark::cli {

using namespace knowledge;

namespace {

constexpr Argument arguments[] = {
    {Argument::Kind::positional, "ACTION", "", "", "show, list, grade, new, fit or adopters"},
    {Argument::Kind::optional_positional, "ID", "", "", "A case study's id; grade takes a file too"},
    {Argument::Kind::text, "--base", "DIR", "", "Another knowledge base, or a folder of case studies"},
    {Argument::Kind::text, "--area", "AREA", "", "fit: name or code of the area it would move to"},
    {Argument::Kind::text, "--peers-of", "AREA", "", "adopters: only those in this area's Most Similar Group"},
    {Argument::Kind::repeated, "--theme", "THEME", "", "list: only studies with this theme"},
    {Argument::Kind::repeated, "--hallmark", "HALLMARK", "", "list: an index by hallmark; “all” for the six"},
    {Argument::Kind::repeated, "--label", "LABEL", "", "list: only studies graded so, such as “shown to work”"},
    {Argument::Kind::text, "-C,--workspace", "DIR", "",
     "A workspace, whose case_studies/, areas/own_area.csv and areas/most_similar_groups.csv are added"},
    published_argument,
    {Argument::Kind::text, "-o,--out", "FILE", "", "new: where to write; ID.md unless given"},
    json_argument,
};

// What grades case studies.
struct Standards {
  Vocabulary vocabulary;
  EvidenceStandard standard;
};

Standards open_standards(const Arguments& given) {
  const std::string folder = knowledge_base(given);
  if (!disk().is_folder(folder))
    throw Error(ExitCode::input, fmt::format("There is no folder “{}”.", folder), {"Give a knowledge base to --base."});
  return {load_vocabulary(disk(), knowledge_file(given, "vocabulary.yaml")),
          load_evidence_standard(disk(), knowledge_file(given, "evidence_standard.yaml"))};
}

// Of --base or the shipped base, and of the workspace. Files that cannot be read are warned about; the rest is used.
std::vector<CaseStudy> open_studies(const Arguments& given, const Vocabulary& vocabulary, Terminal& terminal) {
  const std::string within = join_path(knowledge_base(given), "case_studies");
  std::vector<std::string> folders = {disk().is_folder(within) ? within : knowledge_base(given)};
  if (const std::string own = own_case_studies(given); !own.empty()) folders.insert(folders.begin(), own);
  Library library = load_library(disk(), folders, vocabulary);
  for (Diagnostic& refused : library.refused) {
    refused.severity = Severity::warning;
    terminal.show(refused);
  }
  return std::move(library.studies);
}

const std::string& wanted_id(const Arguments& given, std::string& id) {
  id = given.text("ID");
  if (id.empty())
    throw Error(ExitCode::usage, fmt::format("`hallmark practice {}` needs an ID.", given.text("ACTION")),
                {"`hallmark practice list` shows the ids."});
  return id;
}

const CaseStudy& find_study(const std::vector<CaseStudy>& studies, const std::string& id) {
  std::vector<std::string> ids;
  for (const CaseStudy& study : studies) {
    if (study.id == id) return study;
    ids.push_back(study.id);
  }
  const auto near = nearest(id, ids);
  throw Error(ExitCode::usage, fmt::format("No case study has the id “{}”.", id),
              {near ? fmt::format("Did you mean “{}”?", *near) : "`hallmark practice list` shows the ids."});
}

void print(Terminal& terminal, const json::value& value) {
  terminal.print(write_json(value, 2) + "\n");
}

void show(const Arguments& given, Terminal& terminal) {
  const Standards base = open_standards(given);
  const std::vector<CaseStudy> studies = open_studies(given, base.vocabulary, terminal);
  std::string id;
  const CaseStudy& study = find_study(studies, wanted_id(given, id));
  const Grade graded = grade(study, base.standard);
  if (!given.has("json")) return terminal.print(to_text(study, graded));
  json::object object = summary_json(study, graded);
  for (auto& [key, value] : to_json(study)) object[key] = value;
  object["grade"] = to_json(graded);
  print(terminal, object);
}

void check_words(const std::vector<std::string>& words, const std::vector<std::string>& known, const char* what) {
  for (const std::string& word : words)
    if (std::find(known.begin(), known.end(), word) == known.end())
      throw Error(ExitCode::usage, fmt::format("“{}” is no {}.", word, what), {suggestion(word, known)});
}

bool shares(const std::vector<std::string>& wanted, const std::vector<std::string>& has) {
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
           return std::find(has.begin(), has.end(), word) != has.end();
         });
}

struct Listed {
  const CaseStudy* study;
  Grade graded;
};

std::string index_by_hallmark(const std::vector<Listed>& all, const std::vector<std::string>& hallmarks) {
  std::string out;
  for (const std::string& hallmark : hallmarks) {
    out += fmt::format("{}{}\n", out.empty() ? "" : "\n", hallmark);
    std::size_t entries = 0;
    for (const Listed& one : all) {
      if (!shares({hallmark}, one.study->hallmarks)) continue;
      const bool held = one.study->status != CaseStudy::Status::body_not_held;
      out += fmt::format("  {}  {} ({})\n", one.study->id, one.study->title,
                         held ? one.graded.label : "body not held, not graded");
      ++entries;
    }
    if (entries == 0) out += "  none\n";
  }
  return out;
}

// As a hit of `hallmark search` looks, so that lines keep to a terminal's width.
std::string entry(const Listed& one) {
  std::vector<std::string> facts;
  for (const std::string& fact : {one.study->id, one.study->area_name, one.graded.label})
    if (!fact.empty()) facts.push_back(fact);
  return fmt::format("{}\n    {}\n", one.study->title, join(facts, " · "));
}

void list(const Arguments& given, Terminal& terminal) {
  const Standards base = open_standards(given);
  std::vector<std::string> hallmarks = given.texts("hallmark"), labels = {"mixed", "not graded"};
  if (std::find(hallmarks.begin(), hallmarks.end(), "all") != hallmarks.end()) hallmarks = base.vocabulary.hallmarks;
  for (const LabelRule& rule : base.standard.labels) labels.push_back(rule.label);
  check_words(given.texts("theme"), base.vocabulary.themes, "theme");
  check_words(hallmarks, base.vocabulary.hallmarks, "hallmark");
  check_words(given.texts("label"), labels, "label");
  const std::vector<CaseStudy> studies = open_studies(given, base.vocabulary, terminal);
  std::vector<Listed> all;
  for (const CaseStudy& study : studies) {
    if (!shares(given.texts("theme"), study.themes) || !shares(hallmarks, study.hallmarks)) continue;
    Grade graded = grade(study, base.standard);
    if (shares(given.texts("label"), {graded.label})) all.push_back({&study, std::move(graded)});
  }
  if (given.has("json")) {
    json::array rows;
    for (const Listed& one : all) rows.push_back(summary_json(*one.study, one.graded));
    return print(terminal, rows);
  }
  if (!hallmarks.empty()) return terminal.print(index_by_hallmark(all, hallmarks));
  std::string out;
  for (const Listed& one : all) out += entry(one);
  terminal.print(out);
  terminal.say(fmt::format("{} of {} case studies.", all.size(), studies.size()));
}

// A file, or a study the knowledge base holds.
CaseStudy study_to_grade(const Arguments& given, const Standards& base, Terminal& terminal) {
  std::string path;
  wanted_id(given, path);
  if (!disk().exists(path) && file_extension(path) != ".md")
    return find_study(open_studies(given, base.vocabulary, terminal), path);
  CaseStudy study = read_case_study(disk(), path, base.vocabulary);
  if (study.only_text)
    throw Error(ExitCode::configuration, "This file states no facts to grade.",
                {"`hallmark practice new` starts one that does."}, {path, 1, 0});
  return study;
}

void grade_study(const Arguments& given, Terminal& terminal) {
  const Standards base = open_standards(given);
  const CaseStudy study = study_to_grade(given, base, terminal);
  const Grade graded = grade(study, base.standard);
  if (given.has("json")) return print(terminal, to_json(graded));
  terminal.print(fmt::format("{}\n", study.title) + to_text(graded));
}

void start_new(const Arguments& given, Terminal& terminal) {
  std::string id;
  wanted_id(given, id);
  const bool plain = std::all_of(id.begin(), id.end(),
                                 [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
  if (!plain || id.front() == '-')
    throw Error(ExitCode::usage, fmt::format("“{}” is no id.", id), {"Use lower-case letters, digits and hyphens."});
  const std::string path = given.has("out") ? given.text("out") : id + ".md";
  if (file_name(path) != id + ".md")
    throw Error(ExitCode::usage, fmt::format("The file of “{}” is called {}.md.", id, id), {"Give --out that name."});
  if (disk().exists(path))
    throw Error(ExitCode::output, fmt::format("“{}” is there already and is left as it is.", path));
  const report::Uninterrupted guard;
  disk().write_atomically(path, case_study_template(id));
  terminal.print(path + "\n");
  terminal.say(fmt::format("Fill it in, then run `hallmark practice grade {}`.", path));
}

void show_fit(const Arguments& given, Terminal& terminal) {
  const Standards base = open_standards(given);
  if (!given.has("area")) throw Error(ExitCode::usage, "`hallmark practice fit` needs --area: where it would move to.");
  const AreaModel model = open_areas(given);
  const std::size_t area = find_area(given, model, given.text("area"));
  const std::vector<CaseStudy> studies = open_studies(given, base.vocabulary, terminal);
  std::string id;
  const CaseStudy& study = find_study(studies, wanted_id(given, id));
  const FitSheet sheet = fit(study, grade(study, base.standard), model, area);
  if (!given.has("json")) return terminal.print(to_text(sheet, study));
  json::object object = to_json(sheet);
  object["id"] = study.id;
  print(terminal, object);
}

void show_adopters(const Arguments& given, Terminal& terminal) {
  const Standards base = open_standards(given);
  const AreaModel model = open_areas(given);
  const std::optional<std::size_t> area =
      given.has("peers-of") ? std::optional(find_area(given, model, given.text("peers-of"))) : std::nullopt;
  const std::vector<CaseStudy> studies = open_studies(given, base.vocabulary, terminal);
  std::string id;
  const CaseStudy& study = find_study(studies, wanted_id(given, id));
  std::vector<Adopter> found = adopters(study, studies, model);
  if (area) found = among_peers(found, model, *area);
  if (given.has("json")) {
    json::array rows;
    for (const Adopter& adopter : found)
      rows.push_back(
          json::object{{"area", adopter.area},
                       {"code", adopter.known ? json::value(model.areas()[*adopter.known].code) : json::value()},
                       {"study", adopter.study},
                       {"evaluated_there", adopter.evaluated_there}});
    return print(terminal, json::object{{"adopters", std::move(rows)},
                                        {"method", area ? json::value(model.method(*area)) : json::value()}});
  }
  if (found.empty())
    terminal.say(
        area ? fmt::format("The knowledge base knows of no area like {} that tried it.", model.areas()[*area].name)
             : "The study does not say where it was tried.");
  for (const Adopter& adopter : found)
    terminal.print(
        fmt::format("{}  ({} {})\n", adopter.area, adopter.evaluated_there ? "told in" : "named by", adopter.study));
  if (area) terminal.say(fmt::format("Similar areas: {}.", model.method(*area)));
}

ExitCode run_practice(const Arguments& given, Terminal& terminal) {
  using Action = void (*)(const Arguments&, Terminal&);
  static const std::vector<std::pair<std::string, Action>> actions = {
      {"show", show},     {"list", list},    {"grade", grade_study},
      {"new", start_new}, {"fit", show_fit}, {"adopters", show_adopters}};
  std::vector<std::string> names;
  for (const auto& [name, action] : actions) {
    names.push_back(name);
    if (name != given.text("ACTION")) continue;
    action(given, terminal);
    return ExitCode::success;
  }
  throw Error(ExitCode::usage, fmt::format("`hallmark practice` cannot “{}”.", given.text("ACTION")),
              {suggestion(given.text("ACTION"), names)});
}

}  // namespace

const Command practice_command = {
    "practice",
    "read, grade and compare evaluated practice",
    "show ID prints a case study; list those there are; grade FILE or ID says how strong a study's evidence is, and "
    "why;\n"
    "new ID starts a case study; fit ID --area AREA asks whether it would work there; adopters ID names who tried it.",
    "hallmark practice list --theme burglary\n"
    "hallmark practice list --hallmark all\n"
    "hallmark practice grade my-study.md\n"
    "hallmark practice fit cardiff-model-injury-data-evaluation --area Leicester",
    arguments,
    run_practice,
};

}  // namespace hallmark::cli
