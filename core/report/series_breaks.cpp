#include "report/series_breaks.h"

#include "base/diagnostic.h"
#include "base/text.h"
#include "base/yaml.h"
#include "data/comparison.h"

namespace hallmark::report {

namespace {

std::vector<std::string> texts_or_none(const Yaml& entry, std::string_view key) {
  const Yaml* value = entry.find(key);
  return value == nullptr || value->is_null() ? std::vector<std::string>{} : value->texts();
}

SeriesBreak from_yaml(const Yaml& entry) {
  entry.only({"from", "dataset", "offences", "area", "what", "source"});
  const Yaml& from = entry.required("from");
  if (!data::is_month(from.text()))
    from.fail(fmt::format("“{}” is no month.", from.text()), {"Write year and month, such as 2008-04."});
  return {from.text(),
          entry.text_or("dataset", ""),
          texts_or_none(entry, "offences"),
          texts_or_none(entry, "area"),
          entry.required("what").text(),
          entry.required("source").text()};
}

void read_register(const FileSystem& files, const std::string& path, std::vector<SeriesBreak>& breaks) {
  const std::string text = files.read(path);
  try {
    const Yaml root = Yaml::parse(text, path);
    if (root.is_null()) return;
    if (root.kind() != Yaml::Kind::sequence) root.fail("A list of series breaks is expected here.");
    for (const Yaml& entry : root.items()) breaks.push_back(from_yaml(entry));
  } catch (const Error& error) {
    Diagnostic diagnostic = error.diagnostic();
    if (diagnostic.where.file == path) quote_source(diagnostic, text);
    throw Error(error.code(), std::move(diagnostic));
  }
}

Value list_of(const std::vector<std::string>& texts) {
  ValueList list;
  for (const std::string& text : texts) list.push_back({text});
  return {std::move(list)};
}

}  // namespace

std::vector<SeriesBreak> read_series_breaks(const FileSystem& files, const Workspace& workspace) {
  std::vector<SeriesBreak> breaks;
  for (const std::string& path : {join_path(hallmark_home(), join_path("knowledge_base", series_breaks_file)),
                                  workspace.path(series_breaks_file)})
    if (files.exists(path)) read_register(files, path, breaks);
  return breaks;
}

ValueList to_values(const std::vector<SeriesBreak>& breaks, const std::string& dataset) {
  ValueList list;
  for (const SeriesBreak& entry : breaks)
    if (entry.dataset.empty() || entry.dataset == dataset)
      list.push_back({ValueMap{{"from", {entry.from}},
                               {"offences", list_of(entry.offences)},
                               {"area", list_of(entry.area)},
                               {"what", {entry.what}},
                               {"source", {entry.source}}}});
  return list;
}

}  // namespace hallmark::report
