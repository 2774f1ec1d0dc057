// Lua between braces, read just far enough to know where it ends: strings, comments, brackets, words.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::templates {

struct LuaWord {
  std::string_view word;
  std::size_t at = 0;  // in the text
};

struct LuaCode {
  std::string code;            // comments blanked, line breaks kept
  std::size_t end = 0;         // of the code in the text: where the closing braces start
  std::vector<LuaWord> words;  // names and keywords
};

// Throws; `at` and `length` are bytes of the text.
using LuaComplaint =
    std::function<void(std::size_t at, std::size_t length, std::string sentence, std::vector<std::string> hints)>;

// Reads from `from` to the closing "}}" of an expression, whose own braces may hold more of them, or "%}" of a
// statement. `opening` is where its "{{" or "{%" stands.
LuaCode read_lua(std::string_view text, std::size_t opening, bool expression, const LuaComplaint& complain);

// Follows for, if, while, repeat, function, do and their ends through the statements of a file.
class LuaBlocks {
 public:
  void add(const std::vector<LuaWord>& words, const LuaComplaint& complain);
  void finish(const LuaComplaint& complain) const;

 private:
  struct Open {
    std::string word;
    std::size_t at = 0;
    bool awaits_do = false;
  };
  std::vector<Open> open_;
};

}  // namespace hallmark::templates
