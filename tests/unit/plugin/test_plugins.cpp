// Plugins that break the contract, one per clause: tests/plugins, built as real ones are.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "plugin/native.h"
#include "plugin/registry.h"

using namespace hallmark;
using namespace hallmark::plugin;

namespace {

const std::vector<std::string> datasets = {"police_street_crime", "collisions"};

const Registry& registry() {
  static const Registry all(disk(), {BAD_PLUGINS}, datasets);
  return all;
}

Diagnostic refusal(const std::string& name) {
  for (const RefusedPlugin& refused : registry().refused())
    if (file_name(refused.folder) == name) return refused.diagnostic;
  return {Severity::error, name + " was not refused", {}, {}, 1, {}, {}};
}

std::string sentence(const std::string& name) {
  return refusal(name).sentence;
}

Diagnostic thrown(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.diagnostic();
  }
  return {Severity::error, "nothing was thrown", {}, {}, 1, {}, {}};
}

}  // namespace

TEST_CASE("plugins that keep the contract are there, whatever stands beside them") {
  CHECK(registry().find("good_native").manifest.summary == "The contract kept, for comparison.");
  CHECK(registry().find("good_script").formulas.empty());
  const auto formulas = registry().formulas();
  const auto found =
      std::find_if(formulas.begin(), formulas.end(), [](const Formula& f) { return f.name == "good_native.double"; });
  REQUIRE(found != formulas.end());
  CHECK(std::get<double>(found->function({21.0}).outputs.at(0).second) == 42);
}

TEST_CASE("a formula keeps its library loaded when registry and all are gone") {
  std::vector<Formula> formulas;
  {
    const Registry own(disk(), {BAD_PLUGINS}, datasets);
    formulas = own.find("good_native").formulas;
  }
  CHECK(std::get<double>(formulas.at(0).function({4.0}).outputs.at(0).second) == 8);
}

TEST_CASE("a native part is refused for its facts, before any code of it runs") {
  CHECK(sentence("wrong_abi") ==
        "The plugin wrong_abi is refused: its native part speaks ABI 99, this Hallmark ABI 1.");
  CHECK(std::getenv("HALLMARK_TEST_RAN") == nullptr);
  CHECK(sentence("wrong_size") == "The plugin wrong_size is refused: its description is 8 bytes, not " +
                                      std::to_string(sizeof(NativePlugin)) + ".");
  CHECK(sentence("wrong_fingerprint") ==
        "The plugin wrong_fingerprint is refused: it was built with another layout of the standard library or of "
        "Hallmark's types.");
  CHECK(sentence("no_symbol").find("it does not export hallmark_plugin_v1") != std::string::npos);
  CHECK(sentence("native_is_text").find("it is not a shared library") != std::string::npos);
}

TEST_CASE("a native part is refused for what it says and does") {
  CHECK(sentence("other_name") == "The plugin other_name is refused: its native part calls itself “another_name”.");
  CHECK(sentence("other_version") ==
        "The plugin other_version is refused: its native part is version 2.0.0, its manifest 1.0.0.");
  CHECK(sentence("no_attach") == "The plugin no_attach is refused: its description has gaps.");
  CHECK(sentence("undefined_symbol").find("it cannot be loaded") != std::string::npos);
  CHECK(sentence("throws_in_attach") == "throws_in_attach: its native part failed: no table of weights.");
  CHECK(sentence("throws_a_number") == "throws_a_number: its native part failed without saying why.");
  CHECK(sentence("undeclared_formula") ==
        "The plugin undeclared_formula is refused: it registers “undeclared_formula.triple”, "
        "which its manifest does not declare.");
  CHECK(sentence("unregistered_formula") ==
        "The plugin unregistered_formula is refused: its manifest declares "
        "“unregistered_formula.triple”, which it does not register.");
  CHECK(sentence("foreign_formula").find("does not begin with its own name") != std::string::npos);
  CHECK(sentence("registers_twice").find("it registers “registers_twice.double” twice") != std::string::npos);
  CHECK(sentence("empty_formula").find("without a function") != std::string::npos);
  CHECK(sentence("native_undeclared").find("declares no formulas") != std::string::npos);
  CHECK(sentence("native_missing").find("is not there") != std::string::npos);
}

TEST_CASE("a formula that throws names its plugin") {
  const Formula& formula = registry().find("formula_throws").formulas.at(0);
  CHECK(thrown([&] { formula.function({1.0}); }).sentence == "formula_throws: its native part failed: row 7.");
}

TEST_CASE("manifests are refused at their line, with a suggestion") {
  CHECK(sentence("missing_version").find("version") != std::string::npos);
  const Diagnostic misspelt = refusal("misspelt_key");
  CHECK(misspelt.where.line == 5);
  CHECK(misspelt.source_line == "provide: [found]");
  REQUIRE_FALSE(misspelt.hints.empty());
  CHECK(misspelt.hints[0] == "Did you mean “provides”?");
  CHECK(sentence("other_folder") == "The plugin calls itself “some_other_name” but its folder is “other_folder”.");
  CHECK(sentence("newer_api") == "The plugin speaks api 2; this Hallmark speaks api 1.");
  CHECK(sentence("unknown_dataset") == "There is no dataset “police_street_crimes”.");
  CHECK(refusal("unknown_dataset").hints.at(0) == "Did you mean “police_street_crime”?");
  CHECK(sentence("bad_version") == "“next” is no version.");
  CHECK(sentence("provides_nothing") == "The plugin provides nothing.");
  CHECK(sentence("no_script") == "The plugin no_script has no no_script.lua.");
  CHECK(refusal("broken_yaml").where.line > 0);
}

TEST_CASE("finding a plugin: a suggestion for a slip, the reason for a refused one") {
  CHECK(thrown([] { registry().find("good_natve"); }).hints.at(0) == "Did you mean “good_native”?");
  CHECK(thrown([] { registry().find("bad_version"); }).sentence == "“next” is no version.");
}

TEST_CASE("the first of two plugins of one name is kept, folders that are not there are passed over") {
  MemoryFileSystem files;
  const std::string manifest = "name: twin\nversion: 1.0.0\napi: 1\nsummary: One of two.\nprovides: [found]\n";
  for (const std::string folder : {"mine/twin", "shipped/twin"}) {
    files.files[folder + "/plugin.yaml"] = manifest;
    files.files[folder + "/twin.lua"] = "return {found = print} -- " + folder;
  }
  const Registry both(files, {"absent", "mine", "shipped"}, datasets);
  REQUIRE(both.plugins().size() == 1);
  CHECK(both.plugins()[0].lua_source == "return {found = print} -- mine/twin");
  REQUIRE(both.refused().size() == 1);
  CHECK(both.refused()[0].diagnostic.sentence == "The plugin twin is there already, in mine/twin.");
}

TEST_CASE("the other scripts of a plugin's folder are its parts") {
  MemoryFileSystem files;
  files.files["p/odd/plugin.yaml"] = "name: odd\nversion: 1.0.0\napi: 1\nsummary: Odd.\nprovides: [found]\n";
  files.files["p/odd/odd.lua"] = "return include(\"words\")";
  files.files["p/odd/words.lua"] = "return {found = print}";
  files.files["p/odd/tests/other.lua"] = "return 7";
  const Registry registry(files, {"p"}, datasets);
  REQUIRE(registry.plugins().size() == 1);
  CHECK(registry.plugins()[0].lua_parts == std::map<std::string, std::string>{{"words", "return {found = print}"}});
}

TEST_CASE("a script the host's check throws over is refused") {
  MemoryFileSystem files;
  files.files["p/odd/plugin.yaml"] = "name: odd\nversion: 1.0.0\napi: 1\nsummary: Odd.\nprovides: [found]\n";
  files.files["p/odd/odd.lua"] = "return 7";
  const Registry checked(files, {"p"}, datasets, [](const Plugin& plugin) {
    throw Error(ExitCode::configuration, "It returns 7.", {}, {plugin.manifest.lua_path, 1, 0});
  });
  CHECK(checked.plugins().empty());
  REQUIRE(checked.refused().size() == 1);
  CHECK(checked.refused()[0].diagnostic.source_line == "return 7");
}

TEST_CASE("the facts of a damaged library are a sentence, wherever it is cut or changed") {
  const std::string whole = disk().read(BAD_PLUGINS "/good_native/good_native.so");
  MemoryFileSystem files;
  const auto read = [&](std::string bytes) {
    files.files["x.so"] = std::move(bytes);
    try {
      read_native_facts(files, "x.so");
    } catch (const Error& error) {
      CHECK(error.diagnostic().sentence.starts_with("“x.so” cannot be a plugin: "));
    }
  };
  for (std::size_t size = 0; size < whole.size(); size += 97) read(whole.substr(0, size));
  for (std::size_t at = 0; at < 64; ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(~changed[at]);
    read(std::move(changed));
  }
  CHECK(read_native_facts(disk(), BAD_PLUGINS "/good_native/good_native.so").fingerprint == abi_fingerprint());
}
