#include "cli/practice_text.h"

#include "base/text.h"

namespace hallmark::cli {

using namespace knowledge;

namespace {

json::array texts(const std::vector<std::string>& words) {
  return json::array(words.begin(), words.end());
}

json::value optional_number(const std::optional<double>& value) {
  return value ? json::value(*value) : json::value();
}

const char* answer(Answer value) {
  return value == Answer::yes ? "yes" : value == Answer::no ? "no" : "unknown";
}

const char* status_word(CaseStudy::Status status) {
  if (status == CaseStudy::Status::evaluated) return "evaluated";
  return status == CaseStudy::Status::described ? "described" : "body_not_held";
}

std::string line(std::string_view heading, const std::string& text) {
  return text.empty() ? std::string() : fmt::format("{:<15} {}\n", heading, text);
}

std::string bullets(const std::vector<std::string>& sentences) {
  std::string out;
  for (const std::string& sentence : sentences) out += fmt::format("  - {}\n", sentence);
  return out;
}

std::string dates(const CaseStudy& study) {
  return study.end.empty() ? study.start : fmt::format("{} to {}", study.start, study.end);
}

std::string displacement(const CaseStudy& study) {
  if (!study.displacement_finding.empty()) return study.displacement_finding;
  if (study.outcomes.empty()) return {};
  return study.displacement == Answer::yes  ? "looked for; what was found is not stated"
         : study.displacement == Answer::no ? "not looked for"
                                            : "whether it was looked for is not stated";
}

std::string evaluator(const CaseStudy& study) {
  if (study.evaluator.empty()) return {};
  return study.independent == Answer::unknown
             ? study.evaluator
             : fmt::format("{}, {} of those who ran it", study.evaluator,
                           study.independent == Answer::yes ? "independent" : "not independent");
}

json::object effect_json(const Effect& effect) {
  return {{"measure", effect.measure},
          {"value", effect.value},
          {"lower", optional_number(effect.lower)},
          {"upper", optional_number(effect.upper)},
          {"confidence", effect.confidence},
          {"p", optional_number(effect.p)},
          {"significant", answer(effect.significant)},
          {"no_difference", effect.no_difference},
          {"computed", effect.computed}};
}

}  // namespace

std::string to_text(const CaseStudy& study, const Grade& grade) {
  std::string out = fmt::format("{}\n\n", study.title);
  out += line("Id", study.id) + line("Evidence", grade.label) + line("", join(grade.reasons, " "));
  out += line("Where", study.area_name.empty() ? study.country : study.area_name);
  out += line("Setting", join(study.setting, ", ")) + line("When", dates(study));
  out +=
      line("Problem", study.problem) + line("What was done", study.intervention) + line("For whom", study.population);
  out += line("Themes", join(study.themes, ", ")) + line("Agencies", join(study.agencies, ", "));
  out += line("Hallmarks", join(study.hallmarks, ", ")) + line("Why", study.mechanism);
  out += line("Better or worse", study.moderators) + line("What it took", study.implementation);
  out += line("Cost", study.cost ? to_text(*study.cost) : std::string()) + line("Moved next door", displacement(study));
  for (const OutcomeGrade& outcome : grade.outcomes)
    out += line("Outcome", fmt::format("{}: {}. {}.", outcome.name, outcome.label, to_text(outcome.effect)));
  out += line("Evaluated by", evaluator(study)) + line("Programme", study.programme);
  out += line("Also tried in", join(study.adopters, ", ")) + line("To be reviewed", study.review);
  if (!study.body.empty()) out += fmt::format("\n{}\n", trim(study.body));
  if (!study.sources.empty()) out += "\nSources\n";
  for (std::size_t i = 0; i < study.sources.size(); ++i) {
    const Source& source = study.sources[i];
    out += fmt::format("  {}. {}{}{}\n", i + 1, source.cite, source.page.empty() ? "" : "; page: " + source.page,
                       source.url.empty() ? "" : "; " + source.url);
  }
  return out;
}

std::string to_text(const Grade& grade) {
  std::string out = fmt::format("Label: {}\n", grade.label);
  out += bullets(grade.reasons);
  for (const OutcomeGrade& outcome : grade.outcomes)
    out += fmt::format("\nOutcome: {}\n  {}, Maryland level {}\n", outcome.name, outcome.label, outcome.level) +
           bullets(outcome.reasons);
  std::vector<std::string> stated, missing;
  for (const EmmiePart& part : grade.emmie) (part.stated ? stated : missing).push_back(part.name);
  if (!grade.emmie.empty()) {
    out += fmt::format("\nEMMIE stated:  {}\n", stated.empty() ? "nothing" : join(stated, ", "));
    out += fmt::format("EMMIE missing: {}\n", missing.empty() ? "nothing" : join(missing, ", "));
  }
  if (!grade.would_raise.empty()) out += "\nWhat would raise it\n" + bullets(grade.would_raise);
  return out;
}

std::string likeness(const FitSheet& sheet) {
  if (!sheet.similarity) return "Likeness is not known: the place is not in the table of areas.";
  std::string out = fmt::format("Similarity {:.2f}", *sheet.similarity);
  if (sheet.rank == 1u) return out + ": it is the same area.";
  if (sheet.rank) out += fmt::format("; number {} of those most like {}", *sheet.rank, sheet.area);
  return out + (sheet.in_group ? "; in its Most Similar Group." : "; not in its Most Similar Group.");
}

std::string to_text(const FitSheet& sheet, const CaseStudy& study) {
  std::string out =
      fmt::format("{}\nWould it work in {}?\n\n{}\nBy {}.\n", study.title, sheet.area, likeness(sheet), sheet.method);
  for (const FitSection& section : sheet.sections)
    out += fmt::format("\n{}\n", section.heading) + bullets(section.sentences);
  return out;
}

json::object summary_json(const CaseStudy& study, const Grade& grade) {
  return {{"id", study.id},
          {"title", study.title},
          {"status", status_word(study.status)},
          {"label", grade.label},
          {"level", grade.level},
          {"area", study.area_name},
          {"area_code", study.area_code},
          {"country", study.country},
          {"start", study.start},
          {"end", study.end},
          {"themes", texts(study.themes)},
          {"hallmarks", texts(study.hallmarks)}};
}

json::object to_json(const CaseStudy& study) {
  json::array sources;
  for (const Source& source : study.sources)
    sources.push_back(json::object{{"cite", source.cite}, {"url", source.url}, {"page", source.page}});
  return {{"problem", study.problem},
          {"intervention", study.intervention},
          {"programme", study.programme},
          {"adopters", texts(study.adopters)},
          {"population", study.population},
          {"setting", texts(study.setting)},
          {"agencies", texts(study.agencies)},
          {"mechanism", study.mechanism},
          {"moderators", study.moderators},
          {"implementation", study.implementation},
          {"frame", study.frame},
          {"cost", study.cost ? json::value(json::object{{"amount", study.cost->amount},
                                                         {"currency", study.cost->currency},
                                                         {"price_year", study.cost->price_year},
                                                         {"note", study.cost->note}})
                              : json::value()},
          {"evaluator", study.evaluator},
          {"independent", answer(study.independent)},
          {"displacement_checked", answer(study.displacement)},
          {"displacement_finding", study.displacement_finding},
          {"sources", std::move(sources)},
          {"body", study.body}};
}

json::object to_json(const Grade& grade) {
  json::array outcomes;
  for (const OutcomeGrade& outcome : grade.outcomes)
    outcomes.push_back(json::object{
        {"name", outcome.name},
        {"label", outcome.label},
        {"level", outcome.level},
        {"design", outcome.design_words},
        {"effect", outcome.effect.measure.empty() ? json::value() : json::value(effect_json(outcome.effect))},
        {"verdict", to_text(outcome.verdict)},
        {"reasons", texts(outcome.reasons)},
        {"would_raise", texts(outcome.would_raise)}});
  json::object emmie;
  for (const EmmiePart& part : grade.emmie) emmie[to_lower(part.name)] = part.stated;
  return {{"label", grade.label},
          {"level", grade.level},
          {"weight", grade.weight},
          {"outcomes", std::move(outcomes)},
          {"emmie", std::move(emmie)},
          {"reasons", texts(grade.reasons)},
          {"would_raise", texts(grade.would_raise)}};
}

json::object to_json(const FitSheet& sheet) {
  json::array sections;
  for (const FitSection& section : sheet.sections)
    sections.push_back(json::object{{"heading", section.heading}, {"sentences", texts(section.sentences)}});
  return {{"area", sheet.area},
          {"similarity", optional_number(sheet.similarity)},
          {"rank", sheet.rank ? json::value(*sheet.rank) : json::value()},
          {"in_group", sheet.in_group},
          {"method", sheet.method},
          {"sections", std::move(sections)}};
}

}  // namespace hallmark::cli
