#include <doctest/doctest.h>

#include <limits>

#include "base/diagnostic.h"
#include "base/text.h"
#include "document/document.h"
#include "template/template.h"

namespace hallmark::templates {
namespace {

using Callbacks = std::map<std::string, std::function<void(ValueList)>>;

// Stands in for Lua: for each chunk a script in C++ that calls what the chunk would call.
class ScriptedEvaluator : public Evaluator {
 public:
  struct Chunk {
    const Callbacks& callbacks;
    void text(int i) const { callbacks.at("__text")({Value{double(i)}}); }
    void at(int i) const { callbacks.at("__at")({Value{double(i)}}); }
    void value(int i, Value v) const {
      at(i);
      callbacks.at("__value")({Value{double(i)}, std::move(v)});
    }
    void include(int i) const { callbacks.at("__include")({Value{double(i)}}); }
  };
  std::map<std::string, std::function<void(const Chunk&)>> scripts;  // by chunk name; the front matter's is "meta"

  void run(const std::string& lua, const std::string& chunk_name, const Callbacks& callbacks) override {
    const std::string key = lua.find("__value(1,( area") != std::string::npos ? "meta" : chunk_name;
    const auto script = scripts.find(key);
    REQUIRE(script != scripts.end());
    script->second(Chunk{callbacks});
  }
};

const std::string path = "templates/levels/template.md";

struct Setting {
  MemoryFileSystem files;
  ScriptedEvaluator evaluator;

  explicit Setting(std::string_view body, std::string_view title = "T") {
    files.files[path] = fmt::format("---\ntitle: {}\n---\n{}", title, body);
  }
  void script(std::function<void(const ScriptedEvaluator::Chunk&)> run) { evaluator.scripts[path] = std::move(run); }
  Expanded expanded() { return expand(load_template(files, path), evaluator); }
  Blocks blocks() { return document::parse_markdown(expanded().markdown); }
  std::string error() {
    try {
      expanded();
    } catch (const Error& error) {
      return render(error.diagnostic(), false);
    }
    return "no error";
  }
  // The error of a template “x {{ area.levels }} y” whose expression gave `value`.
  static std::string error_of(Value value) {
    Setting setting("x {{ levels }} y\n");
    setting.script([&](const auto& chunk) { chunk.value(1, value); });
    return setting.error();
  }
};

Quantity count(double value) {
  return constant(value, "test", NumberFormat::count());
}

std::string first_text(const Blocks& blocks, std::size_t i = 0) {
  return document::plain_text(std::get<Paragraph>(blocks.at(i).node).content);
}

TEST_CASE("text and values are joined, and every line knows where it came from") {
  Setting setting("a {{ x }} b\n{% for i = 1, 2 do %}\n- {{ i }}\n{% end %}\n\nlast\n");
  setting.script([](const auto& chunk) {
    chunk.text(1);
    chunk.value(1, {count(1234)});
    chunk.text(2);
    for (int i = 0; i < 2; ++i) {
      chunk.text(3);
      chunk.value(2, {std::string("*item*")});
      chunk.text(4);
    }
    chunk.text(5);
  });
  const Expanded expanded = setting.expanded();
  const document::Markdown& markdown = expanded.markdown;
  std::vector<int> lines;
  for (const auto& origin : markdown.positions.lines) lines.push_back(origin.line);
  CHECK(lines == std::vector<int>{4, 6, 6, 8, 9});
  const Blocks blocks = document::parse_markdown(markdown);
  REQUIRE(blocks.size() == 3);
  CHECK(first_text(blocks) == "a 1,234 b");
  const List& list = std::get<List>(blocks[1].node);
  REQUIRE(list.items.size() == 2);
  CHECK(first_text(list.items[1].content) == "*item*");
  CHECK(list.items[1].content[0].where == SourceLocation{path, 6, 0});
  CHECK(blocks[2].where == SourceLocation{path, 9, 0});
}

TEST_CASE("what expressions may give") {
  Setting setting("{{ a }} {{ b }} {{ c }} {{ d }} {{ e }}\n\n{{ f }}\n\n{{ g }}\n");
  setting.script([](const auto& chunk) {
    chunk.value(1, {12.0});
    chunk.text(1);
    chunk.value(2, {0.25});
    chunk.text(2);
    chunk.value(3, {std::string("two\nlines")});
    chunk.text(3);
    chunk.value(4, {ValueList{{std::string("a ")}, {count(5)}, {ValueList{{std::string(" b")}}}}});
    chunk.text(4);
    chunk.value(5, {Quantity{}});
    chunk.text(5);
    chunk.value(6, {Blocks{heading(2, "H"), paragraph({text("p")})}});
    chunk.text(6);
    chunk.value(7, {ValueList{{Blocks{heading(2, "I")}}, {Blocks{heading(2, "J")}}}});
    chunk.text(7);
  });
  const Blocks blocks = setting.blocks();
  REQUIRE(blocks.size() == 5);
  CHECK(first_text(blocks) == "12 0.25 two lines a 5 b not available");
  const Number& plain = std::get<Number>(std::get<Paragraph>(blocks[0].node).content.at(0).node);
  CHECK(std::get<ConstantTrace>(plain.quantity.trace->node).source == path + ":4");
  CHECK(blocks[1].where == SourceLocation{path, 6, 4});
}

TEST_CASE("no text of a value is read as Markdown or as a placeholder") {
  Setting setting("{{ x }}\n");
  setting.script([](const auto& chunk) {
    chunk.value(1, {std::string("# *a* <b> \xEE\x80\x80\xEE\x84\x80\xEE\x80\x81 \x01 \xFF")});
    chunk.text(1);
  });
  CHECK(first_text(setting.blocks()) == "# *a* <b> \uFFFD\uFFFD\uFFFD \uFFFD \uFFFD");
}

TEST_CASE("includes are expanded where they stand") {
  Setting setting("a\n{% include 'p.md' %}\nb {% include 'p.md' %} c\n");
  setting.files.files["templates/levels/p.md"] = "one\ntwo {{ x }}";
  setting.script([](const auto& chunk) {
    chunk.text(1);
    chunk.include(1);
    chunk.text(2);
    chunk.include(2);
    chunk.text(3);
  });
  setting.evaluator.scripts["templates/levels/p.md"] = [](const auto& chunk) {
    chunk.text(1);
    chunk.value(1, {std::string("X")});
  };
  const Expanded expanded = setting.expanded();
  std::string origins;
  for (const auto& origin : expanded.markdown.positions.lines)
    origins += fmt::format("{}:{} ", origin.source, origin.line);
  CHECK(origins == "0:4 1:1 1:2 0:6 1:2 ");
  CHECK(first_text(document::parse_markdown(expanded.markdown)) == "a one two X b one two X c");
}

TEST_CASE("expressions of the front matter become plain words") {
  Setting setting("text\n", "\"*Levels* in {{ area }}\"");
  setting.script([](const auto& chunk) { chunk.text(1); });
  setting.evaluator.scripts["meta"] = [](const auto& chunk) {
    chunk.text(1);
    chunk.value(1, {ValueList{{std::string("Barnsley, ")}, {count(1200)}}});
  };
  CHECK(setting.expanded().meta.title == "*Levels* in Barnsley, 1,200");
  setting.evaluator.scripts["meta"] = [](const auto& chunk) { chunk.value(1, {Blocks{heading(1, "x")}}); };
  CHECK(setting.error() ==
        "error: This expression gave blocks, which cannot stand in the front matter.\n"
        "  --> templates/levels/template.md:2:24\n"
        "     |\n"
        "   2 | title: \"*Levels* in {{ area }}\"\n"
        "     |                        ^^^^\n");
}

// ---- Errors: one of each kind, as it looks
// ----------------------------------------------------------------------------
std::string at_levels(std::string_view sentence, std::string_view hint) {
  return fmt::format(
      "error: {}\n"
      "  --> templates/levels/template.md:4:6\n"
      "     |\n"
      "   4 | x {{{{ levels }}}} y\n"
      "     |      ^^^^^^\n"
      "  hint: {}\n",
      sentence, hint);
}

TEST_CASE("an expression that gave nothing") {
  CHECK(Setting::error_of({}) ==
        at_levels("This expression gave nothing.", "Check the spelling of its names; in Lua an unknown name is nil."));
}

TEST_CASE("an expression that gave what is no text") {
  CHECK(Setting::error_of({true}) == at_levels("This expression gave true, which is no text.",
                                               "Choose the words: {{ condition and \"yes\" or \"no\" }}."));
  CHECK(Setting::error_of({ValueMap{{"ratio", {1.0}}, {"p", {0.1}}}}) ==
        at_levels("This expression gave a table with named fields, which is no text.",
                  "Name one of its fields: p, ratio."));
  CHECK(Setting::error_of({std::shared_ptr<const QueryResult>()}) ==
        at_levels("This expression gave the result of a query, which is no text.",
                  "Take one of its values, or give it to an analysis."));
  CHECK(Setting::error_of({std::shared_ptr<const Boundaries>()}) ==
        at_levels("This expression gave boundaries, which are no text.", "Give them to an analysis that draws a map."));
  CHECK(Setting::error_of({Blocks{}}) ==
        at_levels("This expression gave no blocks.", "Write what it means that there are none, with {% if … then %}."));
  CHECK(Setting::error_of({ValueList{}}) == at_levels("This expression gave an empty list.",
                                                      "Write what it means that it is empty, with {% if … then %}."));
  CHECK(Setting::error_of({ValueList{{std::string("a")}, {Blocks{heading(1, "x")}}}}) ==
        at_levels("This expression gave a list of blocks and of text.", "Put the text into paragraphs."));
  CHECK(Setting::error_of({std::numeric_limits<double>::infinity()}) ==
        at_levels("This expression gave an infinite number.", "Check for a division by nought."));
  CHECK(Setting::error_of({ValueList{{Value{}}}}) ==
        at_levels("This expression gave nothing.", "Check the spelling of its names; in Lua an unknown name is nil."));
}

TEST_CASE("blocks inside a sentence, found when the Markdown is read") {
  Setting setting("x {{ levels }} y\n");
  setting.script([](const auto& chunk) {
    chunk.text(1);
    chunk.value(1, {Blocks{heading(1, "x")}});
    chunk.text(2);
  });
  try {
    setting.blocks();
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(render(error.diagnostic(), false) ==
          at_levels("This expression gave blocks (a table, a figure or paragraphs), which cannot stand in a sentence.",
                    "Put it alone on its line, with an empty line above and below."));
  }
}

Error lua_error(std::string sentence, std::string file, int line) {
  return {ExitCode::configuration, std::move(sentence), {}, {std::move(file), line, 0}};
}

TEST_CASE("a failing expression has the caret, also among several on its line") {
  Setting setting("{{ a }} {{ b.c }}\n");
  setting.script([](const auto& chunk) {
    chunk.value(1, {std::string("x")});
    chunk.at(2);
    throw lua_error("attempt to index a nil value (global 'b')", path, 4);
  });
  CHECK(setting.error() ==
        "error: attempt to index a nil value (global 'b')\n"
        "  --> templates/levels/template.md:4:12\n"
        "     |\n"
        "   4 | {{ a }} {{ b.c }}\n"
        "     |            ^^^\n");
}

TEST_CASE("a failing statement has the caret") {
  Setting setting("a\n{% local x = b.c %}\n");
  setting.script([](const auto&) { throw lua_error("attempt to index a nil value (global 'b')", path, 5); });
  CHECK(setting.error() ==
        "error: attempt to index a nil value (global 'b')\n"
        "  --> templates/levels/template.md:5:4\n"
        "     |\n"
        "   5 | {% local x = b.c %}\n"
        "     |    ^^^^^^^^^^^^^\n");
}

TEST_CASE("an error that could be of several pieces shows the line without a caret") {
  Setting setting("{% x = 1 %}{% y = = %}\n");
  setting.script([](const auto&) { throw lua_error("unexpected symbol near '='", path, 4); });
  CHECK(setting.error() ==
        "error: unexpected symbol near '='\n"
        "  --> templates/levels/template.md:4\n"
        "     |\n"
        "   4 | {% x = 1 %}{% y = = %}\n");
}

TEST_CASE("an error in a plugin keeps its place and names the template's line") {
  Setting setting("a\n\n{{ volume_and_trend.levels() }}\n");
  setting.script([](const auto& chunk) {
    chunk.at(1);
    throw lua_error("no months", "plugins/volume_and_trend/volume_and_trend.lua", 12);
  });
  CHECK(setting.error() ==
        "error: no months\n"
        "  --> plugins/volume_and_trend/volume_and_trend.lua:12\n"
        "  hint: Called from templates/levels/template.md:6.\n");
}

TEST_CASE("an error without a place gets the expression's") {
  Setting setting("{{ count{by = 'crime_typ'} }}\n");
  setting.script([](const auto& chunk) {
    chunk.at(1);
    throw Error(ExitCode::no_data, "There is no dimension “crime_typ”.", {"Did you mean “crime_type”?"});
  });
  CHECK(setting.error() ==
        "error: There is no dimension “crime_typ”.\n"
        "  --> templates/levels/template.md:4:4\n"
        "     |\n"
        "   4 | {{ count{by = 'crime_typ'} }}\n"
        "     |    ^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: Did you mean “crime_type”?\n");
}

TEST_CASE("an error in a partial names the template that included it") {
  Setting setting("{% include 'p.md' %}\n");
  setting.files.files["templates/levels/p.md"] = "\n{{ x }}\n";
  setting.script([](const auto& chunk) { chunk.include(1); });
  setting.evaluator.scripts["templates/levels/p.md"] = [](const auto& chunk) { chunk.value(1, {}); };
  CHECK(setting.error() ==
        "error: This expression gave nothing.\n"
        "  --> templates/levels/p.md:2:4\n"
        "     |\n"
        "   2 | {{ x }}\n"
        "     |    ^\n"
        "  hint: Check the spelling of its names; in Lua an unknown name is nil.\n"
        "  hint: Called from templates/levels/template.md:4.\n");
}

TEST_CASE("a script that calls the template's functions itself is told off") {
  for (const double index : {0.0, 2.0, -1.0, 1e300, std::numeric_limits<double>::quiet_NaN()}) {
    Setting setting("a\n");
    setting.script([&](const auto& chunk) { chunk.callbacks.at("__text")({Value{index}}); });
    CHECK(setting.error().find("wrong index") != std::string::npos);
  }
  Setting setting("a\n");
  setting.script([&](const auto& chunk) { chunk.callbacks.at("__text")({}); });
  CHECK(setting.error().find("wrong index") != std::string::npos);
}

TEST_CASE("a loop that writes without end is stopped") {
  Setting setting(std::string(1 << 20, 'a') + "\n");
  setting.script([](const auto& chunk) {
    for (int i = 0; i < 1000; ++i) chunk.text(1);
  });
  CHECK(setting.error().find("The expanded template is longer than 64 MiB.") != std::string::npos);
}

}  // namespace
}  // namespace hallmark::templates
