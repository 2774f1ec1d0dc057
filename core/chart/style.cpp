#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "chart/draw.h"

namespace hallmark::chart {
namespace {

std::optional<std::uint8_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

double linear(std::uint8_t channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Colour c) {
  return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

}  // namespace

std::optional<Colour> parse_colour(std::string_view text) {
  if (text.size() != 4 && text.size() != 7) return std::nullopt;
  if (text[0] != '#') return std::nullopt;
  std::uint8_t channels[3] = {};
  const std::size_t digits = (text.size() - 1) / 3;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto high = hex_digit(text[1 + i * digits]);
    const auto low = hex_digit(text[i * digits + digits]);
    if (!high || !low) return std::nullopt;
    channels[i] = static_cast<std::uint8_t>(*high * 16 + *low);
  }
  return Colour{channels[0], channels[1], channels[2]};
}

std::string to_hex(Colour colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

double contrast(Colour a, Colour b) {
  const double first = luminance(a), second = luminance(b);
  return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

Style house_style() {
  Style style;
  // Qualitative: the colours of the Office for National Statistics, its lime darkened to reach 3:1 on white.
  style.palette = {{0x20, 0x60, 0x95}, {0x27, 0xa0, 0xcc}, {0x00, 0x3c, 0x57}, {0x11, 0x8c, 0x7b},
                   {0x7d, 0x8f, 0x1e}, {0x87, 0x1a, 0x5b}, {0xf6, 0x60, 0x68}, {0x74, 0x6c, 0xb1}};
  // Sequential: its choropleth ramp, whose lightness falls evenly, so that it reads without colour vision and in print.
  style.sequential = {
      {0xcd, 0xe5, 0x94}, {0x80, 0xc6, 0xa3}, {0x1f, 0x9e, 0xb7}, {0x18, 0x62, 0x90}, {0x08, 0x0c, 0x54}};
  return style;
}

Style with_brand(Style style, std::string_view brand) {
  const auto colour = parse_colour(brand);
  if (!colour || contrast(*colour, style.background) < 3) return style;
  std::erase(style.palette, *colour);
  style.palette.insert(style.palette.begin(), *colour);
  return style;
}

}  // namespace hallmark::chart
