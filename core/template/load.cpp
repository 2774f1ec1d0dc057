#include <algorithm>
#include <array>

#include "base/diagnostic.h"
#include "base/text.h"
#include "base/yaml.h"
#include "template/template.h"

namespace hallmark::templates {

namespace {

struct MetaKey {
  const char* name;
  std::string DocumentMeta::*field;
  bool expressions;
};
constexpr std::array<MetaKey, 9> meta_keys = {{{"title", &DocumentMeta::title, true},
                                               {"subtitle", &DocumentMeta::subtitle, true},
                                               {"summary", &DocumentMeta::summary, true},
                                               {"organisation", &DocumentMeta::organisation, true},
                                               {"period", &DocumentMeta::period, true},
                                               {"date", &DocumentMeta::date, true},
                                               {"marking", &DocumentMeta::marking, false},
                                               {"language", &DocumentMeta::language, false},
                                               {"brand_colour", &DocumentMeta::brand_colour, false}}};

// UTF-8 with "\n" line ends and no byte order mark.
std::string read_text(const FileSystem& files, const std::string& path) {
  const std::string bytes = files.read(path);
  std::string_view text = bytes;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      out += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      out += text[i];
    }
  }
  int line = 1;
  for (const std::string_view content : split(out, '\n')) {
    if (!is_valid_utf8(content))
      throw Error(ExitCode::configuration, "This line is not UTF-8.", {"Save the file as UTF-8."}, {path, line, 0});
    ++line;
  }
  return out;
}

std::string text_of(const Yaml& yaml) {
  if (yaml.is_null()) return {};
  if (yaml.kind() != Yaml::Kind::scalar)
    yaml.fail("A text is expected here.", {"Put quotes around a text that starts with “{{” or “[”."});
  return yaml.text();
}

class Loader {
 public:
  Loader(const FileSystem& files, std::string path, std::string root)
      : files_(files), folder_(parent_folder(path)), root_(root.empty() ? parent_folder(folder_) : std::move(root)) {
    out_.path = std::move(path);
    out_.name = file_name(folder_);
  }

  Template load() {
    source_ = read_text(files_, out_.path);
    const FrontMatter parts = split_front_matter(source_);
    if (trim(parts.yaml).empty())
      throw Error(ExitCode::configuration, "This template has no front matter.",
                  {"Begin it with a line “---”, then “title: …”, then another line “---”."}, {out_.path, 1, 0});
    try {
      read_front_matter(Yaml::parse(parts.yaml, out_.path, parts.yaml_line));
    } catch (const Error& error) {
      rethrow_quoted(error);
    }
    load_file(out_.path, source_, parts.body, parts.body_line);
    return std::move(out_);
  }

 private:
  [[noreturn]] void rethrow_quoted(const Error& error) const {
    Diagnostic diagnostic = error.diagnostic();
    if (diagnostic.source_line.empty()) quote_source(diagnostic, source_);
    throw Error(error.code(), std::move(diagnostic));
  }

  // ---- Front matter -------------------------------------------------------------------------------------------------
  void read_front_matter(const Yaml& yaml) {
    yaml.only({"title", "subtitle", "summary", "organisation", "period", "date", "marking", "language", "brand_colour",
               "form", "framing", "number_ids", "needs", "options", "one_report_per", "meta"});
    if (trim(text_of(yaml.required("title"))).empty()) yaml.required("title").fail("The title is empty.");
    for (const MetaKey& key : meta_keys)
      if (const Yaml* value = yaml.find(key.name)) read_meta(key, *value);
    if (const Yaml* marking = yaml.find("marking")) read_marking(*marking);
    if (const Yaml* framing = yaml.find("framing")) {
      if (framing->text() != "refuse")
        framing->fail(fmt::format("“{}” cannot stand here.", framing->text()), {"Write “refuse”, or leave it out."});
      out_.refuse_framing = true;
    }
    if (const Yaml* needs = yaml.find("needs")) {
      needs->only({"datasets", "if_held", "plugins"});
      if (const Yaml* datasets = needs->find("datasets")) out_.datasets = datasets->texts();
      if (const Yaml* if_held = needs->find("if_held")) out_.datasets_if_held = if_held->texts();
      if (const Yaml* plugins = needs->find("plugins")) out_.plugins = plugins->texts();
    }
    out_.meta.form =
        one_of(yaml, "form", {"report", "page"}) == 1 ? DocumentMeta::Form::page : DocumentMeta::Form::report;
    out_.ids_by_source = one_of(yaml, "number_ids", {"by_order", "by_source"}) == 1;
    if (const Yaml* options = yaml.find("options"))
      for (const Yaml& option : options->items()) read_option(option);
    if (const Yaml* names = yaml.find("one_report_per"))
      for (const Yaml& name : names->items()) read_report_option(name);
    if (const Yaml* meta = yaml.find("meta"))
      for (const auto& [name, value] : meta->entries()) out_.extra[name] = text_of(value);
  }

  void read_meta(const MetaKey& key, const Yaml& yaml) {
    const std::string text = text_of(yaml);
    out_.meta.*key.field = text;
    if (!key.expressions || text.find('{') == std::string::npos) return;
    Diagnostic place{Severity::error, {}, yaml.where(), {}, 1, {}, {}};
    quote_source(place, source_);
    const std::size_t found = place.source_line.find(text.substr(0, text.find('\n')));
    const int column = found == std::string::npos ? yaml.where().column : static_cast<int>(found) + 1;
    Compiled compiled = compile(source_, text, out_.path, yaml.where().line, column);
    if (!compiled.includes.empty()) yaml.fail("The front matter cannot include a file.");
    out_.meta_texts.push_back({key.field, std::move(compiled)});
  }

  // Index of the word a key holds; 0, the usual, where it is absent.
  static std::size_t one_of(const Yaml& yaml, std::string_view key, const std::vector<std::string>& words) {
    const Yaml* value = yaml.find(key);
    if (value == nullptr) return 0;
    const auto found = std::find(words.begin(), words.end(), value->text());
    if (found == words.end())
      value->fail(fmt::format("“{}” cannot be “{}”.", key, value->text()), {suggestion(value->text(), words)});
    return static_cast<std::size_t>(found - words.begin());
  }

  void read_report_option(const Yaml& yaml) {
    const auto named = [&](const Option& option) { return option.name == yaml.text(); };
    const auto option = std::find_if(out_.options.begin(), out_.options.end(), named);
    if (option == out_.options.end() || option->choices.empty())
      yaml.fail(fmt::format("“{}” is no option with choices.", yaml.text()),
                {"Files are named by options that can only take the values listed under their choices."});
    out_.one_report_per.push_back(yaml.text());
  }

  void read_option(const Yaml& yaml) {
    yaml.only({"name", "default", "help", "choices"});
    Option option;
    option.name = yaml.required("name").text();
    option.default_value = yaml.text_or("default", "");
    option.help = yaml.text_or("help", "");
    if (const Yaml* choices = yaml.find("choices")) option.choices = choices->texts();
    const auto same = [&](const Option& other) { return other.name == option.name; };
    if (std::any_of(out_.options.begin(), out_.options.end(), same))
      yaml.fail(fmt::format("The option “{}” stands here twice.", option.name));
    const bool known =
        std::find(option.choices.begin(), option.choices.end(), option.default_value) != option.choices.end();
    if (!option.choices.empty() && !known)
      yaml.fail(fmt::format("The default “{}” of the option “{}” is not among its choices.", option.default_value,
                            option.name),
                {fmt::format("Choices: {}.", join(option.choices, ", "))});
    out_.options.push_back(std::move(option));
  }

  // ---- Included files -----------------------------------------------------------------------------------------------
  // Loading an include may move out_.files: what refers into it is used before, never after.
  std::size_t load_file(const std::string& path, std::string_view source, std::string_view body, int first_line) {
    const std::size_t index = out_.files.size();
    out_.files.push_back(compile(source, body, path, first_line));
    open_.push_back(path);
    for (std::size_t i = 0; i < out_.files[index].includes.size(); ++i) {
      const std::size_t included = load_include(out_.files[index], out_.files[index].includes[i]);
      out_.files[index].includes[i].file = included;
    }
    open_.pop_back();
    return index;
  }

  std::size_t load_include(const Compiled& from, const Compiled::Include& include) {
    const std::string path = find_include(from, include);
    if (std::find(open_.begin(), open_.end(), path) != open_.end())
      fail(from, include, fmt::format("This include goes round in a circle: {} → {}.", join(open_, " → "), path), {});
    const auto loaded =
        std::find_if(out_.files.begin(), out_.files.end(), [&](const Compiled& f) { return f.file == path; });
    if (loaded != out_.files.end()) return static_cast<std::size_t>(loaded - out_.files.begin());
    const std::string text = read_text(files_, path);
    const FrontMatter parts = split_front_matter(text);
    const std::size_t index = load_file(path, text, parts.body, parts.body_line);
    if (!parts.yaml.empty()) out_.files[index].marking = marking_of(parts, path, text);
    return index;
  }

  // Of the front matter of an included file.
  static Marking marking_of(const FrontMatter& parts, const std::string& path, const std::string& text) {
    try {
      const Yaml yaml = Yaml::parse(parts.yaml, path, parts.yaml_line);
      yaml.only({"marking"});
      return read_marking(yaml.required("marking"));
    } catch (const Error& error) {
      Diagnostic diagnostic = error.diagnostic();
      quote_source(diagnostic, text);
      throw Error(error.code(), std::move(diagnostic));
    }
  }

  std::string find_include(const Compiled& from, const Compiled::Include& include) const {
    const std::vector<std::string_view> parts = split(include.path, '/');
    const bool leaves = include.path.starts_with('/') || include.path.find('\\') != std::string::npos ||
                        std::find(parts.begin(), parts.end(), "..") != parts.end();
    if (leaves)
      fail(from, include, fmt::format("“{}” leaves the folders of the templates.", include.path),
           {"Name a file below the template's folder or the folder of all templates, without “..”."});
    for (const std::string& folder : {folder_, root_}) {
      const std::string path = join_path(folder, include.path);
      if (files_.exists(path) && !files_.is_folder(path)) return path;
    }
    fail(from, include, fmt::format("There is no file “{}” in {} or {}.", include.path, folder_, root_),
         missing_hints(include.path));
  }

  std::vector<std::string> missing_hints(const std::string& wanted) const {
    std::vector<std::string> candidates;
    for (const std::string& folder : {folder_, root_}) {
      const std::string below = parent_folder(join_path(folder, wanted));
      if (!files_.is_folder(below)) continue;
      const std::string prefix = wanted.find('/') == std::string::npos ? "" : parent_folder(wanted) + "/";
      for (const std::string& name : files_.list(below))
        if (name.ends_with(".md")) candidates.push_back(prefix + name);
    }
    return candidates.empty() ? std::vector<std::string>{} : std::vector<std::string>{suggestion(wanted, candidates)};
  }

  [[noreturn]] static void fail(const Compiled& from, const Compiled::Include& include, std::string sentence,
                                std::vector<std::string> hints) {
    Diagnostic diagnostic{Severity::error,
                          std::move(sentence),
                          {from.file, include.span.line, include.span.column},
                          {},
                          include.span.length,
                          std::move(hints),
                          {}};
    quote_source(diagnostic, from.source);
    throw Error(ExitCode::configuration, std::move(diagnostic));
  }

  const FileSystem& files_;
  std::string folder_, root_;
  std::string source_;
  std::vector<std::string> open_;
  Template out_;
};

}  // namespace

Template load_template(const FileSystem& files, const std::string& path, std::string root) {
  return Loader(files, path, std::move(root)).load();
}

std::map<std::string, std::string> option_values(const Template& source,
                                                 const std::map<std::string, std::string>& set) {
  std::map<std::string, std::string> values;
  std::vector<std::string> names;
  for (const Option& option : source.options) {
    values[option.name] = option.default_value;
    names.push_back(option.name);
  }
  for (const auto& [name, value] : set) {
    const auto option = std::find_if(source.options.begin(), source.options.end(),
                                     [&name = name](const Option& o) { return o.name == name; });
    if (option == source.options.end())
      throw Error(ExitCode::usage, fmt::format("The template “{}” has no option “{}”.", source.name, name),
                  {suggestion(name, names)});
    if (!option->choices.empty() &&
        std::find(option->choices.begin(), option->choices.end(), value) == option->choices.end())
      throw Error(ExitCode::usage, fmt::format("The option “{}” cannot be “{}”.", name, value),
                  {suggestion(value, option->choices)});
    values[name] = value;
  }
  return values;
}

std::string report_name(const Template& source, const std::map<std::string, std::string>& options) {
  std::string name = source.name;
  for (const std::string& option : source.one_report_per)
    if (const std::string& value = options.at(option); !value.empty()) name += "_" + value;
  return name;
}

}  // namespace hallmark::templates
