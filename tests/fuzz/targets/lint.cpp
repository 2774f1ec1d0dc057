#include "report/lint.h"

#include "../targets.h"
#include "base/text.h"

// Markdown, or behind a byte 1 plain text, that somebody wrote elsewhere.
void hallmark::fuzz::lint(std::string_view input) {
  const bool plain = input.starts_with('\1');
  const std::string path = plain ? "text.txt" : "text.md";
  MemoryFileSystem files;
  files.files[path] = std::string(input.substr(plain ? 1 : 0));
  files.files[hallmark_home() + "/knowledge_base/language.yaml"] =
      disk().read(hallmark_home() + "/knowledge_base/language.yaml");
  reads_or_refuses([&] {
    const report::Lint lint = report::lint(files, {path, ".", {}});
    for (const report::Finding& finding : lint.findings) {
      require(is_valid_utf8(finding.diagnostic.sentence) && finding.diagnostic.where.line >= 1);
      require(finding.diagnostic.hints.empty() || is_valid_utf8(finding.diagnostic.hints.front()));
    }
    require(is_valid_utf8(report::to_text(lint)));
  });
}
