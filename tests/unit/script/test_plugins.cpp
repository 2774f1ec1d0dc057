// Lua plugins that break the contract, one per clause, from tests/plugins.
#include <doctest/doctest.h>

#include "base/files.h"
#include "base/yaml.h"
#include "fakes.h"
#include "source_dir.h"

using namespace hallmark;
using namespace hallmark::script;

namespace {

Diagnostic refusal(const std::string& name, const std::vector<std::string>& provides = {"found"}) {
  const std::string path = source_dir() + "/tests/plugins/" + name + "/" + name + ".lua";
  const std::string source = disk().read(path);
  return error_of([&] { check_plugin(Services{}, source, name + ".lua", provides); }).diagnostic();
}

}  // namespace

TEST_CASE("a script that keeps the contract loads") {
  CHECK(refusal("good_script").sentence == "nothing was thrown");
}

TEST_CASE("a script that breaks it is refused at its line") {
  CHECK(refusal("syntax_error").sentence == "')' expected (to close '(' at line 2) near 'end'.");
  CHECK(refusal("syntax_error").where == SourceLocation{"syntax_error.lua", 3, 0});
  CHECK(refusal("global_leak").sentence == "A plugin has no global variables, and “count” is one.");
  CHECK(refusal("global_leak").where == SourceLocation{"global_leak.lua", 5, 0});
  CHECK(refusal("returns_nothing").sentence == "The plugin's file must return a table of functions, not nil.");
  CHECK(refusal("returns_numbers").sentence ==
        "The table a plugin returns holds functions by name; “found” is a number.");
  CHECK(refusal("provides_more", {"found", "lost"}).sentence ==
        "The manifest provides “lost”, but the script returns no such function.");
  CHECK(refusal("returns_more").sentence == "The script returns “lost”, which the manifest does not provide.");
}

TEST_CASE("a global set while an analysis runs is refused then") {
  const std::string source = disk().read(source_dir() + "/tests/plugins/global_leak_later/global_leak_later.lua");
  State state(Services{});
  state.load_plugin(source, "global_leak_later.lua");
  const Diagnostic found = error_of([&] { state.call("found", {}); }).diagnostic();
  CHECK(found.sentence == "A plugin has no global variables, and “total” is one.");
  CHECK(found.where == SourceLocation{"global_leak_later.lua", 2, 0});
}

TEST_CASE("a script that never finishes loading is stopped") {
  State state(Services{}, {std::size_t{24} << 20, std::size_t{2} << 20, 10'000'000, 5});
  const std::string source = disk().read(source_dir() + "/tests/plugins/endless_load/endless_load.lua");
  CHECK(
      error_of([&] { state.load_plugin(source, "x.lua"); }).diagnostic().sentence.ends_with("does a loop never end?"));
}

TEST_CASE("a plugin takes in the other scripts of its folder, each run once") {
  State state(Services{});
  state.load_plugin(
      "local words, again = include(\"words\"), include(\"words\")\n"
      "return {found = function() return words.of(2) .. tostring(words == again) end}",
      "p/x/x.lua",
      {{"words", "local size <const> = include(\"size\")\nreturn {of = function(n) return size(n) .. \"!\" end}"},
       {"size", "return function(n) return n > 1 and \"many\" or \"few\" end"}});
  CHECK(std::get<std::string>(state.call("found", {}).data) == "many!true");
}

TEST_CASE("a plugin's part is confined to its folder and fails at its own line") {
  const auto refused = [](const std::string& name, Parts parts) {
    State state(Services{});
    const std::string source = "local part = include(\"" + name + "\")\nreturn {found = part.found}";
    return error_of([&] { state.load_plugin(source, "p/x/x.lua", std::move(parts)); }).diagnostic();
  };
  const Parts words{{"words", "return {}"}};
  CHECK(refused("wrods", words).sentence == "The plugin's folder has no wrods.lua.");
  CHECK(refused("wrods", words).hints == std::vector<std::string>{"Did you mean “words”?"});
  CHECK(refused("wrods", words).where == SourceLocation{"p/x/x.lua", 1, 0});
  CHECK(refused("../y/words", words).sentence == "The plugin's folder has no ../y/words.lua.");
  CHECK(refused("a", {{"a", "return include(\"b\")"}, {"b", "return include(\"a\")"}}).sentence ==
        "a.lua includes itself, by way of others.");
  CHECK(refused("a", {{"a", "\nlocal n = nil + 1\nreturn {}"}}).where == SourceLocation{"p/x/a.lua", 2, 0});
  CHECK(refused("a", {{"a", "\nreturn 7"}}).sentence == "A part of a plugin returns a table or a function, not 7.");
  CHECK(refused("a", {{"a", "count = 1\nreturn {}"}}).sentence ==
        "A plugin has no global variables, and “count” is one.");
}

TEST_CASE("a template has no parts") {
  State state(Services{});
  CHECK(error_of([&] { state.run("include(\"words\")", "t.md"); }).diagnostic().sentence ==
        "Nothing is called “include” here.");
}

TEST_CASE("every plugin that is shipped returns exactly what it provides") {
  const std::string folder = source_dir() + "/plugins";
  std::size_t checked = 0;
  for (const std::string& name : disk().list(folder)) {
    const std::string manifest = folder + "/" + name + "/plugin.yaml";
    if (!disk().exists(manifest)) continue;
    const Yaml root = Yaml::parse(disk().read(manifest), manifest);
    Services services;
    if (const Yaml* formulas = root.find("formulas"))
      for (const std::string& formula : formulas->texts()) services.formulas.push_back({formula, "", "", {}});
    const std::string script = folder + "/" + name + "/" + name + ".lua";
    Parts parts;
    for (const std::string& part : glob(disk(), folder + "/" + name, "*.lua"))
      parts[file_name(part).substr(0, file_name(part).rfind('.'))] = disk().read(part);
    CAPTURE(name);
    CHECK_NOTHROW(check_plugin(services, disk().read(script), script, root.required("provides").texts(), parts));
    ++checked;
  }
  CHECK(checked >= 3);
}
