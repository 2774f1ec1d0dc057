#include "report/quotes.h"

#include "base/diagnostic.h"
#include "base/text.h"
#include "base/yaml.h"
#include "data/comparison.h"

namespace hallmark::report {

namespace {

// One without the other says nothing.
void need_both(const Yaml& yaml, std::string_view one, std::string_view other) {
  for (const auto& [key, missing] : {std::pair{one, other}, std::pair{other, one}})
    if (yaml.find(key) != nullptr && yaml.find(missing) == nullptr)
      yaml.find(key)->fail(fmt::format("This quote has “{}” but no “{}”.", key, missing));
}

Quotation from_yaml(const Yaml& yaml) {
  yaml.only({"text", "name", "role", "about", "direction", "approved_by", "approved_on"});
  Quotation quote;
  quote.where = yaml.where();
  quote.text = std::string(trim(yaml.required("text").text()));
  quote.name = yaml.required("name").text();
  quote.role = yaml.required("role").text();
  need_both(yaml, "about", "direction");
  need_both(yaml, "approved_by", "approved_on");
  quote.about = yaml.text_or("about", "");
  quote.direction = yaml.text_or("direction", "");
  if (!quote.direction.empty() && quote.direction != "rise" && quote.direction != "fall")
    yaml.find("direction")->fail(fmt::format("“{}” is no direction.", quote.direction), {"Write rise or fall."});
  quote.approved_by = yaml.text_or("approved_by", "");
  quote.approved_on = yaml.text_or("approved_on", "");
  if (!quote.approved_on.empty() && !data::is_day(quote.approved_on))
    yaml.find("approved_on")->fail(fmt::format("“{}” is no day.", quote.approved_on), {"Write 2025-05-31."});
  return quote;
}

}  // namespace

std::vector<Quotation> read_quotes(const FileSystem& files, const Workspace& workspace) {
  const std::string path = workspace.path(quotes_file);
  if (!files.exists(path)) return {};
  const std::string source = files.read(path);
  try {
    const Yaml root = Yaml::parse(source, path);
    std::vector<Quotation> quotes;
    if (root.is_null()) return quotes;
    root.only({"quotes"});
    for (const Yaml& entry : root.required("quotes").items()) quotes.push_back(from_yaml(entry));
    return quotes;
  } catch (const Error& error) {
    Diagnostic diagnostic = error.diagnostic();
    if (diagnostic.source_line.empty()) quote_source(diagnostic, source);
    throw Error(error.code(), std::move(diagnostic));
  }
}

ValueList to_values(const std::vector<Quotation>& quotes) {
  ValueList list;
  for (const Quotation& quote : quotes) {
    ValueMap map{{"where", {fmt::format("{}:{}", quote.where.file, quote.where.line)}}};
    for (const auto& [key, value] :
         {std::pair{"text", &quote.text}, std::pair{"name", &quote.name}, std::pair{"role", &quote.role},
          std::pair{"about", &quote.about}, std::pair{"direction", &quote.direction},
          std::pair{"approved_by", &quote.approved_by}, std::pair{"approved_on", &quote.approved_on}})
      if (!value->empty()) map.emplace(key, Value{*value});  // absent rather than empty: `quote.about or …`
    list.push_back({std::move(map)});
  }
  return list;
}

}  // namespace hallmark::report
