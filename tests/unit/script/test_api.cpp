// The script API against facts that can be counted by hand or were published.
#include <doctest/doctest.h>

#include "fakes.h"
#include "script/api.h"
#include "script/formulas.h"

using namespace hallmark;
using namespace hallmark::script;

namespace {

struct Script : FewServices {
  State state{services};
  Value run(const std::string& source) { return state.run(source, "test.lua"); }
  double number(const std::string& source) { return quantity(run("return " + source)).value; }
  std::string text(const std::string& source) { return std::get<std::string>(run("return " + source).data); }
  Diagnostic refusal(const std::string& source) {
    return error_of([&] { run(source); }).diagnostic();
  }
  Blocks blocks(const std::string& source) { return std::get<Blocks>(run("return " + source).data); }
};

}  // namespace

TEST_CASE_FIXTURE(Script, "queries group, filter and trace") {
  CHECK(number("data.query{dataset='crimes'}:total()") == 8 * 23 + 2);
  run("r = data.query{dataset='crimes', where={crime_type='Burglary', month={from='2020-01'}}, "
      "by={'month','district'}}");
  CHECK(std::get<double>(run("return #r").data) == 24);
  CHECK(number("r:value('2020-03', 'Sheffield')") == 5);
  CHECK(number("r:value('2019-07', 'Sheffield')") == 0);
  CHECK(number("r:total()") == 96);
  CHECK(text("table.concat(r:labels('district'), ',')") == "Barnsley,Sheffield");
  CHECK(text("(function() local s = '' for row in r:rows() do s = s .. row.value.text end return s end)()") ==
        "353535353535353535353535");
  CHECK(text("r:top(1)[1].month .. r:top(1)[1].district") == "2020-01Sheffield");
  CHECK(number("r:series('month', {'2019-07','2020-02'}, {district='Barnsley'})[2]") == 3);
  const Quantity q = quantity(run("return r:value('2020-03', 'Sheffield')"));
  const auto& trace = std::get<QueryTrace>(q.trace->node);
  CHECK(trace.key == std::vector<std::string>{"2020-03", "Sheffield"});
  CHECK(trace.rows == 5);
  CHECK(trace.query->where.size() == 2);
}

TEST_CASE_FIXTURE(Script, "days have their names") {
  CHECK(text("text.day('2025-05-08')") == "Thursday 8 May 2025");
  CHECK(text("text.day('2000-02-29')") == "Tuesday 29 February 2000");
  CHECK(text("text.day('1900-01-01')") == "Monday 1 January 1900");
  CHECK(refusal("text.day('2025-02-29')").sentence.find("is not a day; write days as 2020-07-31") != std::string::npos);
}

TEST_CASE_FIXTURE(Script, "words are counted as a sub-editor counts them") {
  const auto count = [&](const std::string& source) { return std::get<double>(run("return " + source).data); };
  CHECK(count("document.words('It fell – by half.')") == 4);
  CHECK(count("document.words{'Police recorded ', statistics.sum(1234), ' cases, “at most”'}") == 6);
  CHECK(count("document.words('  ')") == 0);
  CHECK(count("document.characters{'£5 or ', document.strong('1½')}") == 8);
  CHECK(refusal("document.words(document.rule())").sentence.find("a line of text") != std::string::npos);
}

TEST_CASE_FIXTURE(Script, "what is pending reaches the host, where there is one") {
  CHECK(refusal("report.pending('Ann must approve.')").sentence ==
        "report.pending is for templates: nothing is made final here.");
  std::vector<std::string> told;
  services.pending = [&](const std::string& sentence) { told.push_back(sentence); };
  State other(services);
  other.run("report.pending('Ann must approve.')", "test.lua");
  CHECK(told == std::vector<std::string>{"Ann must approve."});
  CHECK(error_of([&] { other.run("report.pending(' ')", "test.lua"); }).diagnostic().sentence ==
        "report.pending needs a sentence: who must do what.");
}

TEST_CASE_FIXTURE(Script, "wrong queries say what is wrong") {
  CHECK(refusal("data.query{datset='crimes'}").hints.at(0) == "Did you mean “dataset”?");
  CHECK(refusal("data.query{}").sentence == "data.query needs “dataset”.");
  CHECK(refusal("data.query{dataset='crimes', by={'moon'}}").sentence == "There is no dimension “moon”.");
  CHECK(refusal("data.query{dataset='crimes', measure='sum'}").sentence == "“sum” is no measure.");
  CHECK(refusal("data.query('crimes')").sentence == "data.query takes named arguments in braces, not a text.");
  CHECK(refusal("local r = data.query{dataset='crimes', by={'month'}} r:value()").sentence ==
        "value() takes one label for each of the 1 dimensions the query groups by, not 0.");
  CHECK(refusal("for k in pairs(data.query{dataset='crimes'}) do end").sentence ==
        "A Result is gone through with result:rows().");
}

TEST_CASE_FIXTURE(Script, "a comparison leaves out months that are not held in both periods") {
  run("c = data.compare{dataset='crimes', period={from='2020-01', to='2020-12'}, by='crime_type'}");
  CHECK(number("c.current") == 8 * 11 + 1);
  CHECK(number("c.previous") == 8 * 11 + 1);
  CHECK(std::get<double>(run("return c.months_held").data) == 11);
  CHECK(std::get<double>(run("return c.months_wanted").data) == 12);
  CHECK(std::get<bool>(run("return c.complete").data) == false);
  CHECK(text("c.note").starts_with("11 of 12 months held"));
  CHECK(number("c.rows[1].current") == 88);
  CHECK(text("c.rows[2].label") == "Robbery");
  run("none = data.compare{dataset='crimes', period={from='2020-07', to='2020-07'}}");
  CHECK(std::get<bool>(run("return none.current.available").data) == false);
  CHECK_FALSE(text("none.note").empty());
  CHECK(refusal("data.compare{dataset='crimes', period='July'}").sentence == "“July” is not a month.");
}

TEST_CASE_FIXTURE(Script, "arithmetic keeps the trace and the format that fits") {
  run("a = data.query{dataset='crimes', where={district='Barnsley'}}:total() b = "
      "data.population{local_authority='Barnsley'}");
  const Quantity rate = quantity(run("return (a / b * 1000):rate(2, 'per 1,000 residents')"));
  CHECK(rate.value == doctest::Approx(69.0 / 246866 * 1000));
  CHECK(rate.format.unit == "per 1,000 residents");
  const auto& product = std::get<CallTrace>(rate.trace->node);
  CHECK(product.function == "*");
  const auto& thousand = std::get<ConstantTrace>(std::get<TracePtr>(product.arguments[1])->node);
  CHECK(thousand.source == "written in test.lua:1");
  // The same wherever the program lies.
  for (const char* place :
       {"/opt/hallmark/plugins/rates/rates.lua", "/home/a/plugins/rates/rates.lua", "rates/rates.lua"}) {
    const Quantity one = quantity(state.run("return a * 2", place));
    const auto& two =
        std::get<ConstantTrace>(std::get<TracePtr>(std::get<CallTrace>(one.trace->node).arguments[1])->node);
    CHECK(two.source == "written in rates/rates.lua:1");
  }
  CHECK(quantity(run("return a + 1")).format.style == NumberFormat::Style::count);
  CHECK(quantity(run("return a * 0.5")).format.style == NumberFormat::Style::decimal);
  CHECK(quantity(run("return a / a")).format.style == NumberFormat::Style::decimal);
  CHECK(text("tostring((a / a):percent(0))") == "100%");
  CHECK(std::get<bool>(run("return a < 70 and a > 68 and a <= b and 1 < a").data));
  CHECK(std::get<bool>(run("return (a / 0).available").data) == false);
  CHECK(refusal("return (a / 0) < 1").sentence == "A number that is not available cannot be compared.");
  CHECK(refusal("return 'n: ' .. a").sentence == "A number joined to text with .. would lose where it came from.");
  CHECK(refusal("return a:procent()").hints.at(0) == "Did you mean “percent”?");
  CHECK(refusal("a.value = 3").sentence == "A Quantity cannot be changed.");
}

TEST_CASE_FIXTURE(Script, "a number made in endless steps is refused before it harms") {
  CHECK(refusal("local q = data.query{dataset='crimes'}:total() for i = 1, 100000 do q = q + 1 end")
            .sentence.starts_with("This number is made in too many steps"));
  CHECK(refusal("local q = data.query{dataset='crimes'}:total() for i = 1, 100 do q = q + q end")
            .sentence.starts_with("This number is made in too many steps"));
}

// R: poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)), in the help page of poisson.test.
TEST_CASE_FIXTURE(Script, "statistics.poisson_ratio gives R's published example") {
  run("r = statistics.poisson_ratio(11, 6 + 8 + 7, 800, 1083 + 1050 + 878)");
  CHECK(number("r.ratio") == doctest::Approx(1.971488).epsilon(1e-6));
  CHECK(number("r.p") == doctest::Approx(0.07967).epsilon(1e-3));
  CHECK(number("r.lower") == doctest::Approx(0.8584264).epsilon(1e-6));
  CHECK(number("r.upper") == doctest::Approx(4.2772659).epsilon(1e-6));
}

// Montgomery, Introduction to Statistical Quality Control, example 7.3.
TEST_CASE_FIXTURE(Script, "statistics.relative_rate_ratio gives Wheeler's example, its arguments after before before") {
  run("e = statistics.relative_rate_ratio(30, 50, 55, 60)");
  CHECK(number("e.ratio") == doctest::Approx(0.6545455));
  CHECK(number("e.lower") == doctest::Approx(0.3657).epsilon(1e-3));
  CHECK(number("e.upper") == doctest::Approx(1.1714).epsilon(1e-3));
  // Twice the exposure after halves the treated rate.
  CHECK(number("statistics.relative_rate_ratio(30, 50, 55, 60, 2, 1).ratio") == doctest::Approx(0.6545455 / 2));
}

TEST_CASE_FIXTURE(Script, "practice.* asks for a knowledge base where none is open") {
  CHECK(refusal("practice.study('x')").sentence == "practice.study is not available here: no knowledge base is open.");
  CHECK(refusal("practice.ranked{theme='burglary'}").hints.at(0) == "Did you mean “themes”?");
}

TEST_CASE_FIXTURE(Script, "statistics.c_chart gives Montgomery's limits") {
  run("counts = {21,24,16,12,15,5,28,20,31,25,20,24,16,19,10,17,13,22,18,39,30,24,16,19,17,15}");
  run("l = statistics.c_chart(counts, 0, {6, 20})");
  CHECK(number("l.centre") == doctest::Approx(472.0 / 24));
  CHECK(number("l.lower[1]") == doctest::Approx(6.362532).epsilon(1e-6));
  CHECK(number("l.upper[26]") == doctest::Approx(32.97080).epsilon(1e-6));
  CHECK(std::get<bool>(run("return l.signals[6] and l.signals[20] and not l.signals[1]").data));
}

TEST_CASE_FIXTURE(Script, "what statistics.* gives, the same formula recomputes from the trace") {
  const Quantity lower = quantity(run("return statistics.poisson_ratio(112, 14).lower"));
  const auto& call = std::get<CallTrace>(lower.trace->node);
  const Formula* formula = find_formula(builtin_formulas(), call.function);
  REQUIRE(formula);
  std::vector<FormulaArgument> arguments;
  for (const auto& argument : call.arguments)
    arguments.emplace_back(std::get<ConstantTrace>(std::get<TracePtr>(argument)->node).value);
  CHECK(output_value(*formula, formula->function(arguments), call.output, call.element) == lower.value);
}

TEST_CASE_FIXTURE(Script, "questions without an answer are not available, impossible input is refused") {
  CHECK(std::get<bool>(run("return statistics.percent_change(5, 0).change.available").data) == false);
  CHECK(std::get<bool>(run("return statistics.poisson_ratio(0, 0).p.available").data) == false);
  CHECK(refusal("statistics.poisson_ratio(-1, 3)").sentence.starts_with("statistics.poisson_ratio: "));
  CHECK(refusal("statistics.poisson_ratio(1)").hints.at(0).starts_with("statistics.poisson_ratio(count_after"));
  CHECK(refusal("statistics.c_chart('text')").sentence == "statistics.c_chart: Argument 1 must be a list of numbers.");
  CHECK(refusal("statistics.mean{}").sentence.starts_with("statistics.mean: "));
}

TEST_CASE("formulas of plugins and analyses appear under the plugin's name") {
  FewServices few;
  few.services.formulas = {{"spots.double", "(x) -> number", "Twice.", [](const std::vector<FormulaArgument>& given) {
                              return FormulaResult{{{"", 2 * std::get<double>(given.at(0))}}};
                            }}};
  few.services.analyses = {{"spots", "found"}};
  few.services.call_analysis = [](const std::string& plugin, const std::string& function,
                                  const Value& options) -> Value {
    return {plugin + "." + function + " " + std::get<std::string>(std::get<ValueMap>(options.data).at("where").data)};
  };
  State state(few.services);
  const Quantity twice = quantity(state.run("return spots.double(21)", "x.lua"));
  CHECK(twice.value == 42);
  CHECK(std::get<CallTrace>(twice.trace->node).function == "spots.double");
  CHECK(std::get<std::string>(state.run("return spots.found{where='here'}", "x.lua").data) == "spots.found here");
  CHECK(error_of([&] { state.run("spots.foudn{}", "x.lua"); }).diagnostic().hints.at(0) == "Did you mean “found”?");
}

TEST_CASE_FIXTURE(Script, "blocks follow one another, and content is put together from parts") {
  const Blocks all = blocks(
      "document.blocks{document.heading(2, 'Levels'), 'A sentence.', false, {document.rule(), document.page_break()}}");
  REQUIRE(all.size() == 4);
  CHECK(std::get<Heading>(all[0].node).level == 2);
  CHECK(all[0].where == SourceLocation{"test.lua", 1, 0});
  const Blocks line = blocks(
      "document.paragraph{'There were ', data.query{dataset='crimes'}:total(), ' crimes, ', document.strong('fewer'), "
      "'.'}");
  const auto& parts = std::get<Paragraph>(line[0].node).content;
  REQUIRE(parts.size() == 5);
  CHECK(std::get<Number>(parts[1].node).quantity.value == 186);
  CHECK(std::holds_alternative<Strong>(parts[3].node));
  CHECK(refusal("document.link('javascript:alert(1)', 'x')").sentence == "“javascript:alert(1)” is no link target.");
  CHECK(refusal("document.heading(9, 'x')").sentence == "A heading has a level from 1 to 6, not 9.");
  CHECK(refusal("document.paragraph(document.rule())").sentence.starts_with("document.paragraph is a line of text"));
}

TEST_CASE_FIXTURE(Script, "tables check their rows") {
  const Blocks made = blocks(
      "document.table{caption='c', columns={'Area', {heading='Count', kind='number'}}, rows={{'Barnsley', 3}, "
      "{'Sheffield', document.not_available('not held')}}}");
  const auto& table = std::get<Table>(made[0].node);
  CHECK(table.columns[1].kind == Column::Kind::number);
  CHECK(std::holds_alternative<Number>(table.rows[0][1].content));
  CHECK(std::get<NotAvailable>(table.rows[1][1].content).reason == "not held");
  CHECK(refusal("document.table{caption='c', columns={'a','b'}, rows={{'x'}}}").sentence ==
        "Row 1 of the table has 1 cells, but the table has 2 columns.");
  CHECK(refusal("document.table{caption='c', columns={'a'}, rwos={}}").hints.at(0) == "Did you mean “rows”?");
}

TEST_CASE_FIXTURE(Script, "figures need alt text and carry the numbers of their chart") {
  const std::string chart = "document.line_chart{periods={'2020-01','2020-02'}, name='Burglary', values={3, 5}}";
  const Diagnostic missing = refusal("\nlocal f = document.figure{title='Trend', chart=" + chart + "}");
  CHECK(missing.sentence == "The figure “Trend” has no alt text.");
  CHECK(missing.where == SourceLocation{"test.lua", 2, 0});
  const Blocks made = blocks("document.figure{title='Trend', alt='Burglary rose.', chart=" + chart + "}");
  const auto& figure = std::get<Figure>(made[0].node);
  CHECK(figure.data.rows.size() == 2);
  CHECK(std::get<Number>(figure.data.rows[1][1].content).quantity.value == 5);
  CHECK(figure.data.caption == "Trend");
  CHECK(refusal("document.line_chart{periods={'2020-01'}, values={1, 2}}").sentence ==
        "document.line_chart: “Value” has 2 values for 1 points.");
}

TEST_CASE_FIXTURE(Script, "words") {
  CHECK(text("text.month('2020-07')") == "July 2020");
  CHECK(text("text.period('2020-10', '2021-09')") == "October 2020 to September 2021");
  CHECK(text("text.period{from='2020-01', to='2020-12'}") == "January to December 2020");
  CHECK(text("text.plural(1, 'crime') .. text.plural(2, 'crime') .. text.plural(0, 'offence', 'none')") ==
        "crimecrimesnone");
  CHECK(text("table.concat(text.list_and{'a','b','c'})") == "a, b and c");
  CHECK(text("text.number(3) .. text.number(12) .. text.number(0)") == "three12no");
  CHECK(text("text.direction(-0.1) .. text.direction(0)") == "fellstayed the same");
  CHECK(refusal("text.month('July')").where.line == 1);
}

TEST_CASE_FIXTURE(Script, "every function is documented and every documented function is there") {
  std::size_t functions = 0;
  for (const ApiEntry& entry : api()) {
    CAPTURE(entry.name);
    CHECK_FALSE(entry.help.empty());
    CHECK_FALSE(entry.signature.empty());
    for (const char* topic : {"data", "statistics", "document", "text"})
      if (entry.topic == topic) {
        ++functions;
        CHECK(text("type(" + entry.name + ")") == "function");
      }
  }
  CHECK(functions >= 60);
}

TEST_CASE_FIXTURE(Script, "results read well on a terminal") {
  // The inverse of the interval published for 112 -> 14: 0.0662 to 0.2186, p = 3.7e-20.
  CHECK(describe(run("return statistics.poisson_ratio(112, 14)")) ==
        "lower  4.57\np      3.7e-20\nratio  8.00\nupper  15.10");
  CHECK(describe({}) == "");
  CHECK(describe({ValueList{{1.0}, {std::string("x")}}}) == "1  1\n2  x");
}
