#include "knowledge_base/case_study.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/diagnostic.h"
#include "base/text.h"
#include "base/yaml.h"

namespace hallmark::knowledge {

namespace {

// Marks that reorder, hide or fake text, and control characters: a title must look like what it is.
bool is_deceptive(char32_t c) {
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || c == 0x180E ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x3164 ||
         c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();)
    if (const char32_t c = next_code_point(text, at); !is_deceptive(c)) append_utf8(out, c);
  return out;
}

// A value of the front matter: one line, whatever the file made of it.
std::string line_of(std::string_view text) {
  std::string out;
  for (const char c : clean(text)) {
    const bool space = c == ' ' || c == '\n' || c == '\t';
    if (!space)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return std::string(trim(out));
}

std::string text_of(const Yaml& front, std::string_view key) {
  return line_of(front.text_or(key, ""));
}

std::string required_text(const Yaml& front, std::string_view key) {
  const Yaml& node = front.required(key);
  std::string text = line_of(node.text());
  if (text.empty()) node.fail(fmt::format("“{}” is empty.", key));
  return text;
}

// The items of a list that may be absent.
const std::vector<Yaml>& list_of(const Yaml& front, std::string_view key) {
  static const std::vector<Yaml> none;
  const Yaml* node = front.find(key);
  if (node == nullptr || node->is_null()) return none;
  if (node->kind() != Yaml::Kind::sequence)
    node->fail(fmt::format("“{}” is a list: each entry on a line of its own after “- ”.", key));
  return node->items();
}

void check_word(const Yaml& where, const std::string& word, const std::vector<std::string>& known,
                std::string_view what) {
  if (std::find(known.begin(), known.end(), word) == known.end())
    where.fail(fmt::format("“{}” is not a {} of the vocabulary.", word, what), {suggestion(word, known)});
}

std::vector<std::string> words_of(const Yaml& front, std::string_view key, const std::vector<std::string>& known,
                                  std::string_view what) {
  const Yaml* node = front.find(key);
  if (node == nullptr || node->is_null()) return {};
  const std::vector<std::string> words = node->texts();
  std::vector<std::string> once;
  for (std::size_t i = 0; i < words.size(); ++i) {
    check_word(node->kind() == Yaml::Kind::sequence ? node->items()[i] : *node, words[i], known, what);
    if (std::find(once.begin(), once.end(), words[i]) == once.end()) once.push_back(words[i]);
  }
  return once;
}

Answer answer_of(const Yaml* node) {
  if (node == nullptr || node->is_null() || node->text() == "unknown") return Answer::unknown;
  return node->boolean() ? Answer::yes : Answer::no;
}

std::optional<double> number_of(const Yaml& map, std::string_view key) {
  const Yaml* node = map.find(key);
  if (node == nullptr || node->is_null()) return std::nullopt;
  return node->number();
}

double count_of(const Yaml& map, std::string_view key) {
  const Yaml& node = map.required(key);
  const double value = node.number();
  if (value < 0 || value != std::floor(value)) node.fail("A count is a whole number, zero or more.");
  return value;
}

Arm read_arm(const Yaml& map, const std::string& kind) {
  map.only({"name", "before", "after", "exposure_before", "exposure_after", "events", "total"});
  Arm arm;
  arm.name = text_of(map, "name");
  if (kind == "proportions") {
    arm.events = count_of(map, "events");
    arm.total = count_of(map, "total");
    if (*arm.total <= 0 || *arm.events > *arm.total) map.fail("The events must be part of a total above zero.");
    return arm;
  }
  arm.before = count_of(map, "before");
  arm.after = count_of(map, "after");
  arm.exposure_before = map.number_or("exposure_before", 1);
  arm.exposure_after = map.number_or("exposure_after", 1);
  if (arm.exposure_before <= 0 || arm.exposure_after <= 0) map.fail("An exposure must be above zero.");
  if (kind == "rates" && (map.find("exposure_before") == nullptr || map.find("exposure_after") == nullptr))
    map.fail("Rates need exposure_before and exposure_after: over how many people or months the events happened.");
  return arm;
}

void check_reported(const Yaml& map, const ReportedEffect& effect) {
  const bool ratio = effect.measure.ends_with("_ratio");
  for (const auto& bound : {std::optional(effect.value), effect.lower, effect.upper})
    if (bound && ratio && *bound < 0) map.fail("A ratio cannot be below zero.");
  if (effect.measure == "percent_change" && effect.value < -100)
    map.required("value").fail("A fall cannot exceed 100 per cent.");
  if (effect.lower.has_value() != effect.upper.has_value()) map.fail("An interval needs both lower and upper.");
  if (effect.lower && (*effect.lower > effect.value || *effect.upper < effect.value))
    map.fail("The value lies outside its own interval.");
  if (effect.p && (*effect.p < 0 || *effect.p > 1)) map.required("p").fail("p lies between 0 and 1.");
  if (effect.confidence <= 0 || effect.confidence >= 100)
    map.required("confidence").fail("“confidence” is per cent, such as 95.");
}

// Of an effect whose size the source does not give: it says which way, and that it was tested.
double direction_of(const Yaml& map) {
  map.only({"measure", "direction", "significant", "note"});
  map.required("significant");
  const std::string direction = map.required("direction").text();
  check_word(map.required("direction"), direction, {"decrease", "increase"}, "direction");
  return direction == "decrease" ? -1 : 1;
}

ReportedEffect read_reported(const Yaml& map) {
  static const std::vector<std::string> measures = {
      "incidence_rate_ratio",         "rate_ratio",     "odds_ratio", "risk_ratio", "percent_change",
      "standardised_mean_difference", "direction_only", "other"};
  map.only({"measure", "value", "direction", "lower", "upper", "confidence", "p", "significant", "note"});
  ReportedEffect effect;
  effect.measure = map.required("measure").text();
  check_word(map.required("measure"), effect.measure, measures, "measure");
  effect.value = effect.measure == "direction_only" ? direction_of(map) : map.required("value").number();
  effect.lower = number_of(map, "lower");
  effect.upper = number_of(map, "upper");
  effect.p = number_of(map, "p");
  effect.confidence = map.number_or("confidence", 95);
  effect.significant = answer_of(map.find("significant"));
  effect.note = text_of(map, "note");
  check_reported(map, effect);
  return effect;
}

Outcome read_outcome(const Yaml& map, std::size_t sources, const std::vector<std::string>& themes) {
  static const std::vector<std::string> kinds = {"counts", "rates", "proportions", "reported"};
  map.only({"name", "themes", "design", "kind", "desired", "treated", "comparison", "n", "follow_up_months", "reported",
            "source"});
  Outcome outcome;
  outcome.where = map.where();
  outcome.name = required_text(map, "name");
  outcome.themes = words_of(map, "themes", themes, "theme of this study");
  outcome.design = map.required("design").text();
  outcome.kind = map.required("kind").text();
  check_word(map.required("kind"), outcome.kind, kinds, "kind");
  const std::string desired = map.text_or("desired", "decrease");
  if (desired != "decrease" && desired != "increase")
    map.required("desired").fail("“desired” is decrease or increase.", {suggestion(desired, {"decrease", "increase"})});
  outcome.desired_decrease = desired == "decrease";
  if (const Yaml* arm = map.find("treated")) outcome.treated = read_arm(*arm, outcome.kind);
  if (const Yaml* arm = map.find("comparison")) {
    if (outcome.kind != "reported") outcome.comparison = read_arm(*arm, outcome.kind);
  }
  if (const Yaml* reported = map.find("reported")) outcome.reported = read_reported(*reported);
  if (outcome.kind == "reported" && !outcome.reported) map.fail("An outcome of kind reported needs “reported”.");
  if (outcome.kind != "reported" && !outcome.treated)
    map.fail(fmt::format("An outcome of kind {} needs “treated”.", outcome.kind));
  if (outcome.kind == "proportions" && !outcome.comparison)
    map.fail("An outcome of kind proportions needs “comparison”.");
  outcome.n = text_of(map, "n");
  outcome.follow_up_months = number_of(map, "follow_up_months");
  if (outcome.follow_up_months && *outcome.follow_up_months < 0)
    map.required("follow_up_months").fail("A follow-up cannot be below zero.");
  const long long source = map.integer_or("source", 0);
  if (source < 0 || source > static_cast<long long>(sources))
    map.required("source").fail(fmt::format("There is no source {}; {} are listed, counted from 1.", source, sources));
  outcome.source = static_cast<std::size_t>(source);
  return outcome;
}

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

bool is_date(std::string_view text) {
  if (text.empty()) return true;
  if (text.size() != 4 && text.size() != 7) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i == 4 ? text[i] != '-' : (text[i] < '0' || text[i] > '9')) return false;
  return text.size() == 4 || (text.substr(5) >= "01" && text.substr(5) <= "12");
}

std::string date_of(const Yaml& map, std::string_view key) {
  const Yaml* node = map.find(key);
  if (node == nullptr || node->is_null()) return {};
  if (!is_date(node->text())) node->fail(fmt::format("“{}” is no year or month; write 2003 or 2003-01.", node->text()));
  return node->text();
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

CaseStudy parse_case_study(std::string_view text, const std::string& path, const Vocabulary& vocabulary) {
  if (text.size() > largest_case_study)
    throw Error(ExitCode::configuration, "This case study is larger than a megabyte.",
                {"Keep the story and link to the report."}, {path});
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
    return study;
  }
  const Yaml front = Yaml::parse(parts.yaml, path, parts.yaml_line);
  front.only({"id",         "title",        "status",    "area",       "dates",          "problem",
              "setting",    "themes",       "agencies",  "hallmarks",  "frame",          "intervention",
              "population", "outcomes",     "mechanism", "moderators", "implementation", "cost",
              "evaluator",  "displacement", "sources",   "review",     "programme",      "adopters"});
  CaseStudy study;
  study.path = path;
  study.id = front.required("id").text();
  if (!is_id(study.id)) front.required("id").fail("An id is made of letters, digits, hyphens, dots and underscores.");
  if (const std::string expected = id_from(path); study.id != expected)
    front.required("id").fail(fmt::format("The id must be the file's name, “{}”.", expected));
  study.title = required_text(front, "title");
  study.body = clean(parts.body);
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

Library load_library(const FileSystem& files, const std::string& folder, const Vocabulary& vocabulary) {
  Library library;
  if (!files.is_folder(folder))
    throw Error(ExitCode::input, fmt::format("There is no folder {} of case studies.", folder));
  std::map<std::string, std::vector<CaseStudy>> by_id;
  for (const std::string& path : glob(files, folder, "**/*.md")) {
    if (file_name(path) == "README.md") continue;
    std::string text;
    try {
      text = files.read(path);
      CaseStudy study = parse_case_study(text, path, vocabulary);
      by_id[study.id].push_back(std::move(study));
    } catch (const Error& error) {
      library.refused.push_back(error.diagnostic());
      quote_source(library.refused.back(), text);
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
