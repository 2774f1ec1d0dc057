#include "report/readable_text.h"

#include <algorithm>

#include "render/pdf_text.h"

namespace hallmark::report {

std::optional<std::string> readable_text(const std::string& format, const std::string& content) {
  if (format == "html") return render::html_text(content);
  if (format == "pdf") return render::pdf_text(content);
  if (format == "md" || format == "txt") return content;
  return std::nullopt;
}

std::string joined(const std::vector<render::Word>& words, std::size_t from, std::size_t to) {
  constexpr std::size_t most = 12;
  std::string out;
  for (std::size_t i = from; i < std::min(to, from + most); ++i) out += (i == from ? "" : " ") + words[i].text;
  return to - from > most ? out + " …" : out;
}

}  // namespace hallmark::report
