#include <algorithm>

#include "../document_checks.h"
#include "../targets.h"
#include "base/text.h"
#include "document/markdown.h"
#include "template/template.h"

namespace hallmark::fuzz {

namespace {

// A stand-in for Lua that writes every literal and gives hostile values for the expressions, in turn.
class HostileEvaluator : public templates::Evaluator {
 public:
  explicit HostileEvaluator(const templates::Template& source) : template_(source) {}

  void run(const std::string&, const std::string& chunk_name,
           const std::map<std::string, std::function<void(ValueList)>>& callbacks) override {
    for (const templates::Compiled& file : template_.files) {
      if (file.file != chunk_name) continue;
      const auto call = [&](const char* name, std::size_t i, Value value) {
        callbacks.at(name)({Value{static_cast<double>(i + 1)}, std::move(value)});
      };
      for (std::size_t i = 0; i < std::max(file.literals.size(), file.expressions.size()); ++i) {
        if (i < file.literals.size()) call("__text", i, {});
        if (i < file.expressions.size()) call("__value", i, next_value());
      }
      for (std::size_t i = 0; i < file.includes.size(); ++i) call("__include", i, {});
    }
  }

 private:
  Value next_value() {
    switch (given_++ % 5) {
      case 0:
        return {std::string("# *x* <script> \xEE\x80\x80\xEE\x84\x80\xEE\x80\x81 \xFF @fig:x ```")};
      case 1:
        return {std::string("javascript:alert(1)")};
      case 2:
        return {142.7};
      case 3:
        return {ValueList{{std::string("a\nb|c")}, {constant(1, "fuzz")}}};
      default:
        return {Blocks{heading(2, "h")}};
    }
  }

  const templates::Template& template_;
  int given_ = 0;
};

}  // namespace

// The template, and behind a byte 0 a partial that it may include as a.md.
void templates(std::string_view input) {
  const std::size_t end = std::min(input.find('\0'), input.size());
  MemoryFileSystem files;
  files.files["templates/t/template.md"] = std::string(input.substr(0, end));
  files.files["templates/t/a.md"] = end < input.size() ? std::string(input.substr(end + 1)) : "partial {{ x }}";
  reads_or_refuses([&] {
    const templates::Template source = templates::load_template(files, "templates/t/template.md");
    for (const templates::Compiled& file : source.files) {
      const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
      // Line N of the one is line N of the other, where there is anything.
      require(lines(file.lua) == lines(file.source) || file.lua.find_first_not_of('\n') == std::string::npos);
    }
    HostileEvaluator evaluator(source);
    check_blocks(document::parse_markdown(templates::expand(source, evaluator).markdown));
  });
}

}  // namespace hallmark::fuzz
