// Mutated queries and case studies: a search ends in ranked results or in a sentence, the same over one index and over
// shards; a case study is read or refused with its place. The two entry points take bytes as libFuzzer hands them over.
#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "../unit/knowledge_base/search_folder.h"
#include "base/text.h"
#include "knowledge_base/case_study.h"
#include "knowledge_base/evidence.h"

using namespace hallmark;
using namespace hallmark::knowledge;

// Xapian 1.4.22 loses the terms of a query that its parser refuses.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:Xapian::QueryParser::Internal::parse_query";
}

namespace {

const std::string shipped = source_dir() + "/knowledge_base/";

// A few bytes changed, taken out, doubled or replaced by ones that matter.
std::string mutated(std::string text, const std::vector<std::string>& telling, std::mt19937& random) {
  for (auto count = 1 + random() % 6; count > 0 && !text.empty(); --count) {
    const std::size_t at = random() % text.size(), length = 1 + random() % 12;
    switch (random() % 5) {
      case 0:
        text[at] = static_cast<char>(random());
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(random() % text.size(), length));
        break;
      default:
        text.insert(at, telling[random() % telling.size()]);
    }
  }
  return text;
}

bool is_clean(const std::string& text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\x02' && c != '\x03') return false;
  for (const char* bidi : {"\u202A", "\u202B", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068"})
    if (text.find(bidi) != std::string::npos) return false;
  return is_valid_utf8(text);
}

const SearchFolder& filled(const SearchFolder& folder, std::size_t shards) {
  folder.study("lamps", "Street lighting", "new lamps cut burglaries, as hot-spot policing did",
               "themes: [burglary]\ndates: {start: 1999, end: 2001}\narea: {name: Cardiff, code: W06000015}\n");
  folder.study("taxis", "Taxi marshals", "marshals at the rank, night after night, for the primary care trust",
               "themes: [violence, night-time economy]\nagencies: [council]\ndates: {start: 2006-04}\n");
  folder.study("asb", "Neighbours", "anti-social behaviour fell; caf\u00E9 owners agreed");
  folder.study("gates", "Alley-gates", "gates cut burglary in the alleys behind the houses at night");
  IndexRequest request = folder.request();
  request.shards = shards;
  build_index(disk(), request);
  return folder;
}

// The same studies in one index and spread over three shards.
struct Indexes {
  SearchFolder whole, spread;
  SearchIndex one = filled(whole, 1).open(), three = filled(spread, 3).open();
};

void search_both(const std::string& text) {
  static Indexes indexes;
  SearchRequest request;
  request.text = text;
  request.explain = true;
  try {
    const SearchResult one = indexes.one.search(request), three = indexes.three.search(request);
    CHECK(ids(one) == ids(three));
    CHECK(one.matches == one.hits.size());
    CHECK(one.hits.empty() == !one.hints.empty());
    for (std::size_t i = 0; i < one.hits.size(); ++i) {
      const Hit& hit = one.hits[i];
      CHECK(hit.score == doctest::Approx(hit.text * hit.similarity * hit.evidence).epsilon(1e-9));
      if (i > 0) CHECK(hit.score <= one.hits[i - 1].score * (1 + 1e-6));
      CHECK(is_clean(hit.snippet));
    }
    CHECK(is_valid_utf8(one.did_you_mean));
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::usage);
    CHECK_FALSE(std::string_view(error.what()).empty());
  }
}

void read_study(const std::string& text) {
  static const Vocabulary vocabulary = load_vocabulary(disk(), shipped + "vocabulary.yaml");
  static const EvidenceStandard standard = load_evidence_standard(disk(), shipped + "evidence_standard.yaml");
  try {
    const CaseStudy study = parse_case_study(text, "lamps.md", vocabulary);
    CHECK(study.id == "lamps");
    for (const std::string& field : {study.title, study.area_name, study.problem, study.body}) CHECK(is_clean(field));
    const Grade graded = grade(study, standard);
    CHECK(graded.weight >= 0);
    CHECK(graded.weight <= 1);
    CHECK_FALSE(graded.label.empty());
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::configuration);
    CHECK(error.diagnostic().where.file == "lamps.md");
  }
}

const std::string sound_study =
    "---\nid: lamps\ntitle: Lamps\nstatus: evaluated\narea: {name: Cardiff, code: W06000015}\n"
    "dates: {start: 1999-02, end: 2001}\nthemes: [burglary]\nagencies: [council, police]\nsetting: [residential]\n"
    "outcomes:\n  - name: crime\n    design: comparison_before_after\n    kind: counts\n    desired: decrease\n"
    "    treated: {before: 100, after: 40}\n    comparison: {before: 100, after: 95}\n    n: 4 streets\n    source: 1\n"
    "cost: {amount: 12.5, currency: GBP, price_year: 2001}\nevaluator: {name: A university, independent: yes}\n"
    "displacement: {checked: yes, finding: none}\nsources:\n  - {cite: A report, url: \"https://example.org\"}\n---\n"
    "## Scanning\n\nDark streets.\n";

}  // namespace

extern "C" int hallmark_fuzz_query(const std::uint8_t* bytes, std::size_t size) {
  search_both(std::string(reinterpret_cast<const char*>(bytes), size));
  return 0;
}

extern "C" int hallmark_fuzz_case_study(const std::uint8_t* bytes, std::size_t size) {
  read_study(std::string(reinterpret_cast<const char*>(bytes), size));
  return 0;
}

TEST_CASE("mutated queries") {
  const std::vector<std::string> telling = {
      "\"",    "(",        ")",     "*",      "+",       "-",    ":",      "..",   " AND ",           " OR ",
      " NOT ", " NEAR/2 ", " XOR ", "theme:", "begins:", "\xFF", "\u202E", "\x02", std::string(1, 0), "2003..2008",
      " "};
  const std::string seeds[] = {"late \"street lighting\" theme:burglary",
                               "marsh* +night -taxi",
                               "ASB OR (burglary 1999..2004)",
                               "NTE AND licensing",
                               "evidence:\"not yet shown\" NOT gates",
                               "area:cardiff id:lamps",
                               "caf\u00E9"};
  std::mt19937 random(22);
  for (int round = 0; round < 1000; ++round) {
    const std::string text = mutated(seeds[random() % std::size(seeds)], telling, random);
    CAPTURE(text);
    hallmark_fuzz_query(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  }
}

TEST_CASE("mutated case studies") {
  const std::vector<std::string> telling = {"---\n", ": ",     "- ", "{",     "}",  "[",  "]",      "&a ",
                                            "*a",    "\"",     "'",  "|",     "\n", "\t", "\u202E", "\xFF",
                                            "\x1b",  "!!int ", "~",  "1e400", "-1", "0",  "nan",    "99999999999"};
  std::mt19937 random(23);
  for (int round = 0; round < 3000; ++round) {
    const std::string text = mutated(sound_study, telling, random);
    CAPTURE(text);
    hallmark_fuzz_case_study(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  }
}

TEST_CASE("case studies cut short at every byte") {
  for (std::size_t size = 0; size < sound_study.size(); ++size) read_study(sound_study.substr(0, size));
}
