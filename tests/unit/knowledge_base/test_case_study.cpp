#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "knowledge_base/case_study.h"
#include "knowledge_base/evidence.h"
#include "knowledge_base/similar_areas.h"
#include "source_dir.h"

using namespace hallmark;
using namespace hallmark::knowledge;

namespace {

const std::string base = source_dir() + "/knowledge_base";

const Vocabulary& words() {
  static const Vocabulary vocabulary = load_vocabulary(disk(), base + "/vocabulary.yaml");
  return vocabulary;
}

const std::string front = R"(id: bar
title: One bar
status: evaluated
area: {name: Cardiff, code: W06000015}
dates: {start: 2004-10, end: 2006-03}
themes: [licensing, violence]
outcomes:
  - name: Crimes at the bar
    design: before_after
    kind: counts
    treated: {before: 112, after: 14}
    n: 1 bar
    follow_up_months: 6
    source: 1
evaluator: {name: The police, independent: no}
sources:
  - {cite: "National Audit Office, 2008", url: "https://example.org/a", page: "21"}
)";

CaseStudy parse(const std::string& yaml, const std::string& body = "Text.\n", const std::string& path = "kb/bar.md") {
  return parse_case_study("---\n" + yaml + "---\n" + body, path, words());
}

Diagnostic refusal(const std::string& yaml) {
  try {
    parse(yaml);
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::configuration);
    return error.diagnostic();
  }
  return {};
}

// The front matter with one part replaced.
std::string with(const std::string& from, const std::string& to) {
  std::string text = front;
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a case study is read") {
  const CaseStudy study = parse(front, "## Scanning\n");
  CHECK(study.id == "bar");
  CHECK(study.status == CaseStudy::Status::evaluated);
  CHECK(study.area_code == "W06000015");
  CHECK(study.start == "2004-10");
  CHECK(study.themes == std::vector<std::string>{"licensing", "violence"});
  REQUIRE(study.outcomes.size() == 1);
  CHECK(*study.outcomes[0].treated->before == 112);
  CHECK(study.outcomes[0].where.line == 9);
  CHECK(study.independent == Answer::no);
  CHECK(study.displacement == Answer::unknown);
  CHECK(study.sources[0].page == "21");
  CHECK(study.body == "## Scanning\n");
  CHECK_FALSE(study.only_text);
}

TEST_CASE("what is wrong is said with file, line and suggestion") {
  Diagnostic wrong = refusal(with("licensing", "licencing"));
  CHECK(wrong.sentence == "“licencing” is not a theme of the vocabulary.");
  CHECK(wrong.where.file == "kb/bar.md");
  CHECK(wrong.where.line == 7);
  CHECK(wrong.hints == std::vector<std::string>{"Did you mean “licensing”?"});

  wrong = refusal(with("outcomes:", "outcome:"));
  CHECK(wrong.sentence == "The key “outcome” is not known here.");
  CHECK(wrong.hints[0] == "Did you mean “outcomes”?");

  wrong = refusal(with("kind: counts", "kind: count"));
  CHECK(wrong.where.line == 11);
  CHECK(wrong.hints[0] == "Did you mean “counts”?");

  wrong = refusal(with("status: evaluated", "status: evaluate"));
  CHECK(wrong.hints[0] == "Did you mean “evaluated”?");
}

TEST_CASE("impossible facts are refused") {
  const auto sentence = [](const std::string& from, const std::string& to) { return refusal(with(from, to)).sentence; };
  CHECK(sentence("before: 112", "before: -1") == "A count is a whole number, zero or more.");
  CHECK(sentence("before: 112", "before: 2.5") == "A count is a whole number, zero or more.");
  CHECK(sentence("before: 112", "before: nan").find("A number is expected here") == 0);
  CHECK(sentence("after: 14", "after: 14, exposure_after: 0") == "An exposure must be above zero.");
  CHECK(sentence("kind: counts", "kind: rates").find("Rates need exposure_before") == 0);
  CHECK(sentence("kind: counts", "kind: reported").find("needs “reported”") != std::string::npos);
  CHECK(sentence("source: 1", "source: 2") == "There is no source 2; 1 are listed, counted from 1.");
  CHECK(sentence("source: 1", "source: -1").find("There is no source -1") == 0);
  CHECK(sentence("end: 2006-03", "end: 2004-09") == "It ends before it starts.");
  CHECK(sentence("end: 2006-03", "end: 2006-13").find("no year or month") != std::string::npos);
  CHECK(sentence("https://", "javascript:").find("starts with https://") != std::string::npos);
  CHECK(sentence("id: bar", "id: pub") == "The id must be the file's name, “bar”.");
  CHECK(sentence("id: bar", "id: ../bar").find("An id is made of letters") == 0);
  CHECK(sentence("title: One bar", "title: \"\\u202E\"") == "“title” is empty.");
  CHECK(sentence("themes: [licensing, violence]", "sources: none").find("twice") != std::string::npos);
  CHECK(sentence("status: evaluated", "status: described") == "A study with outcomes has status: evaluated.");
  CHECK(sentence("follow_up_months: 6", "follow_up_months: -6") == "A follow-up cannot be below zero.");
  CHECK(refusal("id: bar\ntitle: t\nsources: a report\n").sentence.find("“sources” is a list") == 0);
  CHECK(refusal("id: bar\ntitle: t\noutcomes: {name: x}\n").sentence.find("“outcomes” is a list") == 0);
  CHECK(refusal("id: bar\ntitle: t\nstatus: evaluated\n").sentence ==
        "An evaluated study states at least one outcome.");
  CHECK(refusal("id: bar\ntitle: t\narea: Cardiff\n").sentence == "Keys with values are expected here.");
}

TEST_CASE("reported effects hang together") {
  const auto sentence = [](const std::string& reported) {
    return refusal(with("kind: counts", "kind: reported\n    reported: {" + reported + "}")).sentence;
  };
  CHECK(sentence("measure: odds_ratio, value: 0.5, lower: 0.6, upper: 0.9") ==
        "The value lies outside its own interval.");
  CHECK(sentence("measure: odds_ratio, value: 0.5, lower: 0.4") == "An interval needs both lower and upper.");
  CHECK(sentence("measure: odds_ratio, value: -0.5") == "A ratio cannot be below zero.");
  CHECK(sentence("measure: percent_change, value: -120") == "A fall cannot exceed 100 per cent.");
  CHECK(sentence("measure: odds_ratio, value: 1, p: 5") == "p lies between 0 and 1.");
  CHECK(sentence("measure: odds_ratio, value: 1, confidence: 100").find("per cent") != std::string::npos);
  CHECK(sentence("measure: odd_ratio, value: 1").find("not a measure") != std::string::npos);
}

TEST_CASE("text without front matter is searchable and never graded") {
  const CaseStudy study = parse_case_study("# Lamps <b>on</b> Main Street\n\nStory.", "kb/lamps.md", words());
  CHECK(study.id == "lamps");
  CHECK(study.title == "Lamps <b>on</b> Main Street");
  CHECK(study.only_text);
  CHECK(parse("id: bar\ntitle: Only these two\n").themes.empty());
}

TEST_CASE("hostile text is refused or inert") {
  const auto sentence = [](const std::string& text) {
    try {
      parse_case_study(text, "kb/bar.md", words());
    } catch (const Error& error) {
      return error.diagnostic().sentence;
    }
    return std::string();
  };
  SUBCASE("a body of 50 MB") {
    CHECK(sentence("---\nid: bar\ntitle: t\n---\n" + std::string(50 << 20, 'x')) ==
          "This case study is larger than a megabyte.");
  }
  SUBCASE("bytes that are not UTF-8") {
    CHECK(sentence("---\nid: bar\ntitle: \xFF\n---\n") == "This case study is not UTF-8.");
  }
  SUBCASE("broken YAML") {
    CHECK(sentence("---\nid: [bar\ntitle: t\n---\n").find("This YAML cannot be read") == 0);
  }
  SUBCASE("front matter that never ends") {
    CHECK(sentence("---\nid: bar\ntitle: t\n").find("never ends") != std::string::npos);
  }
  SUBCASE("aliases that explode") {
    std::string text = "---\nid: bar\ntitle: t\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; ++i) {
      const std::string alias = "*a" + std::to_string(i - 1);
      text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
      for (int j = 0; j < 10; ++j) text += (j == 0 ? "" : ", ") + alias;
      text += "]\n";
    }
    CHECK(sentence(text + "---\n").find("holds more than") != std::string::npos);
  }
  SUBCASE("nesting without end") {
    CHECK_FALSE(sentence("---\nid: bar\ntitle: " + std::string(5000, '[') + "\n---\n").empty());
  }
  SUBCASE("marks that reorder or hide text, and terminal control sequences, are removed") {
    const CaseStudy study = parse("id: bar\ntitle: \"safe\\u202E\\u200B\\x1B[31m \\u061Ctitle\\nsecond line\"\n",
                                  "a\xE2\x80\xAE"
                                  "b\x1B]0;x\x07\r\n");
    CHECK(study.title == "safe[31m title second line");
    CHECK(study.body == "ab]0;x\n");
  }
  SUBCASE("markup and scripts stay text") {
    CHECK(parse("id: bar\ntitle: <script>alert(1)</script>\n").title == "<script>alert(1)</script>");
  }
}

TEST_CASE("two files with one id are both refused, and the rest is read") {
  MemoryFileSystem files;
  files.files["kb/a/bar.md"] = files.files["kb/b/bar.md"] = files.files["kb/c/bar.md"] =
      "---\nid: bar\ntitle: t\n---\n";
  files.files["kb/pub.md"] = "---\nid: pub\ntitle: t\n---\n";
  files.files["kb/broken.md"] = "---\nid: broken\n---\n";
  files.files["kb/d/pub.md"] = "---\nid: [\n---\n";
  files.files["kb/README.md"] = "# The format";
  const Library library = load_library(files, "kb", words());
  REQUIRE(library.studies.size() == 1);
  CHECK(library.studies[0].id == "pub");  // its broken namesake takes nothing away
  CHECK(library.refused.size() == 5);
  const auto twice = std::count_if(library.refused.begin(), library.refused.end(), [](const Diagnostic& d) {
    return d.sentence.find("is used twice, here and in kb/") != std::string::npos;
  });
  CHECK(twice == 3);
  CHECK_THROWS_AS(load_library(files, "nowhere", words()), Error);
}

TEST_CASE("the file a new case study starts from is read once it has a title") {
  std::string text = case_study_template("lamps");
  text.replace(text.find("title:"), 6, "title: Lamps");
  const CaseStudy study = parse_case_study(text, "lamps.md", words());
  CHECK(study.id == "lamps");
  CHECK(study.status == CaseStudy::Status::described);
}

TEST_CASE("every shipped case study is read, named after its file, placed and graded") {
  const Library library = load_library(disk(), base + "/case_studies", words());
  for (const Diagnostic& refused : library.refused)
    FAIL_CHECK(refused.where.file << ":" << refused.where.line << ": " << refused.sentence);
  CHECK(library.studies.size() >= 70);
  const EvidenceStandard standard = load_evidence_standard(disk(), base + "/evidence_standard.yaml");
  const AreaModel areas = AreaModel::load(disk(), base + "/areas/similar_areas.yaml");
  std::size_t not_held = 0, hallmark_entries = 0;
  for (const CaseStudy& study : library.studies) {
    CAPTURE(study.id);
    CHECK(study.path == base + "/case_studies/" + study.id + ".md");
    CHECK_FALSE(study.only_text);
    CHECK_FALSE(study.sources.empty());
    CHECK_FALSE(study.themes.empty());
    if (!study.area_code.empty()) CHECK(areas.find_code(study.area_code).has_value());
    CHECK_FALSE(grade(study, standard).label.empty());
    if (study.status != CaseStudy::Status::body_not_held) continue;
    ++not_held;
    hallmark_entries += study.hallmarks.size();
  }
  CHECK(not_held == 20);          // the guidance's index has 20 titles
  CHECK(hallmark_entries == 31);  // under the six hallmarks 31 times
}

TEST_CASE("themes without a case study are named") {
  const Library library = load_library(disk(), base + "/case_studies", words());
  std::set<std::string> covered;
  for (const CaseStudy& study : library.studies) covered.insert(study.themes.begin(), study.themes.end());
  std::string missing;
  for (const std::string& theme : words().themes)
    if (!covered.contains(theme)) missing += " " + theme + ";";
  WARN_MESSAGE(missing.empty(), "no case study on:", missing);
  CHECK(covered.size() + 5 >= words().themes.size());
}
