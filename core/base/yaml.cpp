#include "base/yaml.h"

#include <libfyaml.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <memory>

#include "base/text.h"

namespace hallmark {

namespace {

constexpr int deepest = 64;
constexpr std::size_t most_nodes = 1'000'000;

struct ParserDeleter {
  void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
};
struct DiagDeleter {
  void operator()(fy_diag* diag) const { fy_diag_destroy(diag); }
};

[[noreturn]] void fail_at(const SourceLocation& where, std::string sentence, std::vector<std::string> hints = {}) {
  throw Error(ExitCode::configuration, std::move(sentence), std::move(hints), where);
}

}  // namespace

// Builds the tree from parser events: one pass, with the limits that make alias bombs and deep nesting sentences.
struct YamlBuilder {
  fy_parser* parser;
  fy_diag* diag;
  std::string file;
  int line_offset;
  std::map<std::string, Yaml, std::less<>> anchors;
  std::size_t nodes = 0;

  using Event = std::unique_ptr<fy_event, std::function<void(fy_event*)>>;

  Event next() {
    fy_event* event = fy_parser_parse(parser);
    if (event == nullptr) fail_with_parser_error();
    return {event, [this](fy_event* e) { fy_parser_event_free(parser, e); }};
  }

  [[noreturn]] void fail_with_parser_error() const {
    void* position = nullptr;
    std::string message = "the text ends unexpectedly";
    SourceLocation where{file, line_offset, 0};
    if (const fy_diag_error* error = fy_diag_errors_iterate(diag, &position)) {
      message = error->msg;
      where.line = error->line + line_offset;
      where.column = error->column;
    }
    fail_at(where, fmt::format("This YAML cannot be read: {}.", trim(message)));
  }

  SourceLocation place(fy_event* event) const {
    const fy_mark* mark = fy_event_start_mark(event);
    if (mark == nullptr) return {file, line_offset, 1};
    return {file, mark->line + line_offset, mark->column + 1};
  }

  static std::string token_text(fy_token* token) {
    std::size_t size = 0;
    const char* text = token != nullptr ? fy_token_get_text(token, &size) : nullptr;
    return text != nullptr ? std::string(text, size) : std::string();
  }

  Yaml node(Event event, int depth) {
    const SourceLocation where = place(event.get());
    if (depth > deepest) fail_at(where, fmt::format("This YAML is nested more than {} levels deep.", deepest));
    count(1, where);
    Yaml result;
    result.where_ = where;
    fy_token* anchor = nullptr;
    switch (event->type) {
      case FYET_SCALAR:
        anchor = event->scalar.anchor;
        read_scalar(event.get(), result);
        break;
      case FYET_SEQUENCE_START:
        anchor = event->sequence_start.anchor;
        read_sequence(result, depth);
        break;
      case FYET_MAPPING_START:
        anchor = event->mapping_start.anchor;
        read_mapping(result, depth);
        break;
      case FYET_ALIAS:
        return aliased(token_text(event->alias.anchor), where);
      default:
        fail_at(where, "This YAML cannot be read: a value was expected here.");
    }
    if (anchor != nullptr) anchors.insert_or_assign(token_text(anchor), result);
    return result;
  }

  static void read_scalar(fy_event* event, Yaml& result) {
    result.scalar_ = token_text(event->scalar.value);
    result.quoted_ = event->scalar.value != nullptr && fy_token_scalar_style(event->scalar.value) != FYSS_PLAIN;
    const bool null = !result.quoted_ && (result.scalar_.empty() || result.scalar_ == "~" || result.scalar_ == "null");
    result.kind_ = null ? Yaml::Kind::null : Yaml::Kind::scalar;
  }

  void read_sequence(Yaml& result, int depth) {
    result.kind_ = Yaml::Kind::sequence;
    for (Event event = next(); event->type != FYET_SEQUENCE_END; event = next())
      result.items_.push_back(node(std::move(event), depth + 1));
  }

  void read_mapping(Yaml& result, int depth) {
    result.kind_ = Yaml::Kind::mapping;
    for (Event event = next(); event->type != FYET_MAPPING_END; event = next()) {
      const Yaml key = node(std::move(event), depth + 1);
      if (key.kind_ != Yaml::Kind::scalar) fail_at(key.where_, "A key must be plain text.");
      if (const Yaml* other = result.find(key.scalar_))
        fail_at(key.where_, fmt::format("The key “{}” stands here twice; it is on line {} already.", key.scalar_,
                                        other->where_.line));
      result.entries_.emplace_back(key.scalar_, node(next(), depth + 1));
      result.key_places_.push_back(key.where_);
    }
  }

  static std::size_t size_of(const Yaml& yaml) {
    std::size_t size = 1;
    for (const Yaml& item : yaml.items_) size += size_of(item);
    for (const auto& [key, member] : yaml.entries_) size += size_of(member);
    return size;
  }

  Yaml aliased(const std::string& name, const SourceLocation& where) {
    const auto anchor = anchors.find(name);
    if (anchor == anchors.end()) fail_at(where, fmt::format("The alias “*{}” has no anchor before it.", name));
    count(size_of(anchor->second), where);
    return anchor->second;
  }

  void count(std::size_t more, const SourceLocation& where) {
    nodes += more;
    if (nodes > most_nodes) fail_at(where, fmt::format("This YAML holds more than {} values.", most_nodes));
  }

  Yaml document() {
    for (;;) {
      Event event = next();
      switch (event->type) {
        case FYET_STREAM_START:
        case FYET_DOCUMENT_START:
          continue;
        case FYET_STREAM_END: {
          Yaml empty;
          empty.where_ = {file, line_offset, 1};
          return empty;
        }
        default:
          break;
      }
      Yaml root = node(std::move(event), 0);
      next();  // the document's end
      if (const Event after = next(); after->type != FYET_STREAM_END)
        fail_at(place(after.get()), "Only one YAML document is expected here.");
      return root;
    }
  }
};

Yaml Yaml::parse(std::string_view text, const std::string& file, int first_line) {
  if (!is_valid_utf8(text)) fail_at({file, 0, 0}, "This file is not UTF-8.", {"Save it as UTF-8."});
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  fy_diag_cfg diag_settings;
  fy_diag_cfg_default(&diag_settings);
  const std::unique_ptr<fy_diag, DiagDeleter> diag(fy_diag_create(&diag_settings));
  fy_diag_set_collect_errors(diag.get(), true);
  fy_parse_cfg settings{};
  settings.flags = static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_COLLECT_DIAG);
  settings.diag = diag.get();
  const std::unique_ptr<fy_parser, ParserDeleter> parser(fy_parser_create(&settings));
  if (parser == nullptr || fy_parser_set_string(parser.get(), text.data(), text.size()) != 0)
    fail_at({file, 0, 0}, "This YAML cannot be read.");
  YamlBuilder builder{parser.get(), diag.get(), file, first_line, {}, 0};
  return builder.document();
}

const Yaml* Yaml::find(std::string_view key) const {
  const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.first == key; });
  return entry == entries_.end() ? nullptr : &entry->second;
}

void Yaml::fail(std::string sentence, std::vector<std::string> hints) const {
  fail_at(where_, std::move(sentence), std::move(hints));
}

const std::string& Yaml::text() const {
  if (kind_ != Kind::scalar) fail("A text is expected here.");
  return scalar_;
}

double Yaml::number() const {
  double value = 0;
  const char* end = scalar_.data() + scalar_.size();
  const auto result = std::from_chars(scalar_.data(), end, value);
  if (kind_ != Kind::scalar || result.ec != std::errc{} || result.ptr != end || !(value - value == 0))
    fail(fmt::format("A number is expected here, not “{}”.", scalar_));
  return value;
}

long long Yaml::integer() const {
  long long value = 0;
  const char* end = scalar_.data() + scalar_.size();
  const auto result = std::from_chars(scalar_.data(), end, value);
  if (kind_ != Kind::scalar || result.ec != std::errc{} || result.ptr != end)
    fail(fmt::format("A whole number is expected here, not “{}”.", scalar_));
  return value;
}

bool Yaml::boolean() const {
  const std::string word = to_lower(scalar_);
  if (word == "true" || word == "yes") return true;
  if (word == "false" || word == "no") return false;
  fail(fmt::format("“yes” or “no” is expected here, not “{}”.", scalar_));
}

std::vector<std::string> Yaml::texts() const {
  if (kind_ == Kind::scalar) return {scalar_};
  if (kind_ != Kind::sequence) fail("A text or a list of texts is expected here.");
  std::vector<std::string> out;
  for (const Yaml& item : items_) out.push_back(item.text());
  return out;
}

std::string Yaml::text_or(std::string_view key, std::string_view fallback) const {
  const Yaml* value = find(key);
  return value == nullptr || value->is_null() ? std::string(fallback) : value->text();
}
long long Yaml::integer_or(std::string_view key, long long fallback) const {
  const Yaml* value = find(key);
  return value == nullptr || value->is_null() ? fallback : value->integer();
}
double Yaml::number_or(std::string_view key, double fallback) const {
  const Yaml* value = find(key);
  return value == nullptr || value->is_null() ? fallback : value->number();
}
bool Yaml::boolean_or(std::string_view key, bool fallback) const {
  const Yaml* value = find(key);
  return value == nullptr || value->is_null() ? fallback : value->boolean();
}

const Yaml& Yaml::required(std::string_view key) const {
  const Yaml* value = find(key);
  if (value == nullptr || value->is_null()) fail(fmt::format("The key “{}” is missing here.", key));
  return *value;
}

void Yaml::only(std::initializer_list<std::string_view> known) const {
  if (kind_ == Kind::null) return;
  if (kind_ != Kind::mapping) fail("Keys with values are expected here.");
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const std::string& key = entries_[i].first;
    if (std::find(known.begin(), known.end(), key) == known.end())
      fail_at(key_places_[i], fmt::format("The key “{}” is not known here.", key),
              {suggestion(key, {known.begin(), known.end()})});
  }
}

FrontMatter split_front_matter(std::string_view text) {
  const std::size_t mark = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  FrontMatter parts;
  parts.body = text;
  const auto line_at = [&](std::size_t at) {
    std::string_view line = text.substr(at, text.find('\n', at) - at);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    return line;
  };
  if (line_at(mark) != "---") return parts;
  const std::size_t first = text.find('\n', mark);
  if (first == std::string_view::npos) return parts;
  int line = 2;
  for (std::size_t at = first + 1; at < text.size(); ++line) {
    const std::size_t end = text.find('\n', at);
    const std::string_view current = line_at(at);
    if (current == "---" || current == "...") {
      parts.yaml = text.substr(first + 1, at - first - 1);
      parts.yaml_line = 2;
      parts.body = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
      parts.body_line = line + 1;
      return parts;
    }
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return parts;
}

}  // namespace hallmark
