#include "render/layout_table.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/number.h"
#include "base/text.h"
#include "render/table_notes.h"

namespace hallmark::render {
namespace {

constexpr double column_gap = 12, narrowest_gap = 4.5;
constexpr double cell_padding = 3.3;  // above and below a row's text
// A heading of a few lines costs their height once; a label that wraps costs it in every row.
constexpr double heading_lines = 2;
constexpr double rule_weight = 0.5, strong_rule_weight = 1;

template <class Member>
double total(const std::vector<ColumnNeed>& needs, Member member) {
  return std::accumulate(needs.begin(), needs.end(), 0.0,
                         [member](double sum, const ColumnNeed& need) { return sum + need.*member; });
}

}  // namespace

std::string sourced(const std::string& source) {
  return starts_with_ignoring_case(source, "source") ? source : "Source: " + source;
}

std::vector<double> column_widths(const std::vector<ColumnNeed>& needs, double available) {
  const double numbers = total(needs, &ColumnNeed::numbers), words = total(needs, &ColumnNeed::words);
  const double natural = total(needs, &ColumnNeed::natural);
  const auto between = [available](double from, double to) { return (available - from) / (to - from); };
  std::vector<double> widths;
  for (const ColumnNeed& need : needs) {
    if (natural <= 0) {
      widths.push_back(available / static_cast<double>(needs.size()));
    } else if (natural <= available) {  // room to spare goes where the text is
      widths.push_back(need.natural * available / natural);
    } else if (words <= available) {
      widths.push_back(need.words + (need.natural - need.words) * between(words, natural));
    } else if (numbers <= available) {
      widths.push_back(need.numbers + (need.words - need.numbers) * between(numbers, words));
    } else {
      widths.push_back(need.numbers * available / numbers);
    }
  }
  return widths;
}

TableSetter::TableSetter(BlockSetter& blocks, const Table& table, const Setting& setting)
    : blocks_(blocks), table_(table), setting_(setting), element_(blocks.open(Role::table, setting.element)) {}

void TableSetter::set(const std::string& caption) {
  const std::size_t first = blocks_.flow_.strips.size();
  if (!caption.empty()) {
    blocks_.set_prose(blocks_.prose_of(caption, caption_look, blocks_.open(Role::caption, element_)), caption_look,
                      setting_, true);
    blocks_.flow_.strips.back().keep_with_next = true;
    blocks_.flow_.strips.back().space_below = 5;
  }
  if (!table_.columns.empty()) {
    header_ = header_row();
    rows_.reserve(table_.rows.size());
    for (const auto& cells : table_.rows) rows_.push_back(body_row(cells));
    choose_widths();
    break_lines(header_);
    const std::size_t header_strip = blocks_.flow_.strips.size();
    set_row(header_, true);
    blocks_.flow_.strips.back().keep_with_next = !rows_.empty();
    if (blocks_.flow_.strips.size() == header_strip + 1) repeat_header(caption);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      break_lines(rows_[i]);
      set_row(rows_[i], false);
      // No single row alone at the foot or the top of a page.
      blocks_.flow_.strips.back().keep_with_next = i + 1 < rows_.size() && (i == 0 || i + 2 == rows_.size());
    }
    Strip& last = blocks_.flow_.strips.back();
    rule(last, last.height - rule_weight, strong_rule_weight, ink);
  }
  set_notes();
  if (blocks_.flow_.strips.size() == first) return;
  blocks_.flow_.strips[first].space_above = 14;
  blocks_.flow_.strips.back().space_below = 18;
  if (!table_.label.empty()) blocks_.flow_.strips[first].anchors.push_back({table_.label, {}});
}

// ---- Cells
// --------------------------------------------------------------------------------------------------------------

TableSetter::CellText TableSetter::text_of(const Cell& cell, const Column& column, int element) {
  CellText result{Prose(*blocks_.metrics_), column.kind == Column::Kind::number, {}, element};
  Span span{Face::regular, size_, ink, element, {}, {}};
  struct Visitor {
    BlockSetter& blocks;
    Span& span;
    Prose& prose;
    void operator()(const Inlines& inlines) const { blocks.collect(inlines, span, prose); }
    void operator()(const Number& number) const {
      span.number = number.id;
      prose.add(number.quantity.available() ? format_number(number.quantity) : not_available_mark, span);
    }
    void operator()(const Suppressed&) const { mark(suppressed_mark); }
    void operator()(const NotAvailable&) const { mark(not_available_mark); }
    void mark(const char* symbol) const {
      span.colour = muted;
      prose.add(symbol, span);
    }
  };
  std::visit(Visitor{blocks_, span, result.prose}, cell.content);
  if (result.prose.empty()) result.prose.add_blank(span);
  return result;
}

TableSetter::Row TableSetter::header_row() {
  Row row;
  const int row_element = blocks_.open(Role::row, element_);
  for (const Column& column : table_.columns) {
    const int element = blocks_.open(Role::header_cell, row_element);
    CellText cell{blocks_.prose_of(column.heading, {Face::bold, size_, 0, ink}, element),
                  column.kind == Column::Kind::number,
                  {},
                  element};
    const Span unit{Face::regular, size_ * 0.9, muted, element, {}, {}};
    if (!column.unit.empty()) {
      if (!column.heading.empty()) cell.prose.add_break();
      cell.prose.add(column.unit, unit);
    }
    if (cell.prose.empty()) cell.prose.add_blank(unit);
    row.push_back(std::move(cell));
  }
  return row;
}

// Rows are as wide as the header, whatever they bring: a missing cell is blank.
TableSetter::Row TableSetter::body_row(const std::vector<Cell>& cells) {
  Row row;
  const int row_element = blocks_.open(Role::row, element_);
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    const Column& column = table_.columns[i];
    const int element = blocks_.open(column.row_header ? Role::header_cell : Role::cell, row_element);
    (*blocks_.elements_)[element].heads_row = column.row_header;
    row.push_back(text_of(i < cells.size() ? cells[i] : Cell{Inlines{}}, column, element));
  }
  return row;
}

// ---- Widths
// -------------------------------------------------------------------------------------------------------------

std::vector<ColumnNeed> TableSetter::measure(double available) const {
  std::vector<ColumnNeed> needs(table_.columns.size());
  for (std::size_t i = 0; i < needs.size(); ++i) {
    ColumnNeed& need = needs[i];
    // A column may ask for half the table for one word; beyond that the word is broken.
    const auto widen = [&](const Prose& prose, double least, double lines) {
      const double longest = std::min(prose.longest_word(), available / 2);
      need.numbers = std::max(need.numbers, std::min(longest, least));
      need.words = std::max(need.words, longest);
      need.natural = std::max({need.natural, need.words, prose.natural_width() / lines});
    };
    const double least_text = size_ * 4;
    widen(header_[i].prose, least_text / 2, heading_lines);
    for (const Row& row : rows_) widen(row[i].prose, row[i].right ? available : least_text, 1);
  }
  return needs;
}

void TableSetter::choose_widths() {
  const auto gaps = static_cast<double>(table_.columns.size() - 1);
  double gap = std::min(column_gap, setting_.width / (3 * (gaps + 1)));
  std::vector<ColumnNeed> needs = measure(setting_.width);
  const double words = std::max(total(needs, &ColumnNeed::words), 1.0);
  if (words + gaps * gap > setting_.width) {  // first the type gets smaller, then the gaps, then words break
    const double shrink = std::clamp((setting_.width - gaps * gap) / words, table_size_floor / size_, 1.0);
    size_ *= shrink;
    for (CellText& cell : header_) cell.prose.scale(shrink);
    for (Row& row : rows_)
      for (CellText& cell : row) cell.prose.scale(shrink);
    needs = measure(setting_.width);
    if (gaps > 0) gap = std::clamp((setting_.width - words * shrink) / gaps, std::min(narrowest_gap, gap), gap);
  }
  widths_ = column_widths(needs, setting_.width - gaps * gap);
  double x = setting_.x;
  for (const double width : widths_) {
    lefts_.push_back(x);
    x += width + gap;
  }
}

void TableSetter::break_lines(Row& row) const {
  for (std::size_t i = 0; i < row.size(); ++i) row[i].lines = row[i].prose.lines(widths_[i]);
}

// ---- Rows
// ---------------------------------------------------------------------------------------------------------------

void TableSetter::rule(Strip& strip, double y, double thickness, Colour colour) const {
  strip.items.push_back({Box{setting_.x, y, setting_.width, thickness, colour}, artifact});
}

void TableSetter::place_line(const CellText& cell, std::size_t column, const Line& line, double baseline,
                             Strip& strip) const {
  const double spare = std::max(0.0, widths_[column] - line.width);
  cell.prose.place(line, lefts_[column] + (cell.right ? spare : 0), baseline, strip.items, &strip.anchors);
}

void TableSetter::set_row(const Row& row, bool header) {
  std::size_t deepest = 1;
  for (const CellText& cell : row) deepest = std::max(deepest, cell.lines.size());
  const double height = static_cast<double>(deepest) * leading() + 2 * cell_padding;
  const double repeated = repeated_ < 0 ? 0 : blocks_.flow_.repeated_headers[repeated_].height;
  if (height > body_height - repeated) return set_tall_row(row);
  Strip& strip = blocks_.add_strip(height, setting_);
  if (!header) strip.repeated_header = repeated_;
  if (header) rule(strip, 0, strong_rule_weight, ink);
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::size_t skipped = header ? deepest - row[i].lines.size() : 0;  // headings stand on the rule below them
    for (std::size_t l = 0; l < row[i].lines.size(); ++l) {
      const double y = cell_padding + static_cast<double>(l + skipped) * leading();
      place_line(row[i], i, row[i].lines[l], y + baseline_of(size_, leading()), strip);
    }
  }
  rule(strip, height - (header ? strong_rule_weight : rule_weight), header ? strong_rule_weight : rule_weight,
       header ? ink : hairline);
}

// A row too tall to be kept whole: a strip for each line across it.
void TableSetter::set_tall_row(const Row& row) {
  std::size_t deepest = 1;
  for (const CellText& cell : row) deepest = std::max(deepest, cell.lines.size());
  for (std::size_t l = 0; l < deepest; ++l) {
    const double above = l == 0 ? cell_padding : 0, below = l + 1 == deepest ? cell_padding : 0;
    Strip& strip = blocks_.add_strip(above + leading() + below, setting_);
    strip.repeated_header = repeated_;
    for (std::size_t i = 0; i < row.size(); ++i)
      if (l < row[i].lines.size()) place_line(row[i], i, row[i].lines[l], above + baseline_of(size_, leading()), strip);
    if (l + 1 == deepest) rule(strip, strip.height - rule_weight, rule_weight, hairline);
  }
}

void TableSetter::repeat_header(const std::string& caption) {
  Flow& flow = blocks_.flow_;
  Strip repeated;
  if (!caption.empty()) {
    const Prose title = blocks_.prose_of(caption + " (continued)", caption_look, artifact);
    for (const Line& line : title.lines(setting_.width)) {
      title.place(line, setting_.x, repeated.height + baseline_of(caption_look.size, caption_look.leading),
                  repeated.items);
      repeated.height += caption_look.leading;
    }
    repeated.height += 5;
  }
  const Strip& header = flow.strips.back();
  for (Item item : header.items) {
    std::visit([&](auto& shape) { shape.y += repeated.height; }, item.shape);
    repeated.items.push_back(std::move(item));
  }
  repeated.height += header.height;
  if (repeated.height > body_height / 3) return;
  repeated_ = static_cast<int>(flow.repeated_headers.size());
  flow.repeated_headers.push_back(std::move(repeated));
}

void TableSetter::set_notes() {
  std::vector<std::string> notes = table_notes(table_);
  if (!table_.source.empty()) notes.push_back(sourced(table_.source));
  for (std::size_t i = 0; i < notes.size(); ++i) {
    auto& strips = blocks_.flow_.strips;
    if (!strips.empty() && (i > 0 || !table_.columns.empty())) {
      strips.back().keep_with_next = true;
      strips.back().space_below = i == 0 ? 5 : 1.5;
    }
    const int note = blocks_.open(Role::note, setting_.element);
    blocks_.set_prose(blocks_.prose_of(notes[i], source_look, note), source_look, setting_, true);
  }
}

}  // namespace hallmark::render
