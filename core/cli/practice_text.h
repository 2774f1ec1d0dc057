// Case studies, their grades and transferability sheets as text for people and JSON for scripts.
#pragma once

#include <string>

#include "base/json.h"
#include "knowledge_base/fit.h"

namespace hallmark::cli {

std::string to_text(const knowledge::CaseStudy& study, const knowledge::Grade& grade);
std::string to_text(const knowledge::Grade& grade);
std::string to_text(const knowledge::FitSheet& sheet, const knowledge::CaseStudy& study);

json::object to_json(const knowledge::CaseStudy& study);
json::object to_json(const knowledge::Grade& grade);
json::object to_json(const knowledge::FitSheet& sheet);

// One line a study: what lists show.
json::object summary_json(const knowledge::CaseStudy& study, const knowledge::Grade& grade);

std::string likeness(const knowledge::FitSheet& sheet);  // "3rd most similar of 314, similarity 0.87"

}  // namespace hallmark::cli
