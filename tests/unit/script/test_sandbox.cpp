// The sandbox: what scripts must not reach, what they may spend, and how their failures read.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/text.h"
#include "fakes.h"
#include "source_dir.h"

using namespace hallmark;
using namespace hallmark::script;

namespace {

std::string slurp(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Instructions and memory end a hostile script here; the clock is generous, since sanitizers on a busy machine are
// slow.
Limits tight() {
  return {std::size_t{24} << 20, std::size_t{2} << 20, 10'000'000, 30};
}

std::string run(const std::string& source) {
  State state(Services{}, tight());
  return std::get<std::string>(state.run(source, "test.lua").data);
}

Error failure(const std::string& source) {
  State state(Services{}, tight());
  return error_of([&] { state.run(source, "test.lua"); });
}

}  // namespace

// Each file of tests/scripts begins with "-- expect: <part of the sentence>" or "-- allowed", and may name the line
// that must be blamed: "-- line: 7".
TEST_CASE("hostile scripts are refused in a sentence, and the state survives them") {
  std::vector<std::filesystem::path> scripts;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() + "/tests/scripts"))
    if (entry.path().extension() == ".lua") scripts.push_back(entry.path());
  std::sort(scripts.begin(), scripts.end());
  CHECK(scripts.size() >= 40);
  for (const auto& path : scripts) {
    const std::string source = slurp(path), name = path.filename().string();
    CAPTURE(name);
    const std::string first(split(source, '\n').front());
    State state(Services{}, tight());
    const Error error = error_of([&] { state.run(source, name); });
    if (first == "-- allowed") {
      CHECK(error.diagnostic().sentence == "nothing was thrown");
      continue;
    }
    REQUIRE(first.starts_with("-- expect: "));
    CHECK(error.code() == ExitCode::configuration);
    CHECK_MESSAGE(error.diagnostic().sentence.find(first.substr(11)) != std::string::npos, error.diagnostic().sentence);
    CHECK(error.diagnostic().where.file == name);
    const std::string second(split(source, '\n')[1]);
    if (second.starts_with("-- line: ")) CHECK(error.diagnostic().where.line == std::stoi(second.substr(9)));
    // No address, no C frame, no path of the host.
    CHECK(error.diagnostic().sentence.find("0x") == std::string::npos);
    CHECK(error.diagnostic().traceback.find("[C]") == std::string::npos);
    CHECK(std::get<double>(state.run("return 1 + 1", "after.lua").data) == 2);
  }
}

TEST_CASE("an error names the line and the frames of the script only") {
  const Error error = failure(
      "local function inner(t)\n  return t.missing.field\nend\nlocal function outer()\n  inner({})\nend\nouter()\n");
  CHECK(error.diagnostic().sentence == "Attempt to index a nil value (field 'missing').");
  CHECK(error.diagnostic().where == SourceLocation{"test.lua", 2, 0});
  CHECK(error.diagnostic().traceback ==
        "test.lua:2 in upvalue “inner”\ntest.lua:5 in local “outer”\ntest.lua:7 in the main chunk");
}

TEST_CASE("a syntax error has its line and no prefix") {
  const Error error = failure("local x = 1\nlocal = 2\n");
  CHECK(error.diagnostic().where == SourceLocation{"test.lua", 2, 0});
  CHECK(error.diagnostic().sentence == "<name> expected near '='.");
}

TEST_CASE("a long path is not shortened in an error") {
  const std::string path = "templates/" + std::string(100, 'x') + "/template.md";
  State state(Services{});
  const Error error = error_of([&] { state.run("\nerror('no such month')", path); });
  CHECK(error.diagnostic().where == SourceLocation{path, 2, 0});
  CHECK(error.diagnostic().sentence == "No such month.");
}

TEST_CASE("the place of an error in a coroutine is inside the coroutine") {
  const Error error = failure("local step = coroutine.wrap(function()\n  local t = nil\n  return t.x\nend)\nstep()\n");
  CHECK(error.diagnostic().where.line == 3);
}

TEST_CASE("endless recursion ends with the stack, its traceback is short") {
  State state(Services{});
  const Diagnostic found = error_of([&] {
                             state.run("local function down(n) return 1 + down(n + 1) end\nreturn down(0)", "x.lua");
                           }).diagnostic();
  CHECK(found.sentence.starts_with("Stack overflow"));
  CHECK(found.where == SourceLocation{"x.lua", 1, 0});
  CHECK(split(found.traceback, '\n').size() == 21);
}

TEST_CASE("unknown names are met with a suggestion") {
  const Error error = failure("return dat.query{}");
  CHECK(error.diagnostic().sentence == "Nothing is called “dat” here.");
  REQUIRE(error.diagnostic().hints.size() == 1);
  CHECK(error.diagnostic().hints[0] == "Did you mean “data”?");
  CHECK(failure("return statistics.poisson_ration(1, 2)").diagnostic().hints.at(0) == "Did you mean “poisson_ratio”?");
}

TEST_CASE("iteration has one order whatever the order of insertion") {
  CHECK(run("local t = {} for _, k in ipairs{'b','a',3,'c',true,1.5,2} do t[k] = 1 end\n"
            "local s = {} for k in pairs(t) do s[#s + 1] = tostring(k) end return table.concat(s, ' ')") ==
        "true 1.5 2 3 a b c");
  CHECK(run("local t = {z=1, y=2, x=3} local s, k = '', nil\n"
            "while true do k = next(t, k) if not k then break end s = s .. k end return s") == "xyz");
  CHECK(
      run("local t = {a=1, b=2, c=3} local s = '' for k in pairs(t) do t[k] = nil t.b = nil s = s .. k end return s") ==
      "ac");
}

TEST_CASE("sorting is stable and survives a comparison without sense") {
  CHECK(run("local t = {} for i = 1, 300 do t[i] = {key = i % 3, at = i} end\n"
            "table.sort(t, function(a, b) return a.key < b.key end)\n"
            "for i = 2, 300 do if t[i].key == t[i-1].key then assert(t[i].at > t[i-1].at) end end return 'stable'") ==
        "stable");
  CHECK(run("local t, n = {}, 0 for i = 1, 500 do t[i] = i end\n"
            "table.sort(t, function() n = n + 1 return n % 2 == 0 end) return tostring(#t)") == "500");
}

TEST_CASE("patterns are Lua's") {
  CHECK(run("return ('  trim me  '):match('^%s*(.-)%s*$')") == "trim me");
  CHECK(run("return (('hello world'):gsub('o', '0', 1))") == "hell0 world");
  CHECK(run("return (('abc'):gsub('%w', '%0%0'))") == "aabbcc");
  CHECK(run("return (('hello'):gsub('', '-'))") == "-h-e-l-l-o-");
  CHECK(run("return (('$name is $age'):gsub('%$(%w+)', {name = 'Lua', age = '30'}))") == "Lua is 30");
  CHECK(run("local s = '' for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do s = s .. k .. v end return s") == "a1b2");
  CHECK(run("return ('THE (quick) fox'):match('%((%a+)%)')") == "quick");
  CHECK(run("return ('f(a(b)c)d'):match('%b()')") == "(a(b)c)");
  CHECK(run("return table.concat({('key = value'):match('^(%w+)%s*=%s*(%w+)$')}, '|')") == "key|value");
  CHECK(run("return (('THE (quick) fox'):gsub('%f[%a]%a+', string.lower))") == "the (quick) fox");
  CHECK(run("return tostring(('abc'):find('b', 1, true)) .. tostring(('a.c'):find('.', 1, true))") == "22");
  CHECK(run("return tostring(select('#', ('abc'):find('()b()')))") == "4");
  CHECK(run("return (('x=\"a\" y'):match('([\"\\'])(.-)%1', 1))") == "\"");
  CHECK(run("return ('2020-07'):match('^%d%d%d%d%-%d%d$')") == "2020-07");
  CHECK(run("return ('[x]'):match('[]]') .. ('a-z'):match('[a%-]+') .. ('q^'):match('[%^q]+')") == "]a-q^");
}

TEST_CASE("no address shows in any text") {
  CHECK(run("return tostring({}) .. tostring(print) .. string.format('%s', {}) .. tostring(coroutine.create(print))") ==
        "tablefunctiontablethread");
}

TEST_CASE("what a plugin's file may be") {
  const auto refusal = [](const std::string& source) {
    State state(Services{});
    return error_of([&] { state.load_plugin(source, "plugins/x/x.lua"); }).diagnostic();
  };
  CHECK(refusal("answer = 42\nreturn {a = function() end}").sentence ==
        "A plugin has no global variables, and “answer” is one.");
  CHECK(refusal("answer = 42\nreturn {a = function() end}").where == SourceLocation{"plugins/x/x.lua", 1, 0});
  CHECK(refusal("return 7").sentence == "The plugin's file must return a table of functions, not 7.");
  CHECK(refusal("return {}").sentence == "The plugin's file returns a table without functions.");
  CHECK(refusal("return {trend = 12}").sentence ==
        "The table a plugin returns holds functions by name; “trend” is a number.");
  CHECK(refusal("data = nil\nreturn {a = print}").sentence == "“data” is part of Hallmark and cannot be replaced.");
}

TEST_CASE("a plugin's function gets the context and its options") {
  FewServices few;
  State state(few.services);
  state.load_plugin(
      "local function greet(context, options)\n  return context.partnership .. ' ' .. options.year\nend\nreturn {greet "
      "= greet}",
      "plugins/x/x.lua");
  CHECK(state.functions() == std::vector<std::string>{"greet"});
  CHECK(std::get<std::string>(state.call_analysis("greet", {ValueMap{{"year", {2020.0}}}}).data) ==
        "Safer Hallam 2020");
  CHECK(error_of([&] { state.call("gret", {}); }).diagnostic().hints.at(0) == "Did you mean “greet”?");
}

TEST_CASE("what a plugin's function returns is values only, and a refusal names the function") {
  const auto refusal = [](const std::string& returned) {
    State state(Services{}, tight());
    state.load_plugin("local function bad()\n  local t = {}\n  return " + returned + "\nend\nreturn {bad = bad}",
                      "plugins/x/x.lua");
    const Diagnostic diagnostic = error_of([&] { state.call("bad", {}); }).diagnostic();
    CHECK(diagnostic.where == SourceLocation{"plugins/x/x.lua", 1, 0});
    return diagnostic.sentence;
  };
  CHECK(refusal("print") == "A function cannot be handed to Hallmark; it takes values only.");
  CHECK(refusal("{1, {print}}") == "A function cannot be handed to Hallmark; it takes values only.");
  CHECK(refusal("coroutine.create(function() end)") == "A thread cannot be handed to Hallmark; it takes values only.");
  CHECK(refusal("(function() t.t = t return t end)()") == "A table is nested more than 32 deep, or contains itself.");
  CHECK(refusal("{[true] = 1}") == "A table handed to Hallmark has the key true; keys are names or positions from 1.");
  CHECK(refusal("{1, 2, [1000000] = 3}") ==
        "A list has a gap: position 1000000 is set, but only 2 of those before it.");
  CHECK(refusal("{1, name = 2}") == "A table mixes positions with names such as “name”.");
}

TEST_CASE("the time an analysis takes is not the template's that called it") {
  FewServices few;
  few.services.analyses = {{"spots", "slow"}};
  few.services.call_analysis = [](const std::string&, const std::string&, const Value&) -> Value {
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    return {1.0};
  };
  Limits limits = tight();
  limits.seconds = 1;
  State state(few.services, limits);
  const Value value = state.run("local n = spots.slow{} for i = 1, 10000 do n = n + 1 end return n", "template.md");
  CHECK(std::get<double>(value.data) == 10001);
}

TEST_CASE("programs of a template share globals, see their callbacks and keep their lines") {
  State state(Services{});
  std::vector<std::string> written;
  const Callbacks callbacks = {
      {"__value", [&](ValueList values) { written.push_back(std::get<std::string>(values.at(1).data)); }}};
  state.run_program("area = 'Barnsley'", "a.md", {});
  state.run_program("__value(1, area)", "a.md", callbacks);
  CHECK(written == std::vector<std::string>{"Barnsley"});
  CHECK(error_of([&] { state.run_program("\n\n__value(1, area .. {})", "a.md", callbacks); }).diagnostic().where ==
        SourceLocation{"a.md", 3, 0});
  CHECK(error_of([&] { state.run_program("return __value", "a.md", {}); }).diagnostic().sentence ==
        "Nothing is called “__value” here.");
}

TEST_CASE("an error of a callback leaves as it is, even through programs it runs itself") {
  State state(Services{});
  struct Special : Error {
    Special() : Error(ExitCode::no_data, "Nothing to report on.") {}
  };
  const Callbacks inner = {{"stop", [](ValueList) { throw Special(); }}};
  const Callbacks outer = {{"include", [&](ValueList) { state.run_program("stop()", "inner.md", inner); }}};
  CHECK_THROWS_AS(state.run_program("include()", "outer.md", outer), Special);
  CHECK(std::get<double>(state.run("return 3", "x").data) == 3);
}

TEST_CASE("a host error keeps its code and hints, gains the script's line, and can be caught") {
  FewServices few;
  few.services.boundaries = [](const std::string&) -> std::shared_ptr<const Boundaries> {
    throw Error(ExitCode::input, "The file is damaged.", {"Fetch it again."});
  };
  State state(few.services);
  const Error error = error_of([&] { state.run("\nreturn data.boundaries('lsoa')", "x.lua"); });
  CHECK(error.code() == ExitCode::input);
  CHECK(error.diagnostic().where == SourceLocation{"x.lua", 2, 0});
  CHECK(error.diagnostic().hints.size() == 1);
  CHECK(std::get<std::string>(
            state.run("local ok, e = pcall(data.boundaries, 'lsoa') return tostring(ok) .. tostring(e)", "x").data) ==
        "falseThe file is damaged.");
}

TEST_CASE("memory of values held by the host counts, and is given back") {
  State state(Services{}, tight());
  const Error error = error_of([&] {
    state.run("local s, kept = ('x'):rep(1000000), {}\nfor i = 1, 1000 do kept[i] = document.paragraph(s) end",
              "x.lua");
  });
  CHECK(error.diagnostic().sentence == "The script needs more than the 24 MB of memory it may use.");
  state.run("for i = 1, 60 do local p = document.paragraph(('x'):rep(1000000)) end", "x.lua");
}

namespace {

// One group for each of so many rows, as of a query by crime ID.
class ManyRows final : public OneByOne {
 public:
  explicit ManyRows(std::size_t size) : size_(size) {}
  QueryResult run(const Query& query) const override {
    QueryResult result;
    result.query = std::make_shared<const Query>(query);
    for (const std::string& dimension : query.by)
      result.keys.push_back({dimension, {"one"}, std::vector<std::uint32_t>(size_)});
    result.values.assign(size_, 1.0);
    result.rows.assign(size_, 1);
    return result;
  }

 private:
  std::size_t size_;
};

}  // namespace

TEST_CASE("results of ten million rows do not grow in a script's hands") {
  const ManyRows records(10'000'000);
  Services services;
  services.executor = &records;
  const auto refused = [&](const std::string& by, const std::string& use) {
    State state(services, {std::size_t{256} << 20, std::size_t{2} << 20, 10'000'000, 60});
    const Error error = error_of([&] {
      state.run(fmt::format("local r = data.query{{dataset = 'd', by = {{{}}}}}\n{}", by, use), "plugins/x/x.lua");
    });
    CHECK(error.diagnostic().where.file == "plugins/x/x.lua");
    return fmt::format("{} {}", error.diagnostic().where.line, error.diagnostic().sentence);
  };
  const std::string memory = "The script needs more than the 256 MB of memory it may use.";
  // Four columns of them are too much to be held, one is not; but their rows are not made all at once.
  CHECK(refused("'a', 'b', 'c', 'd'", "return #r") == "1 " + memory);
  CHECK(refused("'a'", "return r:top(10000000)") == "2 " + memory);
  CHECK(refused("'a'", "return pcall(r.top, r, 10000000)") == "2 " + memory);
  CHECK(refused("'a'", "local kept = {}\nfor row in r:rows() do kept[#kept + 1] = row end") == "3 " + memory);
  CHECK(refused("'a'", "for row in r:rows() do end") ==
        "2 The script ran for more than 10,000,000 instructions; does a loop never end?");
}

TEST_CASE("memory of errors a script has caught and keeps counts too") {
  State state(Services{}, {std::size_t{3} << 20, std::size_t{1} << 20, 20'000'000, 30});
  const Error error = error_of([&] {
    state.run("local kept = {}\nwhile true do\n  local _, e = pcall(data.query)\n  kept[#kept + 1] = e\nend", "x.lua");
  });
  CHECK(error.diagnostic().sentence == "The script needs more than the 3 MB of memory it may use.");
}
