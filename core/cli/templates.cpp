#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "report/report.h"
#include "report/workspace.h"

namespace hallmark::cli {

namespace {

constexpr Argument arguments[] = {
    {Argument::Kind::text, "-C,--workspace", "DIR", "", "A workspace, whose own templates are listed too"},
    json_argument,
};

json::value to_json(const templates::Template& source) {
  json::array options;
  for (const templates::Option& option : source.options)
    options.push_back(json::object{{"name", option.name},
                                   {"default", option.default_value},
                                   {"help", option.help},
                                   {"choices", json::array(option.choices.begin(), option.choices.end())}});
  return json::object{{"name", source.name},
                      {"title", source.meta.title},
                      {"summary", source.meta.summary},
                      {"path", source.path},
                      {"options", std::move(options)}};
}

std::string to_text(const templates::Template& source) {
  std::string out =
      fmt::format("{}\n  {}\n", source.name, source.meta.summary.empty() ? source.meta.title : source.meta.summary);
  for (const templates::Option& option : source.options) {
    out += fmt::format("  --set {}={}", option.name, option.default_value);
    if (!option.choices.empty()) out += fmt::format("  ({})", join(option.choices, ", "));
    out += fmt::format("\n      {}\n", option.help);
  }
  return out;
}

ExitCode run_templates(const Arguments& given, Terminal& terminal) {
  const report::Workspace workspace =
      given.has("workspace") ? report::read_workspace(disk(), given.text("workspace")) : report::Workspace{};
  json::array all;
  std::string text;
  for (const report::TemplateEntry& entry : report::list_templates(disk(), workspace)) {
    const templates::Template source = report::find_template(disk(), workspace, entry.name);
    if (given.has("json"))
      all.push_back(to_json(source));
    else
      text += to_text(source);
  }
  terminal.print(given.has("json") ? write_json(all, 2) + "\n" : text);
  return ExitCode::success;
}

}  // namespace

const Command templates_command = {
    "templates",
    "list the templates and their options",
    "Every template that `hallmark report` can make, what it is and what --set may set.",
    "hallmark templates",
    arguments,
    run_templates,
};

}  // namespace hallmark::cli
