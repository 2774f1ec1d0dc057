// The look of a printed statistics bulletin: page geometry, type sizes, colours.
#pragma once

#include <algorithm>
#include <string_view>

#include "render/layout.h"

namespace hallmark::render {

inline constexpr double page_width = 595.28;  // A4
inline constexpr double page_height = 841.89;
inline constexpr double margin_left = 68;
inline constexpr double margin_right = 68;
inline constexpr double body_top = 84;  // running head above
inline constexpr double body_bottom = page_height - 78;
inline constexpr double body_width = page_width - margin_left - margin_right;
inline constexpr double body_height = body_bottom - body_top;

inline constexpr Colour ink{0x22, 0x22, 0x22};
inline constexpr Colour muted{0x55, 0x56, 0x58};
inline constexpr Colour hairline{0xc4, 0xc6, 0xc8};
inline constexpr Colour code_ground{0xf3, 0xf4, 0xf5};
inline constexpr Colour house_brand{0x20, 0x60, 0x95};
inline constexpr Colour warning_bar{0xb3, 0x5a, 0x00};
inline constexpr Colour white{0xff, 0xff, 0xff};

struct TextLook {
  Face face = Face::regular;
  double size = 10.2;
  double leading = 15.2;  // from baseline to baseline
  Colour colour = ink;
};

inline constexpr TextLook body_look{Face::regular, 10.2, 15.2, ink};
inline constexpr TextLook caption_look{Face::bold, 10.2, 14.2, ink};
inline constexpr TextLook source_look{Face::regular, 8, 11.6, muted};
inline constexpr TextLook code_look{Face::mono, 8.2, 11.6, ink};
inline constexpr TextLook running_look{Face::regular, 7.8, 11, muted};
inline constexpr double table_size = 8.8;
inline constexpr double table_size_floor = 6.3;
inline constexpr double table_leading = 1.36;  // times the size

// Distance from the top of a line to its baseline: Open Sans stands 1.07 above and 0.29 below the baseline.
inline constexpr double baseline_of(double size, double leading) {
  return (leading - size * 1.36) / 2 + size * 1.07;
}

inline TextLook heading_look(int level, Colour brand) {
  switch (level) {
    case 1:
      return {Face::bold, 19, 25, brand};
    case 2:
      return {Face::bold, 14, 19.5, ink};
    case 3:
      return {Face::bold, 11.6, 16.5, ink};
    default:
      return {Face::bold, 10.2, 15.2, muted};
  }
}
inline double space_above_heading(int level) {
  return level == 1 ? 30 : level == 2 ? 22 : 15;
}
inline double space_below_heading(int level) {
  return level == 1 ? 9 : level == 2 ? 6 : 4;
}

// A colour mixed with white: share 1 keeps it, 0 is white.
inline Colour tint(Colour colour, double share) {
  const auto mix = [share](std::uint8_t c) { return static_cast<std::uint8_t>(255 - (255 - c) * share + 0.5); };
  return {mix(colour.red), mix(colour.green), mix(colour.blue)};
}

}  // namespace hallmark::render
