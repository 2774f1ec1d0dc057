#include "render/layout_blocks.h"

#include <algorithm>
#include <utility>

#include "base/number.h"
#include "base/text.h"
#include "render/layout_table.h"

namespace hallmark::render {
namespace {

constexpr double list_indent = 17;
constexpr double frame_padding = 8;
constexpr double space_around_frame = 10;
constexpr double tallest_chart = body_height * 0.52;
constexpr double chart_give = 0.25;  // share of its height a chart may lose

Face with_bold(Face face) {
  return face == Face::italic || face == Face::bold_italic ? Face::bold_italic : face == Face::mono ? face : Face::bold;
}
Face with_italic(Face face) {
  return face == Face::bold || face == Face::bold_italic ? Face::bold_italic : face == Face::mono ? face : Face::italic;
}

std::string numbered(std::string_view kind, int number, const std::string& title) {
  if (number == 0) return title;
  return fmt::format("{} {}{}{}", kind, number, title.empty() ? "" : ": ", title);
}

}  // namespace

Brand brand_of(const std::string& wished, const std::string& fallback) {
  auto ground = chart::parse_colour(wished);
  if (!ground) ground = chart::parse_colour(fallback);
  Brand brand{ground.value_or(house_brand), house_brand};
  if (chart::contrast(brand.ground, white) >= 4.5) brand.accent = brand.ground;
  return brand;
}

BlockSetter::BlockSetter(const Document& document, const FontMetrics& metrics, const LayoutOptions& options,
                         std::vector<Element>& elements)
    : metrics_(&metrics),
      options_(&options),
      elements_(&elements),
      brand_(brand_of(document.meta.brand_colour, options.brand)) {
  survey(document.blocks);
}

// Which anchors exist, so that a link to nowhere is set as plain text.
void BlockSetter::survey(const Blocks& blocks) {
  for (const Block& block : blocks) {
    if (const auto* heading = std::get_if<Heading>(&block.node)) {
      anchors_.insert(heading->anchor);
      top_level_ = std::min(top_level_, std::max(heading->level, 1));
    } else if (const auto* table = std::get_if<Table>(&block.node)) {
      anchors_.insert(table->label);
    } else if (const auto* figure = std::get_if<Figure>(&block.node)) {
      anchors_.insert(figure->label);
    } else if (const auto* list = std::get_if<List>(&block.node)) {
      for (const ListItem& item : list->items) survey(item.content);
    } else if (const auto* quote = std::get_if<Quote>(&block.node)) {
      survey(quote->content);
    } else if (const auto* callout = std::get_if<Callout>(&block.node)) {
      survey(callout->content);
    }
  }
}

void BlockSetter::set(const Blocks& blocks, const Setting& setting) {
  for (const Block& block : blocks) std::visit([&](const auto& node) { (*this)(node, setting); }, block.node);
}

void BlockSetter::set_title(const DocumentMeta& meta) {
  titled_ = true;
  Setting setting;
  setting.element = open(Role::group, 0);
  set_logo(setting);
  const auto set_line = [&](const std::string& text, const TextLook& look, Role role, double space_below) {
    if (text.empty()) return;
    set_prose(prose_of(text, look, open(role, setting.element)), look, setting, true);
    flow_.strips.back().space_below = space_below;
    flow_.strips.back().keep_with_next = true;
  };
  set_line(meta.organisation, {Face::bold, 10.2, 14, brand_.accent}, Role::paragraph, 6);
  set_line(meta.title, {Face::bold, 22, 28, ink}, Role::cover_title, 6);
  set_line(meta.subtitle, {Face::regular, 12.5, 18, ink}, Role::paragraph, 6);
  std::vector<std::string> facts;
  for (const std::string& fact : {meta.period, meta.date})
    if (!fact.empty()) facts.push_back(fact);
  set_line(join(facts, " · "), {Face::regular, 8.8, 13, muted}, Role::paragraph, 16);
}

// Above the title of a page without a cover.
void BlockSetter::set_logo(const Setting& setting) {
  constexpr double most_width = 170, most_height = 46;
  const LogoShape& logo = options_->logo;
  if (logo.width <= 0 || logo.height <= 0) return;
  const double scale = std::min(most_width / logo.width, most_height / logo.height);
  const int figure = open(Role::figure, setting.element);
  describe(figure, logo.alternative);
  Strip& strip = add_strip(logo.height * scale, setting);
  strip.items.push_back({LogoArea{margin_left, 0, logo.width * scale, logo.height * scale}, figure});
  strip.space_below = 10;
  strip.keep_with_next = true;
}

int BlockSetter::open(Role role, int parent) {
  elements_->push_back({role, parent, 0, false, {}});
  return static_cast<int>(elements_->size()) - 1;
}

Strip& BlockSetter::add_strip(double height, const Setting& setting) {
  Strip& strip = flow_.strips.emplace_back();
  strip.height = height;
  strip.frame = setting.frame;
  strip.starts_page = std::exchange(page_break_due_, false);
  return strip;
}

// ---- Inline content
// -----------------------------------------------------------------------------------------------------

bool BlockSetter::leads_somewhere(std::string_view target) const {
  if (target.starts_with('#')) return target.size() > 1 && anchors_.count(target.substr(1)) > 0;
  for (const std::string_view scheme : {"https://", "http://", "mailto:"})
    if (starts_with_ignoring_case(target, scheme)) return target.size() > scheme.size();
  return false;
}

void BlockSetter::collect_link(const std::string& target, const Inlines& children, Span span, Prose& prose) {
  if (leads_somewhere(target) && span.link.empty()) {
    span.element = open(Role::link, span.element);
    span.link = target;
    span.colour = brand_.accent;
  }
  collect(children, span, prose);
}

void BlockSetter::collect(const Inlines& inlines, const Span& span, Prose& prose) {
  struct Visitor {
    BlockSetter& setter;
    const Span& span;
    Prose& prose;
    void operator()(const Text& node) const { prose.add(node.text, span); }
    void operator()(const Number& node) const {
      Span marked = span;
      marked.number = node.id;
      prose.add(format_number(node.quantity), marked);
    }
    void operator()(const Emphasis& node) const {
      Span slanted = span;
      slanted.face = with_italic(span.face);
      setter.collect(node.children, slanted, prose);
    }
    void operator()(const Strong& node) const {
      Span strong = span;
      strong.face = with_bold(span.face);
      setter.collect(node.children, strong, prose);
    }
    void operator()(const CodeSpan& node) const {
      Span code = span;
      code.face = Face::mono;
      code.size = span.size * 0.88;
      prose.add(node.text, code);
    }
    void operator()(const Link& node) const { setter.collect_link(node.target, node.children, span, prose); }
    void operator()(const CrossReference& node) const {
      setter.collect_link("#" + node.label, {text(node.text.empty() ? node.label : node.text)}, span, prose);
    }
    void operator()(const LineBreak&) const { prose.add_break(); }
  };
  for (const Inline& part : inlines) std::visit(Visitor{*this, span, prose}, part.node);
}

Prose BlockSetter::prose_of(std::string_view text, const TextLook& look, int element) const {
  Prose prose(*metrics_);
  prose.add(text, {look.face, look.size, look.colour, element, {}, {}});
  return prose;
}

std::size_t BlockSetter::set_prose(const Prose& prose, const TextLook& look, const Setting& setting, bool keep_whole) {
  const std::size_t first = flow_.strips.size();
  const std::vector<Line> lines = prose.lines(setting.width);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Strip& strip = add_strip(look.leading, setting);
    prose.place(lines[i], setting.x, baseline_of(look.size, look.leading), strip.items, &strip.anchors);
    // No single line alone at the foot or the top of a page.
    strip.keep_with_next = i + 1 < lines.size() && (keep_whole || i == 0 || i + 2 == lines.size());
  }
  return first;
}

// ---- Blocks
// -------------------------------------------------------------------------------------------------------------

void BlockSetter::operator()(const Heading& heading, const Setting& setting) {
  const int level = std::clamp(heading.level - top_level_ + 1, 1, 6);
  const int rank = level + (titled_ ? 1 : 0);
  const TextLook look = heading_look(rank, brand_.accent);
  const int element = open(Role::heading, setting.element);
  (*elements_)[element].level = level;
  Prose prose(*metrics_);
  const Span span{look.face, look.size, look.colour, element, {}, {}};
  if (!heading.number.empty()) prose.add(heading.number + " ", span);
  prose.add_gap(look.size * 0.3);
  collect(heading.content, span, prose);
  if (prose.empty()) return;
  const std::size_t first = set_prose(prose, look, setting, true);
  Strip& top = flow_.strips[first];
  top.space_above = space_above_heading(rank);
  top.bookmarks.push_back({prose.text(), level - 1, {}});
  if (!heading.anchor.empty()) top.anchors.push_back({heading.anchor, {}});
  flow_.strips.back().keep_with_next = true;
  flow_.strips.back().space_below = space_below_heading(rank);
}

void BlockSetter::operator()(const Paragraph& paragraph, const Setting& setting) {
  Prose prose(*metrics_);
  const int element = open(Role::paragraph, setting.element);
  collect(paragraph.content, {body_look.face, body_look.size, body_look.colour, element, {}, {}}, prose);
  if (prose.empty()) return;
  set_prose(prose, body_look, setting);
  flow_.strips.back().space_below = setting.gap;
}

void BlockSetter::operator()(const List& list, const Setting& setting) {
  const int element = open(Role::list, setting.element);
  long long number = list.start;
  const std::string longest = fmt::format("{}.", number + static_cast<long long>(list.items.size()) - 1);
  const double numbers = list.ordered ? prose_of(longest, body_look, artifact).natural_width() + 5 : 0;
  const double indent = std::max(list_indent, numbers);
  for (const ListItem& item : list.items) {
    const int item_element = open(Role::list_item, element);
    const int label = open(Role::label, item_element);
    const std::string mark = list.ordered ? fmt::format("{}.", number++) : setting.list_depth % 2 == 0 ? "•" : "–";
    const Prose marker = prose_of(mark, body_look, label);
    Setting inner = setting;
    inner.x += indent;
    inner.width = std::max(setting.width - indent, body_width / 4);
    inner.x = std::min(inner.x, margin_left + body_width - inner.width);
    inner.gap = 3.5;
    inner.list_depth = setting.list_depth + 1;
    inner.element = open(Role::list_body, item_element);
    const std::size_t first = flow_.strips.size();
    set(item.content, inner);
    if (flow_.strips.size() == first) add_strip(body_look.leading, inner);
    std::vector<Item> marks;
    marker.place(marker.lines(indent)[0], inner.x - indent, baseline_of(body_look.size, body_look.leading), marks);
    auto& items = flow_.strips[first].items;
    items.insert(items.begin(), marks.begin(), marks.end());
  }
  if (!list.items.empty()) flow_.strips.back().space_below = std::max(flow_.strips.back().space_below, setting.gap);
}

// A frame around blocks; an optional title comes first.
void BlockSetter::set_framed(const Blocks& blocks, const Frame& frame, double indent, const Setting& setting,
                             const Prose* title) {
  Setting inner = setting;
  inner.frame = static_cast<int>(flow_.frames.size());
  inner.width = std::max(setting.width - 2 * indent, body_width / 4);
  inner.x = std::min(setting.x + indent, margin_left + body_width - inner.width);
  inner.gap = 6;
  flow_.frames.push_back(frame);
  const std::size_t first = flow_.strips.size();
  if (title) {
    set_prose(*title, caption_look, inner, true);
    flow_.strips.back().keep_with_next = !blocks.empty();
    flow_.strips.back().space_below = 2;
  }
  set(blocks, inner);
  if (flow_.strips.size() == first) return;
  flow_.strips[first].space_above = std::max(flow_.strips[first].space_above, space_around_frame);
  flow_.strips.back().space_below = space_around_frame;
  flow_.strips.back().keep_with_next = false;
}

void BlockSetter::operator()(const Quote& quote, const Setting& setting) {
  Setting inner = setting;
  inner.element = open(Role::quote, setting.element);
  set_framed(quote.content, {setting.x, setting.width, {}, hairline, 1, setting.frame}, 15, inner);
}

void BlockSetter::operator()(const Callout& callout, const Setting& setting) {
  const Colour bar = callout.kind == Callout::Kind::warning ? warning_bar
                     : callout.kind == Callout::Kind::note  ? muted
                                                            : brand_.accent;
  Setting inner = setting;
  inner.element = open(Role::note, setting.element);
  TextLook look = caption_look;
  look.colour = bar;
  const Frame frame{setting.x, setting.width, tint(bar, 0.08), bar, frame_padding, setting.frame};
  if (callout.title.empty()) {
    set_framed(callout.content, frame, 14, inner);
  } else {
    const Prose title = prose_of(callout.title, look, open(Role::paragraph, inner.element));
    set_framed(callout.content, frame, 14, inner, &title);
  }
}

void BlockSetter::operator()(const Code& code, const Setting& setting) {
  Setting inner = setting;
  inner.frame = static_cast<int>(flow_.frames.size());
  inner.x += 10;
  inner.width -= 20;
  flow_.frames.push_back({setting.x, setting.width, code_ground, {}, frame_padding, setting.frame});
  const int element = open(Role::code, open(Role::paragraph, setting.element));
  const std::size_t first = flow_.strips.size();
  std::string_view rest = code.text;
  while (rest.ends_with('\n')) rest.remove_suffix(1);
  for (const std::string_view line : split(rest, '\n')) set_prose(prose_of(line, code_look, element), code_look, inner);
  flow_.strips[first].space_above = space_around_frame;
  flow_.strips.back().space_below = space_around_frame;
}

void BlockSetter::operator()(const Rule&, const Setting& setting) {
  Strip& strip = add_strip(0.6, setting);
  strip.items.push_back({Box{setting.x, 0, setting.width, 0.6, hairline}, artifact});
  strip.space_above = strip.space_below = 12;
}

void BlockSetter::operator()(const PageBreak&, const Setting&) {
  page_break_due_ = true;
}

void BlockSetter::operator()(const Figure& figure, const Setting& setting) {
  const int group = open(Role::group, setting.element);
  const std::size_t first = flow_.strips.size();
  const std::string title = numbered("Figure", figure.number, figure.title);
  if (!title.empty()) {
    set_prose(prose_of(title, caption_look, open(Role::caption, group)), caption_look, setting, true);
    flow_.strips.back().keep_with_next = true;
    flow_.strips.back().space_below = 5;
  }
  const double wished = options_->figure_height ? options_->figure_height(figure, setting.width) : setting.width / 2;
  // Small panels have no height to spare: their text keeps its size, so the figure may fill a page.
  const bool panels = std::holds_alternative<SmallMultiples>(figure.chart);
  const double height = std::clamp(wished, 60.0, panels ? body_height * 0.85 : tallest_chart);
  const int element = open(Role::figure, group);
  (*elements_)[element].alternative = figure.description.empty() ? figure.alt : figure.alt + " " + figure.description;
  Strip& chart = add_strip(height, setting);
  chart.give = panels ? 0 : height * chart_give;
  chart.items.push_back({ChartArea{setting.x, 0, setting.width, height, &figure}, element});
  if (!figure.source.empty()) {
    chart.keep_with_next = true;
    chart.space_below = 4;
    const Prose source = prose_of(sourced(figure.source), source_look, open(Role::paragraph, group));
    set_prose(source, source_look, setting, true);
  }
  flow_.strips[first].space_above = 14;
  flow_.strips.back().space_below = 18;
  if (!figure.label.empty()) flow_.strips[first].anchors.push_back({figure.label, {}});
}

void BlockSetter::operator()(const Table& table, const Setting& setting) {
  TableSetter(*this, table, setting).set(numbered("Table", table.number, table.caption));
}

}  // namespace hallmark::render
