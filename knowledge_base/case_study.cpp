#include "knowledge_base/case_study.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>

#include "base/hash.h"
#include "base/number.h"
#include "base/text.h"
#include "knowledge_base/case_study_fields.h"

namespace hallmark::knowledge {

namespace {

std::vector<Source> read_sources(const Yaml& front) {
  std::vector<Source> sources;
  for (const Yaml& item : list_of(front, "sources")) {
    item.only({"cite", "url", "page"});
    Source source{required_text(item, "cite"), text_of(item, "url"), text_of(item, "page")};
    if (!source.url.empty() && !source.url.starts_with("https://") && !source.url.starts_with("http://"))
      item.required("url").fail("A source's url starts with https:// or http://.");
    sources.push_back(std::move(source));
  }
  return sources;
}

void read_identity(const Yaml& front, CaseStudy& study) {
  static const std::map<std::string, CaseStudy::Status> statuses = {
      {"evaluated", CaseStudy::Status::evaluated},
      {"described", CaseStudy::Status::described},
      {"body_not_held", CaseStudy::Status::body_not_held}};
  const std::string status = front.text_or("status", "described");
  if (!statuses.contains(status))
    front.required("status").fail(fmt::format("“{}” is no status.", status),
                                  {suggestion(status, {"evaluated", "described", "body_not_held"})});
  study.status = statuses.at(status);
  if (const Yaml* area = front.find("area")) {
    area->only({"name", "code", "country"});
    study.area_name = text_of(*area, "name");
    study.area_code = text_of(*area, "code");
    study.country = text_of(*area, "country");
  }
  if (const Yaml* dates = front.find("dates")) {
    dates->only({"start", "end"});
    study.start = date_of(*dates, "start");
    study.end = date_of(*dates, "end");
    const std::size_t known = std::min(study.start.size(), study.end.size());  // years, or months where both have one
    if (study.end.substr(0, known) < study.start.substr(0, known)) dates->fail("It ends before it starts.");
  }
  study.review = date_of(front, "review");
}

void read_texts(const Yaml& front, CaseStudy& study) {
  const std::pair<const char*, std::string CaseStudy::*> texts[] = {
      {"problem", &CaseStudy::problem},       {"intervention", &CaseStudy::intervention},
      {"population", &CaseStudy::population}, {"mechanism", &CaseStudy::mechanism},
      {"moderators", &CaseStudy::moderators}, {"implementation", &CaseStudy::implementation}};
  for (const auto& [key, member] : texts) study.*member = text_of(front, key);
  study.programme = to_lower(text_of(front, "programme"));
  const std::string frame = front.text_or("frame", "none");
  if (frame != "SARA" && frame != "PROCTOR" && frame != "none")
    front.required("frame").fail("“frame” is SARA, PROCTOR or none.", {suggestion(frame, {"SARA", "PROCTOR", "none"})});
  study.frame = frame == "none" ? "" : frame;
}

void read_judgement(const Yaml& front, CaseStudy& study) {
  if (const Yaml* cost = front.find("cost"); cost != nullptr && !cost->is_null()) {
    cost->only({"amount", "currency", "price_year", "note"});
    const std::string currency = text_of(*cost, "currency");
    study.cost =
        Cost{cost->required("amount").number(), currency.empty() ? "GBP" : currency,
             static_cast<int>(std::clamp(cost->integer_or("price_year", 0), 0LL, 9999LL)), text_of(*cost, "note")};
    if (study.cost->amount < 0) cost->required("amount").fail("A cost cannot be below zero.");
  }
  if (const Yaml* evaluator = front.find("evaluator")) {
    evaluator->only({"name", "independent"});
    study.evaluator = text_of(*evaluator, "name");
    study.independent = answer_of(evaluator->find("independent"));
  }
  if (const Yaml* displacement = front.find("displacement")) {
    displacement->only({"checked", "finding"});
    study.displacement = answer_of(displacement->find("checked"));
    study.displacement_finding = text_of(*displacement, "finding");
  }
}

void check_whole(const Yaml& front, const CaseStudy& study) {
  const bool evaluated = study.status == CaseStudy::Status::evaluated;
  if (evaluated && study.outcomes.empty())
    front.fail("An evaluated study states at least one outcome.",
               {"Write status: described where no figures are known."});
  if (!evaluated && !study.outcomes.empty()) front.fail("A study with outcomes has status: evaluated.");
  if (evaluated && study.sources.empty()) front.fail("An evaluated study names its sources.");
}

std::string id_from(const std::string& path) {
  const std::string name = file_name(path);
  return clean(std::string_view(name).substr(0, name.size() - file_extension(path).size()));
}

// Letters, digits, and - _ . between them: an id is typed on command lines and becomes a file's name.
bool is_id(std::string_view id) {
  return !id.empty() && id.front() != '-' && id.front() != '.' && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

// Without front matter: id from the file, title from its first heading.
CaseStudy bare_study(std::string_view body, const std::string& path) {
  CaseStudy study;
  study.id = id_from(path);
  study.title = study.id;
  study.only_text = true;
  for (const std::string_view line : split(body, '\n')) {
    if (!line.starts_with("# ")) continue;
    study.title = line_of(line.substr(2));
    break;
  }
  return study;
}

Error too_large(const std::string& path) {
  return Error(ExitCode::configuration, "This case study is larger than a megabyte.",
               {"Keep the story and link to the report."}, {path});
}

}  // namespace

Vocabulary load_vocabulary(const FileSystem& files, const std::string& path) {
  const Yaml root = Yaml::parse(files.read(path), path);
  root.only({"themes", "agencies", "hallmarks", "settings", "recorded_as"});
  Vocabulary vocabulary{root.required("themes").texts(),
                        root.required("agencies").texts(),
                        root.required("hallmarks").texts(),
                        root.required("settings").texts(),
                        {}};
  if (const Yaml* recorded = root.find("recorded_as")) {
    for (const auto& [theme, categories] : recorded->entries()) {
      if (std::find(vocabulary.themes.begin(), vocabulary.themes.end(), theme) == vocabulary.themes.end())
        categories.fail(fmt::format("“{}” is no theme.", theme), {suggestion(theme, vocabulary.themes)});
      vocabulary.recorded_as.emplace_back(theme, categories.texts());
    }
  }
  return vocabulary;
}

std::string to_text(const Cost& cost) {
  std::string text = fmt::format("{} {}", format_number(cost.amount, NumberFormat::count()), cost.currency);
  if (cost.price_year > 0) text += fmt::format(" at prices of {}", cost.price_year);
  return cost.note.empty() ? text : fmt::format("{}; {}", text, cost.note);
}

CaseStudy parse_case_study(std::string_view text, const std::string& path, const Vocabulary& vocabulary) {
  if (text.size() > largest_case_study) throw too_large(path);
  if (!is_valid_utf8(text))
    throw Error(ExitCode::configuration, "This case study is not UTF-8.", {"Save it as UTF-8."}, {path});
  const FrontMatter parts = split_front_matter(text);
  if (parts.yaml.empty()) {
    if (parts.body.substr(0, 4) == "---\n" || parts.body.substr(0, 5) == "---\r\n")
      throw Error(ExitCode::configuration, "The front matter that begins here never ends.",
                  {"Close it with a line of three hyphens."}, {path, 1, 1});
    CaseStudy study = bare_study(parts.body, path);
    study.body = clean(parts.body);
    study.path = path;
    study.hash = sha256(text);
    return study;
  }
  const Yaml front = Yaml::parse(parts.yaml, path, parts.yaml_line);
  front.only({"id",        "title",      "status",         "area",   "dates",        "problem",      "setting",
              "themes",    "agencies",   "hallmarks",      "frame",  "intervention", "population",   "outcomes",
              "mechanism", "moderators", "implementation", "cost",   "evaluator",    "displacement", "sources",
              "review",    "programme",  "adopters",       "marking"});
  CaseStudy study;
  study.path = path;
  study.hash = sha256(text);
  study.id = front.required("id").text();
  if (!is_id(study.id)) front.required("id").fail("An id is made of letters, digits, hyphens, dots and underscores.");
  if (const std::string expected = id_from(path); study.id != expected)
    front.required("id").fail(fmt::format("The id must be the file's name, “{}”.", expected));
  study.title = required_text(front, "title");
  study.body = clean(parts.body);
  if (const Yaml* marking = front.find("marking"); marking != nullptr && !marking->is_null()) {
    study.marking = read_marking(*marking);
    study.marked = marking->where();
  }
  read_identity(front, study);
  read_texts(front, study);
  study.setting = words_of(front, "setting", vocabulary.settings, "setting");
  study.themes = words_of(front, "themes", vocabulary.themes, "theme");
  study.agencies = words_of(front, "agencies", vocabulary.agencies, "agency");
  study.hallmarks = words_of(front, "hallmarks", vocabulary.hallmarks, "hallmark");
  study.sources = read_sources(front);
  for (const Yaml& outcome : list_of(front, "outcomes"))
    study.outcomes.push_back(read_outcome(outcome, study.sources.size(), study.themes));
  for (const Yaml& adopter : list_of(front, "adopters")) study.adopters.push_back(line_of(adopter.text()));
  read_judgement(front, study);
  check_whole(front, study);
  return study;
}

CaseStudy read_case_study(const FileSystem& files, const std::string& path, const Vocabulary& vocabulary) {
  std::error_code not_on_disk;  // files of tests are in memory
  const auto size = std::filesystem::file_size(path, not_on_disk);
  if (!not_on_disk && size > largest_case_study) throw too_large(path);
  const std::string text = files.read(path);
  try {
    return parse_case_study(text, path, vocabulary);
  } catch (Error& error) {
    Diagnostic quoted = error.diagnostic();
    quote_source(quoted, text);
    throw Error(error.code(), std::move(quoted));
  }
}

Library load_library(const FileSystem& files, const std::vector<std::string>& folders, const Vocabulary& vocabulary) {
  Library library;
  std::vector<std::string> paths;
  for (const std::string& folder : folders) {
    if (!files.is_folder(folder))
      throw Error(ExitCode::input, fmt::format("There is no folder {} of case studies.", folder));
    for (std::string& path : glob(files, folder, "**/*.md"))
      if (file_name(path) != "README.md") paths.push_back(std::move(path));
  }
  std::map<std::string, std::vector<CaseStudy>> by_id;
  for (const std::string& path : paths) {
    try {
      CaseStudy study = read_case_study(files, path, vocabulary);
      by_id[study.id].push_back(std::move(study));
    } catch (const Error& error) {
      library.refused.push_back(error.diagnostic());
    }
  }
  for (auto& [id, studies] : by_id) {
    if (studies.size() == 1) {
      library.studies.push_back(std::move(studies.front()));
      continue;
    }
    for (const CaseStudy& study : studies) {
      const std::string& twin = studies[&study == &studies.front() ? 1 : 0].path;
      library.refused.push_back({Severity::error,
                                 fmt::format("The id “{}” is used twice, here and in {}.", id, twin),
                                 {study.path, 0, 0},
                                 {},
                                 1,
                                 {"Give one of the two another id; until then neither is used."},
                                 {}});
    }
  }
  return library;
}

std::string case_study_template(std::string_view id) {
  return fmt::format(R"(---
id: {}                      # the file's name
title:
status: described           # evaluated once outcomes are known
area: {{name: , code: }}      # local authority or partnership; elsewhere {{name: , country: }}
dates: {{start: , end: }}     # 2003 or 2003-01
problem:
setting: []
themes: []
agencies: []
hallmarks: []
frame: SARA
intervention:
programme:                  # one name for the same intervention elsewhere; may stay empty
adopters: []                # other areas known to do it, by name or code
population:
outcomes: []                # see README.md beside the case studies for what each kind needs
mechanism:
moderators:
implementation:
evaluator: {{name: , independent: unknown}}
displacement: {{checked: unknown}}
sources: []
---
## Scanning

## Analysis

## Response

## Assessment
)",
                     id);
}

}  // namespace hallmark::knowledge
