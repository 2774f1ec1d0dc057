// Runs the commands of a Markdown page and compares what they print; README.md beside this file says how pages are
// written.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;
constexpr std::string_view anything = "…";

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// One line against a pattern in which … is any text.
bool line_matches(std::string_view line, std::string_view pattern) {
  const std::size_t at = pattern.find(anything);
  if (at == std::string_view::npos) return line == pattern;
  if (line.substr(0, at) != pattern.substr(0, at)) return false;
  const std::string_view rest = pattern.substr(at + anything.size());
  for (std::size_t from = at; from <= line.size(); ++from)
    if (line_matches(line.substr(from), rest)) return true;
  return false;
}

bool matches(const std::vector<std::string>& lines, std::size_t l, const std::vector<std::string>& patterns,
             std::size_t p) {
  if (p == patterns.size()) return l == lines.size();
  if (patterns[p] == anything) {
    for (std::size_t next = l; next <= lines.size(); ++next)
      if (matches(lines, next, patterns, p + 1)) return true;
    return false;
  }
  return l < lines.size() && line_matches(lines[l], patterns[p]) && matches(lines, l + 1, patterns, p + 1);
}

struct Step {
  int line = 0;
  std::string command;                // or
  fs::path file;                      // a file to write
  std::vector<std::string> expected;  // of a command: its lines; of a file: its content
};

// `$ command` lines of a console fence, each with the lines below it.
void add_commands(const std::vector<std::string>& fence, int first_line, std::vector<Step>& steps) {
  for (std::size_t i = 0; i < fence.size(); ++i) {
    if (fence[i].starts_with("$ "))
      steps.push_back({first_line + static_cast<int>(i), fence[i].substr(2), {}, {}});
    else if (!steps.empty())
      steps.back().expected.push_back(fence[i]);
  }
}

std::vector<Step> read_page(const fs::path& page) {
  std::vector<Step> steps;
  const std::vector<std::string> lines = lines_of(read(page));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].starts_with("```")) continue;
    const std::string information = lines[i].substr(3);
    const int first_line = static_cast<int>(i) + 2;
    std::vector<std::string> fence;
    for (++i; i < lines.size() && lines[i] != "```"; ++i) fence.push_back(lines[i]);
    const std::size_t space = information.find(' ');
    if (information == "console")
      add_commands(fence, first_line, steps);
    else if (space != std::string::npos)
      steps.push_back({first_line, {}, information.substr(space + 1), fence});
  }
  return steps;
}

void write_file(const Step& step, const fs::path& folder) {
  const fs::path path = folder / step.file;
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  for (const std::string& line : step.expected) file << line << '\n';
}

bool run_command(const Step& step, const fs::path& page, const fs::path& folder, const fs::path& outputs) {
  const fs::path out = outputs / "out", err = outputs / "err";
  const std::string whole =
      "cd '" + folder.string() + "' && { " + step.command + "\n} >'" + out.string() + "' 2>'" + err.string() + "'";
  const int status = std::system(whole.c_str());
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  std::vector<std::string> printed = lines_of(read(out));
  for (std::string& line : lines_of(read(err))) printed.push_back(std::move(line));
  if (code != 0) printed.push_back("[exit " + std::to_string(code) + "]");
  if (matches(printed, 0, step.expected, 0)) return true;
  std::cout << page.filename().string() << ":" << step.line << ": $ " << step.command << "\n--- expected\n";
  for (const std::string& line : step.expected) std::cout << line << "\n";
  std::cout << "--- printed\n";
  for (const std::string& line : printed) std::cout << line << "\n";
  std::cout << "---\n";
  return false;
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::cerr << "usage: run_commands HALLMARK PAGE.md\n";
    return 2;
  }
  for (const char* needed : {"HALLMARK_HOME", "FIXTURES"})
    if (std::getenv(needed) == nullptr) {
      std::cerr << needed << " is not set; README.md says to what.\n";
      return 2;
    }
  const fs::path program = fs::absolute(words[1]), page = words[2];
  const std::string path = program.parent_path().string() + ":" + std::getenv("PATH");
  ::setenv("PATH", path.c_str(), 1);
  std::string pattern = (fs::temp_directory_path() / "hallmark-commands-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    std::perror("mkdtemp");
    return 1;
  }
  const fs::path root = pattern, folder = root / "work", outputs = root / "outputs";
  fs::create_directories(folder);
  fs::create_directories(outputs);
  int failures = 0, commands = 0;
  for (const Step& step : read_page(page)) {
    if (!step.file.empty()) {
      write_file(step, folder);
    } else {
      ++commands;
      failures += run_command(step, page, folder, outputs) ? 0 : 1;
    }
  }
  std::error_code ignored;
  for (auto entry = fs::recursive_directory_iterator(root, ignored); entry != fs::recursive_directory_iterator();
       ++entry)
    if (entry->is_directory()) fs::permissions(entry->path(), fs::perms::owner_all, fs::perm_options::add, ignored);
  fs::remove_all(root, ignored);
  if (commands == 0) std::cout << page.filename().string() << " holds no commands.\n";
  return failures == 0 && commands > 0 ? 0 : 1;
}
