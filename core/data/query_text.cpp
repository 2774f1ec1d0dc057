#include "data/query_text.h"

#include <utility>

#include "base/text.h"
#include "data/contents.h"

namespace hallmark::data {

namespace {

constexpr const char* filter_forms =
    "A filter is written crime_type=Burglary,Robbery · outcome!= · month=2020-01..2020-12 · month>=2020-01.";

[[noreturn]] void refuse(std::string sentence, std::string hint) {
  throw Error(ExitCode::usage, std::move(sentence), {std::move(hint)});
}

bool is_name(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text)
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_' && c != '(' && c != ')') return false;
  return true;
}

// At commas; "\," is a comma and "\\" a backslash.
std::vector<std::string> split_labels(std::string_view text) {
  std::vector<std::string> labels(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == ',' || text[i + 1] == '\\'))
      labels.back() += text[++i];
    else if (text[i] == ',')
      labels.emplace_back();
    else
      labels.back() += text[i];
  }
  for (auto& label : labels) label = std::string(trim(label));
  return labels;
}

std::string joined_labels(const std::vector<std::string>& labels) {
  std::string text;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (i > 0) text += ',';
    for (const char c : labels[i]) {
      if (c == ',' || c == '\\') text += '\\';
      text += c;
    }
  }
  return text;
}

// "2020-01..2020-12" is a range, but the label of a rolling year looks like one.
bool is_range(std::string_view dimension, std::string_view value) {
  return dimension != "rolling_year" && value.find("..") != std::string_view::npos;
}

constexpr std::pair<std::string_view, Filter::Kind> filter_words[] = {
    {"any_of", Filter::Kind::any_of}, {"none_of", Filter::Kind::none_of}, {"range", Filter::Kind::range}};
constexpr std::pair<std::string_view, Measure::Kind> measure_words[] = {
    {"count", Measure::Kind::count}, {"sum", Measure::Kind::sum}, {"distinct", Measure::Kind::distinct}};

template <typename Words, typename Kind>
std::string_view word_of(const Words& words, Kind kind) {
  for (const auto& [word, each] : words)
    if (each == kind) return word;
  return {};
}

// The parts of a query in JSON, each named in the sentence when it is not what it should be.
class JsonQuery {
 public:
  explicit JsonQuery(const std::string& file) : file_(file) {}

  Query read(const json::value& value) const {
    Query query;
    const json::object& object = object_of(value, "the query");
    only(object, {"dataset", "where", "by", "measure"}, "the query");
    query.dataset = text(required(object, "dataset"), "dataset");
    if (const json::value* where = object.if_contains("where"))
      for (const auto& filter : array(*where, "where")) query.where.push_back(filter_of(filter));
    if (const json::value* by = object.if_contains("by")) query.by = texts(*by, "by");
    if (const json::value* measure = object.if_contains("measure")) query.measure = measure_of(*measure);
    return query;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ExitCode::input, fmt::format("“{}” holds a query that cannot be read: {}.", file_, what), {},
                {file_, 0, 0});
  }
  const json::object& object_of(const json::value& value, const char* part) const {
    if (!value.is_object()) fail(fmt::format("{} is no object", part));
    return value.get_object();
  }
  const json::array& array(const json::value& value, const char* part) const {
    if (!value.is_array()) fail(fmt::format("“{}” is no list", part));
    return value.get_array();
  }
  std::string text(const json::value& value, const char* part) const {
    if (!value.is_string()) fail(fmt::format("“{}” is no text", part));
    return std::string(value.get_string());
  }
  std::vector<std::string> texts(const json::value& value, const char* part) const {
    std::vector<std::string> all;
    for (const auto& each : array(value, part)) all.push_back(text(each, part));
    return all;
  }
  const json::value& required(const json::object& object, const char* key) const {
    const json::value* value = object.if_contains(key);
    if (!value) fail(fmt::format("“{}” is missing", key));
    return *value;
  }
  void only(const json::object& object, std::initializer_list<std::string_view> known, const char* part) const {
    for (const auto& entry : object) {
      bool found = false;
      for (const auto key : known) found |= std::string_view(entry.key()) == key;
      if (!found) fail(fmt::format("{} has an unknown part “{}”", part, std::string_view(entry.key())));
    }
  }

  Filter filter_of(const json::value& value) const {
    const json::object& object = object_of(value, "a filter");
    only(object, {"dimension", "kind", "values"}, "a filter");
    Filter filter;
    filter.dimension = text(required(object, "dimension"), "dimension");
    filter.kind = kind_of(filter_words, text(required(object, "kind"), "kind"));
    filter.values = texts(required(object, "values"), "values");
    if (filter.kind == Filter::Kind::range && filter.values.size() != 2) fail("a range has not two values");
    return filter;
  }

  Measure measure_of(const json::value& value) const {
    const json::object& object = object_of(value, "the measure");
    only(object, {"kind", "column"}, "the measure");
    Measure measure;
    measure.kind = kind_of(measure_words, text(required(object, "kind"), "kind"));
    if (measure.kind != Measure::Kind::count) measure.column = text(required(object, "column"), "column");
    return measure;
  }

  template <typename Kind, std::size_t N>
  Kind kind_of(const std::pair<std::string_view, Kind> (&words)[N], const std::string& word) const {
    for (const auto& [each, kind] : words)
      if (each == word) return kind;
    fail(fmt::format("“{}” is no kind known here", word));
  }

  const std::string& file_;
};

}  // namespace

Filter parse_filter(std::string_view text) {
  const std::size_t at = text.find_first_of("=!<>");
  const std::string_view dimension = trim(text.substr(0, at));
  if (at == std::string_view::npos || !is_name(dimension))
    refuse(fmt::format("“{}” is no filter.", text), filter_forms);
  Filter filter;
  filter.dimension = dimension;
  const bool two = at + 1 < text.size() && text[at + 1] == '=';
  const char sign = text[at];
  if (sign != '=' && !two) refuse(fmt::format("“{}” is no filter.", text), filter_forms);
  const std::string_view value = trim(text.substr(at + (sign == '=' ? 1 : 2)));
  if (sign == '<' || sign == '>') {
    if (value.empty()) refuse(fmt::format("“{}” does not say where the range ends.", text), filter_forms);
    filter.kind = Filter::Kind::range;
    filter.values = {sign == '>' ? std::string(value) : "", sign == '<' ? std::string(value) : ""};
  } else if (sign == '=' && is_range(dimension, value)) {
    const std::size_t dots = value.find("..");
    filter.kind = Filter::Kind::range;
    filter.values = {std::string(trim(value.substr(0, dots))), std::string(trim(value.substr(dots + 2)))};
    if (filter.values[0].empty() && filter.values[1].empty())
      refuse(fmt::format("“{}” is a range without ends.", text), filter_forms);
  } else {
    filter.kind = sign == '!' ? Filter::Kind::none_of : Filter::Kind::any_of;
    filter.values = split_labels(value);
  }
  return filter;
}

std::vector<std::string> parse_by(std::string_view text) {
  std::vector<std::string> names;
  if (trim(text).empty()) return names;
  for (const auto part : split(text, ',')) {
    const std::string_view name = trim(part);
    if (!is_name(name))
      refuse(fmt::format("“{}” is no list of dimensions.", text),
             "Dimensions are separated by commas: month,cell(250).");
    names.emplace_back(name);
  }
  return names;
}

Measure parse_measure(std::string_view text) {
  const std::string_view whole = trim(text);
  if (whole == "count") return {};
  for (const auto& [word, kind] : measure_words) {
    if (kind == Measure::Kind::count || whole.substr(0, word.size()) != word) continue;
    const std::string_view rest = whole.substr(word.size());
    if (rest.size() > 2 && rest.front() == '(' && rest.back() == ')')
      return {kind, std::string(trim(rest.substr(1, rest.size() - 2)))};
  }
  refuse(fmt::format("“{}” is no measure.", text), "A measure is count, sum(residents) or distinct(location).");
}

std::string to_text(const Filter& filter) {
  if (filter.kind != Filter::Kind::range)
    return filter.dimension + (filter.kind == Filter::Kind::any_of ? "=" : "!=") + joined_labels(filter.values);
  if (filter.values[1].empty()) return filter.dimension + ">=" + filter.values[0];
  if (filter.values[0].empty()) return filter.dimension + "<=" + filter.values[1];
  return filter.dimension + "=" + filter.values[0] + ".." + filter.values[1];
}

std::string to_text(const Measure& measure) {
  if (measure.kind == Measure::Kind::count) return "count";
  return fmt::format("{}({})", word_of(measure_words, measure.kind), measure.column);
}

std::string to_text(const Query& query) {
  std::string text = query.dataset;
  for (std::size_t i = 0; i < query.where.size(); ++i) text += (i == 0 ? " where " : " and ") + to_text(query.where[i]);
  if (!query.by.empty()) text += " by " + join(query.by, ",");
  return text + ": " + to_text(query.measure);
}

json::value to_json(const Query& query) {
  json::object object;
  object["dataset"] = query.dataset;
  if (!query.where.empty()) {
    json::array where;
    for (const auto& filter : query.where) {
      json::object each;
      each["dimension"] = filter.dimension;
      each["kind"] = word_of(filter_words, filter.kind);
      each["values"] = json::value_from(filter.values);
      where.push_back(std::move(each));
    }
    object["where"] = std::move(where);
  }
  if (!query.by.empty()) object["by"] = json::value_from(query.by);
  if (query.measure != Measure{}) {
    json::object measure;
    measure["kind"] = word_of(measure_words, query.measure.kind);
    if (!query.measure.column.empty()) measure["column"] = query.measure.column;
    object["measure"] = std::move(measure);
  }
  return object;
}

Query query_from_json(const json::value& value, const std::string& file) {
  return JsonQuery(file).read(value);
}

}  // namespace hallmark::data
