#include "knowledge_base/index_generation.h"

#include <filesystem>

#include "base/text.h"
#include "knowledge_base/bulk_index.h"

namespace hallmark::knowledge {

namespace {

namespace fs = std::filesystem;

// Studies put into a copy of the earlier database between two commits; bulk_index.h says why not more.
constexpr std::size_t batch = 100;

// "id<TAB>hash of its file" a line.
std::map<std::string, std::string> manifest_from(std::string_view text) {
  std::map<std::string, std::string> manifest;
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t tab = line.find('\t');
    if (tab != std::string_view::npos) manifest.emplace(line.substr(0, tab), line.substr(tab + 1));
  }
  return manifest;
}

std::string to_text(const std::map<std::string, std::string>& manifest) {
  std::string out;
  for (const auto& [id, hash] : manifest) out += id + "\t" + hash + "\n";
  return out;
}

}  // namespace

Generation::Generation(std::string folder, const std::optional<std::string>& earlier, std::string rules)
    : folder_(std::move(folder)), rules_(std::move(rules)) {
  columns_.areas.emplace_back();
  columns_.rows.emplace_back();
  if (!earlier) return;
  try {
    const Xapian::Database database(*earlier);
    if (database.get_metadata("rules") != rules_) return;
    columns_ = columns_from(database.get_metadata("columns"));
    manifest_ = manifest_from(database.get_metadata("manifest"));
    earlier_ = earlier;
  } catch (const Xapian::Error&) {
    // Damaged: it is made again.
  }
}

void Generation::compare(const std::vector<const CaseStudy*>& studies, IndexChanges& changes) {
  std::map<std::string, std::string> now;
  for (const CaseStudy* study : studies) {
    now.emplace(study->id, study->hash);
    const auto before = manifest_.find(study->id);
    if (before != manifest_.end() && before->second == study->hash) continue;
    (before == manifest_.end() ? changes.added : changes.changed).push_back(study->id);
    fresh_.push_back(study);
  }
  for (const auto& [id, hash] : manifest_)
    if (!now.contains(id)) gone_.push_back(id);
  changes.removed.insert(changes.removed.end(), gone_.begin(), gone_.end());
  changes.studies += now.size();
  manifest_ = std::move(now);
}

void Generation::write(const EvidenceStandard& standard, const std::string& build, const std::string& number) {
  if (earlier_)
    fs::copy(*earlier_, folder_, fs::copy_options::recursive);
  else
    write_anew(standard);
  Xapian::WritableDatabase database(folder_, Xapian::DB_OPEN | unpublished);
  if (earlier_) put(database, standard);
  for (const std::string& id : gone_) remove(database, id);
  std::string labels;
  for (const auto& [label, weight] : standard.weights) labels += fmt::format("{}\t{}\n", label, weight);
  database.set_metadata("labels", labels);
  database.set_metadata("rules", rules_);
  database.set_metadata("shard", number);
  database.set_metadata("columns", to_bytes(columns_));
  database.set_metadata("manifest", to_text(manifest_));
  database.set_metadata("fingerprint", build);
  database.commit();
  database.close();
}

Xapian::Document Generation::document_of(const CaseStudy& study, const Grade& graded, const StudyRow& row,
                                         DocumentMaker& maker) const {
  Xapian::Document document = maker.make(study, graded);
  document.add_value(factor_slot, factor_key(columns_.areas[row.area], row.evidence));
  document.add_value(facets_slot, facets_value(row.facets));
  return document;
}

void Generation::write_anew(const EvidenceStandard& standard) {
  std::vector<Grade> grades;
  for (const CaseStudy* study : fresh_) {
    const Grade graded = grade(*study, standard);
    grades.push_back({graded.label, graded.level, graded.weight, {}, {}, {}, {}});  // without reasons, which are long
    columns_.rows.push_back(row_of(*study, grades.back(), columns_));
  }
  const std::vector<Xapian::termcount> lengths =
      write_database(folder_, fresh_.size(), [&](DocumentMaker& maker, std::size_t i) {
        return document_of(*fresh_[i], grades[i], columns_.rows[i + 1], maker);
      });
  for (std::size_t i = 0; i < lengths.size(); ++i) columns_.rows[i + 1].length = lengths[i];
}

void Generation::put(Xapian::WritableDatabase& database, const EvidenceStandard& standard) {
  DocumentMaker maker;
  std::size_t pending = 0;
  for (const CaseStudy* study : fresh_) {
    const Grade graded = grade(*study, standard);
    StudyRow row = row_of(*study, graded, columns_);
    const Xapian::docid number = database.replace_document(id_term(study->id), document_of(*study, graded, row, maker));
    row.length = database.get_doclength(number);
    if (columns_.rows.size() <= number) columns_.rows.resize(number + 1);
    columns_.rows[number] = std::move(row);
    if (++pending % batch == 0) database.commit();
  }
}

void Generation::remove(Xapian::WritableDatabase& database, const std::string& id) {
  database.delete_document(id_term(id));
  for (StudyRow& row : columns_.rows)
    if (row.id == id) row = {};
}

}  // namespace hallmark::knowledge
