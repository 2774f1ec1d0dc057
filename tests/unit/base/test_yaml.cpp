#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "base/yaml.h"

using namespace hallmark;

namespace {

Diagnostic failure(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.diagnostic();
  }
  FAIL("no error was thrown");
  return {};
}

}  // namespace

TEST_CASE("YAML becomes a tree that remembers its places") {
  const Yaml root =
      Yaml::parse("name: Ashmoor\nperiod:\n  from: 2020-01\nlist: [1, two]\nempty:\nquoted: \"\"\n", "w.yaml");
  CHECK(root.required("name").text() == "Ashmoor");
  CHECK(root.required("period").required("from").text() == "2020-01");
  CHECK(root.required("period").required("from").where() == SourceLocation{"w.yaml", 3, 9});
  CHECK(root.required("list").items()[0].integer() == 1);
  CHECK(root.required("list").texts() == std::vector<std::string>{"1", "two"});
  CHECK(root.find("empty")->is_null());
  CHECK(root.required("quoted").text().empty());
  CHECK(root.text_or("absent", "x") == "x");
}

TEST_CASE("an unknown key is refused where it stands, with the nearest known one") {
  const Yaml root = Yaml::parse("name: x\nperoid:\n  from: y\n", "w.yaml");
  const Diagnostic found = failure([&] { root.only({"name", "period"}); });
  CHECK(found.where == SourceLocation{"w.yaml", 2, 1});
  CHECK(found.hints == std::vector<std::string>{"Did you mean “period”?"});
}

TEST_CASE("broken YAML is a sentence with its line") {
  CHECK(failure([] { Yaml::parse("a: 1\nb: [1, 2\nc: 3\n", "w.yaml"); }).where.line >= 2);
  CHECK(failure([] { Yaml::parse("a: 1\na: 2\n", "w.yaml"); }).sentence ==
        "The key “a” stands here twice; it is on line 1 already.");
  CHECK(failure([] { Yaml::parse("\xFF\xFE", "w.yaml"); }).sentence == "This file is not UTF-8.");
  CHECK(failure([] { Yaml::parse("a: 1\n---\nb: 2\n", "w.yaml"); }).sentence ==
        "Only one YAML document is expected here.");
  CHECK(failure([] { Yaml::parse("a: nan", "w.yaml").required("a").number(); }).sentence ==
        "A number is expected here, not “nan”.");
}

TEST_CASE("aliases that explode and endless nesting are refused") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j) bomb += (j ? ", *a" : "*a") + std::to_string(i - 1);
    bomb += "]\n";
  }
  CHECK(failure([&] { Yaml::parse(bomb, "w.yaml"); }).sentence == "This YAML holds more than 1000000 values.");
  CHECK_THROWS_AS(Yaml::parse(std::string(5000, '['), "w.yaml"), Error);
}

TEST_CASE("an alias repeats its anchor") {
  const Yaml root = Yaml::parse("a: &x {k: 1}\nb: *x\n", "w.yaml");
  CHECK(root.required("b").required("k").integer() == 1);
}

TEST_CASE("front matter is split from its body, with line numbers") {
  const FrontMatter parts = split_front_matter("---\r\ntitle: x\r\n---\r\nBody\n");
  CHECK(parts.yaml == "title: x\r\n");
  CHECK(parts.body == "Body\n");
  CHECK(parts.body_line == 4);
  CHECK(split_front_matter("# Only body\n").yaml.empty());
  CHECK(split_front_matter("---\nnever closed\n").body == "---\nnever closed\n");
}
