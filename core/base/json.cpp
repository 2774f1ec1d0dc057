#include "base/json.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>

#include "base/number.h"
#include "base/text.h"
#include "hallmark/error.h"

namespace hallmark {

namespace {

// Builds the value as Boost's own parser does, but reads doubles exactly: Boost.JSON 1.81 is off by one unit in the
// last place for some, and what is read here is compared with and written again as what was written.
struct ValueBuilder {
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  json::value_stack values;
  std::string number;  // the characters of the number being read

  bool done() {
    number.clear();
    return true;
  }
  bool on_document_begin(json::error_code&) { return values.reset({}), true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return true; }
  bool on_object_end(std::size_t n, json::error_code&) { return values.push_object(n), true; }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t n, json::error_code&) { return values.push_array(n), true; }
  bool on_key_part(json::string_view s, std::size_t, json::error_code&) { return values.push_chars(s), true; }
  bool on_key(json::string_view s, std::size_t, json::error_code&) { return values.push_key(s), true; }
  bool on_string_part(json::string_view s, std::size_t, json::error_code&) { return values.push_chars(s), true; }
  bool on_string(json::string_view s, std::size_t, json::error_code&) { return values.push_string(s), true; }
  bool on_number_part(json::string_view s, json::error_code&) { return number.append(s.data(), s.size()), true; }
  bool on_int64(std::int64_t i, json::string_view, json::error_code&) { return values.push_int64(i), done(); }
  bool on_uint64(std::uint64_t u, json::string_view, json::error_code&) { return values.push_uint64(u), done(); }
  bool on_double(double nearly, json::string_view s, json::error_code&) {
    number.append(s.data(), s.size());
    double exact = nearly;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), exact);
    return values.push_double(read.ec == std::errc{} ? exact : nearly), done();
  }
  bool on_bool(bool b, json::error_code&) { return values.push_bool(b), true; }
  bool on_null(json::error_code&) { return values.push_null(), true; }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

}  // namespace

json::value parse_json(std::string_view text, const std::string& file) {
  json::parse_options options;
  options.max_depth = 64;
  json::basic_parser<ValueBuilder> parser(options);
  json::error_code error;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used == text.size()) return parser.handler().values.release();
  const std::string_view before = text.substr(0, used);
  const auto line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
  const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  throw Error(ExitCode::input,
              fmt::format("This is not valid JSON: {}.", error ? error.message() : "text follows its end"), {},
              {file, line, static_cast<int>(used - line_start) + 1});
}

namespace {

class JsonWriter {
 public:
  explicit JsonWriter(int indent) : indent_(indent) {}

  void write(const json::value& value, int depth) {
    switch (value.kind()) {
      case json::kind::object:
        return write_object(value.get_object(), depth);
      case json::kind::array:
        return write_array(value.get_array(), depth);
      case json::kind::double_:
        out_ += round_trip(value.get_double());
        return;
      case json::kind::int64:
        out_ += fmt::format_int(value.get_int64()).c_str();
        return;
      case json::kind::uint64:
        out_ += fmt::format_int(value.get_uint64()).c_str();
        return;
      case json::kind::string:
        return write_string(value.get_string());
      default:
        out_ += json::serialize(value);
    }
  }
  std::string take() { return std::move(out_); }

 private:
  // Most strings need no escape; json::serialize costs ten times the copy.
  void write_string(json::string_view text) {
    const bool plain = std::none_of(text.begin(), text.end(), [](char c) {
      return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == 0x7F;
    });
    if (!plain) {
      out_ += json::serialize(json::value(text));
      return;
    }
    out_ += '"';
    out_ += text;
    out_ += '"';
  }

  void write_object(const json::object& object, int depth) {
    out_ += '{';
    bool first = true;
    for (const auto& [key, member] : object) {
      separate(first, depth + 1);
      write_string(key);
      out_ += indent_ > 0 ? ": " : ":";
      write(member, depth + 1);
    }
    close(first, depth, '}');
  }

  void write_array(const json::array& array, int depth) {
    out_ += '[';
    bool first = true;
    for (const auto& element : array) {
      separate(first, depth + 1);
      write(element, depth + 1);
    }
    close(first, depth, ']');
  }

  void separate(bool& first, int depth) {
    if (!first) out_ += ',';
    first = false;
    new_line(depth);
  }
  void close(bool empty, int depth, char bracket) {
    if (!empty) new_line(depth);
    out_ += bracket;
  }
  void new_line(int depth) {
    if (indent_ == 0) return;
    out_ += '\n';
    out_.append(static_cast<std::size_t>(indent_ * depth), ' ');
  }

  int indent_;
  std::string out_;
};

}  // namespace

std::string write_json(const json::value& value, int indent) {
  JsonWriter writer(indent);
  writer.write(value, 0);
  return writer.take();
}

}  // namespace hallmark
