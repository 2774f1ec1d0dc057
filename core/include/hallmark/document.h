// A document as format-neutral blocks. Renderers visit these variants; forgetting an alternative does not compile.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "hallmark/quantity.h"

namespace hallmark {

// ---- Inline content -------------------------------------------------------------------------------------------------
struct Inline;
using Inlines = std::vector<Inline>;

struct Text {
  std::string text;
};  // UTF-8, plain
struct Number {
  Quantity quantity;
  std::string id;
};  // id "n47": set by numbering, in document order
struct Emphasis {
  Inlines children;
};
struct Strong {
  Inlines children;
};
struct CodeSpan {
  std::string text;
};
struct Link {
  std::string target;
  Inlines children;
};  // http(s), mailto or "#anchor"; others are refused
struct CrossReference {
  std::string label;
  std::string text;
};  // "fig:trend"; text "Figure 3": set by numbering
struct LineBreak {};

struct Inline {
  std::variant<Text, Number, Emphasis, Strong, CodeSpan, Link, CrossReference, LineBreak> node;
};

// ---- Tables ---------------------------------------------------------------------------------------------------------
struct Suppressed {
  std::string reason;
};  // withheld by disclosure control
struct NotAvailable {
  std::string reason;
};  // not held, not measured, too few to say
struct Cell {
  std::variant<Inlines, Number, Suppressed, NotAvailable> content;
};

struct Column {
  enum class Kind { text, number };
  std::string heading;
  Kind kind = Kind::text;   // numbers align right
  std::string unit;         // written under the heading
  bool row_header = false;  // cells of this column head their rows (scope="row")
};

struct Table {
  std::string caption;
  std::string label;  // "tab:levels" for cross-references; may be empty
  int number = 0;     // "Table 3": set by numbering
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
  std::vector<std::string> footnotes;
  std::string source;  // "Source: …" line; may be empty
};

// ---- Charts ---------------------------------------------------------------------------------------------------------
// Values that are not available (NaN) leave a visible gap. The order of series is the order of legend and colours.
struct Series {
  std::string name;
  std::vector<Quantity> values;
};

struct BarChart {
  std::vector<std::string> categories;
  std::vector<Series> series;                        // each as long as categories
  std::vector<std::pair<double, double>> intervals;  // of the first series; empty or one per category
  bool horizontal = true;
  std::string value_axis;
};

struct LineChart {
  std::vector<std::string> periods;  // "2020-07"
  std::vector<Series> series;
  std::string value_axis;
};

struct ControlChart {
  std::vector<std::string> periods;
  Series values;
  Quantity centre;
  std::vector<double> lower, upper;  // one per period
  std::vector<bool> signals;         // points outside the limits
  std::size_t baseline = 0;          // the first `baseline` points set the limits; 0 = all
  std::string value_axis;
};

struct SmallMultiples {
  std::vector<std::string> periods;
  std::vector<Series> panels;  // one small line chart each
  bool shared_scale = false;
  std::string value_axis;
};

struct LatticeCell {
  double easting = 0, northing = 0;  // south-west corner, metres
  double value = 0;
  bool highlighted = false;  // outlined: beyond chance
};

struct MapChart {
  std::shared_ptr<const Boundaries> boundaries;  // shaded areas or, with a lattice, outlines; may be null
  std::vector<Quantity> values;                  // one per boundary; empty: outlines only
  double cell_size = 0;                          // of the lattice, metres; 0 = none
  std::vector<LatticeCell> lattice;
  std::vector<double> class_breaks;  // ascending inner breaks; empty: quantiles are chosen
  std::string legend_title;
  NumberFormat legend_format;
};

using Chart = std::variant<BarChart, LineChart, ControlChart, SmallMultiples, MapChart>;

struct Figure {
  std::string title;
  std::string label;        // "fig:trend" for cross-references; may be empty
  int number = 0;           // set by numbering
  std::string alt;          // one sentence: what the chart shows; required
  std::string description;  // the finding at length; may be empty
  Chart chart;
  Table data;  // the numbers behind the chart
  std::string source;
};

// ---- Blocks ---------------------------------------------------------------------------------------------------------
struct Block;
using Blocks = std::vector<Block>;

struct Heading {
  int level = 1;
  Inlines content;
  std::string anchor;
  std::string number;
};  // anchor, number ("2.1"): set by numbering
struct Paragraph {
  Inlines content;
};
struct ListItem {
  std::vector<Block> content;
};
struct List {
  bool ordered = false;
  int start = 1;
  std::vector<ListItem> items;
};
struct Quote {
  std::vector<Block> content;
};
struct Code {
  std::string language;
  std::string text;
};
struct Rule {};
struct Callout {
  enum class Kind { note, warning, finding };
  Kind kind = Kind::note;
  std::string title;
  std::vector<Block> content;
};
struct PageBreak {};

struct Block {
  std::variant<Heading, Paragraph, List, Quote, Code, Rule, Table, Figure, Callout, PageBreak> node;
  SourceLocation where;
};

// What the cover, running heads and metadata need.
struct DocumentMeta {
  std::string title;
  std::string subtitle;
  std::string organisation;
  std::string period;  // "October 2020 to September 2021"
  std::string date;    // of the data, never of the clock
  std::string language = "en-GB";
  std::string summary;       // for metadata
  std::string brand_colour;  // "#206095"; empty: the house colour
  std::string marking;       // protective marking; may be empty
  enum class Form {
    report,  // a cover, contents and numbered sections
    page,    // none of these: a press release, a leaflet
  };
  Form form = Form::report;
};

struct Document {
  DocumentMeta meta;
  Blocks blocks;
};

// ---- Short ways to write blocks
// ---------------------------------------------------------------------------------------
inline Inline text(std::string s) {
  return {Text{std::move(s)}};
}
inline Inline number(Quantity q) {
  return {Number{std::move(q), {}}};
}
inline Block paragraph(Inlines content) {
  return {Paragraph{std::move(content)}, {}};
}
inline Block heading(int level, std::string s) {
  return {Heading{level, {text(std::move(s))}, {}, {}}, {}};
}
inline Cell cell(std::string s) {
  return {Inlines{text(std::move(s))}};
}
inline Cell cell(Quantity q) {
  return {Number{std::move(q), {}}};
}

}  // namespace hallmark
