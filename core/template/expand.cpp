#include <algorithm>

#include "base/diagnostic.h"
#include "base/text.h"
#include "document/document.h"
#include "template/template.h"
#include "template/values.h"

namespace hallmark::templates {

namespace {

constexpr std::size_t longest_text = 64u << 20;

// Which expression or include of a file is being evaluated.
struct Progress {
  const Compiled& file;
  const Span* span = nullptr;  // null: neither
};

[[noreturn]] void fail(const Compiled& file, const Span& span, std::string sentence, std::vector<std::string> hints) {
  Diagnostic diagnostic{
      Severity::error, std::move(sentence), {file.file, span.line, span.column}, {}, span.length, std::move(hints), {}};
  quote_source(diagnostic, file.source);
  throw Error(ExitCode::configuration, std::move(diagnostic));
}

// The i-th of `items`, where i is what a chunk passed to a callback.
template <class Item>
const Item& item_at(const std::vector<Item>& items, const ValueList& arguments) {
  const double* index = arguments.empty() ? nullptr : std::get_if<double>(&arguments.front().data);
  if (index == nullptr || !(*index >= 1) || *index > static_cast<double>(items.size()))
    throw Error(ExitCode::configuration, "A script called a function of the template's own with a wrong index.",
                {"Names that start with two underscores belong to Hallmark."});
  return items[static_cast<std::size_t>(*index) - 1];
}

// The expression or statement an error on `line` is about: the one being evaluated, else the only one that starts
// there.
const Span* span_at(const Progress& progress, int line) {
  if (progress.span != nullptr) return progress.span->line == line ? progress.span : nullptr;
  const Span* found = nullptr;
  int count = 0;
  for (const auto* spans : {&progress.file.statements, &progress.file.expressions})
    for (const Span& span : *spans)
      if (span.line == line) {
        if (found == nullptr) found = &span;
        ++count;
      }
  return count == 1 ? found : nullptr;
}

// An error of the script, with the template's own line, and a caret where it is known which braces it is about.
[[noreturn]] void rethrow_located(const Error& error, const Progress& progress) {
  Diagnostic diagnostic = error.diagnostic();
  if (diagnostic.where.file.empty() && progress.span != nullptr)
    diagnostic.where = {progress.file.file, progress.span->line, 0};
  if (diagnostic.where.file == progress.file.file && diagnostic.source_line.empty()) {
    quote_source(diagnostic, progress.file.source);
    const Span* span = diagnostic.where.column > 0 ? nullptr : span_at(progress, diagnostic.where.line);
    if (span != nullptr) {
      diagnostic.where.column = span->column;
      diagnostic.caret_length = span->length;
    }
  } else if (diagnostic.where.file != progress.file.file && progress.span != nullptr) {
    diagnostic.hints.push_back(fmt::format("Called from {}:{}.", progress.file.file, progress.span->line));
  }
  throw Error(error.code(), std::move(diagnostic));
}

class Expansion {
 public:
  Expansion(const Template& source, Evaluator& evaluator, Marking marking)
      : template_(source), evaluator_(evaluator), marking_(marking) {
    for (const Compiled& file : source.files) out_.markdown.positions.sources.push_back({file.file, file.source});
  }

  Expanded run() {
    run_file(0);
    out_.meta = template_.meta;
    for (const MetaText& meta : template_.meta_texts) out_.meta.*meta.field = run_meta(meta.text);
    return std::move(out_);
  }

 private:
  using Callbacks = std::map<std::string, std::function<void(ValueList)>>;

  void evaluate(Progress& progress, Callbacks callbacks) {
    const Compiled& file = progress.file;
    callbacks["__at"] = [&](const ValueList& arguments) { progress.span = &item_at(file.expressions, arguments); };
    try {
      evaluator_.run(file.lua, file.file, callbacks);
    } catch (const Error& error) {
      rethrow_located(error, progress);
    }
  }

  static Content value_of(Progress& progress, const ValueList& arguments) {
    const Span& span = item_at(progress.file.expressions, arguments);
    progress.span = nullptr;
    const std::string place = fmt::format("{}:{}", progress.file.file, span.line);
    return content_of(arguments.size() > 1 ? arguments[1] : Value{}, place,
                      [&](std::string sentence, std::vector<std::string> hints) {
                        fail(progress.file, span, std::move(sentence), std::move(hints));
                      });
  }

  void run_file(std::size_t index) {
    const Compiled& file = template_.files[index];
    const auto source = static_cast<std::uint32_t>(index);
    Progress progress{file, nullptr};
    evaluate(
        progress,
        {{"__text",
          [&](const ValueList& arguments) {
            const Compiled::Literal& literal = item_at(file.literals, arguments);
            append(literal.text, source, literal.line);
          }},
         {"__value",
          [&](const ValueList& arguments) {
            const Span& span = item_at(file.expressions, arguments);
            Content content = value_of(progress, arguments);
            std::string placeholder;
            document::append_placeholder(placeholder, out_.markdown.inserts.size());
            out_.markdown.inserts.push_back({std::move(content), {file.file, span.line, span.column}, span.length});
            append(placeholder, source, span.line);
          }},
         {"__include", [&](const ValueList& arguments) {
            const Compiled::Include& include = item_at(file.includes, arguments);
            progress.span = &include.span;
            require_marking(template_.files[include.file].marking, marking_,
                            fmt::format("“{}” is", template_.files[include.file].file));
            run_file(include.file);
            progress.span = nullptr;
            if (include.whole_line && !out_.markdown.text.empty() && out_.markdown.text.back() != '\n')
              append("\n", source, include.span.line);
          }}});
  }

  std::string run_meta(const Compiled& text) {
    std::string out;
    Progress progress{text, nullptr};
    evaluate(progress, {{"__text", [&](const ValueList& arguments) { out += item_at(text.literals, arguments).text; }},
                        {"__value", [&](const ValueList& arguments) {
                           const Span& span = item_at(text.expressions, arguments);
                           const Content content = value_of(progress, arguments);
                           if (!std::holds_alternative<Inlines>(content))
                             fail(text, span, "This expression gave blocks, which cannot stand in the front matter.",
                                  {});
                           out += document::plain_text(std::get<Inlines>(content));
                         }}});
    return out;
  }

  void append(std::string_view text, std::uint32_t source, int line) {
    document::Markdown& markdown = out_.markdown;
    if (markdown.text.size() + text.size() > longest_text)
      throw Error(ExitCode::configuration,
                  fmt::format("The expanded template is longer than {} MiB.", longest_text >> 20),
                  {"Look for a loop that does not end."}, {template_.files[source].file, line, 0});
    for (const char c : text) {
      if (markdown.text.empty() || markdown.text.back() == '\n') markdown.positions.lines.push_back({source, line});
      markdown.text += c;
      if (c == '\n') ++line;
    }
  }

  const Template& template_;
  Evaluator& evaluator_;
  Marking marking_;
  Expanded out_;
};

}  // namespace

Expanded expand(const Template& source, Evaluator& evaluator, Marking marking) {
  return Expansion(source, evaluator, marking).run();
}

}  // namespace hallmark::templates
