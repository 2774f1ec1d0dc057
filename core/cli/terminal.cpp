#include "cli/terminal.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/diagnostic.h"
#include "base/inert.h"
#include "base/text.h"

namespace hallmark::cli {

namespace {

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool wants_colour(bool interactive) {
  if (is_set("NO_COLOR")) return false;
  if (is_set("CLICOLOR_FORCE") && std::strcmp(std::getenv("CLICOLOR_FORCE"), "0") != 0) return true;
  if (is_set("CLICOLOR") && std::strcmp(std::getenv("CLICOLOR"), "0") == 0) return false;
  const char* kind = std::getenv("TERM");
  return interactive && (kind == nullptr || std::strcmp(kind, "dumb") != 0);
}

}  // namespace

Terminal::Terminal() : interactive_(::isatty(STDERR_FILENO) == 1) {
  colour_ = wants_colour(interactive_);
}

void Terminal::print(std::string_view words) {
  const std::string text = inert(words, colour_);
  if (std::fwrite(text.data(), 1, text.size(), results_) == text.size()) return;
  if (errno == EPIPE) std::_Exit(static_cast<int>(ExitCode::success));  // `| head` has read what it wanted
  throw Error(ExitCode::output, fmt::format("Cannot write the result: {}.", std::strerror(errno)));
}

void Terminal::flush() {
  if (std::fflush(results_) == 0) return;
  if (errno == EPIPE) std::_Exit(static_cast<int>(ExitCode::success));
  throw Error(ExitCode::output, fmt::format("Cannot write the result: {}.", std::strerror(errno)));
}

void Terminal::say(std::string_view sentence) {
  clear_progress();
  std::fprintf(messages_, "%s\n", inert(sentence).c_str());
}

void Terminal::show(const Diagnostic& diagnostic) {
  clear_progress();
  const std::string text = inert(render(diagnostic, colour_), colour_);
  std::fwrite(text.data(), 1, text.size(), messages_);
}

std::function<void(std::uint64_t, std::uint64_t)> Terminal::progress(std::string label) {
  if (!interactive_) return {};
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  return [this, label = std::move(label), start, next = start + std::chrono::seconds(1)](std::uint64_t done,
                                                                                         std::uint64_t total) mutable {
    const Clock::time_point now = Clock::now();
    if (now < next || total == 0) return;
    next = now + std::chrono::milliseconds(100);
    progress_shown_ = true;
    std::fprintf(messages_, "\r\x1b[K%s %d%%", label.c_str(),
                 static_cast<int>(100.0 * static_cast<double>(done) / static_cast<double>(total)));
    std::fflush(messages_);
  };
}

void Terminal::clear_progress() {
  if (progress_shown_) std::fputs("\r\x1b[K", messages_);
  progress_shown_ = false;
}

std::string to_text(const TextTable& table, std::string_view indent) {
  std::vector<std::size_t> widths;
  for (const std::string& heading : table.headings) widths.push_back(count_code_points(heading));
  for (const auto& row : table.rows)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], count_code_points(row[c]));
  std::string out;
  const auto write = [&](const std::vector<std::string>& cells) {
    std::string line(indent);
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::string pad(widths[c] - count_code_points(cells[c]), ' ');
      line += table.right[c] ? pad + cells[c] : cells[c] + pad;
      if (c + 1 < cells.size()) line += "  ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  };
  write(table.headings);
  for (const auto& row : table.rows) write(row);
  return out;
}

}  // namespace hallmark::cli
