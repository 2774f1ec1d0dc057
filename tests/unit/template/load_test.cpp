#include <doctest/doctest.h>

#include "base/diagnostic.h"
#include "base/text.h"
#include "template/template.h"

namespace hallmark::templates {
namespace {

const std::string path = "templates/levels/template.md";

MemoryFileSystem files_with(std::string_view front, std::string_view body = "text\n") {
  MemoryFileSystem files;
  files.files[path] = fmt::format("---\n{}---\n{}", front, body);
  return files;
}

Error error_from(const MemoryFileSystem& files) {
  try {
    load_template(files, path);
  } catch (const Error& error) {
    return error;
  }
  FAIL("no error");
  throw std::logic_error("unreachable");
}

std::string error_of(const MemoryFileSystem& files) {
  return render(error_from(files).diagnostic(), false);
}

using Texts = std::vector<std::string>;

TEST_CASE("a report for each value of an option has a name of its own") {
  const std::string front =
      "title: T\nform: page\nnumber_ids: by_source\none_report_per: [audience, length]\n"
      "options:\n  - {name: audience, default: press, choices: [press, weekly]}\n"
      "  - {name: length, default: \"\", choices: [\"\", \"60\"]}\n  - {name: note}\n";
  const Template t = load_template(files_with(front), path);
  CHECK(t.meta.form == DocumentMeta::Form::page);
  CHECK(t.ids_by_source);
  CHECK(report_name(t, option_values(t, {})) == "levels_press");
  CHECK(report_name(t, option_values(t, {{"audience", "weekly"}, {"length", "60"}})) == "levels_weekly_60");
  CHECK(error_of(files_with("title: T\nform: pages\n")).find("Did you mean “page”?") != std::string::npos);
  CHECK(error_of(files_with("title: T\none_report_per: [note]\noptions:\n  - name: note\n"))
            .find("“note” is no option with choices.") != std::string::npos);
}

TEST_CASE("front matter") {
  const Template t = load_template(
      files_with(
          "title: \"Levels in {{ area }}\"\nsubtitle: Twelve months\nsummary: Short.\nlanguage: cy-GB\nmarking: "
          "OFFICIAL\n"
          "needs:\n  datasets: [police_street_crime]\n  plugins: [volume_and_trend, hot_spots]\n"
          "options:\n  - {name: months, default: 12, help: How many months., choices: [12, 24]}\n  - name: note\n"
          "meta:\n  audience: partners\n"),
      path);
  CHECK(t.name == "levels");
  CHECK(t.meta.title == "Levels in {{ area }}");
  CHECK(t.meta.subtitle == "Twelve months");
  CHECK(t.meta.language == "cy-GB");
  CHECK(t.meta.marking == "OFFICIAL");
  CHECK(t.datasets == Texts{"police_street_crime"});
  CHECK(t.plugins == Texts{"volume_and_trend", "hot_spots"});
  REQUIRE(t.options.size() == 2);
  CHECK(t.options[0].default_value == "12");
  CHECK(t.options[0].choices == Texts{"12", "24"});
  CHECK(t.options[1].default_value.empty());
  CHECK(t.extra.at("audience") == "partners");
  REQUIRE(t.meta_texts.size() == 1);
  CHECK(t.meta_texts[0].text.lua == "\n__text(1);__at(1);__value(1,( area ));");
  CHECK(t.meta_texts[0].text.expressions[0].line == 2);
  CHECK(t.meta_texts[0].text.expressions[0].column == 22);
  CHECK(t.files.at(0).literals.at(0).line == 16);
}

TEST_CASE("line ends and a byte order mark do not matter") {
  MemoryFileSystem files;
  files.files[path] = "\xEF\xBB\xBF---\r\ntitle: T\r\n---\r\na\r\n{% x = 1 %}\r\nb\r\n";
  const Template t = load_template(files, path);
  REQUIRE(t.files[0].literals.size() == 2);
  CHECK(t.files[0].literals[0].text == "a\n");
  CHECK(t.files[0].literals[1].line == 6);
}

TEST_CASE("front matter that is missing or wrong") {
  MemoryFileSystem files;
  files.files[path] = "# Levels\n";
  CHECK(error_of(files) ==
        "error: This template has no front matter.\n"
        "  --> templates/levels/template.md:1\n"
        "  hint: Begin it with a line “---”, then “title: …”, then another line “---”.\n");
  CHECK(error_of(files_with("titel: Levels\n")) ==
        "error: The key “titel” is not known here.\n"
        "  --> templates/levels/template.md:2:1\n"
        "     |\n"
        "   2 | titel: Levels\n"
        "     | ^\n"
        "  hint: Did you mean “title”?\n");
  CHECK(error_from(files_with("subtitle: x\n")).diagnostic().sentence == "The key “title” is missing here.");
  CHECK(error_from(files_with("title: ' '\n")).diagnostic().sentence == "The title is empty.");
  CHECK(error_from(files_with("title: [a]\n")).diagnostic().hints ==
        Texts{"Put quotes around a text that starts with “{{” or “[”."});
  CHECK(
      error_from(files_with("title: a\noptions:\n  - {name: a, default: x, choices: [y]}\n")).diagnostic().where.line ==
      4);
  CHECK(error_from(files_with("title: a\noptions:\n  - name: a\n  - name: a\n")).diagnostic().sentence ==
        "The option “a” stands here twice.");
  CHECK(error_from(files_with("title: a\nneeds: {dataset: x}\n")).diagnostic().hints ==
        Texts{"Did you mean “datasets”?"});
}

TEST_CASE("a mistake in an expression of the front matter has a caret") {
  CHECK(error_of(files_with("title: \"For {{ f( }}\"\n")) ==
        "error: This “(” is never closed.\n"
        "  --> templates/levels/template.md:2:17\n"
        "     |\n"
        "   2 | title: \"For {{ f( }}\"\n"
        "     |                 ^\n");
}

TEST_CASE("a file that is not there or not UTF-8") {
  CHECK(error_from(MemoryFileSystem()).code() == ExitCode::input);
  MemoryFileSystem files = files_with("title: a\n", "x\ncaf\xE9\n");
  CHECK(error_from(files).diagnostic().sentence == "This line is not UTF-8.");
  CHECK(error_from(files).diagnostic().where.line == 5);
}

TEST_CASE("includes are found in the template's folder, then in the folder of all templates") {
  MemoryFileSystem files = files_with(
      "title: a\n", "{% include 'partials/a.md' %}\n{% include \"shared/b.md\" %}\n{% include 'partials/a.md' %}\n");
  files.files["templates/levels/partials/a.md"] = "A\n{% include 'shared/b.md' %}\n";
  files.files["templates/partials/a.md"] = "not this one";
  files.files["templates/shared/b.md"] = "---\nB\n";
  const Template t = load_template(files, path);
  REQUIRE(t.files.size() == 3);
  CHECK(t.files[1].file == "templates/levels/partials/a.md");
  CHECK(t.files[2].file == "templates/shared/b.md");
  CHECK(t.files[2].literals[0].text == "---\nB\n");
  CHECK(t.files[0].includes[0].file == 1);
  CHECK(t.files[0].includes[1].file == 2);
  CHECK(t.files[0].includes[2].file == 1);
  CHECK(t.files[1].includes[0].file == 2);
}

TEST_CASE("an include that is not there") {
  MemoryFileSystem files = files_with("title: a\n", "x {% include 'partials/sumary.md' %}\n");
  files.files["templates/levels/partials/summary.md"] = "";
  CHECK(error_of(files) ==
        "error: There is no file “partials/sumary.md” in templates/levels or templates.\n"
        "  --> templates/levels/template.md:4:6\n"
        "     |\n"
        "   4 | x {% include 'partials/sumary.md' %}\n"
        "     |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: Did you mean “partials/summary.md”?\n");
}

TEST_CASE("an include that leaves the templates") {
  for (const char* name : {"../secret.md", "/etc/passwd", "partials/../../x.md", "..", "a\\..\\b"}) {
    CAPTURE(name);
    const Error error = error_from(files_with("title: a\n", fmt::format("{{% include '{}' %}}", name)));
    CHECK(error.diagnostic().sentence == fmt::format("“{}” leaves the folders of the templates.", name));
  }
}

TEST_CASE("an include that goes round") {
  MemoryFileSystem files = files_with("title: a\n", "{% include 'a.md' %}\n");
  files.files["templates/levels/a.md"] = "{% include 'b.md' %}\n";
  files.files["templates/levels/b.md"] = "x\n{% include 'a.md' %}\n";
  CHECK(error_of(files) ==
        "error: This include goes round in a circle: templates/levels/template.md → templates/levels/a.md → "
        "templates/levels/b.md → "
        "templates/levels/a.md.\n"
        "  --> templates/levels/b.md:2:4\n"
        "     |\n"
        "   2 | {% include 'a.md' %}\n"
        "     |    ^^^^^^^^^^^^^^\n");
}

TEST_CASE("options are set by name") {
  const Template t = load_template(
      files_with("title: a\noptions:\n  - {name: months, default: 12, choices: [12, 24]}\n  - {name: area}\n"), path);
  CHECK(option_values(t, {}) == std::map<std::string, std::string>{{"months", "12"}, {"area", ""}});
  CHECK(option_values(t, {{"months", "24"}}).at("months") == "24");
  const auto error_for = [&](const std::string& name, const std::string& value) {
    try {
      option_values(t, {{name, value}});
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::usage);
      return error.diagnostic().sentence + " " + join(error.diagnostic().hints, " ");
    }
    return std::string("no error");
  };
  CHECK(error_for("month", "12") == "The template “levels” has no option “month”. Did you mean “months”?");
  CHECK(error_for("months", "36") == "The option “months” cannot be “36”. Known: 12, 24.");
}

}  // namespace
}  // namespace hallmark::templates
