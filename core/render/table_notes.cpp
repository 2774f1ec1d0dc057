#include "render/table_notes.h"

#include <algorithm>

#include "base/text.h"

namespace hallmark::render {
namespace {

struct Reasons {
  bool any = false;
  std::vector<std::string> given;

  void add(const std::string& reason) {
    any = true;
    if (!reason.empty() && std::find(given.begin(), given.end(), reason) == given.end()) given.push_back(reason);
  }
  std::string note(const char* mark, const char* meaning) const {
    return fmt::format("{} {}{}{}", mark, meaning, given.empty() ? "" : ": ", join(given, "; "));
  }
};

struct Collect {
  Reasons& suppressed;
  Reasons& missing;
  void operator()(const Inlines&) {}
  void operator()(const Number& number) {
    if (!number.quantity.available()) missing.add({});
  }
  void operator()(const Suppressed& cell) { suppressed.add(cell.reason); }
  void operator()(const NotAvailable& cell) { missing.add(cell.reason); }
};

}  // namespace

std::vector<std::string> table_notes(const Table& table) {
  Reasons suppressed, missing;
  for (const auto& row : table.rows)
    for (const Cell& cell : row) std::visit(Collect{suppressed, missing}, cell.content);
  std::vector<std::string> notes;
  if (suppressed.any) notes.push_back(suppressed.note(suppressed_mark, "withheld to protect confidentiality"));
  if (missing.any) notes.push_back(missing.note(not_available_mark, "not available"));
  notes.insert(notes.end(), table.footnotes.begin(), table.footnotes.end());
  return notes;
}

}  // namespace hallmark::render
