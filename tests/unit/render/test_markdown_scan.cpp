#include <doctest/doctest.h>

#include "render/scan.h"

namespace hallmark::render {
namespace {

std::vector<std::string> texts(std::string_view markdown) {
  std::vector<std::string> found;
  for (const NumberToken& token : number_tokens(markdown)) found.push_back(token.text);
  return found;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("numbers are read as people write them") {
  CHECK(texts("There were 1,234 incidents.") == Texts{"1,234"});
  CHECK(texts("−3.2% and +12.5% and -7") == Texts{"−3.2%", "+12.5%", "-7"});
  CHECK(texts("£1,200 −£5 £-5 (£3)") == Texts{"£1,200", "−£5", "£-5", "£3"});
  CHECK(texts("12,345,678.90") == Texts{"12,345,678.90"});
  CHECK(texts("a 5.") == Texts{"5"});
  CHECK(texts("no number") == Texts{});
  CHECK(texts("") == Texts{});
}

TEST_CASE("separators that separate nothing end a number") {
  CHECK(texts("1,23") == Texts{"1", "23"});
  CHECK(texts("1,2345") == Texts{"1", "2345"});
  CHECK(texts("1234,567") == Texts{"1234", "567"});
  CHECK(texts("12, 345") == Texts{"12", "345"});
  CHECK(texts("3.2.1") == Texts{"3.2", "1"});
  CHECK(texts("1,234,") == Texts{"1,234"});
}

TEST_CASE("a dash that joins is no sign") {
  CHECK(texts("2020-07") == Texts{"2020", "07"});
  CHECK(texts("covid-19") == Texts{"19"});
  CHECK(texts("10–20") == Texts{"10", "20"});  // en dash
  CHECK(texts("10−20") == Texts{"10", "20"});
  CHECK(texts("--5") == Texts{"5"});
  CHECK(texts("5%-6%") == Texts{"5%", "6%"});
  CHECK(texts("| −3 | -4 |") == Texts{"−3", "-4"});
  CHECK(texts("“−3” ‘-4’ — −5") == Texts{"−3", "-4", "−5"});
  CHECK(texts("café-3") == Texts{"3"});
}

TEST_CASE("tokens know their line and place") {
  const std::string text = "# 1 Title\n\n| a | 2 |\n| b | −3 |";
  const auto tokens = number_tokens(text);
  REQUIRE(tokens.size() == 3);
  CHECK(tokens[0].line == 1);
  CHECK(tokens[1].line == 3);
  CHECK(tokens[2].line == 4);
  for (const NumberToken& token : tokens) CHECK(text.substr(token.offset, token.text.size()) == token.text);
}

TEST_CASE("number elements are read whatever their markup") {
  const auto elements = number_elements(
      "<p>\n<data class=\"number\" id=\"n1\" value=\"1234\">1,234</data>\n"
      "<DATA value='-0.5' id=n2 class='big number traced' role=button>&minus;50<b>%</b></DATA>"
      "<data class=\"numbers\" value=\"9\">9</data><data value=\"8\">8</data>"
      "<data class=number value=\"\" id=\"n3\"> not available </data>"
      "<datalist class=\"number\">x</datalist>");
  REQUIRE(elements.size() == 3);
  CHECK(elements[0].id == "n1");
  CHECK(elements[0].value == "1234");
  CHECK(elements[0].text == "1,234");
  CHECK(elements[0].line == 2);
  CHECK(elements[1].id == "n2");
  CHECK(elements[1].value == "-0.5");
  CHECK(elements[1].text == "−50%");
  CHECK(elements[1].line == 3);
  CHECK(elements[2].text == "not available");
}

TEST_CASE("entities are decoded, unknown ones stay") {
  const auto text = [](std::string_view inner) {
    return number_elements("<data class=\"number\">" + std::string(inner) + "</data>").at(0).text;
  };
  CHECK(text("&#163;5 &#x2212;3 &pound;&amp;") == "£5 −3 £&");
  CHECK(text("&nosuch; &#; &#x; & &#0; &#xD800; &#99999999;") == "&nosuch; &#; &#x; & &#0; &#xD800; &#99999999;");
}

TEST_CASE("what is not shown holds no numbers") {
  const std::string number = "<data class=\"number\" id=\"n1\" value=\"1\">1</data>";
  CHECK(number_elements("<!-- " + number + " -->").empty());
  CHECK(number_elements("<script>" + number + "</script>").empty());
  CHECK(number_elements("<style>" + number).empty());
  CHECK(number_elements("<script></script>" + number).size() == 1);
}

TEST_CASE("broken markup ends in no error") {
  for (const char* html :
       {"<data", "<data ", "<data class", "<data class=", "<data class=\"number", "<data class=\"number\"",
        "<data class=\"number\">", "<data class=\"number\">5", "<data class=\"number\">5</data",
        "<data class=number =\"\" / x>5", "<", "<!--", "<data class=\"number\">5 &"})
    CHECK(number_elements(html).size() <= 1);
  const auto nested = number_elements("<data class=number id=a>1<data class=number id=b>2</data>");
  REQUIRE(nested.size() == 2);
  CHECK(nested[0].text == "1");
  CHECK(nested[1].text == "2");
}

TEST_CASE("words are the number tokens and what stands between white space") {
  const auto found = words("Of 35 held,\n**13** (37.1%).\fEnd");
  std::vector<std::string> texts;
  for (const Word& word : found) texts.push_back(word.text);
  CHECK(texts == std::vector<std::string>{"Of", "35", "held,", "**", "13", "**", "(", "37.1%", ").", "End"});
  CHECK(found[1].number);
  CHECK_FALSE(found[2].number);
  CHECK(found[2].line == 1);
  CHECK(found[4].line == 2);
  CHECK(found[4].page == 1);
  CHECK(found.back().page == 2);
  CHECK(words(" \n").empty());
}

TEST_CASE("the text of an HTML file is what a reader sees besides its numbers, on its lines") {
  const std::string text = html_text(
      "<style>a { b: c }</style><!-- no -->\n<p title=\"no\">Of <b>35</b> held,\n"
      "<data class=\"number\" id=\"n1\" value=\"13\">13</data> &amp; more</p><script>no</script><svg><text>Jan</text>"
      "</svg><data value=\"x\">kept</data><td");
  const auto found = words(text);
  std::vector<std::string> texts;
  for (const Word& word : found) texts.push_back(word.text);
  CHECK(texts == std::vector<std::string>{"Of", "35", "held,", "&", "more", "Jan", "kept"});
  CHECK(found[0].line == 2);
  CHECK(found[3].line == 3);
  CHECK(html_text("").empty());
}

}  // namespace hallmark::render
