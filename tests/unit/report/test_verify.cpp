// verify on a report of its own, made on disk: a thousand random edits, each of which it must find and name rightly.
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <set>
#include <sstream>

#include "base/text.h"
#include "data/zlib_stream.h"
#include "render/scan.h"
#include "report/report.h"
#include "report/verify.h"
#include "source_dir.h"

using namespace hallmark;
using namespace hallmark::report;
using Kind = Difference::Kind;

namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t seed = 20261127;

constexpr const char* workspace_yaml = R"(partnership: Safer Testshire
period: {from: 2020-01, to: 2020-04}
templates: [templates]
plugins: [plugins]
)";

constexpr const char* template_md = R"(---
title: Testshire in brief
needs:
  datasets: [police_street_crime]
  plugins: [shares]
---
# What was recorded

{% local all = data.query{dataset = "police_street_crime"}:total() %}
In these months {{ all }} incidents were recorded, which the partnership should weigh.

{{ shares.by_type{} }}

{% include "partials/closing.md" %}
)";

constexpr const char* partial_md = R"(# How to read this

{% local burglary = data.query{dataset = "police_street_crime", where = {crime_type = {"Burglary"}}}:total() %}
A share is a part of all incidents recorded; burglary came to **{{ burglary }}**, and few numbers are no trend.
)";

constexpr const char* plugin_yaml = R"(name: shares
version: 1.0.0
api: 1
summary: The share of each crime type.
provides: [by_type]
needs: [police_street_crime]
)";

constexpr const char* plugin_lua = R"(return {
  by_type = function(context, options)
    local counts = data.query{dataset = "police_street_crime", by = {"lsoa", "crime_type"}}
    local all, blocks = counts:total(), {}
    for row in counts:rows() do
      blocks[#blocks + 1] = document.paragraph{row.crime_type, " in ", row.lsoa, ": ", row.value, ", which is ",
                                               (row.value / all):percent(1), " of all."}
    end
    return blocks
  end,
}
)";

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

void write(const fs::path& path, const std::string& content) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

// A small workspace with its own template, partial and plugin, and the report made of it.
class Report {
 public:
  Report() : folder_(fs::temp_directory_path() / fmt::format("hallmark-verify-{}", ::getpid())) {
    ::setenv("HALLMARK_HOME", source_dir().c_str(), 0);
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    fs::copy(source_dir() + "/tests/commands/fixtures/tiny/data", folder_ / "data");
    write(folder_ / "hallmark.yaml", workspace_yaml);
    write(folder_ / "templates/brief/template.md", template_md);
    write(folder_ / "templates/brief/partials/closing.md", partial_md);
    write(folder_ / "plugins/shares/plugin.yaml", plugin_yaml);
    write(folder_ / "plugins/shares/shares.lua", plugin_lua);
    ReportRequest request;
    request.name = "brief";
    request.formats = {"html", "pdf", "md", "txt"};
    request.version = "0.1.0";
    assemble(disk(), read_workspace(disk(), folder_.string()), request);
    ledger_ = parse_ledger(read(path("out/ledger.json")), "ledger.json").reports.at(0);
  }
  ~Report() { fs::remove_all(folder_); }

  fs::path path(const std::string& name) const { return folder_ / name; }
  const Ledger& ledger() const { return ledger_; }
  std::vector<Difference> differences() const {
    return verify(disk(), {path("out/ledger.json").string(), "", {}}).differences;
  }

 private:
  fs::path folder_;
  Ledger ledger_;
};

// What an edit must be found as. `where`: the line, and the right value of a number, where the edit has one.
struct Edit {
  std::string file;
  std::string content;
  Kind kind;
  std::set<Kind> also;  // what may be found besides
  int line = 0;
  std::string right_value;
};

class Editor {
 public:
  explicit Editor(const Report& report) : report_(report), random_(seed) {}

  Edit next() {
    using Make = Edit (Editor::*)();
    static constexpr Make makers[] = {
        &Editor::number_in_html, &Editor::number_in_text, &Editor::word_in_html, &Editor::word_in_text,
        &Editor::number_in_pdf,  &Editor::byte_of_pdf,    &Editor::byte_of_html, &Editor::word_taken_out,
        &Editor::ledger_edit,    &Editor::source,         &Editor::plugin,       &Editor::report_template,
    };
    return (this->*makers[below(std::size(makers))])();
  }

 private:
  // Not std::uniform_int_distribution, whose results differ between libraries.
  std::size_t below(std::size_t count) { return random_() % count; }

  Edit open(const std::string& file, Kind kind, std::set<Kind> also = {}) {
    return {file, read(report_.path(file)), kind, std::move(also), 0, ""};
  }
  std::string any(const std::vector<std::string>& names) { return names[below(names.size())]; }
  std::string text_report() { return any({"out/brief.md", "out/brief.txt"}); }
  static int line_at(const std::string& content, std::size_t at) {
    return 1 + static_cast<int>(std::count(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  }

  void change_a_digit(std::string& content, std::size_t from, std::size_t to) {
    std::size_t at = from + below(to - from);
    while (!std::isdigit(static_cast<unsigned char>(content[at]))) at = from + (at + 1 - from) % (to - from);
    content[at] = static_cast<char>('0' + (content[at] - '0' + 1 + static_cast<int>(below(9))) % 10);
  }
  static bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
  void change_a_letter(std::string& content, std::size_t at) {
    content[at] = static_cast<char>('a' + (content[at] - 'a' + 1 + static_cast<int>(below(25))) % 26);
  }
  std::size_t any_letter(const std::string& content) {
    std::size_t at = below(content.size());
    while (!is_letter(content[at])) at = (at + 1) % content.size();
    return at;
  }

  Edit number_in_html() {
    Edit edit = open("out/brief.html", Kind::number);
    const LedgerNumber& number = report_.ledger().numbers[below(report_.ledger().numbers.size())];
    const std::size_t tag = edit.content.find(fmt::format("<data class=\"number\" id=\"{}\"", number.id));
    REQUIRE(tag != std::string::npos);
    const std::size_t from = below(3) == 0 ? edit.content.find("value=", tag) : edit.content.find('>', tag);
    change_a_digit(edit.content, from, edit.content.find_first_of("<>", from + 1));
    edit.line = line_at(edit.content, tag);
    edit.right_value = number.text;
    return edit;
  }
  Edit number_in_text() {
    Edit edit = open(text_report(), Kind::number);
    const auto& numbers = report_.ledger().outputs.at(file_extension(edit.file).substr(1)).numbers;
    const auto& [id, token] = numbers[below(numbers.size())];
    const render::NumberToken place = render::number_tokens(edit.content)[static_cast<std::size_t>(token)];
    change_a_digit(edit.content, place.offset, place.offset + place.text.size());
    edit.line = place.line;
    edit.right_value = report_.ledger().find(id)->text;
    return edit;
  }
  Edit word_in_html() {
    Edit edit = open("out/brief.html", Kind::words);
    const std::string before = edit.content, words = render::html_text(before);
    std::size_t at = 0;
    for (std::string now = words; now == words || now.size() != words.size(); now = render::html_text(edit.content)) {
      edit.content = before;  // until it was a letter of the text rather than of a tag
      at = any_letter(edit.content);
      change_a_letter(edit.content, at);
    }
    edit.line = line_at(before, at);
    return edit;
  }
  Edit word_in_text() {
    Edit edit = open(text_report(), Kind::words);
    const std::size_t at = any_letter(edit.content);
    change_a_letter(edit.content, at);
    edit.line = line_at(edit.content, at);
    return edit;
  }
  Edit word_taken_out() {
    Edit edit = open(text_report(), Kind::words);
    const std::size_t from = any_letter(edit.content);
    std::size_t to = from;
    while (is_letter(edit.content[to])) ++to;
    edit.content.erase(from, to - from);
    return edit;
  }
  // A page with a digit changed in the operators that draw a number, as a PDF editor would.
  Edit number_in_pdf() {
    Edit edit = open("out/brief.pdf", Kind::number, {Kind::words});
    constexpr std::string_view filter = "/Filter [ /FlateDecode ]", begin = "stream\r\n", end = "endstream";
    std::vector<std::pair<std::size_t, std::string>> pages;
    for (std::size_t at = edit.content.find(filter); at != std::string::npos; at = edit.content.find(filter, at + 1)) {
      const std::size_t from = edit.content.find(begin, at) + begin.size();
      const auto page = data::inflate_zlib(std::string_view(edit.content).substr(from), 1 << 20);
      if (page && page->find(" Tj") != std::string::npos) pages.emplace_back(at, *page);
    }
    REQUIRE_FALSE(pages.empty());
    auto& [at, page] = pages.back();
    const std::string percent = "0025>";  // every share ends in a % sign, and no other number does
    std::vector<std::size_t> shares;
    for (std::size_t p = page.find(percent); p != std::string::npos; p = page.find(percent, p + 1)) shares.push_back(p);
    REQUIRE_FALSE(shares.empty());
    char& digit = page[shares[below(shares.size())] - 1];
    REQUIRE(std::isdigit(static_cast<unsigned char>(digit)));
    digit = static_cast<char>('0' + (digit - '0' + 1 + static_cast<int>(below(9))) % 10);
    const std::size_t from = edit.content.find(begin, at) + begin.size();
    edit.content.replace(from, edit.content.find(end, from) - from, page);
    edit.content.replace(at, filter.size(), filter.size(), ' ');
    return edit;
  }
  Edit byte_of_pdf() {
    Edit edit = open("out/brief.pdf", Kind::output, {Kind::markup, Kind::words, Kind::number});
    edit.content[below(edit.content.size())] ^= static_cast<char>(1 + below(255));
    return edit;
  }
  Edit byte_of_html() {
    Edit edit = open("out/brief.html", Kind::markup, {Kind::words, Kind::number});
    edit.content[below(edit.content.size())] ^= static_cast<char>(1 + below(127));
    return edit;
  }
  Edit ledger_edit() {
    Edit edit = open("out/ledger.json", Kind::ledger,
                     {Kind::number, Kind::words, Kind::markup, Kind::output, Kind::source, Kind::schema, Kind::plugin,
                      Kind::report_template});
    const std::size_t numbers = edit.content.find("\"numbers\": {"), end = edit.content.find("\n      },", numbers);
    if (below(2) == 0)
      change_a_digit(edit.content, numbers, end);
    else
      change_a_letter(edit.content, any_letter(edit.content));
    return edit;
  }
  Edit source() {
    Edit edit = open(any({"data/2020-01-testshire-street.csv", "data/2020-02-testshire-street.csv"}), Kind::source,
                     {Kind::result});
    if (below(4) == 0)
      edit.content.resize(below(edit.content.size()));
    else
      edit.content[below(edit.content.size())] ^= static_cast<char>(1 + below(127));
    return edit;
  }
  Edit plugin() {
    Edit edit = open(any({"plugins/shares/plugin.yaml", "plugins/shares/shares.lua"}), Kind::plugin);
    change_a_letter(edit.content, any_letter(edit.content));
    return edit;
  }
  Edit report_template() {
    Edit edit =
        open(any({"templates/brief/template.md", "templates/brief/partials/closing.md"}), Kind::report_template);
    change_a_letter(edit.content, any_letter(edit.content));
    return edit;
  }

  const Report& report_;
  std::mt19937 random_;
};

// A ledger edited so that it is none any more, or names no workspace, is refused with its name.
bool refused_ledger(const Edit& edit, const Error& error) {
  const std::string named = error.diagnostic().where.file + error.diagnostic().sentence;
  return edit.kind == Kind::ledger && named.find("ledger") != std::string::npos;
}

std::string described(const std::vector<Difference>& differences) {
  std::string out;
  for (const Difference& d : differences)
    out += fmt::format("{} {}:{} {}\n", name_of(d.kind), d.where.file, d.where.line, d.sentence);
  return out;
}

void check_found(const Edit& edit, const std::vector<Difference>& differences) {
  CAPTURE(described(differences));
  std::set<Kind> allowed = edit.also;
  allowed.insert(edit.kind);
  bool found = false;
  for (const Difference& difference : differences) {
    CHECK(allowed.contains(difference.kind));
    const bool one = edit.also.empty() ? difference.kind == edit.kind : allowed.contains(difference.kind);
    const bool line = edit.line == 0 || difference.where.line == edit.line;
    found = found || (one && line && (edit.right_value.empty() || difference.expected == edit.right_value));
  }
  CHECK(found);
}

}  // namespace

TEST_CASE("every one of a thousand random edits is found and said to be what it is") {
  const Report report;
  REQUIRE(report.ledger().numbers.size() >= 12);
  CHECK(report.differences().empty());
  MESSAGE("seed ", seed);
  Editor editor(report);
  for (int round = 0; round < 1000; ++round) {
    const Edit edit = editor.next();
    const std::string before = read(report.path(edit.file));
    REQUIRE(edit.content != before);
    CAPTURE(round);
    CAPTURE(edit.file);
    write(report.path(edit.file), edit.content);
    try {
      check_found(edit, report.differences());
    } catch (const Error& error) {
      CAPTURE(error.diagnostic().sentence);
      CHECK(refused_ledger(edit, error));
    }
    write(report.path(edit.file), before);
  }
  CHECK(report.differences().empty());
}
