#include <set>

#include "base/text.h"
#include "document/document.h"
#include "document/walk.h"

namespace hallmark::document {

namespace {

class Check {
 public:
  std::vector<Diagnostic> run(const Document& document) {
    if (trim(document.meta.title).empty()) add({}, "The document has no title.", "Give it a title.");
    for_each_block(document.blocks, [&](const Block& block) { check_block(block); });
    check_links(document);
    return std::move(problems_);
  }

 private:
  void add(const SourceLocation& where, std::string sentence, std::string hint = {}) {
    Diagnostic problem{Severity::error, std::move(sentence), where, {}, 1, {}, {}};
    if (!hint.empty()) problem.hints.push_back(std::move(hint));
    problems_.push_back(std::move(problem));
  }

  void check_block(const Block& block) {
    if (const auto* heading = std::get_if<Heading>(&block.node)) check_heading(*heading, block.where);
    if (const auto* table = std::get_if<Table>(&block.node)) {
      check_table(*table, table->caption.empty() ? "A table" : fmt::format("The table “{}”", table->caption),
                  block.where);
      if (trim(table->caption).empty())
        add(block.where, "A table has no caption.", "Write “Table: …” above or below it, or `caption:` in its fence.");
    }
    if (const auto* figure = std::get_if<Figure>(&block.node)) check_figure(*figure, block.where);
  }

  void check_heading(const Heading& heading, const SourceLocation& where) {
    if (trim(plain_text(heading.content)).empty()) add(where, "A heading is empty.");
    if (last_level_ > 0 && heading.level > last_level_ + 1)
      add(where,
          fmt::format("The heading “{}” is of level {} below one of level {}.", plain_text(heading.content),
                      heading.level, last_level_),
          fmt::format("Make it level {}; readers who hear the document find their way by levels.", last_level_ + 1));
    last_level_ = heading.level;
  }

  void check_table(const Table& table, const std::string& name, const SourceLocation& where) {
    if (table.columns.empty()) return add(where, fmt::format("{} has no columns.", name));
    for (std::size_t row = 0; row < table.rows.size(); ++row)
      if (table.rows[row].size() != table.columns.size())
        add(where, fmt::format("{} has {} columns, but its row {} has {} cells.", name, table.columns.size(), row + 1,
                               table.rows[row].size()));
  }

  void check_figure(const Figure& figure, const SourceLocation& where) {
    const std::string name = figure.title.empty() ? "A figure" : fmt::format("The figure “{}”", figure.title);
    if (trim(figure.title).empty()) add(where, "A figure has no title.", "Give it a `title`.");
    if (trim(figure.alt).empty())
      add(where, fmt::format("{} has no alt text.", name), "Say in one sentence what it shows, in `alt`.");
    if (!figure.data.columns.empty() || !figure.data.rows.empty())
      check_table(figure.data,
                  fmt::format("The data of {}", figure.title.empty() ? "a figure" : "“" + figure.title + "”"), where);
    const auto complain = [&](const std::string& what) { add(where, fmt::format("{} {}.", name, what)); };
    std::visit([&](const auto& chart) { check_chart(chart, complain); }, figure.chart);
  }

  template <class Complain>
  static void check_series(const std::vector<Series>& series, std::size_t length, std::string_view axis,
                           const Complain& complain) {
    if (series.empty()) complain("has no series");
    for (const Series& one : series)
      if (one.values.size() != length)
        complain(
            fmt::format("has {} {}, but its series “{}” has {} values", length, axis, one.name, one.values.size()));
  }

  template <class Complain>
  static void check_chart(const BarChart& chart, const Complain& complain) {
    check_series(chart.series, chart.categories.size(), "categories", complain);
    if (!chart.intervals.empty() && chart.intervals.size() != chart.categories.size())
      complain(fmt::format("has {} categories, but {} intervals", chart.categories.size(), chart.intervals.size()));
  }

  template <class Complain>
  static void check_chart(const LineChart& chart, const Complain& complain) {
    check_series(chart.series, chart.periods.size(), "periods", complain);
  }

  template <class Complain>
  static void check_chart(const ControlChart& chart, const Complain& complain) {
    const std::size_t periods = chart.periods.size();
    check_series({chart.values}, periods, "periods", complain);
    if (chart.lower.size() != periods || chart.upper.size() != periods || chart.signals.size() != periods)
      complain(fmt::format("has {} periods, but {} lower limits, {} upper limits and {} signals", periods,
                           chart.lower.size(), chart.upper.size(), chart.signals.size()));
    if (chart.baseline > periods)
      complain(fmt::format("has {} periods, but a baseline of {}", periods, chart.baseline));
  }

  template <class Complain>
  static void check_chart(const SmallMultiples& chart, const Complain& complain) {
    check_series(chart.panels, chart.periods.size(), "periods", complain);
  }

  template <class Complain>
  static void check_chart(const MapChart& chart, const Complain& complain) {
    const std::size_t areas = chart.boundaries == nullptr ? 0 : chart.boundaries->areas.size();
    if (areas == 0 && chart.lattice.empty()) complain("has neither boundaries nor a lattice to draw");
    if (!chart.values.empty() && chart.values.size() != areas)
      complain(fmt::format("has {} areas, but {} values", areas, chart.values.size()));
    if (!chart.lattice.empty() && !(chart.cell_size > 0)) complain("has a lattice without a cell size");
    for (std::size_t i = 1; i < chart.class_breaks.size(); ++i)
      if (!(chart.class_breaks[i - 1] < chart.class_breaks[i])) return complain("has class breaks that do not ascend");
  }

  // Links inside the document lead to a heading's anchor or to the label of a figure or table.
  void check_links(const Document& document) {
    std::set<std::string> anchors;
    for_each_block(document.blocks, [&](const Block& block) {
      if (const auto* heading = std::get_if<Heading>(&block.node)) anchors.insert(heading->anchor);
      if (const auto* table = std::get_if<Table>(&block.node)) anchors.insert(table->label);
      if (const auto* figure = std::get_if<Figure>(&block.node)) anchors.insert(figure->label);
    });
    anchors.erase("");
    for_each_block(document.blocks, [&](const Block& block) {
      auto check_link = [&](const Inline& part) {
        const auto* link = std::get_if<Link>(&part.node);
        if (link == nullptr || !link->target.starts_with("#") || anchors.count(link->target.substr(1)) > 0) return;
        const std::string anchor = link->target.substr(1);
        add(block.where, fmt::format("Nothing in the document has the anchor “{}”.", anchor),
            suggestion(anchor, {anchors.begin(), anchors.end()}));
      };
      auto ignore = [](const Number&) {};
      walk_content(block, check_link, ignore);
    });
  }

  std::vector<Diagnostic> problems_;
  int last_level_ = 0;
};

}  // namespace

std::vector<Diagnostic> problems(const Document& document) {
  return Check().run(document);
}

void check(const Document& document) {
  std::vector<Diagnostic> found = problems(document);
  if (!found.empty()) throw DocumentError(std::move(found));
}

}  // namespace hallmark::document
