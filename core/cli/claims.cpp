#include <cmath>
#include <functional>

#include "base/json.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/p_value.h"
#include "document/document.h"
#include "report/ledger_of.h"
#include "report/records.h"
#include "report/script_host.h"
#include "report/trace.h"
#include "script/formulas.h"

namespace hallmark::cli {

namespace {

constexpr Argument arguments[] = {
    {Argument::Kind::optional_positional, "ID", "", "", "One statement in full, with where its numbers come from"},
    workspace_argument,
    {Argument::Kind::text, "--period", "MONTHS", "",
     "Such as 2024-04..2025-03; the workspace's, else the last 12 held"},
    {Argument::Kind::repeated, "--set", "RULE=NUMBER", "",
     "A number of the gate's rules, such as least_change=0.1; `plugins/news/README.md` lists them"},
    json_argument,
};

// The numbers of a claim, in the order in which they are shown and traced; those of similar areas are called
// similar.before and so on.
constexpr const char* number_names[] = {
    "before",        "after",          "change",     "change_lower",     "change_upper",     "similar.before",
    "similar.after", "similar.change", "difference", "difference_lower", "difference_upper", "ratio",
    "lower",         "upper",          "p",          "adjusted_p",       "dispersion"};

// ---- Reading what the plugin gives
// ------------------------------------------------------------------------------------

std::string words_of(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.data)) return *text;
  if (const auto* number = std::get_if<double>(&value.data)) return format_number(*number, NumberFormat::count());
  if (const auto* quantity = std::get_if<Quantity>(&value.data)) return format_number(*quantity);
  std::string words;
  if (const auto* list = std::get_if<ValueList>(&value.data))
    for (const Value& part : *list) words += words_of(part);
  return words;
}

struct Claim {
  ValueMap fields;

  // Of "similar.before", before in the map similar.
  explicit Claim(const ValueMap& given) : fields(given) {
    const auto similar = given.find("similar");
    if (similar == given.end()) return;
    for (const auto& [name, value] : std::get<ValueMap>(similar->second.data)) fields.emplace("similar." + name, value);
  }
  bool against_similar() const { return fields.contains("similar"); }

  std::string words(const char* name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : words_of(found->second);
  }
  const Quantity* number(const char* name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? nullptr : std::get_if<Quantity>(&found->second.data);
  }
  const ValueList& list(const char* name) const {
    static const ValueList none;
    const auto found = fields.find(name);
    const auto* list = found == fields.end() ? nullptr : std::get_if<ValueList>(&found->second.data);
    return list ? *list : none;
  }
};

struct Reason {
  std::string rule, words;
};

std::vector<Reason> reasons_of(const Claim& claim) {
  std::vector<Reason> reasons;
  for (const Value& value : claim.list("reasons")) {
    const Claim reason(std::get<ValueMap>(value.data));
    reasons.push_back({reason.words("rule"), reason.words("words")});
  }
  return reasons;
}

// ---- On the terminal
// --------------------------------------------------------------------------------------------------

std::string written(const Claim& claim, const char* name) {
  const Quantity* quantity = claim.number(name);
  return quantity == nullptr || !quantity->available() ? std::string("–") : format_number(*quantity);
}

std::string written_p(const Claim& claim, const char* name) {
  const Quantity* quantity = claim.number(name);
  return quantity == nullptr || !quantity->available() ? std::string("–") : cli::written_p(quantity->value);
}

std::string verdict_words(const std::string& verdict) {
  return verdict == "could_be_chance" ? "could be chance" : verdict;
}

std::string numbers_line(const Claim& claim) {
  const std::string what = claim.against_similar() ? "difference" : "change";
  return fmt::format(
      "{}95% interval {} to {}; p {}, {} after allowing for all that was tried; varies {} times as much as chance",
      claim.against_similar() ? fmt::format("difference {}, ", written(claim, "difference")) : "",
      written(claim, (what + "_lower").c_str()), written(claim, (what + "_upper").c_str()), written_p(claim, "p"),
      written_p(claim, "adjusted_p"), written(claim, "dispersion"));
}

// What may be said of the cause, or why nothing may.
std::vector<std::string> cause_lines(const Claim& claim) {
  if (const std::string cause = claim.words("cause"); !cause.empty()) return {"May also be said: " + cause};
  std::vector<std::string> lines;
  for (const Value& reason : claim.list("cause_reasons")) lines.push_back("No cause may be named. " + words_of(reason));
  return lines;
}

std::string passed_text(const std::vector<Claim>& claims) {
  std::string out;
  for (const Claim& claim : claims) {
    if (claim.words("verdict") != "passed") continue;
    out += fmt::format("{}\n  {}\n  {}.\n", claim.words("id"), claim.words("wording"), numbers_line(claim));
    for (const Value& caveat : claim.list("caveats")) out += fmt::format("  {}\n", words_of(caveat));
    for (const std::string& line : cause_lines(claim)) out += fmt::format("  {}\n", line);
    out += "\n";
  }
  return out;
}

std::string verdict_cell(const Claim& claim) {
  const std::vector<Reason> reasons = reasons_of(claim);
  const std::string verdict = verdict_words(claim.words("verdict"));
  return reasons.empty() ? verdict : fmt::format("{}: {}", verdict, reasons.front().rule);
}

std::string table_text(const std::vector<Claim>& claims) {
  TextTable table{{"statement", "before", "after", "change", "p", "adjusted", "verdict"},
                  {false, true, true, true, true, true, false},
                  {}};
  for (const Claim& claim : claims)
    if (!claim.against_similar())
      table.rows.push_back({claim.words("id"), written(claim, "before"), written(claim, "after"),
                            written(claim, "change"), written_p(claim, "p"), written_p(claim, "adjusted_p"),
                            verdict_cell(claim)});
  return to_text(table);
}

// Against similar areas; empty where none are held.
std::string similar_table_text(const std::vector<Claim>& claims) {
  TextTable table{{"statement", "here", "there", "difference", "p", "adjusted", "verdict"},
                  {false, true, true, true, true, true, false},
                  {}};
  std::vector<std::string> notes;
  for (const Claim& claim : claims) {
    if (!claim.against_similar()) continue;
    table.rows.push_back({claim.words("id"), written(claim, "change"), written(claim, "similar.change"),
                          written(claim, "difference"), written_p(claim, "p"), written_p(claim, "adjusted_p"),
                          verdict_cell(claim)});
    std::vector<std::string> names;
    for (const Value& name : claim.list("similar.names")) names.push_back(words_of(name));
    const std::string area = claim.words("area");
    const std::string note =
        fmt::format("{}{}: held of the {} areas most like it, by {}.", area.empty() ? "" : area + " is set beside ",
                    join(names, ", "), written(claim, "similar.size"), claim.words("similar.method"));
    if (notes.empty() || notes.back() != note) notes.push_back(note);
  }
  if (table.rows.empty()) return {};
  return "\n" + to_text(table) + join(notes, "\n") + "\n";
}

std::string all_text(const std::vector<Claim>& claims, const std::string& summary) {
  std::string out = passed_text(claims) + table_text(claims) + similar_table_text(claims) + "\n";
  std::string refused;
  for (const Claim& claim : claims) {
    const std::vector<Reason> reasons = reasons_of(claim);
    if (!reasons.empty()) refused += fmt::format("  {}: {}\n", claim.words("id"), reasons.front().words);
  }
  if (!refused.empty()) out += "Why statements were refused\n" + refused + "\n";
  return out + summary + "\n";
}

// ---- Traces
// -----------------------------------------------------------------------------------------------------------

// A claim's numbers as those of a small document, so that they are traced as a report's are.
report::Ledger ledger_of(const Claim& claim, const report::ScriptHost& host) {
  Document document;
  document.meta.title = claim.words("subject");
  for (const char* name : number_names)
    if (const Quantity* quantity = claim.number(name)) document.blocks.push_back(paragraph({number(*quantity)}));
  document::number(document);
  return report::ledger_of(document, host.queries(), host.facts());
}

std::string one_text(const Claim& claim, const report::ScriptHost& host, const std::vector<Formula>& formulas) {
  std::string out = fmt::format("{}: {}\n", claim.words("subject"), verdict_words(claim.words("verdict")));
  const std::string wording = claim.words("wording");
  if (!wording.empty()) out += fmt::format("{}\n", wording);
  if (claim.number("p")) out += fmt::format("{}.\n", numbers_line(claim));
  for (const Reason& reason : reasons_of(claim)) out += fmt::format("{}: {}\n", reason.rule, reason.words);
  for (const Value& caveat : claim.list("caveats")) out += words_of(caveat) + "\n";
  for (const std::string& line : cause_lines(claim)) out += line + "\n";
  const report::Ledger ledger = ledger_of(claim, host);
  std::size_t at = 0;
  for (const char* name : number_names)
    if (claim.number(name)) {
      const report::LedgerNumber& traced = ledger.numbers[at++];
      const std::string heading = report::trace_text(ledger, traced, formulas);
      out += fmt::format("\n{}: {}", name, heading.substr(heading.find(": ") + 2));
    }
  return out;
}

json::value one_json(const Claim& claim, const report::ScriptHost& host) {
  json::object object{{"id", claim.words("id")},
                      {"subject", claim.words("subject")},
                      {"verdict", claim.words("verdict")},
                      {"direction", claim.words("direction")},
                      {"wording", claim.words("wording")},
                      {"period", claim.words("period_label")},
                      {"comparison", claim.words("comparison_label")}};
  if (claim.against_similar()) {
    json::array names;
    for (const Value& name : claim.list("similar.names")) names.push_back(json::string(words_of(name)));
    object["similar"] = json::object{{"areas", std::move(names)},
                                     {"of", claim.number("similar.size")->value},
                                     {"method", claim.words("similar.method")}};
  }
  json::array reasons, caveats;
  for (const Reason& reason : reasons_of(claim))
    reasons.push_back(json::object{{"rule", reason.rule}, {"words", reason.words}});
  for (const Value& caveat : claim.list("caveats")) caveats.push_back(json::string(words_of(caveat)));
  if (const std::string cause = claim.words("cause"); !cause.empty()) object["cause"] = cause;
  json::array cause_reasons;
  for (const Value& reason : claim.list("cause_reasons")) cause_reasons.push_back(json::string(words_of(reason)));
  object["cause_reasons"] = std::move(cause_reasons);
  object["reasons"] = std::move(reasons);
  object["caveats"] = std::move(caveats);
  const report::Ledger ledger = ledger_of(claim, host);
  json::object numbers;
  std::size_t at = 0;
  for (const char* name : number_names)
    if (claim.number(name)) {
      json::object traced = report::trace_json(ledger, ledger.numbers[at++]).as_object();
      for (const char* of_reports : {"report", "id", "files"}) traced.erase(of_reports);
      numbers[name] = std::move(traced);
    }
  object["numbers"] = std::move(numbers);
  return object;
}

// ---- The command
// ------------------------------------------------------------------------------------------------------

ValueMap rules_set(const Arguments& given) {
  ValueMap rules;
  for (const std::string& pair : given.texts("set")) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0)
      throw Error(ExitCode::usage, fmt::format("“--set {}” has no value.", pair), {"Write --set rule=number."});
    rules[pair.substr(0, equals)] = {pair.substr(equals + 1)};
  }
  return rules;
}

std::vector<Claim> claims_of(const Value& value) {
  std::vector<Claim> claims;
  for (const Value& each : std::get<ValueList>(value.data)) claims.emplace_back(std::get<ValueMap>(each.data));
  return claims;
}

const Claim& find_claim(const std::vector<Claim>& claims, const std::string& id) {
  std::vector<std::string> known;
  for (const Claim& claim : claims) {
    known.push_back(claim.words("id"));
    if (known.back() == id) return claim;
  }
  throw Error(ExitCode::usage, fmt::format("No statement is called “{}”.", id),
              {suggestion(id, known), "`hallmark claims` lists them."});
}

ExitCode run_claims(const Arguments& given, Terminal& terminal) {
  const Value rules{rules_set(given)};
  const report::Workspace workspace = report::read_workspace(disk(), given.text("workspace"));
  report::ImportRequest import;
  import.options.progress = terminal.progress("Reading records");
  const data::Store store = report::import_records(disk(), workspace, import);
  terminal.clear_progress();
  report::ScriptHost host(disk(), workspace, store, report::find_plugins(disk(), workspace),
                          {{}, given.text("period"), {}});
  host.require({"news"});
  const auto& call = host.services().call_analysis;
  const std::vector<Claim> claims = claims_of(call("news", "claims", rules));
  if (given.has("ID")) {
    const Claim& claim = find_claim(claims, given.text("ID"));
    std::vector<Formula> formulas = script::builtin_formulas();
    terminal.print(given.has("json") ? write_json(one_json(claim, host), 2) + "\n" : one_text(claim, host, formulas));
    return ExitCode::success;
  }
  const Claim tested(std::get<ValueMap>(call("news", "tested", rules).data));
  if (given.has("json")) {
    json::array all;
    for (const Claim& claim : claims) all.push_back(one_json(claim, host));
    terminal.print(write_json(json::object{{"summary", tested.words("sentence")}, {"claims", std::move(all)}}, 2) +
                   "\n");
    return ExitCode::success;
  }
  terminal.print(all_text(claims, tested.words("sentence")));
  return ExitCode::success;
}

}  // namespace

const Command claims_command = {
    "claims",
    "try every statement about a change, and say what may be published",
    "Each offence, in the whole partnership and in each district, is compared with the same months a year before, by\n"
    "the rules of the plugin news. Prints what passed in the words it has earned, every statement tried with its "
    "test,\n"
    "and why the others were refused. A rise is said as plainly as a fall.",
    "hallmark claims -C my-partnership\n"
    "hallmark claims burglary -C my-partnership --period 2024-04..2025-03",
    arguments,
    run_claims,
};

}  // namespace hallmark::cli
