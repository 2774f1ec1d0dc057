#include <doctest/doctest.h>

#include "base/diagnostic.h"
#include "base/text.h"
#include "template/template.h"

namespace hallmark::templates {
namespace {

Compiled compiled(std::string_view text) {
  return compile(text, text, "t.md");
}

std::vector<std::string> literals(std::string_view text) {
  std::vector<std::string> out;
  for (const Compiled::Literal& literal : compiled(text).literals) out.push_back(literal.text);
  return out;
}

std::string error_of(std::string_view text) {
  try {
    compiled(text);
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::configuration);
    return render(error.diagnostic(), false);
  }
  return "no error";
}

using Texts = std::vector<std::string>;

TEST_CASE("text without braces is one literal") {
  const Compiled c = compiled("# A\n\ntext } }} %} #} { {\n");
  CHECK(c.lua == "__text(1);\n\n\n");
  CHECK(c.literals[0].text == "# A\n\ntext } }} %} #} { {\n");
  CHECK(compiled("").lua.empty());
}

TEST_CASE("Lua's line numbers are the template's") {
  const Compiled c = compiled("a {{ x }}\nb\n{% for i = 1, 2 do %}\nc {{ i }}\n{% end %}\nd");
  CHECK(c.lua ==
        "__text(1);__at(1);__value(1,( x ));__text(2);\n\n"
        " for i = 1, 2 do ;\n"
        "__text(3);__at(2);__value(2,( i ));__text(4);\n"
        " end ;\n"
        "__text(5);");
  CHECK(c.literals[1].text == "\nb\n");
  CHECK(c.literals[2].text == "c ");
  CHECK(c.literals[2].line == 4);
  CHECK(c.expressions[1].line == 4);
  CHECK(c.expressions[1].column == 6);
  CHECK(c.expressions[1].length == 1);
  CHECK(c.statements[0].column == 4);
}

TEST_CASE("code of several lines keeps its lines") {
  const Compiled c = compiled("{{\n  f{\n    a = 1 }\n}}\n{% x = 1\ny = 2 %}\n{{ x }}");
  CHECK(c.lua == "__at(1);__value(1,(\n  f{\n    a = 1 }\n));__text(1);\n x = 1\ny = 2 ;\n__at(2);__value(2,( x ));");
  CHECK(c.expressions[0].line == 2);
  CHECK(c.expressions[0].length == 2);
  CHECK(c.expressions[1].line == 7);
}

TEST_CASE("the body's place in its file is kept") {
  const Compiled c = compile("---\nt: x\n---\n{{ a }}", "{{ a }}", "t.md", 4);
  CHECK(c.lua == "\n\n\n__at(1);__value(1,( a ));");
  CHECK(c.expressions[0].line == 4);
}

TEST_CASE("braces, strings and comments inside code do not end it") {
  CHECK(compiled("{{ f{a={b={}}} }}").expressions.size() == 1);
  CHECK(compiled("{{ \"}}\" }}|").lua == "__at(1);__value(1,( \"}}\" ));__text(1);");
  CHECK(compiled("{{ '\\'}}' }}").expressions.size() == 1);
  CHECK(compiled("{{ [[ }} ]] }}").expressions.size() == 1);
  CHECK(compiled("{{ [==[ ]] }} ]==] }}").expressions.size() == 1);
  CHECK(compiled("{% x = '%}' %}").statements.size() == 1);
  CHECK(compiled("{{ a --[[ }} ]] + b }}").lua == "__at(1);__value(1,( a            + b ));");
  CHECK(compiled("{{ a -- note }}b").lua == "__at(1);__value(1,( a         ));__text(1);");
  CHECK(compiled("{% x = 1 -- note %}b").lua == " x = 1         ;__text(1);");
  CHECK(compiled("{% x = 1 -- note\ny = 2 %}").lua == " x = 1        \ny = 2 ;");
}

TEST_CASE("a line of statements, comments or includes leaves no line") {
  CHECK(literals("a\n{% x = 1 %}\nb") == Texts{"a\n", "b"});
  CHECK(literals("a\n  {% x = 1 %}  {# c #}\t\nb") == Texts{"a\n", "b"});
  CHECK(literals("{% x = 1 %}\nb") == Texts{"b"});
  CHECK(literals("a\n{% x = 1 %}") == Texts{"a\n"});
  CHECK(literals("a\n{#\nlong\n#}\nb") == Texts{"a\n", "b"});
  CHECK(literals("{% x = 1 %}\n\n{% y = 1 %}\n") == Texts{"\n"});
  CHECK(literals("a\n{% include 'b.md' %}\nc") == Texts{"a\n", "c"});
  CHECK(compiled("a\n{% include 'b.md' %}\nc").includes[0].whole_line);
}

TEST_CASE("a statement inside a line leaves the line's white space") {
  CHECK(literals("a {% if x then %} b {% end %} c\n") == Texts{"a ", " b ", " c\n"});
  CHECK(literals("{% if x then %}b{% end %}\n") == Texts{"b", "\n"});
  CHECK(literals("{{ x }} {% y = 1 %}\n") == Texts{" ", "\n"});
  CHECK(literals("{% y = 1 %} {{ x }}\n") == Texts{" ", "\n"});
  CHECK(literals("{# c #} \\{{\n") == Texts{" ", "{{\n"});
  CHECK_FALSE(compiled("a {% include 'b.md' %}").includes[0].whole_line);
}

TEST_CASE("table rows and list items in a loop are whole lines") {
  CHECK(literals("| a |\n|---|\n{% for _, x in ipairs(l) do %}\n| {{ x }} |\n{% end %}\n\nend") ==
        Texts{"| a |\n|---|\n", "| ", " |\n", "\nend"});
}

TEST_CASE("braces can be written") {
  CHECK(literals("a \\{{ b }} \\{% c %} \\{# d #}") == Texts{"a ", "{{ b }} ", "{% c %} ", "{# d #}"});
  CHECK(literals("a \\{ \\\\ b") == Texts{"a \\{ \\\\ b"});
}

TEST_CASE("fences marked text are left alone, others are expanded") {
  CHECK(literals("```text\n{{ x }} \\{{\n```\n{{ y }}") == Texts{"```text\n{{ x }} \\{{\n```\n"});
  CHECK(compiled("```lua\n{{ x }}\n```\n").expressions.size() == 1);
  CHECK(compiled("~~~ text\n{% broken\n~~~\n").statements.empty());
  CHECK(compiled("````\n```text\n{{ x }}\n````\n").expressions.size() == 1);
  CHECK(compiled("> - ```text\n>   {{ x }}\n>   ```\n> {{ y }}").expressions.size() == 1);
  CHECK(compiled("```text```\n{{ x }}").expressions.size() == 1);
  CHECK(compiled("```text\n{{ x }}\n``` x\n{{ y }}").expressions.empty());
}

TEST_CASE("code that crosses statements is followed") {
  CHECK(compiled("{% for a in b do %}{% if a then %}x{% elseif c then %}y{% else %}z{% end %}{% end %}")
            .statements.size() == 6);
  CHECK(compiled("{% repeat %}a{% until x %}").statements.size() == 2);
  CHECK(compiled("{% while x do %}a{% end %}{% do %}b{% end %}").statements.size() == 4);
  CHECK(compiled("{% local function f(a) %}x{{ a }}{% end %}").statements.size() == 2);
  CHECK(compiled("{% each(list, function(x) %}{{ x }}{% end) %}").statements.size() == 2);
  CHECK(compiled("{{ f(function(x) return x end) }}").expressions.size() == 1);
}

// ---- Errors: one of each kind, as it looks
// ----------------------------------------------------------------------------
TEST_CASE("an expression never closed") {
  CHECK(error_of("a\nb {{ x\nc") ==
        "error: This “{{” is never closed.\n"
        "  --> t.md:2:3\n"
        "     |\n"
        "   2 | b {{ x\n"
        "     |   ^^\n"
        "  hint: Close it with “}}”, or write \\{{ for the braces themselves.\n");
}

TEST_CASE("a statement never closed") {
  CHECK(error_of("{% x = 1 }}") ==
        "error: This “{%” is never closed.\n"
        "  --> t.md:1:1\n"
        "     |\n"
        "   1 | {% x = 1 }}\n"
        "     | ^^\n"
        "  hint: Close it with “%}”, or write \\{% for the braces themselves.\n");
}

TEST_CASE("a comment never closed") {
  CHECK(error_of("{# x") ==
        "error: This “{#” is never closed.\n"
        "  --> t.md:1:1\n"
        "     |\n"
        "   1 | {# x\n"
        "     | ^^\n"
        "  hint: Close it with “#}”, or write \\{# for the braces themselves.\n");
}

TEST_CASE("empty braces") {
  CHECK(error_of("a {{ }} b") ==
        "error: There is no expression between these braces.\n"
        "  --> t.md:1:3\n"
        "     |\n"
        "   1 | a {{ }} b\n"
        "     |   ^^^^^\n");
  CHECK(error_of("{% --[[ x ]] %}") ==
        "error: There is no statement between these braces.\n"
        "  --> t.md:1:1\n"
        "     |\n"
        "   1 | {% --[[ x ]] %}\n"
        "     | ^^^^^^^^^^^^^^^\n");
}

TEST_CASE("brackets out of balance") {
  CHECK(error_of("{{ f(a }}") ==
        "error: This “(” is never closed.\n"
        "  --> t.md:1:5\n"
        "     |\n"
        "   1 | {{ f(a }}\n"
        "     |     ^\n");
  CHECK(error_of("{{ a) __value(1, (b }}") ==
        "error: This “)” closes nothing.\n"
        "  --> t.md:1:5\n"
        "     |\n"
        "   1 | {{ a) __value(1, (b }}\n"
        "     |     ^\n");
}

TEST_CASE("text never closed") {
  CHECK(error_of("{{ 'a }}\n'") ==
        "error: The text that starts with this ' is never closed.\n"
        "  --> t.md:1:4\n"
        "     |\n"
        "   1 | {{ 'a }}\n"
        "     |    ^\n");
  CHECK(error_of("{{ [=[ a ]] }}") ==
        "error: This “[=[” is never closed.\n"
        "  --> t.md:1:4\n"
        "     |\n"
        "   1 | {{ [=[ a ]] }}\n"
        "     |    ^^^\n"
        "  hint: Close it with “]=]”.\n");
}

TEST_CASE("blocks out of balance") {
  CHECK(error_of("a\n{% for i = 1, 2 do %}\nb") ==
        "error: This “for” is never closed.\n"
        "  --> t.md:2:4\n"
        "     |\n"
        "   2 | {% for i = 1, 2 do %}\n"
        "     |    ^^^\n"
        "  hint: Write {% end %} where it stops.\n");
  CHECK(error_of("{% if a then %}\nx\n{% end %}\n{% end %}") ==
        "error: This “end” closes nothing.\n"
        "  --> t.md:4:4\n"
        "     |\n"
        "   4 | {% end %}\n"
        "     |    ^^^\n");
  CHECK(error_of("{% repeat %}{% end %}").find("This “end” closes nothing.") != std::string::npos);
  CHECK(error_of("{% if a then %}{% until b %}").find("This “until” closes nothing.") != std::string::npos);
}

TEST_CASE("an include without a name") {
  CHECK(error_of("{% include partials/a.md %}") ==
        "error: An include names one file in quotes.\n"
        "  --> t.md:1:4\n"
        "     |\n"
        "   1 | {% include partials/a.md %}\n"
        "     |    ^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: Write {% include \"partials/name.md\" %}.\n");
  CHECK(error_of("{% include 'a.md' .. 'b' %}").find("An include names one file") != std::string::npos);
  CHECK(compiled("{% x = include_all %}").includes.empty());
}

TEST_CASE("code points of placeholders") {
  CHECK(error_of("a\nb \xEE\x80\x80 c") ==
        "error: The private character U+E000 cannot be used in a template.\n"
        "  --> t.md:2:3\n"
        "     |\n"
        "   2 | b \xEE\x80\x80 c\n"
        "     |   ^\n"
        "  hint: Delete it.\n");
}

}  // namespace
}  // namespace hallmark::templates
