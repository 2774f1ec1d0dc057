// Templates: Markdown with YAML front matter, {{ expressions }} and {% statements %} in Lua.
//
//   {{ expression }}            writes a quantity, text, list of these, or blocks; blocks stand alone on their line
//   {% statement %}             loops and conditions span text: {% for _, a in ipairs(areas) do %} … {% end %}
//   {% include "partials/x.md" %}   from the template's folder, else from the folder of all templates; a partial sees
//   the
//                               template's globals, not its locals
//   {# comment #}               leaves nothing
//   \{{  \{%  \{#               the braces themselves
//
// A line of nothing but statements, includes and comments leaves no line. Everything is expanded everywhere, also in
// tables and code fences, but not in a fence whose language is `text`. A value never becomes Markdown.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/marking.h"
#include "document/markdown.h"
#include "hallmark/document.h"
#include "hallmark/plugin.h"

namespace hallmark::templates {

// What `--set name=value` may set.
struct Option {
  std::string name;
  std::string default_value;
  std::string help;
  std::vector<std::string> choices;  // empty: any text
};

// A piece of template text with its place in the file.
struct Span {
  int line = 1;
  int column = 1;
  int length = 0;  // bytes on the first line
};

// One file as Lua source whose line numbers are the template's. The source calls
//   __text(i)        write literal i
//   __at(i)          expression i is about to be evaluated
//   __value(i, v)    write the value of expression i
//   __include(i)     expand include i
// with i counted from 1.
struct Compiled {
  struct Literal {
    std::string text;
    int line = 1;  // of its first character
  };
  struct Include {
    std::string path;      // as written
    std::size_t file = 0;  // index into Template::files; set by load_template
    bool whole_line = false;
    Span span;
  };
  std::string file;
  std::string source;  // the file's whole text
  std::string lua;
  std::vector<Literal> literals;
  std::vector<Span> expressions;
  std::vector<Span> statements;
  std::vector<Include> includes;
  Marking marking = Marking::open;  // of an included file, in its front matter
};

// `body` is the part of `source` that starts at `first_line`. Errors: unclosed or empty braces, unbalanced brackets,
// blocks never closed, `end` too many, code points of placeholders, each with a caret. `first_column` is that of the
// body's first character.
Compiled compile(std::string_view source, std::string_view body, const std::string& file, int first_line = 1,
                 int first_column = 1);

// A text of the front matter with expressions; its words are literal, not Markdown.
struct MetaText {
  std::string DocumentMeta::*field = nullptr;
  Compiled text;
};

struct Template {
  std::string name;  // of its folder
  std::string path;
  DocumentMeta meta;                          // as written; expand() fills in its expressions
  std::vector<std::string> datasets;          // needs.datasets
  std::vector<std::string> datasets_if_held;  // needs.if_held: used where the workspace holds them
  std::vector<std::string> plugins;           // needs.plugins
  bool refuse_framing = false;                // framing: refuse
  std::vector<Option> options;
  // Options whose values name the files, so that a report for each value stands beside the others.
  std::vector<std::string> one_report_per;
  // Numbers are known by what they are made from, n4c8e1a20, so that one number has one id in every such report; else
  // by their order, n1.
  bool ids_by_source = false;
  std::map<std::string, std::string> extra;  // the texts under `meta:`
  std::vector<Compiled> files;               // [0] is the template itself, then what it includes
  std::vector<MetaText> meta_texts;          // those texts of the front matter that hold expressions
};

// Front matter: title (required), subtitle, summary, organisation, period, date (these may hold expressions), marking,
// language, brand_colour, form (report or page), framing (refuse: words that frighten or claim too much fail the
// build), number_ids (by_order or by_source), needs {datasets, if_held, plugins}, options [{name, default, help,
// choices}], one_report_per [names of options with choices], meta {any: text}; other keys are refused with a
// suggestion. An included file may have front matter of one key, marking. Reads and compiles every included file; a
// cycle, a missing file or a path that leaves the templates folders is an error at the include. `root` is the folder of
// all templates; empty: the parent of the template's folder.
Template load_template(const FileSystem& files, const std::string& path, std::string root = {});

// The value of every option: defaults overlaid with `set`. Unknown names and values outside the choices are
// Error(ExitCode::usage) with a suggestion.
std::map<std::string, std::string> option_values(const Template& source, const std::map<std::string, std::string>& set);

// What the files of the report are called: "media_briefing_weekly".
std::string report_name(const Template& source, const std::map<std::string, std::string>& options);

// Runs Lua source in the report's sandbox.
class Evaluator {
 public:
  virtual ~Evaluator() = default;
  // `chunk_name` is the path of the template, without Lua's "@"; line N of `lua` is line N of that file. `callbacks`
  // are visible to the chunk as functions; they may call run() again. An Error thrown by a callback leaves run() as it
  // is. Failures of the chunk are Errors with where.file = chunk_name and the line, or the place in a plugin.
  virtual void run(const std::string& lua, const std::string& chunk_name,
                   const std::map<std::string, std::function<void(ValueList)>>& callbacks) = 0;
};

struct Expanded {
  document::Markdown markdown;  // for document::parse_markdown
  DocumentMeta meta;
};

// Errors point into the template: with a caret under the expression or statement that failed, or, where a plugin
// failed, with a hint naming the template's line. A plain Lua number is written as a constant whose source is its line.
// An include marked above `marking`, the document's own, is an error at its line.
Expanded expand(const Template& source, Evaluator& evaluator, Marking marking = Marking::open);

}  // namespace hallmark::templates
