// Fields of a case study's front matter, each fault at its line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/yaml.h"
#include "knowledge_base/case_study.h"

namespace hallmark::knowledge {

// Without the marks and control characters that make a text look like what it is not.
std::string clean(std::string_view text);
// Clean and on one line, whatever the file made of it.
std::string line_of(std::string_view text);

std::string text_of(const Yaml& front, std::string_view key);
std::string required_text(const Yaml& front, std::string_view key);
// The items of a list that may be absent.
const std::vector<Yaml>& list_of(const Yaml& front, std::string_view key);
void check_word(const Yaml& where, const std::string& word, const std::vector<std::string>& known,
                std::string_view what);
// Each once, in the order written.
std::vector<std::string> words_of(const Yaml& front, std::string_view key, const std::vector<std::string>& known,
                                  std::string_view what);
Answer answer_of(const Yaml* node);  // null: unknown
std::optional<double> number_of(const Yaml& map, std::string_view key);
double count_of(const Yaml& map, std::string_view key);
// "2003" or "2003-01"; empty where absent.
std::string date_of(const Yaml& map, std::string_view key);

// One outcome; its source is one of so many, its themes are of those of the study.
Outcome read_outcome(const Yaml& map, std::size_t sources, const std::vector<std::string>& themes);

}  // namespace hallmark::knowledge
