#include "base/json.h"

#include <algorithm>

#include "base/number.h"
#include "base/text.h"
#include "hallmark/error.h"

namespace hallmark {

json::value parse_json(std::string_view text, const std::string& file) {
  json::parse_options options;
  options.max_depth = 64;
  json::stream_parser parser({}, options);
  json::error_code error;
  const std::size_t used = parser.write_some(text.data(), text.size(), error);
  if (!error && used == text.size()) {
    parser.finish(error);
    if (!error) return parser.release();
  }
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
      default:
        out_ += json::serialize(value);
    }
  }
  std::string take() { return std::move(out_); }

 private:
  void write_object(const json::object& object, int depth) {
    out_ += '{';
    bool first = true;
    for (const auto& [key, member] : object) {
      separate(first, depth + 1);
      out_ += json::serialize(json::value(key));
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
