#include "../targets.h"
#include "base/text.h"
#include "report/records.h"
#include "report/script_host.h"
#include "source_dir.h"

namespace hallmark::fuzz {

namespace {

// A workspace whose records are read once.
struct Held {
  report::Workspace workspace = report::read_workspace(disk(), source_dir() + "/tests/commands/fixtures/tiny");
  data::Store store = [&] {
    report::ImportRequest request;
    request.cache = false;
    return report::import_records(disk(), workspace, request);
  }();
};

}  // namespace

// What `hallmark claims` is given: a period in the first line, then RULE=NUMBER a line.
void claims(std::string_view input) {
  static const Held held;
  ValueMap rules;
  std::string period;
  bool first = true;
  for (const std::string_view line : split(input, '\n')) {
    const std::size_t equals = line.find('=');
    if (first)
      period = std::string(line);
    else if (equals != std::string_view::npos)
      rules[std::string(line.substr(0, equals))] = {std::string(line.substr(equals + 1))};
    first = false;
  }
  reads_or_refuses([&] {
    const report::ScriptHost host(disk(), held.workspace, held.store, report::find_plugins(disk(), held.workspace),
                                  {{}, period, {}});
    const Value all = host.services().call_analysis("news", "claims", Value{rules});
    for (const Value& each : std::get<ValueList>(all.data)) {
      const auto& fields = std::get<ValueMap>(each.data);
      require(fields.contains("id") && fields.contains("verdict"));
    }
  });
}

}  // namespace hallmark::fuzz
