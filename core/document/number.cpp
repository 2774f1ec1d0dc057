#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.h"
#include "document/document.h"
#include "document/walk.h"

namespace hallmark::document {

namespace {

constexpr int numbered_levels = 3;

// Lower-case ASCII letters and digits of the text, joined by hyphens.
std::string slug(const std::string& text) {
  std::string out;
  for (const char c : to_lower(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      out += c;
    else if (c != '\'' && static_cast<unsigned char>(c) < 0x80 && !out.empty() && out.back() != '-')
      out += '-';
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out.empty() ? "section" : out;
}

// "n47" and "figure-3" are the identifiers of numbers and figures in the rendered document.
bool is_reserved(std::string_view anchor) {
  for (const std::string_view prefix : {"n", "figure-", "table-"})
    if (anchor.starts_with(prefix) && anchor.size() > prefix.size() &&
        anchor.find_first_not_of("0123456789", prefix.size()) == std::string_view::npos)
      return true;
  return false;
}

class AnchorNames {
 public:
  std::string name(const Inlines& heading) {
    std::string base = slug(plain_text(heading));
    if (is_reserved(base)) base.insert(0, "section-");
    std::string anchor = base;
    for (int& count = counts_[base]; !used_.insert(anchor).second;) anchor = fmt::format("{}-{}", base, ++count + 1);
    return anchor;
  }

 private:
  std::map<std::string, int> counts_;
  std::set<std::string> used_;
};

void number_headings(Document& document) {
  int top = 6;
  for (const Block& block : document.blocks)
    if (const auto* heading = std::get_if<Heading>(&block.node)) top = std::min(top, heading->level);
  std::array<int, numbered_levels> counters{};
  for (Block& block : document.blocks) {
    auto* heading = std::get_if<Heading>(&block.node);
    if (heading == nullptr) continue;
    const int depth = heading->level - top;
    heading->number.clear();
    if (depth >= numbered_levels || document.meta.form == DocumentMeta::Form::page) continue;
    ++counters[static_cast<std::size_t>(depth)];
    std::fill(counters.begin() + depth + 1, counters.end(), 0);
    for (int level = 0; level <= depth; ++level) {
      if (level > 0) heading->number += '.';
      heading->number += std::to_string(counters[static_cast<std::size_t>(level)]);
    }
  }
  AnchorNames anchors;
  for_each_block(document.blocks, [&](Block& block) {
    if (auto* heading = std::get_if<Heading>(&block.node)) heading->anchor = anchors.name(heading->content);
  });
}

using Labels = std::map<std::string, std::string>;  // "fig:trend" -> "Figure 3"

Labels number_figures_and_tables(Document& document, std::vector<Diagnostic>& problems) {
  Labels labels;
  int figures = 0, tables = 0;
  const auto add = [&](const std::string& label, std::string name, const SourceLocation& where) {
    if (label.empty()) return;
    const auto [known, added] = labels.emplace(label, std::move(name));
    if (!added)
      problems.push_back({Severity::error,
                          fmt::format("The label “{}” is used twice; {} has it already.", label, known->second),
                          where,
                          {},
                          1,
                          {"Give each figure and table its own label."},
                          {}});
  };
  for_each_block(document.blocks, [&](Block& block) {
    if (auto* figure = std::get_if<Figure>(&block.node)) {
      figure->number = ++figures;
      add(figure->label, fmt::format("Figure {}", figures), block.where);
    } else if (auto* table = std::get_if<Table>(&block.node)) {
      table->number = ++tables;
      add(table->label, fmt::format("Table {}", tables), block.where);
    }
  });
  return labels;
}

void resolve_references(Document& document, const Labels& labels, std::vector<Diagnostic>& problems) {
  std::vector<std::string> known;
  for (const auto& entry : labels) known.push_back(entry.first);
  for_each_block(document.blocks, [&](Block& block) {
    auto resolve = [&](Inline& part) {
      auto* reference = std::get_if<CrossReference>(&part.node);
      if (reference == nullptr) return;
      const auto label = labels.find(reference->label);
      if (label != labels.end())
        reference->text = label->second;
      else
        problems.push_back({Severity::error,
                            fmt::format("No figure or table has the label “{}”.", reference->label),
                            block.where,
                            {},
                            1,
                            {suggestion(reference->label, known)},
                            {}});
    };
    auto ignore = [](Number&) {};
    walk_content(block, resolve, ignore);
  });
}

}  // namespace

DocumentError::DocumentError(std::vector<Diagnostic> problems)
    : Error(ExitCode::configuration, problems.empty() ? Diagnostic{} : problems.front()),
      problems_(std::move(problems)) {}

void number(Document& document) {
  std::vector<Diagnostic> problems;
  const Labels labels = number_figures_and_tables(document, problems);
  resolve_references(document, labels, problems);
  if (!problems.empty()) throw DocumentError(std::move(problems));
  number_headings(document);
  int count = 0;
  for_each_number(document, [&](Number& number, const SourceLocation&) { number.id = fmt::format("n{}", ++count); });
}

}  // namespace hallmark::document
