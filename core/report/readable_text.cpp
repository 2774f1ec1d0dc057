#include "report/readable_text.h"

#include "render/pdf_text.h"
#include "render/scan.h"

namespace hallmark::report {

std::optional<std::string> readable_text(const std::string& format, const std::string& content) {
  if (format == "html") return render::html_text(content);
  if (format == "pdf") return render::pdf_text(content);
  if (format == "md" || format == "txt") return content;
  return std::nullopt;
}

}  // namespace hallmark::report
