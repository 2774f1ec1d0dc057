#include "script/content.h"

#include "base/number.h"
#include "base/text.h"

namespace hallmark::script {

Block block_at(const Call& call, decltype(Block::node) node) {
  return {std::move(node), caller(call.lua)};
}

Blocks one(const Call& call, decltype(Block::node) node) {
  Blocks blocks;
  blocks.push_back(block_at(call, std::move(node)));
  return blocks;
}

Inlines to_inlines(const Call& call, const Value& value, std::string_view what) {
  if (const auto* text = std::get_if<std::string>(&value.data)) return {hallmark::text(make_valid_utf8(*text))};
  if (std::holds_alternative<Quantity>(value.data) || std::holds_alternative<double>(value.data))
    return {number(to_quantity(call, value, what))};
  Inlines inlines;
  if (const auto* list = std::get_if<ValueList>(&value.data)) {
    for (const Value& item : *list)
      for (auto& part : to_inlines(call, item, what)) inlines.push_back(std::move(part));
    return inlines;
  }
  if (const auto* blocks = std::get_if<Blocks>(&value.data)) {
    for (const Block& block : *blocks) {
      const auto* paragraph = std::get_if<Paragraph>(&block.node);
      if (!paragraph) fail(fmt::format("{} is a line of text: a table, figure or list cannot stand in it.", what));
      inlines.insert(inlines.end(), paragraph->content.begin(), paragraph->content.end());
    }
    return inlines;
  }
  fail(fmt::format("{} must be text, a number or a list of these, not {}.", what, kind_of(value)));
}

Blocks to_blocks(const Call& call, const Value& value, std::string_view what) {
  if (std::holds_alternative<std::monostate>(value.data)) return {};
  if (const bool* flag = std::get_if<bool>(&value.data); flag && !*flag) return {};
  if (const auto* blocks = std::get_if<Blocks>(&value.data)) return *blocks;
  const auto* list = std::get_if<ValueList>(&value.data);
  if (!list) return one(call, Paragraph{to_inlines(call, value, what)});
  Blocks all;
  for (const Value& item : *list)
    for (auto& block : to_blocks(call, item, what)) all.push_back(std::move(block));
  return all;
}

Cell to_cell(const Call& call, const Value& value, std::string_view what) {
  if (const auto* map = std::get_if<ValueMap>(&value.data); map && map->size() == 1 && map->contains("not_available"))
    return {NotAvailable{to_text(map->at("not_available"), what)}};
  if (std::holds_alternative<Quantity>(value.data) || std::holds_alternative<double>(value.data)) {
    Quantity quantity = to_quantity(call, value, what);
    if (!quantity.available()) return {NotAvailable{"not available"}};
    return cell(std::move(quantity));
  }
  if (std::holds_alternative<std::monostate>(value.data))
    fail(fmt::format("{} is nil.", what), {"Write document.not_available(\"reason\") for a value that is not known."});
  return {to_inlines(call, value, what)};
}

namespace {

Column to_column(const Value& value, const std::string& what) {
  if (const auto* heading = std::get_if<std::string>(&value.data)) return {*heading, Column::Kind::text, {}, false};
  Fields fields(what, value);
  fields.only({"heading", "kind", "unit", "row_header"});
  const std::string kind = fields.text_or("kind", "text");
  if (kind != "text" && kind != "number") fail(fmt::format("A column is of kind “text” or “number”, not “{}”.", kind));
  return {fields.text("heading"), kind == "number" ? Column::Kind::number : Column::Kind::text,
          fields.text_or("unit", ""), fields.flag_or("row_header", false)};
}

std::vector<Cell> to_row(const Call& call, const Value& value, std::size_t columns, std::size_t row) {
  const auto* cells = std::get_if<ValueList>(&value.data);
  const std::string what = fmt::format("Row {} of the table", row);
  if (!cells) fail(what + " must be a list of cells.");
  if (cells->size() != columns)
    fail(fmt::format("{} has {} cells, but the table has {} columns.", what, cells->size(), columns),
         {"A nil ends a list early: write document.not_available(\"reason\") instead."});
  std::vector<Cell> result;
  for (std::size_t c = 0; c < columns; ++c)
    result.push_back(to_cell(call, (*cells)[c], fmt::format("Cell {} of row {}", c + 1, row)));
  return result;
}

}  // namespace

Table to_table(const Call& call, Fields fields) {
  fields.only({"caption", "label", "columns", "rows", "footnotes", "source"});
  Table table;
  table.caption = fields.text("caption");
  table.label = fields.text_or("label", "");
  for (const Value& column : fields.list("columns")) table.columns.push_back(to_column(column, fields.what("columns")));
  if (table.columns.empty()) fail("A table needs columns.");
  std::size_t row = 0;
  for (const Value& cells : fields.list("rows")) table.rows.push_back(to_row(call, cells, table.columns.size(), ++row));
  table.footnotes = fields.texts("footnotes");
  table.source = fields.text_or("source", "");
  return table;
}

}  // namespace hallmark::script
