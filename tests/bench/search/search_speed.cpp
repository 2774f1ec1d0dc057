// Times warm queries and indexing in one process: Hallmark's index and a plain Xapian database over the same texts.
// tests/bench/search/speed runs it beside FTS5 and Lucene.
//
// usage: search_speed STUDIES QUERIES.tsv FOLDER
// Prints a line of JSON: "hallmark" and "xapian" hold milliseconds of processor time a query, the least of the rounds;
// "index" studies a second by the clock, the best of the rounds.
#include <xapian.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>

#include "base/json.h"
#include "base/text.h"
#include "knowledge_base/case_study.h"
#include "knowledge_base/evidence.h"
#include "knowledge_base/index.h"
#include "knowledge_base/search.h"

using namespace hallmark;
using namespace hallmark::knowledge;

namespace {

constexpr int rounds = 5;

// Of this thread: other work on the machine must not count.
double processor_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double processor_seconds_of(const std::function<void()>& work) {
  const double begin = processor_seconds();
  work();
  return processor_seconds() - begin;
}

double seconds_of(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::vector<std::string> queries_of(const char* path) {
  std::vector<std::string> queries;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) queries.push_back(line.substr(line.find('\t') + 1));
  return queries;
}

// What a program without Hallmark would write: Xapian's own term generator over the same words.
void build_plain(const std::vector<CaseStudy>& studies, const std::string& path) {
  Xapian::WritableDatabase database(path, Xapian::DB_CREATE_OR_OVERWRITE);
  Xapian::TermGenerator words;
  words.set_stemmer(Xapian::Stem("english"));
  for (const CaseStudy& study : studies) {
    Xapian::Document document;
    words.set_document(document);
    words.set_termpos(0);
    for (const std::string& text : {study.title, study.area_name, join(study.themes, "; "), study.body}) {
      words.index_text(text);
      words.increase_termpos();
    }
    document.set_data(study.body);
    document.add_boolean_term("Q" + study.id);
    database.add_document(document);
  }
  database.commit();
}

class Plain {
 public:
  explicit Plain(const std::string& path) : database_(path) {
    parser_.set_database(database_);
    parser_.set_stemmer(Xapian::Stem("english"));
    parser_.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
  }
  void search(const std::string& text) {
    Xapian::Enquire enquire(database_);
    enquire.set_query(parser_.parse_query(text));
    enquire.get_mset(0, 10);
  }

 private:
  Xapian::Database database_;
  Xapian::QueryParser parser_;
};

json::array least(const std::vector<std::vector<double>>& times) {
  json::array result;
  for (const std::vector<double>& query : times)
    result.emplace_back(*std::min_element(query.begin(), query.end()) * 1e3);
  return result;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::cerr << "usage: search_speed STUDIES QUERIES.tsv FOLDER\n";
    return 2;
  }
  const std::string shipped = hallmark_home() + "/knowledge_base", folder = words[3];
  const IndexRequest request{words[1], shipped + "/evidence_standard.yaml", shipped + "/vocabulary.yaml",
                             folder + "/index"};
  const Library library = load_library(disk(), request.studies, load_vocabulary(disk(), request.vocabulary));
  const auto studies = static_cast<double>(library.studies.size());
  double plain = 0, ours = 0;
  for (int round = 0; round < (studies > 10'000 ? 1 : 3); ++round) {
    std::filesystem::remove_all(request.index);
    plain = std::max(plain, studies / seconds_of([&] { build_plain(library.studies, folder + "/plain"); }));
    ours = std::max(ours, studies / seconds_of([&] { build_index(disk(), request); }));
  }

  const AreaModel areas = AreaModel::load(disk(), shipped + "/areas/similar_areas.yaml");
  SearchIndex index({{ShardPlace::Kind::folder, request.index}}, Synonyms::load(disk(), shipped + "/synonyms.yaml"),
                    &areas);
  Plain plainly(folder + "/plain");
  SearchRequest search;
  search.like = areas.find("Cardiff");
  search.snippets = search.facets = false;
  const std::vector<std::string> queries = queries_of(words[2]);
  std::vector<std::vector<double>> hallmark_times(queries.size()), xapian_times(queries.size());
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < queries.size(); ++i) {
      search.text = queries[i];
      hallmark_times[i].push_back(processor_seconds_of([&] { index.search(search); }));
      xapian_times[i].push_back(processor_seconds_of([&] { plainly.search(queries[i]); }));
    }
  std::cout << write_json(json::object{{"hallmark", least(hallmark_times)},
                                       {"xapian", least(xapian_times)},
                                       {"index", json::object{{"hallmark", ours}, {"xapian", plain}}}})
            << "\n";
}
