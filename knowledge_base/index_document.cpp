#include "knowledge_base/index_document.h"

#include <algorithm>

#include "base/hash.h"
#include "base/json.h"
#include "base/number.h"
#include "base/text.h"
#include "knowledge_base/ranking.h"

namespace hallmark::knowledge {

namespace {

// Xapian refuses terms over 245 bytes; a longer value is told apart by its hash.
std::string term(std::string_view prefix, std::string_view value) {
  std::string text = std::string(prefix) + to_lower(value);
  if (text.size() > 200) text = text.substr(0, 136) + sha256(text);
  return text;
}

// What a result shows and snippets are cut from.
std::string shown(const CaseStudy& study, const Grade& grade) {
  const auto list = [](const std::vector<std::string>& words) { return json::array(words.begin(), words.end()); };
  return write_json(json::object{{"id", study.id},
                                 {"title", study.title},
                                 {"area", study.area_name},
                                 {"area_code", study.area_code},
                                 {"country", study.country},
                                 {"start", study.start},
                                 {"end", study.end},
                                 {"evidence", grade.label},
                                 {"level", grade.level},
                                 {"themes", list(study.themes)},
                                 {"agencies", list(study.agencies)},
                                 {"path", study.path},
                                 {"text", join({study.problem, study.intervention, study.body}, "\n")}});
}

std::vector<std::string> designs_of(const CaseStudy& study) {
  std::vector<std::string> designs;
  for (const Outcome& outcome : study.outcomes)
    if (std::find(designs.begin(), designs.end(), outcome.design) == designs.end()) designs.push_back(outcome.design);
  return designs;
}

std::vector<std::pair<Facet, std::string>> facets_of(const CaseStudy& study, const Grade& grade) {
  std::vector<std::pair<Facet, std::string>> facets;
  const auto add = [&](Facet facet, const std::vector<std::string>& values) {
    for (const std::string& value : values) {
      const std::pair<Facet, std::string> one(facet, value);
      if (std::find(facets.begin(), facets.end(), one) == facets.end()) facets.push_back(one);
    }
  };
  add(facet_theme, study.themes);
  add(facet_agency, study.agencies);
  add(facet_hallmark, study.hallmarks);
  add(facet_setting, study.setting);
  add(facet_design, designs_of(study));
  add(facet_evidence, {grade.label});
  return facets;
}

}  // namespace

std::string facet_term(Facet facet, std::string_view value) {
  static constexpr std::string_view prefixes[] = {"XTHEME", "XAGENCY", "XHALLMARK", "XSETTING", "XDESIGN", "XEVIDENCE"};
  return term(prefixes[facet], value);
}
std::string area_term(std::string_view name_or_code) {
  return term("XAREA", name_or_code);
}
std::string level_term(int level) {
  return fmt::format("XLEVEL{}", level);
}
std::string id_term(std::string_view id) {
  return term("Q", id);
}

double year_of(std::string_view date) {
  if (date.size() < 4) return 0;
  const double year = std::stod(std::string(date.substr(0, 4)));
  return date.size() < 7 ? year : year + (std::stod(std::string(date.substr(5, 2))) - 1) / 12;
}

DocumentMaker::DocumentMaker() {
  words_.set_stemmer(Xapian::Stem("english"));
}

Xapian::Document DocumentMaker::make(const CaseStudy& study, const Grade& grade) {
  Xapian::Document document;
  words_.set_document(document);
  words_.set_termpos(0);
  words_.index_text(study.title, title_weight);
  for (const std::string& text :
       {study.problem, study.intervention, study.population, study.mechanism, study.moderators, study.implementation,
        study.area_name, join(study.themes, "; "), join(study.agencies, "; "), join(study.setting, "; "), study.body}) {
    if (text.empty()) continue;
    words_.increase_termpos();  // a phrase never spans two fields
    words_.index_text(text);
  }
  for (const auto& [facet, value] : facets_of(study, grade)) document.add_boolean_term(facet_term(facet, value));
  for (const std::string& area : {study.area_name, study.area_code})
    if (!area.empty()) document.add_boolean_term(area_term(area));
  for (int level = 0; level <= grade.level; ++level) document.add_boolean_term(level_term(level));
  document.add_boolean_term(id_term(study.id));
  if (!study.start.empty() || !study.end.empty()) {
    const std::string& last = study.end.empty() ? study.start : study.end;
    document.add_value(first_year_slot, Xapian::sortable_serialise(year_of(study.start.empty() ? last : study.start)));
    document.add_value(last_year_slot, Xapian::sortable_serialise(year_of(last)));
  }
  document.set_data(shown(study, grade));
  return document;
}

StudyRow row_of(const CaseStudy& study, const Grade& grade, Columns& columns) {
  StudyRow row;
  row.id = study.id;
  row.area = columns.area_number(place_words(study));
  row.evidence = grade.weight;
  for (const auto& [facet, value] : facets_of(study, grade)) row.facets.push_back(columns.facet_number(facet, value));
  return row;
}

std::string factor_key(std::string_view place, double evidence) {
  return fmt::format("{}\t{}", place, round_trip(evidence));
}

std::string facets_value(const std::vector<std::uint16_t>& facets) {
  std::string value;
  for (const std::uint16_t facet : facets) value += {static_cast<char>(facet >> 8), static_cast<char>(facet & 0xFF)};
  return value;
}

std::vector<std::uint16_t> facets_from(std::string_view value) {
  std::vector<std::uint16_t> facets;
  for (std::size_t i = 0; i + 1 < value.size(); i += 2)
    facets.push_back(static_cast<std::uint16_t>(static_cast<unsigned char>(value[i]) << 8 |
                                                static_cast<unsigned char>(value[i + 1])));
  return facets;
}

}  // namespace hallmark::knowledge
