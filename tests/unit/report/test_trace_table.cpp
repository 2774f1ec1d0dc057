#include <doctest/doctest.h>

#include <cmath>

#include "base/json.h"
#include "report/evaluation.h"
#include "report/fake_records.h"
#include "report/trace_table.h"
#include "report/wording.h"
#include "script/formulas.h"

using namespace hallmark;
using namespace hallmark::report;

namespace {

std::string bytes(const TraceTable& table) {
  json::array nodes;
  for (const TraceNode& node : table.nodes) nodes.push_back(to_json(node));
  return write_json(nodes);
}

std::string formula(const TraceTable& table, std::size_t node) {
  TraceWords words(table);
  return words.formula(node);
}

}  // namespace

TEST_CASE("equal queries and equal traces are held once") {
  const fake::Records records;
  const QueryMemory queries(records);
  TraceRecorder recorder(queries);
  const Quantity a = fake::group(fake::by_type(), "Burglary", 13);
  const Quantity b = fake::group(fake::by_type(), "Burglary", 13);  // another query object, the same query
  const Quantity c = fake::group(fake::by_type(), "Robbery", 5);
  CHECK(recorder.add(a.trace, a.value) == recorder.add(b.trace, b.value));
  CHECK(recorder.add(c.trace, c.value) == 1);
  const std::size_t sum = recorder.add(fake::call("+", {a.trace, c.trace}), 18);
  CHECK(recorder.add(fake::call("+", {b.trace, c.trace}), 18) == sum);
  CHECK(recorder.table().queries.size() == 1);
  CHECK(recorder.table().nodes.size() == 3);
  CHECK(records.runs == 1);
}

TEST_CASE("a table read back from its JSON is the same") {
  const fake::Records records;
  const QueryMemory queries(records);
  TraceRecorder recorder(queries);
  const Quantity a = fake::group(fake::by_type(), "Burglary", 13);
  recorder.add(fake::call("statistics.x", {a.trace, std::vector<TracePtr>{a.trace, constant(2.5, "a page").trace},
                                           "text", fake::by_type()}),
               1);
  recorder.add(constant(std::nan(""), "not held").trace, std::nan(""));
  recorder.add(nullptr, 3);
  const TraceTable table = recorder.take();
  TraceTable again{table.queries, {}};
  for (const TraceNode& node : table.nodes)
    again.nodes.push_back(trace_node_from_json(parse_json(write_json(to_json(node)), "x"), again.nodes.size(),
                                               table.queries.size(), "x"));
  CHECK(bytes(again) == bytes(table));
}

TEST_CASE("additions as deep as scripts may pile them are recorded and worded in bounds") {
  constexpr int depth = 1000;
  const fake::Records records;
  const QueryMemory queries(records);
  TraceRecorder recorder(queries);
  TracePtr sum = constant(0, "start").trace;
  const TracePtr one = constant(1, "one").trace;
  for (int i = 0; i < depth; ++i) sum = fake::call("+", {sum, one});
  const std::size_t last = recorder.add(sum, depth);
  CHECK(recorder.table().nodes.size() == depth + 2);
  CHECK(formula(recorder.table(), last).size() < 2000);  // and worded without filling a page
}

TEST_CASE("hostile traces are refused with a sentence") {
  const auto read = [](const char* text) { return trace_node_from_json(parse_json(text, "l.json"), 2, 1, "l.json"); };
  CHECK_NOTHROW(read(R"({"call": "+", "arguments": [0, 1]})"));
  for (const char* text :
       {R"({"call": "+", "arguments": [0, 2]})",  // itself
        R"({"call": "+", "arguments": [0, -1]})", R"({"call": "+", "arguments": [1.5]})",
        R"({"call": "+", "arguments": [[7]]})", R"({"call": "+"})", R"({"query": 1, "key": [], "rows": 0})",
        R"({"query": 0, "key": [3], "rows": 0})", R"({"query": 0, "key": [], "rows": -1})",
        R"({"constant": "1", "source": ""})", R"([])", R"(3)", R"({})"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(read(text), Error);
  }
}

TEST_CASE("formulas read as a person writes them") {
  const fake::Records records;
  const QueryMemory queries(records);
  TraceRecorder recorder(queries);
  const TracePtr a = fake::group(fake::by_type(), "Burglary", 13).trace,
                 b = fake::group(fake::by_type(), "Robbery", 5).trace;
  const TracePtr c = constant(2, "a template").trace;
  const auto words = [&](const TracePtr& trace) {
    const std::size_t node = recorder.add(trace, 0);
    return formula(recorder.table(), node);
  };
  CHECK(words(a) == "");
  CHECK(words(fake::call("/", {fake::call("-", {a, b}), b})) == "(a − b) ÷ b");
  CHECK(words(fake::call("-", {a, fake::call("-", {b, c})})) == "a − (b − c)");
  CHECK(words(fake::call("-", {fake::call("-", {a, b}), c})) == "a − b − c");
  CHECK(words(fake::call("+", {a, fake::call("*", {b, c})})) == "a + b × c");
  CHECK(words(fake::call("/", {a, fake::call("*", {b, c})})) == "a ÷ (b × c)");
  CHECK(words(fake::call("negate", {fake::call("+", {a, b})})) == "−(a + b)");
  CHECK(words(fake::call("statistics.poisson_ratio", {a, b})) == "statistics.poisson_ratio(a, b)");
  CHECK(words(fake::call("sum", {std::vector<TracePtr>(6, a)})) == "sum([6 values of a])");
}

TEST_CASE("filters in words") {
  using Kind = Filter::Kind;
  CHECK(words_for(Filter{"month", Kind::range, {"2020-10", "2021-09"}}) == "month is 2020-10 to 2021-09");
  CHECK(words_for(Filter{"month", Kind::range, {"", "2021-09"}}) == "month is 2021-09 or before");
  CHECK(words_for(Filter{"month", Kind::range, {"2020-10", ""}}) == "month is 2020-10 or after");
  CHECK(words_for(Filter{"crime_type", Kind::any_of, {"Burglary", "Robbery"}}) == "crime_type is Burglary or Robbery");
  CHECK(words_for(Filter{"outcome", Kind::none_of, {""}}) == "outcome is not blank");
  CHECK(words_for(Filter{"lsoa", Kind::any_of, std::vector<std::string>(50, "E1")}).ends_with("or 43 others"));
}

TEST_CASE("evaluation recomputes, makes a call once for all its outputs, and says what it cannot") {
  int calls = 0;
  std::vector<Formula> formulas = script::builtin_formulas();
  formulas.push_back({"test.twice", "(a) -> {x, y}", "", [&](const std::vector<FormulaArgument>& arguments) {
                        ++calls;
                        const double a = std::get<double>(arguments[0]);
                        return FormulaResult{{{"x", a * 2}, {"y", std::vector<double>{a, a * 3}}}};
                      }});
  TraceTable table;
  table.queries = {*fake::by_type()};
  table.nodes = {QueryNode{0, {"Burglary"}, 13, 13},
                 CallNode{"test.twice", {std::size_t{0}}, "x", -1, {}},
                 CallNode{"test.twice", {std::size_t{0}}, "y", 1, {}},
                 CallNode{"-", {std::size_t{2}, std::size_t{1}}, "", -1, {}},
                 CallNode{"nobody.knows", {}, "", -1, {}},
                 CallNode{"+", {std::size_t{4}, std::size_t{0}}, "", -1, {}},
                 CallNode{"sum", {CallNode::WholeQuery{0, 18}}, "", -1, {}}};
  const fake::Records records;
  const QueryMemory queries(records);
  EvaluationSources sources;
  sources.group = [&](const TraceTable& t, const QueryNode& node) {
    return queries.group(t.queries[node.query], node.key).value;
  };
  sources.result = [&](const TraceTable& t, std::size_t query) { return queries.result(t.queries[query]); };
  sources.formula = [&](const std::string& name) { return script::find_formula(formulas, name); };
  const std::vector<Evaluated> values = evaluate(table, sources);
  CHECK(values[1].value == 26);
  CHECK(values[2].value == 39);
  CHECK(values[3].value == 13);
  CHECK(calls == 1);
  CHECK(values[4].problem == "No formula is called “nobody.knows”.");
  CHECK_FALSE(values[5].problem.empty());
  CHECK(values[6].value == 18);
}

TEST_CASE("a query memory runs a query once and counts an absent group as 0") {
  const fake::Records records;
  const QueryMemory queries(records);
  CHECK(queries.group(*fake::by_type(), {"Burglary"}).value == 13);
  CHECK(queries.group(*fake::by_type(), {"Arson"}).value == 0);
  queries.run(std::vector<Query>{*fake::by_type(), *fake::by_type()});
  CHECK(records.runs == 1);
  Query total = *fake::by_type();
  total.by.clear();
  CHECK(queries.group(total, {}).value == 18);
}
