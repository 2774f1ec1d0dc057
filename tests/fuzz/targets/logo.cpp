#include "render/logo.h"

#include "../targets.h"
#include "base/text.h"

// A logo in either form. An SVG that was let through holds nothing that could act or lead elsewhere.
void hallmark::fuzz::logo(std::string_view input) {
  if (input.starts_with("\x89PNG")) {
    render::Logo logo;
    return reads_or_refuses([&] {
      render::check_png(input, "logo.png", logo);
      require(logo.width > 0 && logo.width <= render::widest_png && logo.height > 0);
    });
  }
  reads_or_refuses([&] {
    render::check_svg(input, "logo.svg");
    for (const char* never : {"<script", "<!ENTITY", "<foreignObject", "<iframe"})
      require(input.find(never) == std::string_view::npos || input.find("<!--") != std::string_view::npos ||
              input.find("<![CDATA[") != std::string_view::npos);
  });
}
