#include "render/layout_front.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace hallmark::render {
namespace {

constexpr double cover_band = 0.52;   // share of the page's height
constexpr double number_column = 30;  // of the contents, for page numbers
constexpr double entry_indent = 16;

Colour text_on(Colour ground) {
  return chart::contrast(white, ground) >= chart::contrast(ink, ground) ? white : ink;
}

// Lines downwards from `top`; returns the y below the last.
double write_down(const Prose& prose, const TextLook& look, double top, std::size_t most_lines,
                  std::vector<Item>& items) {
  const std::vector<Line> lines = prose.lines(body_width);
  for (std::size_t i = 0; i < std::min(lines.size(), most_lines); ++i) {
    prose.place(lines[i], margin_left, top + baseline_of(look.size, look.leading), items);
    top += look.leading;
  }
  return top;
}

// Shortened to the words that fit, with an ellipsis.
Prose fitted(const std::string& text, double width, const TextLook& look, const BlockSetter& setter) {
  Prose whole = setter.prose_of(text, look, artifact);
  if (whole.natural_width() <= width) return whole;
  const double ellipsis = setter.prose_of("…", look, artifact).natural_width();
  const Line kept = whole.lines(std::max(width - ellipsis, 0.0))[0];
  return setter.prose_of(std::string(trim(whole.text(kept.begin, kept.end))) + "…", look, artifact);
}

enum class Side { left, centre, right };

void write_line(const std::string& text, Side side, double baseline, double width, const TextLook& look,
                const BlockSetter& setter, Page& page) {
  if (text.empty()) return;
  const Prose prose = fitted(text, width, look, setter);
  const double spare = body_width - prose.natural_width();
  const double x = margin_left + (side == Side::left ? 0 : side == Side::centre ? spare / 2 : spare);
  prose.place(prose.lines(body_width)[0], x, baseline, page.items);
}

// At the foot of the cover, on white, as large as fits into the space a logo is given.
void add_logo(const LogoShape& logo, int group, BlockSetter& setter, Page& page) {
  constexpr double most_width = 220, most_height = 80, foot = 56;
  if (logo.width <= 0 || logo.height <= 0) return;
  const double scale = std::min(most_width / logo.width, most_height / logo.height);
  const double width = logo.width * scale, height = logo.height * scale;
  const int figure = setter.open(Role::figure, group);
  setter.describe(figure, logo.alternative);
  page.items.push_back({LogoArea{margin_left, page_height - foot - height, width, height}, figure});
}

}  // namespace

Page cover_page(const DocumentMeta& meta, const LogoShape& logo, BlockSetter& setter) {
  Page page;
  const double band = page_height * cover_band;
  const Colour ground = setter.brand().ground, front = text_on(ground);
  const int group = setter.open(Role::group, 0);
  const auto write = [&](const std::string& text, const TextLook& look, double top, std::size_t most_lines, Role role) {
    if (text.empty()) return top;
    return write_down(setter.prose_of(text, look, setter.open(role, group)), look, top, most_lines, page.items);
  };
  page.items.push_back({Box{0, 0, page_width, band, ground}, artifact});
  page.items.push_back({Box{0, band, page_width, 7, tint(ground, 0.45)}, artifact});
  double y = 62;
  y = write(meta.marking, {Face::bold, 10, 15, front}, y, 1, Role::paragraph);
  write(meta.organisation, {Face::bold, 13, 19, front}, std::max(y + 8, 84.0), 2, Role::paragraph);

  // The title stands on the foot of the band, however many lines it has.
  const TextLook title_look{Face::bold, 32, 40, front}, subtitle_look{Face::regular, 15, 21, front};
  const auto depth = [&](const std::string& text, const TextLook& look, std::size_t most) {
    if (text.empty()) return 0.0;
    return static_cast<double>(std::min(most, setter.prose_of(text, look, artifact).lines(body_width).size())) *
           look.leading;
  };
  y = band - 44 - depth(meta.title, title_look, 5) - depth(meta.subtitle, subtitle_look, 3) -
      (meta.subtitle.empty() ? 0 : 8);
  y = write(meta.title, title_look, y, 5, Role::cover_title);
  write(meta.subtitle, subtitle_look, y + 8, 3, Role::paragraph);

  y = band + 40;
  y = write(meta.period, {Face::bold, 13, 20, ink}, y, 2, Role::paragraph);
  if (!meta.date.empty()) write("Data to " + meta.date, {Face::regular, 10.5, 16, muted}, y + 4, 2, Role::paragraph);
  add_logo(logo, group, setter, page);
  return page;
}

Flow contents_flow(const std::vector<ContentsEntry>& entries, BlockSetter& setter) {
  Flow flow;
  const int contents = setter.open(Role::contents, 0);
  const TextLook title_look = heading_look(1, setter.brand().accent);
  const Prose title = setter.prose_of("Contents", title_look, setter.open(Role::caption, contents));
  Strip& top = flow.strips.emplace_back();
  top.height = title_look.leading;
  top.space_below = 12;
  top.keep_with_next = true;
  title.place(title.lines(body_width)[0], margin_left, baseline_of(title_look.size, title_look.leading), top.items);
  for (const ContentsEntry& entry : entries) {
    const TextLook look{entry.depth == 0 ? Face::bold : Face::regular, 10.2, 15.4, ink};
    const double indent = entry.depth * entry_indent;
    const int element = setter.open(Role::link, setter.open(Role::contents_item, contents));
    const double baseline = baseline_of(look.size, look.leading);
    const Prose prose = setter.prose_of(entry.title, look, element);
    const std::vector<Line> lines = prose.lines(body_width - indent - number_column);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      Strip& strip = flow.strips.emplace_back();
      strip.height = look.leading;
      strip.space_above = i > 0 ? 0 : entry.depth == 0 ? 8 : 2;
      strip.keep_with_next = i + 1 < lines.size();
      if (!entry.anchor.empty())
        strip.items.push_back(
            {LinkArea{margin_left + indent, 0, body_width - indent, look.leading, "#" + entry.anchor}, element});
      prose.place(lines[i], margin_left + indent, baseline, strip.items);
    }
    Strip& last = flow.strips.back();
    const Prose number = setter.prose_of(fmt::format("{}", entry.page), look, element);
    const double number_x = margin_left + body_width - number.natural_width();
    // Leader dots line up down the page: they sit on a grid counted from the right margin.
    const Prose dot = setter.prose_of(".", {Face::regular, 9, 15.4, muted}, artifact);
    constexpr double pitch = 5;
    const double from = margin_left + indent + lines.back().width + 6;
    const int first = static_cast<int>((margin_left + body_width - number_column - from) / pitch);
    for (int k = first; k >= 0; --k) {
      const double x = margin_left + body_width - number_column + pitch - (k + 1) * pitch;
      dot.place(dot.lines(pitch)[0], x, baseline, last.items);
    }
    number.place(number.lines(number_column)[0], number_x, baseline, last.items);
  }
  return flow;
}

void add_running_matter(Page& page, const RunningMatter& matter, const BlockSetter& setter) {
  constexpr double head = 48, foot = page_height - 44;
  const double half = body_width * 0.48, gap = 18;
  const double section_width = setter.prose_of(matter.section, running_look, artifact).natural_width();
  write_line(matter.title, Side::left, head, body_width - std::min(section_width, half) - gap, running_look, setter,
             page);
  write_line(matter.section, Side::right, head, half, running_look, setter, page);
  page.items.push_back({Box{margin_left, head + 6, body_width, 0.5, hairline}, artifact});
  page.items.push_back({Box{margin_left, foot - 14, body_width, 0.5, hairline}, artifact});
  write_line(matter.organisation, Side::left, foot, half, running_look, setter, page);
  write_line(fmt::format("Page {} of {}", matter.page, matter.pages), Side::right, foot, half, running_look, setter,
             page);
  TextLook marking = running_look;
  marking.face = Face::bold;
  marking.colour = ink;
  write_line(matter.marking, Side::centre, head - 18, body_width, marking, setter, page);
  write_line(matter.marking, Side::centre, foot + 16, body_width, marking, setter, page);
}

}  // namespace hallmark::render
