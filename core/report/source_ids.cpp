#include "report/source_ids.h"

#include <map>
#include <utility>

#include "base/hash.h"
#include "base/number.h"
#include "base/text.h"
#include "data/query_text.h"
#include "document/document.h"

namespace hallmark::report {

namespace {

// Of every node of the table: a text that is equal for equal traces wherever they stand. Nodes come after what they
// refer to, so one pass is enough.
class Fingerprints {
 public:
  explicit Fingerprints(const TraceTable& table) : table_(table) {
    for (const TraceNode& node : table.nodes) of_nodes_.push_back(sha256(write_json(std::visit(*this, node))));
  }

  const std::string& operator[](std::size_t node) const { return of_nodes_[node]; }

  json::value operator()(const ConstantTrace& constant) const {
    return json::array{"constant", json::string(round_trip(constant.value)), json::string(constant.source)};
  }
  json::value operator()(const QueryNode& node) const {
    return json::array{"query", data::to_json(table_.queries[node.query]),
                       json::array(node.key.begin(), node.key.end())};
  }
  json::value operator()(const CallNode& node) const {
    json::array arguments;
    for (const CallNode::Argument& argument : node.arguments)
      arguments.push_back(std::visit([this](const auto& given) { return argument_of(given); }, argument));
    return json::array{"call", json::string(node.function), std::move(arguments), json::string(node.output),
                       node.element};
  }

 private:
  json::value argument_of(std::size_t node) const { return json::string(of_nodes_[node]); }
  json::value argument_of(const std::vector<std::size_t>& nodes) const {
    json::array list;
    for (const std::size_t node : nodes) list.push_back(argument_of(node));
    return list;
  }
  json::value argument_of(const std::string& text) const { return json::array{"text", json::string(text)}; }
  json::value argument_of(const CallNode::WholeQuery& whole) const {
    return data::to_json(table_.queries[whole.query]);
  }

  const TraceTable& table_;
  std::vector<std::string> of_nodes_;
};

}  // namespace

void use_source_ids(Document& document, Ledger& ledger) {
  constexpr std::size_t usual_length = 8;
  const Fingerprints fingerprints(ledger.traces);
  std::map<std::string, std::size_t> nodes;  // by id
  std::map<std::string, int> written;        // how often
  std::map<std::string, std::string> renamed;
  for (LedgerNumber& number : ledger.numbers) {
    const std::string& fingerprint = fingerprints[number.trace];
    std::string id;
    for (std::size_t length = usual_length; length <= fingerprint.size(); ++length) {
      id = "n" + fingerprint.substr(0, length);
      if (nodes.emplace(id, number.trace).first->second == number.trace) break;
    }
    const int times = ++written[id];
    if (times > 1) id += fmt::format("-{}", times);
    renamed[std::exchange(number.id, id)] = id;
  }
  document::for_each_number(document,
                            [&](Number& number, const SourceLocation&) { number.id = renamed.at(number.id); });
}

}  // namespace hallmark::report
