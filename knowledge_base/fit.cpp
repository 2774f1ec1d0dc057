#include "knowledge_base/fit.h"

#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "base/text.h"

namespace hallmark::knowledge {

namespace {

constexpr std::size_t most_differences = 5, most_likenesses = 3;

std::string sentence(std::string text) {
  if (!text.empty() && text.back() != '.' && text.back() != '!' && text.back() != '?') text += '.';
  return text;
}

FitSection section(std::string heading, const std::string& stated, const char* otherwise) {
  return {std::move(heading), {stated.empty() ? otherwise : sentence(stated)}};
}

std::string shown(double value) {
  return format_number(value, std::abs(value) >= 1000 ? NumberFormat::count() : NumberFormat{});
}

FitSection where_it_worked(const CaseStudy& study, const Grade& grade) {
  FitSection where{"Where it was tried, and with what result", {}};
  const std::string dates =
      study.start.empty() ? "" : fmt::format(", {}{}", study.start, study.end.empty() ? "" : " to " + study.end);
  where.sentences.push_back(
      fmt::format("{}{}.", study.area_name.empty() ? "Place not stated" : study.area_name, dates));
  where.sentences.push_back(fmt::format("The evidence: {}.", grade.label));
  for (const OutcomeGrade& outcome : grade.outcomes)
    where.sentences.push_back(fmt::format("{}: {}. {}.", outcome.name, outcome.label, to_text(outcome.effect)));
  if (grade.outcomes.empty()) where.sentences.emplace_back("No outcome figures are known.");
  return where;
}

FitSection differences(const CaseStudy& study, const AreaModel& model, std::size_t area,
                       const std::optional<std::size_t>& place) {
  FitSection result{"What differs here", {}};
  if (!place) {
    result.sentences.push_back(fmt::format("{} is not in the table of areas; compare it with {} by hand.",
                                           study.area_name.empty() ? "The place" : study.area_name,
                                           model.areas()[area].name));
    return result;
  }
  if (*place == area) {
    result.sentences.emplace_back("Nothing but time: it was tried here.");
    return result;
  }
  for (const IndicatorGap& gap : apart(model, area, *place, most_differences))
    result.sentences.push_back(in_words(model, area, *place, gap) + ".");
  if (result.sentences.empty()) result.sentences.emplace_back("No indicator sets the two areas apart.");
  if (model.areas()[area].shared_figures || model.areas()[*place].shared_figures)
    result.sentences.emplace_back("Figures of one of them are those of its whole local authority.");
  return result;
}

FitSection likenesses(const AreaModel& model, std::size_t area, std::size_t place) {
  FitSection result{"What is alike", {}};
  for (const IndicatorGap& gap : alike(model, area, place, most_likenesses)) {
    std::string name = model.indicators()[gap.indicator].name;
    std::replace(name.begin(), name.end(), '_', ' ');
    result.sentences.push_back(gap.same_scale
                                   ? fmt::format("{}: {} here, {} there.", name, shown(gap.own), shown(gap.other))
                                   : fmt::format("{}, each for its own nation.", name));
  }
  if (result.sentences.empty()) result.sentences.emplace_back("Every indicator sets the two areas apart.");
  return result;
}

FitSection follow_up(const CaseStudy& study) {
  FitSection result{"How long it was followed", {}};
  for (const Outcome& outcome : study.outcomes)
    result.sentences.push_back(outcome.follow_up_months
                                   ? fmt::format("{}: {} months.", outcome.name, *outcome.follow_up_months)
                                   : fmt::format("{}: not stated.", outcome.name));
  if (result.sentences.empty()) result.sentences.emplace_back("Not stated.");
  return result;
}

// A question for each thing that carries an effect from one place to another and is not known.
FitSection questions(const CaseStudy& study, const Grade& grade, const std::string& area) {
  FitSection ask{"What to ask", {}};
  ask.sentences.push_back(
      fmt::format("Is the problem in {} the same: {}", area,
                  study.problem.empty() ? "which problem did it answer?" : sentence(study.problem)));
  if (study.mechanism.empty()) ask.sentences.emplace_back("Why should it work, and would that hold here?");
  if (study.moderators.empty()) ask.sentences.emplace_back("For whom or where did it work less well?");
  if (study.implementation.empty()) ask.sentences.emplace_back("Who did what, and what went wrong?");
  if (!study.agencies.empty())
    ask.sentences.push_back(fmt::format("Can those who did it there do it here: {}?", join(study.agencies, ", ")));
  if (!study.cost) ask.sentences.emplace_back("What did it cost, and who paid?");
  if (study.displacement != Answer::yes) ask.sentences.emplace_back("Did the problem move elsewhere?");
  for (const std::string& raise : grade.would_raise)
    ask.sentences.push_back("Has anyone since supplied this? " + raise);
  ask.sentences.push_back("Measure the same outcome here from before it starts, and in a place to compare with.");
  return ask;
}

}  // namespace

std::vector<IndicatorGap> apart(const AreaModel& model, std::size_t own, std::size_t other, std::size_t most) {
  std::vector<IndicatorGap> gaps = model.compare(own, other);
  std::erase_if(gaps, [](const IndicatorGap& gap) { return std::abs(gap.difference) < apart_from; });
  gaps.resize(std::min(gaps.size(), most));
  return gaps;
}

std::vector<IndicatorGap> alike(const AreaModel& model, std::size_t own, std::size_t other, std::size_t most) {
  std::vector<IndicatorGap> gaps = model.compare(own, other);
  std::erase_if(gaps, [](const IndicatorGap& gap) { return std::abs(gap.difference) >= apart_from; });
  std::reverse(gaps.begin(), gaps.end());
  gaps.resize(std::min(gaps.size(), most));
  return gaps;
}

std::string in_words(const AreaModel& model, std::size_t own, std::size_t other, const IndicatorGap& gap) {
  const bool own_higher = gap.difference < 0;
  const std::string& higher = model.areas()[own_higher ? own : other].name;
  std::string text = fmt::format("{}: {}", higher, model.indicators()[gap.indicator].words);
  if (gap.same_scale)
    text += fmt::format(" ({} against {})", shown(std::max(gap.own, gap.other)), shown(std::min(gap.own, gap.other)));
  return text;
}

std::optional<std::size_t> rank_of(const AreaModel& model, std::size_t area, std::size_t place) {
  if (place != area && !model.is_ordered(area)) return std::nullopt;
  const std::vector<Neighbour> all = model.nearest(area, model.areas().size());
  const auto found = std::find_if(all.begin(), all.end(), [&](const Neighbour& n) { return n.area == place; });
  if (found == all.end()) return std::nullopt;
  return static_cast<std::size_t>(found - all.begin()) + 1;
}

bool in_group(const AreaModel& model, std::size_t area, std::size_t place) {
  const std::vector<Neighbour> group = model.group(area);
  return std::any_of(group.begin(), group.end(), [&](const Neighbour& n) { return n.area == place; });
}

FitSheet fit(const CaseStudy& study, const Grade& grade, const AreaModel& model, std::size_t area) {
  FitSheet sheet;
  sheet.area = model.areas()[area].name;
  sheet.method = model.method(area);
  const std::optional<std::size_t> place = place_of(study, model);
  sheet.sections.push_back(where_it_worked(study, grade));
  sheet.sections.push_back(section("What was done", study.intervention, "Not stated."));
  sheet.sections.push_back(section("For whom", study.population, "Not stated."));
  sheet.sections.push_back(section("Why it is thought to work", study.mechanism, "Not stated."));
  sheet.sections.push_back(section("When it worked better or worse", study.moderators, "Not stated."));
  sheet.sections.push_back(section("What it took", study.implementation, "Not stated."));
  if (place) {
    sheet.similarity = model.similarity(area, *place);
    sheet.rank = rank_of(model, area, *place);
    sheet.in_group = in_group(model, area, *place);
    if (*place != area) sheet.sections.push_back(likenesses(model, area, *place));
  }
  sheet.sections.push_back(differences(study, model, area, place));
  sheet.sections.push_back(follow_up(study));
  sheet.sections.push_back(section("Cost", study.cost ? to_text(*study.cost) : std::string(), "Not stated."));
  sheet.sections.push_back(questions(study, grade, sheet.area));
  return sheet;
}

std::vector<Adopter> adopters(const CaseStudy& study, const std::vector<CaseStudy>& library, const AreaModel& model) {
  std::vector<const CaseStudy*> same = {&study};
  for (const CaseStudy& other : library)
    if (!study.programme.empty() && other.programme == study.programme && other.id != study.id) same.push_back(&other);
  std::vector<Adopter> found;
  const auto add = [&](Adopter adopter) {
    const bool twice = std::any_of(found.begin(), found.end(), [&](const Adopter& a) {
      return a.known || adopter.known ? a.known == adopter.known : to_lower(a.area) == to_lower(adopter.area);
    });
    if (!twice && !adopter.area.empty()) found.push_back(std::move(adopter));
  };
  for (const CaseStudy* one : same) add({one->area_name, place_of(*one, model), one->id, true});
  for (const CaseStudy* one : same)
    for (const std::string& name : one->adopters) {
      const auto known = model.find_code(name);
      add({known ? model.areas()[*known].name : name, known, one->id, false});
    }
  return found;
}

std::vector<Adopter> among_peers(const std::vector<Adopter>& all, const AreaModel& model, std::size_t area) {
  std::vector<Adopter> peers;
  for (const Neighbour& neighbour : model.group(area))
    for (const Adopter& adopter : all)
      if (adopter.known == neighbour.area) peers.push_back(adopter);
  return peers;
}

}  // namespace hallmark::knowledge
