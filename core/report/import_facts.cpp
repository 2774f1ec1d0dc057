#include "report/import_facts.h"

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "data/quality.h"

namespace hallmark::report {

namespace {

using data::DatasetInfo;
using Texts = std::vector<std::string>;

struct Fact {
  std::string_view name;
  std::size_t texts;  // beside the dataset
  std::string_view help;
  double (*value)(const data::Store& store, const DatasetInfo& info, const Texts& texts);
};

double as_double(std::uint64_t value) {
  return static_cast<double>(value);
}

constexpr Fact facts[] = {
    {"rows", 0, "Rows read of a dataset.",
     [](const data::Store&, const DatasetInfo& info, const Texts&) { return as_double(info.rows); }},
    {"kept", 0, "Rows that fit the dataset's schema.",
     [](const data::Store&, const DatasetInfo& info, const Texts&) { return as_double(info.kept); }},
    {"quarantined", 0, "Rows set aside because they break the dataset's schema.",
     [](const data::Store&, const DatasetInfo& info, const Texts&) { return as_double(info.rows - info.kept); }},
    {"quarantined_because", 1, "Rows set aside for one reason.",
     [](const data::Store&, const DatasetInfo& info, const Texts& texts) {
       for (const auto& [reason, rows] : info.quarantined_by_reason)
         if (reason == texts[0]) return as_double(rows);
       return 0.0;
     }},
    {"repeated_identifiers", 0, "Rows whose identifier already stood in the same file and month.",
     [](const data::Store& store, const DatasetInfo& info, const Texts&) {
       return as_double(data::quality(store, info.schema.name).repeated_identifiers);
     }},
    {"without_location", 0, "Rows without coordinates.",
     [](const data::Store& store, const DatasetInfo& info, const Texts&) {
       return as_double(data::quality(store, info.schema.name).without_location);
     }},
    {"outside_own_areas", 0, "Rows outside the workspace's own local authorities.",
     [](const data::Store& store, const DatasetInfo& info, const Texts&) {
       return as_double(data::quality(store, info.schema.name).outside_own_areas);
     }},
    {"file_rows", 2, "Rows read from one file, or one member of a zip.",
     [](const data::Store&, const DatasetInfo& info, const Texts& texts) {
       for (const data::SourceFile& file : info.files)
         if (file_name(file.path) == texts[0] && file.member == texts[1]) return as_double(file.rows);
       return 0.0;
     }},
};

Quantity quantity(std::string_view name, Texts texts, double value) {
  CallTrace call;
  call.function = fmt::format("import.{}", name);
  for (std::string& text : texts) call.arguments.emplace_back(std::move(text));
  return {value, NumberFormat::count(), std::make_shared<const Trace>(Trace{std::move(call)})};
}

Value list_of(const Texts& texts) {
  ValueList list;
  for (const std::string& text : texts) list.push_back({text});
  return {std::move(list)};
}

FormulaResult run(const Fact& fact, const data::Store& store, const std::vector<FormulaArgument>& arguments) {
  Texts texts;
  for (const FormulaArgument& argument : arguments)
    if (const auto* text = std::get_if<std::string>(&argument)) texts.push_back(*text);
  if (texts.size() != arguments.size() || texts.size() != fact.texts + 1)
    throw Error(ExitCode::configuration,
                fmt::format("“import.{}” takes the name of a dataset and {} further texts.", fact.name, fact.texts));
  const DatasetInfo& info = store.dataset(texts[0]);
  texts.erase(texts.begin());
  return {{{"", fact.value(store, info, texts)}}};
}

ValueList files_of(const DatasetInfo& info) {
  ValueList files;
  for (const data::SourceFile& file : info.files) {
    const std::string name = file_name(file.path);
    files.push_back({ValueMap{
        {"path", {file.member.empty() ? name : fmt::format("{}: {}", name, file_name(file.member))}},
        {"dataset", {info.schema.name}},
        {"title", {info.schema.title}},
        {"sha256", {file.sha256}},
        {"rows", {quantity("file_rows", {info.schema.name, name, file.member}, as_double(file.rows))}},
    }});
  }
  return files;
}

}  // namespace

std::vector<Formula> import_formulas(const data::Store& store) {
  std::vector<Formula> formulas;
  for (const Fact& fact : facts)
    formulas.push_back(
        {fmt::format("import.{}", fact.name), fact.texts == 0 ? "(dataset) -> number" : "(dataset, …) -> number",
         std::string(fact.help),
         [&store, &fact](const std::vector<FormulaArgument>& arguments) { return run(fact, store, arguments); }});
  return formulas;
}

ValueMap import_quality(const data::Store& store, const std::string& dataset) {
  const DatasetInfo& info = store.dataset(dataset);
  const data::Quality quality = data::quality(store, dataset);
  const auto fact = [&](std::string_view name, std::uint64_t value) {
    return Value{quantity(name, {dataset}, as_double(value))};
  };
  ValueList reasons, outside;
  for (const auto& [reason, rows] : info.quarantined_by_reason)
    reasons.push_back({ValueMap{{"reason", {reason}},
                                {"rows", {quantity("quarantined_because", {dataset, reason}, as_double(rows))}}}});
  for (const auto& [area, rows] : quality.outside_areas) outside.push_back({area});
  ValueMap values{{"dataset", {dataset}},
                  {"title", {info.schema.title}},
                  {"supplier", {info.schema.supplier}},
                  {"licence", {info.schema.licence}},
                  {"rows", fact("rows", info.rows)},
                  {"kept", fact("kept", info.kept)},
                  {"quarantined", fact("quarantined", info.rows - info.kept)},
                  {"quarantined_by_reason", {std::move(reasons)}},
                  {"without_location", fact("without_location", quality.without_location)},
                  {"gaps", list_of(quality.gaps)},
                  {"notes", list_of(info.notes)},
                  {"files", {files_of(info)}}};
  if (quality.identifiers_checked)
    values.emplace("repeated_identifiers", fact("repeated_identifiers", quality.repeated_identifiers));
  if (quality.own_areas_known) {
    values.emplace("outside_own_areas", fact("outside_own_areas", quality.outside_own_areas));
    values.emplace("outside_areas", Value{std::move(outside)});
  }
  return values;
}

}  // namespace hallmark::report
