// practice.*: evaluated case studies of the knowledge base.
#include "base/text.h"
#include "script/binder.h"
#include "script/tables.h"
#include "script/values.h"

namespace hallmark::script {
namespace {

template <class Function>
const Function& available(const Function& function, std::string_view name) {
  if (!function) fail(fmt::format("practice.{} is not available here: no knowledge base is open.", name));
  return function;
}

Value area(Call& call, std::string name_or_code) {
  return available(call.services().practice.area, "area")(name_or_code);
}

Value ranked(Call& call, Value options) {
  Fields fields("practice.ranked", std::move(options));
  fields.only({"themes", "like"});
  return {available(call.services().practice.ranked, "ranked")(fields.texts("themes"), fields.text_or("like", ""))};
}

Value study(Call& call, std::string id) {
  return {available(call.services().practice.study, "study")(id)};
}

Value fit(Call& call, std::string id, std::string area) {
  return {available(call.services().practice.fit, "fit")(id, area)};
}

std::vector<std::string> themes(Call& call, std::string category) {
  return available(call.services().practice.themes, "themes")(category);
}

Value similar(Call& call, std::string area) {
  return available(call.services().practice.similar, "similar")(area);
}

constexpr ApiFunction functions[] = {
    {"area", "(name_or_code) -> {code, name, areas, method, scale} or nil",
     "A partnership or local authority of the table of similar areas: method is how likeness to it is found, scale "
     "what "
     "its figures mean, areas how many the model compares it with (nil where a published list is used). nil where the "
     "table does not hold it.",
     bound<area>},
    {"ranked", "{themes=, like=} -> {study, …}",
     "Case studies with one of the themes, best fit first: likeness of the place to the area like × strength of the "
     "evidence, as `hallmark search` ranks without words. Each has id, title, place, label, similarity, evidence and "
     "score; without like every place counts alike.",
     bound<ranked>},
    {"study", "(id) -> {id, title, place, dates, label, level, outcomes, …}",
     "All that a case study states and how its evidence is graded. Of outcomes: name, design, label, level, measure, "
     "ratio, value, lower, upper, computed, verdict, follow_up_months, n, reasons, would_raise. Texts that are not "
     "stated are nil.",
     bound<study>},
    {"fit", "(id, area) -> {similarity, rank, areas, in_group, published, same, known, alike, differs}",
     "How like an area is to the place of a study: known is false for places the table does not hold, rank 1 the place "
     "itself. published: the area's group is a published one, and rank is nil for places outside it or where it has no "
     "order. alike and differs "
     "list indicators: {words, here, there, higher, same_scale}.",
     bound<fit>},
    {"themes", "(crime_type) -> {theme, …}",
     "Themes of case studies and initiatives whose incidents police.uk records as this category, the closest first.",
     bound<themes>},
    {"similar", "(name_or_code) -> {code, name, size, method, others} or nil",
     "The areas most like one, by the workspace's areas/most_similar_groups.csv where it has a group for the area, "
     "else "
     "by Hallmark's model, as method says: size is how many, others are {{code, name, authorities}, …}, the most alike "
     "first, authorities being how many local authorities each has. nil where the table does not hold the area.",
     bound<similar>},
};

}  // namespace

std::span<const ApiFunction> practice_table() {
  return functions;
}

}  // namespace hallmark::script
