#include "report/lint.h"

#include <algorithm>

#include "base/text.h"
#include "document/document.h"
#include "language/blocks.h"
#include "language/framing.h"
#include "render/scan.h"
#include "report/alignment.h"
#include "report/initiatives.h"
#include "report/ledger.h"
#include "report/verify.h"

namespace hallmark::report {

namespace {

constexpr std::size_t largest_document = 32u << 20;
constexpr std::size_t longest_sentences = 3;  // named with the reading age

struct TextFile {
  std::string path;
  std::string text;  // UTF-8
  language::Markup markup;
};

// What a document is, by its name; what cannot be read as text is refused with what to do.
language::Markup markup_of(const std::string& path) {
  const std::string extension = file_extension(path);
  const auto refuse = [&](std::string hint) {
    throw Error(ExitCode::input, fmt::format("“{}” is neither Markdown nor plain text.", path), {std::move(hint)});
  };
  if (extension == ".html" || extension == ".htm" || extension == ".pdf")
    refuse("Give the Markdown beside it: `hallmark report` writes all three.");
  if (extension == ".docx" || extension == ".odt" || extension == ".rtf")
    refuse(fmt::format("`pandoc {} -t markdown -o text.md` makes Markdown of it.", path));
  return extension == ".txt" ? language::Markup::plain : language::Markup::markdown;
}

TextFile read_document(const FileSystem& files, const std::string& path, std::vector<std::string>& notes) {
  TextFile document{path, {}, markup_of(path)};
  document.text = files.read(path);
  if (document.text.size() > largest_document)
    throw Error(ExitCode::input, fmt::format("“{}” is larger than {} MiB.", path, largest_document >> 20),
                {"Split it into the parts people read."});
  if (document.text.find('\0') != std::string::npos)
    throw Error(ExitCode::input, fmt::format("“{}” is not text.", path), {"Give Markdown or plain text in UTF-8."});
  if (!is_valid_utf8(document.text)) {
    document.text = from_windows_1252(document.text);
    notes.push_back(fmt::format("“{}” is not UTF-8 and was read as Windows-1252.", path));
  }
  return document;
}

Finding finding_of(const language::Flag& flag, const TextFile& document, const language::Lines& lines) {
  Diagnostic diagnostic{flag.severity,
                        flag.sentence,
                        {document.path, lines.line(flag.begin), lines.column(flag.begin)},
                        {},
                        static_cast<int>(flag.end - flag.begin),
                        {flag.instead},
                        {}};
  diagnostic.source_line = std::string(lines.text(diagnostic.where.line));
  return {flag.rule, std::move(diagnostic)};
}

// ---- Numbers --------------------------------------------------------------------------------------------------------

// What a document is an output of, where a ledger beside it says so.
struct Origin {
  Ledger ledger;
  std::string format;
};

std::optional<Origin> origin_of(const FileSystem& files, const std::string& path) {
  const std::string book = join_path(parent_folder(path), ledger_file);
  if (!files.exists(book)) return std::nullopt;
  for (Ledger& ledger : parse_ledger(files.read(book), book).reports)
    for (const auto& [format, output] : ledger.outputs)
      if (output.file == file_name(path)) return Origin{ledger, format};
  return std::nullopt;
}

// The bytes of the numbers that still stand as the ledger wrote them, and of those named as edited already.
std::vector<std::pair<std::size_t, std::size_t>> backed_numbers(const LedgerOutput& output, const std::string& text,
                                                                const std::vector<Difference>& edited) {
  const auto texts = [](const std::vector<render::NumberToken>& tokens) {
    std::vector<std::string> all;
    for (const render::NumberToken& token : tokens) all.push_back(token.text);
    return all;
  };
  const std::vector<render::NumberToken> now = render::number_tokens(text);
  const std::vector<std::size_t> aligned = align(texts(render::number_tokens(output.text)), texts(now));
  std::vector<std::pair<std::size_t, std::size_t>> backed;
  const auto add = [&](const render::NumberToken& token) {
    backed.emplace_back(token.offset, token.offset + token.text.size());
  };
  for (const auto& [id, position] : output.numbers)
    if (position >= 0 && aligned[static_cast<std::size_t>(position)] != nowhere)
      add(now[aligned[static_cast<std::size_t>(position)]]);
  for (const render::NumberToken& token : now)
    if (std::any_of(edited.begin(), edited.end(), [&](const Difference& difference) {
          return difference.where.line == token.line && difference.found == token.text;
        }))
      add(token);
  std::sort(backed.begin(), backed.end());
  return backed;
}

// What was edited by hand, and what nothing in the ledger gives.
void check_numbers(const Origin& origin, const TextFile& document, const language::Prose& prose,
                   const language::Rules& rules, const language::Lines& lines, Lint& lint) {
  std::vector<Difference> edited = compare_document(origin.ledger, origin.format, document.text, document.path);
  std::erase_if(edited, [](const Difference& difference) { return difference.kind != Difference::Kind::number; });
  for (const Difference& difference : edited) {
    Diagnostic diagnostic{Severity::error,
                          difference.sentence,
                          difference.where,
                          std::string(lines.text(difference.where.line)),
                          1,
                          {"Make the report again, or undo the edit."},
                          {}};
    lint.findings.push_back({"edited number", std::move(diagnostic)});
  }
  const LedgerOutput& output = origin.ledger.outputs.at(origin.format);
  for (const language::Flag& flag : typed_numbers(prose, rules, backed_numbers(output, document.text, edited)))
    lint.findings.push_back(finding_of(flag, document, lines));
}

// ---- Reading age ----------------------------------------------------------------------------------------------------

std::string longest_lines(const language::Measured& measured, const language::Lines& lines) {
  std::vector<language::Sentence> sentences = measured.sentences;
  std::stable_sort(sentences.begin(), sentences.end(), [](const auto& a, const auto& b) { return a.words > b.words; });
  sentences.resize(std::min(sentences.size(), longest_sentences));
  std::vector<std::string> places;
  for (const language::Sentence& sentence : sentences) places.push_back(std::to_string(lines.line(sentence.begin)));
  return join(places, ", ");
}

void judge_reading_age(const language::Measured& measured, const language::Lines& lines, const TextFile& document,
                       bool asked, Lint& lint) {
  if (!lint.long_enough || lint.readability.reading_age <= lint.target_age) return;
  Diagnostic diagnostic;
  diagnostic.severity = asked ? Severity::error : Severity::warning;
  diagnostic.sentence = fmt::format("A reader must be about {} to follow this; the target is {}.",
                                    lint.readability.reading_age, lint.target_age);
  diagnostic.where.file = document.path;
  diagnostic.hints = {fmt::format("Shorten sentences, the longest first (on lines {}), and choose shorter words.",
                                  longest_lines(measured, lines))};
  lint.findings.push_back({"reading age", std::move(diagnostic)});
}

bool comes_before(const Finding& a, const Finding& b) {
  const SourceLocation &left = a.diagnostic.where, &right = b.diagnostic.where;
  return std::pair(left.line, left.column) < std::pair(right.line, right.column);
}

}  // namespace

language::Rules language_rules(const FileSystem& files, const std::string& workspace_folder) {
  constexpr std::string_view name = "language.yaml";
  language::Rules rules = language::load_rules(files, join_path(join_path(hallmark_home(), "knowledge_base"), name));
  if (const std::string own = join_path(workspace_folder, name); files.exists(own))
    language::add_rules(files, own, rules);
  Workspace workspace;
  workspace.folder = workspace_folder;
  rules.evaluations = backings(read_initiatives(files, workspace));
  return rules;
}

void refuse_framing(const Document& document, const std::string& path, const language::Rules& rules) {
  const language::BlockProse words = language::prose_of(document);
  std::vector<Diagnostic> problems;
  std::size_t passage = 0;
  for (const language::Flag& flag : language::framing(words.prose, rules)) {
    while (words.prose.passages[passage].end < flag.end) ++passage;
    if (flag.severity != Severity::error) continue;
    const SourceLocation& place = words.places[passage];
    problems.push_back({Severity::error,
                        flag.sentence,
                        place.line > 0 ? place : SourceLocation{path, 0, 0},
                        {},
                        1,
                        {flag.instead},
                        {}});
  }
  if (!problems.empty()) throw document::DocumentError(std::move(problems));
}

std::size_t Lint::count(Severity severity) const {
  return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.diagnostic.severity == severity;
  }));
}

Lint lint(const FileSystem& files, const LintRequest& request) {
  const language::Rules rules = language_rules(files, request.workspace);
  Lint lint;
  const TextFile document = read_document(files, request.path, lint.notes);
  const language::Prose prose = language::read_prose(document.text, document.markup);
  const language::Lines lines(document.text);
  const language::Measured measured = language::measure(prose, rules.abbreviations);
  lint.readability = language::readability(measured.counts);
  lint.long_enough = measured.counts.words >= least_words;
  lint.target_age = request.reading_age.value_or(rules.reading_age);
  judge_reading_age(measured, lines, document, request.reading_age || rules.own_reading_age, lint);
  for (const auto& flags : {framing(prose, rules), long_sentences(prose, rules)})
    for (const language::Flag& flag : flags) lint.findings.push_back(finding_of(flag, document, lines));
  if (const std::optional<Origin> origin = origin_of(files, request.path))
    check_numbers(*origin, document, prose, rules, lines, lint);
  else
    for (const language::Flag& flag : unsourced_numbers(prose, rules))
      lint.findings.push_back(finding_of(flag, document, lines));
  std::stable_sort(lint.findings.begin(), lint.findings.end(), comes_before);
  return lint;
}

std::string to_text(const Lint& lint) {
  const language::Readability& measures = lint.readability;
  if (measures.counts.words == 0) return "There are no sentences to measure.\n";
  std::string out = "Plain English\n";
  const auto row = [&](std::string_view name, std::string value, std::string_view note = {}) {
    out += fmt::format("  {:<22}{:>8}{}{}\n", name, value, note.empty() ? "" : "  ", note);
  };
  row("Words", std::to_string(measures.counts.words));
  row("Sentences", std::to_string(measures.counts.sentences));
  row("Words a sentence", fmt::format("{:.1f}", measures.words_per_sentence));
  row("Flesch reading ease", fmt::format("{:.1f}", measures.reading_ease), "100 very easy, 0 very hard");
  row("Flesch–Kincaid grade", fmt::format("{:.1f}", measures.grade));
  row("SMOG", fmt::format("{:.1f}", measures.smog),
      measures.smog_holds ? std::string()
                          : fmt::format("made for {} sentences or more; this has {}", language::smog_sentences,
                                        measures.counts.sentences));
  row("Reading age", std::to_string(measures.reading_age),
      lint.long_enough ? fmt::format("target {}", lint.target_age)
                       : fmt::format("target {}; under {} words no measure says much", lint.target_age, least_words));
  return out;
}

}  // namespace hallmark::report
