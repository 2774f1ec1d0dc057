// Protective markings: who may see a document, and what may stand in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.h"

namespace hallmark {

// From what anyone may see to what few may. PUBLIC is this list's own word for what carries no marking; OFFICIAL and
// OFFICIAL-SENSITIVE are those of the Government Security Classifications; RESTRICTED is for what only named people in
// the partnership may see, such as profiles of people.
enum class Marking { open, official, official_sensitive, restricted };

std::string_view name_of(Marking marking);        // "OFFICIAL-SENSITIVE"
const std::vector<std::string>& marking_names();  // in order

// “Official”, “OFFICIAL - SENSITIVE” and “OFFICIAL-SENSITIVE PERSONAL” are read too: case, spaces and dashes do not
// count, and a descriptor may follow. Nothing for what begins with no marking.
std::optional<Marking> parse_marking(std::string_view text);

// Error(ExitCode::configuration) at its place for what is none.
Marking read_marking(const Yaml& yaml);

// Content marked `content` in a document that is `document`: Error(ExitCode::configuration) where that is above it.
// `what` begins the sentence: “The dataset “health” is”. `marked` is where the marking stands, if in a file.
void require_marking(Marking content, Marking document, std::string_view what, const SourceLocation& marked = {});
// Whether an error is such a refusal. Scripts keep no more of an error than its words, so it is known by them.
bool is_marking_refusal(const Error& error);

}  // namespace hallmark
