#include "report/ledger.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/inert.h"
#include "base/text.h"
#include "data/query_text.h"
#include "render/scan.h"
#include "report/json_reader.h"

namespace hallmark::report {

namespace {

using Style = NumberFormat::Style;
constexpr std::array<std::pair<Style, std::string_view>, 5> styles = {{{Style::count, "count"},
                                                                       {Style::decimal, "decimal"},
                                                                       {Style::percent, "percent"},
                                                                       {Style::rate, "rate"},
                                                                       {Style::money, "money"}}};

using MethodKind = LedgerMethod::Kind;
constexpr std::array<std::pair<MethodKind, std::string_view>, 3> method_kinds = {
    {{MethodKind::schema, "schema"}, {MethodKind::plugin, "plugin"}, {MethodKind::report_template, "template"}}};

// ---- Writing --------------------------------------------------------------------------------------------------------

json::value to_json(const NumberFormat& format) {
  const auto style = std::find_if(styles.begin(), styles.end(), [&](const auto& s) { return s.first == format.style; });
  return json::object{{"style", json::string_view(style->second.data(), style->second.size())},
                      {"decimals", format.decimals},
                      {"sign", format.show_sign},
                      {"unit", format.unit}};
}

json::value to_json(const LedgerDataset& dataset) {
  json::array parts;
  for (const LedgerPart& part : dataset.parts) {
    json::object object{{"file", part.file}};
    if (!part.member.empty()) object["member"] = part.member;
    object["rows"] = part.rows;
    object["quarantined"] = part.quarantined;
    parts.push_back(std::move(object));
  }
  return json::object{{"rows", dataset.rows}, {"quarantined", dataset.quarantined}, {"files", std::move(parts)}};
}

json::value to_json(const LedgerOutput& output) {
  json::object object{{"file", output.file}, {"sha256", output.sha256}};
  if (!output.text.empty()) object["text"] = output.text;
  if (!output.others.empty()) {
    json::object others;
    for (const auto& [name, hash] : output.others) others[name] = hash;
    object["others"] = std::move(others);
  }
  if (!output.numbers.empty()) {
    json::array numbers;
    for (const auto& [id, token] : output.numbers) numbers.push_back(json::array{json::string(id), token});
    object["numbers"] = std::move(numbers);
  }
  return object;
}

json::value to_json(const LedgerMethod& method) {
  json::object files;
  for (const auto& [path, hash] : method.files) files[path] = hash;
  const std::string_view kind = name_of(method.kind);
  return json::object{{"kind", json::string_view(kind.data(), kind.size())},
                      {"name", method.name},
                      {"version", method.version},
                      {"files", std::move(files)}};
}

json::value to_json(const Ledger& ledger) {
  json::object options, datasets, numbers, outputs;
  json::array method, files, queries, traces, formats;
  for (const auto& [name, value] : ledger.options) options[name] = value;
  for (const LedgerMethod& each : ledger.method) method.push_back(to_json(each));
  for (const LedgerFile& file : ledger.files)
    files.push_back(json::object{{"path", file.path}, {"sha256", file.sha256}, {"bytes", file.bytes}});
  for (const auto& [name, dataset] : ledger.datasets) datasets[name] = to_json(dataset);
  for (const Query& query : ledger.traces.queries) queries.push_back(data::to_json(query));
  for (const TraceNode& node : ledger.traces.nodes) traces.push_back(report::to_json(node));
  for (const NumberFormat& format : ledger.formats) formats.push_back(to_json(format));
  for (const LedgerNumber& number : ledger.numbers)
    numbers[number.id] = json::object{
        {"text", number.text}, {"value", number.value}, {"format", number.format}, {"trace", number.trace}};
  for (const auto& [format, output] : ledger.outputs) outputs[format] = to_json(output);
  return json::object{{"seal", ledger.seal},
                      {"hallmark", ledger.version},
                      {"template", ledger.source},
                      {"title", ledger.title},
                      {"marking", json::string(name_of(ledger.marking))},
                      {"options", std::move(options)},
                      {"method", std::move(method)},
                      {"files", std::move(files)},
                      {"datasets", std::move(datasets)},
                      {"queries", std::move(queries)},
                      {"traces", std::move(traces)},
                      {"formats", std::move(formats)},
                      {"numbers", std::move(numbers)},
                      {"outputs", std::move(outputs)}};
}

// Large lists one element a line: a ledger is compared with `diff` and read by people, but is not blown up by indents.
std::string lines(const json::value& report) {
  std::string out = "{";
  bool first = true;
  for (const auto& [key, member] : report.get_object()) {
    out += fmt::format("{}\n      {}: ", first ? "" : ",", write_json(json::value(key)));
    first = false;
    const bool list = member.is_array() && !member.get_array().empty();
    const bool object = member.is_object() && !member.get_object().empty();
    if (!list && !object) {
      out += write_json(member);
      continue;
    }
    out += list ? "[" : "{";
    std::string_view comma = "";
    if (list)
      for (const json::value& item : member.get_array()) {
        out += fmt::format("{}\n        {}", comma, write_json(item));
        comma = ",";
      }
    else
      for (const auto& [name, item] : member.get_object()) {
        out += fmt::format("{}\n        {}: {}", comma, write_json(json::value(name)), write_json(item));
        comma = ",";
      }
    out += list ? "\n      ]" : "\n      }";
  }
  return out + "\n    }";
}

// ---- Reading --------------------------------------------------------------------------------------------------------

NumberFormat format_from(const JsonReader& reader) {
  const std::string name = reader.text("style");
  const auto style = std::find_if(styles.begin(), styles.end(), [&](const auto& s) { return s.second == name; });
  if (style == styles.end()) reader.at("style").fail("a style of numbers");
  const json::value& sign = reader.at("sign").value();
  return {style->first, static_cast<int>(reader.index("decimals", 64)), sign.is_bool() && sign.get_bool(),
          reader.text("unit")};
}

LedgerDataset dataset_from(const JsonReader& reader, std::size_t files) {
  LedgerDataset dataset{reader.index("rows"), reader.index("quarantined"), {}};
  for (const JsonReader& part : reader.items("files"))
    dataset.parts.push_back({part.index("file", files), part.has("member") ? part.text("member") : std::string(),
                             part.index("rows"), part.index("quarantined")});
  return dataset;
}

LedgerOutput output_from(const JsonReader& reader) {
  LedgerOutput output{reader.text("file"), reader.text("sha256"), {}, {}, {}};
  if (reader.has("text")) output.text = reader.text("text");
  if (reader.has("others"))
    for (const auto& [name, hash] : reader.at("others").as_entries()) output.others.emplace_back(name, hash.as_text());
  if (!reader.has("numbers")) return output;
  const std::size_t tokens = render::number_tokens(output.text).size();
  for (const JsonReader& pair : reader.items("numbers")) {
    const std::vector<JsonReader> both = pair.as_items();
    if (both.size() != 2) pair.fail("a number's id and its token");
    const double token = both[1].as_number_or_nan();
    if (!(token >= -1 && token < static_cast<double>(tokens))) both[1].fail("the position of a token");
    output.numbers.emplace_back(both[0].as_text(), static_cast<int>(token));
  }
  return output;
}

LedgerMethod method_from(const JsonReader& reader) {
  const std::string name = reader.text("kind");
  const auto kind =
      std::find_if(method_kinds.begin(), method_kinds.end(), [&](const auto& k) { return k.second == name; });
  if (kind == method_kinds.end()) reader.at("kind").fail("schema, plugin or template");
  LedgerMethod method{kind->first, reader.text("name"), reader.text("version"), {}};
  for (const auto& [path, hash] : reader.at("files").as_entries()) method.files[path] = hash.as_text();
  return method;
}

Ledger ledger_from(const std::string& name, const JsonReader& reader, const std::string& file) {
  Ledger ledger;
  ledger.report = name;
  ledger.seal = reader.text("seal");
  ledger.version = reader.text("hallmark");
  ledger.source = reader.text("template");
  ledger.title = reader.text("title");
  const std::optional<Marking> marking = parse_marking(reader.text("marking"));
  if (!marking) reader.at("marking").fail("a protective marking");
  ledger.marking = *marking;
  for (const auto& [option, value] : reader.at("options").as_entries()) ledger.options[option] = value.as_text();
  for (const JsonReader& method : reader.items("method")) ledger.method.push_back(method_from(method));
  for (const JsonReader& entry : reader.items("files"))
    ledger.files.push_back({entry.text("path"), entry.text("sha256"), entry.index("bytes")});
  for (const auto& [dataset, entry] : reader.at("datasets").as_entries())
    ledger.datasets[dataset] = dataset_from(entry, ledger.files.size());
  for (const JsonReader& query : reader.items("queries"))
    ledger.traces.queries.push_back(data::query_from_json(query.value(), file));
  for (const JsonReader& node : reader.items("traces"))
    ledger.traces.nodes.push_back(
        trace_node_from_json(node.value(), ledger.traces.nodes.size(), ledger.traces.queries.size(), file));
  for (const JsonReader& format : reader.items("formats")) ledger.formats.push_back(format_from(format));
  for (const auto& [id, number] : reader.at("numbers").as_entries())
    ledger.numbers.push_back({id, number.text("text"), number.number_or_nan("value"),
                              number.index("format", ledger.formats.size()),
                              number.index("trace", ledger.traces.nodes.size())});
  for (const auto& [format, output] : reader.at("outputs").as_entries()) ledger.outputs[format] = output_from(output);
  return ledger;
}

// The text is kept, so that it is written once: the seal is all that it lacks.
void seal(Ledger& report) {
  constexpr std::string_view unsealed = "\"seal\": \"\"";
  report.seal.clear();
  report.sealed_text = lines(to_json(report));
  report.seal = sha256(report.report + report.sealed_text);
  report.sealed_text.insert(report.sealed_text.find(unsealed) + unsealed.size() - 1, report.seal);
}

bool same_but_for_outputs(Ledger a, Ledger b) {
  for (Ledger* ledger : {&a, &b}) {
    ledger->outputs.clear();
    ledger->seal.clear();
  }
  return write_json(to_json(a)) == write_json(to_json(b));
}

}  // namespace

const LedgerNumber* Ledger::find(std::string_view id) const {
  const auto number = std::find_if(numbers.begin(), numbers.end(), [&](const LedgerNumber& n) { return n.id == id; });
  return number == numbers.end() ? nullptr : &*number;
}

const Ledger* LedgerBook::find(std::string_view report) const {
  const auto ledger = std::find_if(reports.begin(), reports.end(), [&](const Ledger& l) { return l.report == report; });
  return ledger == reports.end() ? nullptr : &*ledger;
}

std::string seal_of(const Ledger& ledger) {
  Ledger unsealed = ledger;
  unsealed.seal.clear();
  return sha256(ledger.report + lines(to_json(unsealed)));
}

std::string_view name_of(LedgerMethod::Kind kind) {
  return std::find_if(method_kinds.begin(), method_kinds.end(), [&](const auto& k) { return k.first == kind; })->second;
}

std::string to_text(const LedgerBook& book) {
  // Who opens the file sees first how it is to be kept: as the highest of its reports.
  Marking marking = Marking::open;
  for (const Ledger& ledger : book.reports) marking = std::max(marking, ledger.marking);
  std::string out = fmt::format("{{\n  \"marking\": \"{}\",\n  \"workspace\": {},\n  \"reports\": {{", name_of(marking),
                                write_json(json::value(json::string(book.workspace))));
  std::string_view comma = "";
  for (const Ledger& ledger : book.reports) {
    out += fmt::format("{}\n    {}: {}", comma, write_json(json::value(json::string(ledger.report))),
                       ledger.sealed_text.empty() ? lines(to_json(ledger)) : ledger.sealed_text);
    comma = ",";
  }
  return inert_json(out + "\n  }\n}\n");
}

LedgerBook parse_ledger(std::string_view text, const std::string& file) {
  const json::value root = parse_json(text, file);
  const JsonReader reader(root, file, "the ledger");
  LedgerBook book{reader.text("workspace"), {}};
  for (const auto& [name, report] : reader.at("reports").as_entries())
    book.reports.push_back(ledger_from(name, report, file));
  return book;
}

std::vector<std::string> merge(LedgerBook& book, Ledger report) {
  std::vector<std::string> dropped;
  auto place = std::lower_bound(book.reports.begin(), book.reports.end(), report.report,
                                [](const Ledger& l, const std::string& name) { return l.report < name; });
  if (place == book.reports.end() || place->report != report.report) {
    seal(report);
    book.reports.insert(place, std::move(report));
    return dropped;
  }
  std::map<std::string, LedgerOutput> others;  // in formats that were not made again
  for (const auto& [format, output] : place->outputs)
    if (!report.outputs.contains(format)) others.emplace(format, output);
  const bool same = !others.empty() && place->seal == seal_of(*place) && same_but_for_outputs(*place, report);
  for (auto& [format, output] : others) {
    if (same)
      report.outputs[format] = std::move(output);
    else
      dropped.push_back(output.file);
  }
  seal(report);
  *place = std::move(report);
  return dropped;
}

}  // namespace hallmark::report
