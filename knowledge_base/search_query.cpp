#include "knowledge_base/search_query.h"

#include <algorithm>
#include <cctype>
#include <functional>

#include "base/text.h"
#include "base/yaml.h"
#include "knowledge_base/index_document.h"

namespace hallmark::knowledge {

namespace {

// Words that say nothing about a study; the usual English ones.
constexpr const char* stop_words =
    "a about above after again all also am an and any are as at be because been before being below between both but by "
    "can could did do does doing down during each few for from further had has have having he her here hers him his "
    "how "
    "i if in into is it its itself just me more most my no nor not of off on once only or other our out over own s "
    "same "
    "she should so some such t than that the their them then there these they this those through to too under until up "
    "very was we were what when where which while who whom why will with would you your";

constexpr std::size_t most_terms = 100;  // that a word ending in * may stand for

Xapian::Query beginning_with(const Xapian::Database& database, const std::string& start) {
  std::vector<std::string> terms;
  for (auto term = database.allterms_begin(start); term != database.allterms_end(start); ++term) {
    terms.push_back(*term);
    if (terms.size() == most_terms) break;
  }
  return terms.empty() ? Xapian::Query::MatchNothing
                       : Xapian::Query(Xapian::Query::OP_SYNONYM, terms.begin(), terms.end());
}

// A piece of a query: one word with the marks around it, or something kept as it is (phrase, field, operator).
struct Piece {
  std::string before, after;       // "+(" and ")"
  std::vector<std::string> words;  // lower case, hyphens split; empty: verbatim
  std::string verbatim;
  std::string typed;
};

std::vector<std::string> words_of(std::string_view text) {
  std::string plain = to_lower(text);
  for (char& c : plain)
    if (c == '-' || c == '/') c = ' ';
  std::vector<std::string> words;
  for (const std::string_view word : split(plain, ' '))
    if (!trim(word).empty()) words.emplace_back(trim(word));
  return words;
}

bool is_operator(std::string_view word) {
  return word == "AND" || word == "OR" || word == "NOT" || word.starts_with("NEAR") || word.starts_with("ADJ");
}

Piece piece_of(std::string_view token) {
  if (is_operator(token) || token.find_first_of("\":") != std::string_view::npos ||
      token.find("..") != std::string_view::npos)
    return {{}, {}, {}, std::string(token), std::string(token)};
  const std::size_t from = std::min(token.find_first_not_of("+-("), token.size());
  const std::string_view rest = token.substr(from);
  const std::size_t last = rest.find_last_not_of("),.;?!");
  const std::string_view core = last == std::string_view::npos ? "" : rest.substr(0, last + 1);
  Piece piece{std::string(token.substr(0, from)), {}, words_of(core), {}, std::string(token)};
  for (const char c : rest.substr(core.size()))
    if (c == ')') piece.after += c;
  if (core.size() > 2 && core.ends_with('*')) piece.verbatim = "begins:" + to_lower(core.substr(0, core.size() - 1));
  if (piece.words.empty()) piece.verbatim = std::string(token);
  return piece;
}

std::vector<Piece> pieces_of(std::string_view query) {
  std::vector<Piece> pieces;
  for (std::size_t at = 0; at < query.size();) {
    if (std::string_view(" \t\r\n").find(query[at]) != std::string_view::npos) {
      ++at;
      continue;
    }
    const std::size_t from = at;
    for (bool quoted = false; at < query.size(); ++at) {
      if (query[at] == '"') quoted = !quoted;
      if (!quoted && std::string_view(" \t\r\n").find(query[at]) != std::string_view::npos) break;
    }
    pieces.push_back(piece_of(query.substr(from, at - from)));
  }
  return pieces;
}

std::string quoted(const std::string& words) {
  return words.find_first_of(" -/") == std::string::npos ? words : "\"" + words + "\"";
}

std::string written(const Piece& piece) {
  if (!piece.verbatim.empty())
    return piece.words.empty() ? piece.verbatim : piece.before + piece.verbatim + piece.after;
  const bool marked = piece.before.find_first_of("+-") != std::string::npos;
  return piece.before + (marked ? quoted(join(piece.words, " ")) : join(piece.words, " ")) + piece.after;
}

}  // namespace

struct QueryReader::Field : Xapian::FieldProcessor {
  explicit Field(std::function<Xapian::Query(const std::string&)> read) : read_(std::move(read)) {}
  Xapian::Query operator()(const std::string& value) override { return read_(value); }
  std::function<Xapian::Query(const std::string&)> read_;
};

QueryReader::QueryReader(const Xapian::Database& database) : database_(database), years_(first_year_slot) {
  for (const std::string_view word : split(stop_words, ' ')) stopper_.add(std::string(word));
  parser_.set_database(database);
  parser_.set_stemmer(Xapian::Stem("english"));
  parser_.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
  parser_.set_stopper(&stopper_);
  parser_.add_rangeprocessor(&years_);
  const auto field = [&](std::string_view name, std::function<Xapian::Query(const std::string&)> read, bool filter) {
    fields_.push_back(std::make_unique<Field>(std::move(read)));
    if (filter)
      parser_.add_boolean_prefix(std::string(name), fields_.back().get());
    else
      parser_.add_prefix(std::string(name), fields_.back().get());
  };
  for (std::size_t facet = 0; facet < facet_names.size(); ++facet)
    field(
        facet_names[facet],
        [facet](const std::string& value) { return Xapian::Query(facet_term(static_cast<Facet>(facet), value)); },
        true);
  field(
      "area", [](const std::string& value) { return Xapian::Query(area_term(value)); }, true);
  field(
      "id", [](const std::string& value) { return Xapian::Query(id_term(value)); }, true);
  field(
      "begins", [database](const std::string& value) { return beginning_with(database, to_lower(value)); }, false);
}

QueryReader::~QueryReader() = default;

Xapian::Query QueryReader::read(const std::string& typed) {
  std::string text = typed;
  // Xapian 1.4 crashes where neither side of XOR is in a database; nobody asks for either word but not both.
  for (std::size_t at = 0; (at = text.find("XOR", at)) != std::string::npos; ++at) text.replace(at, 3, "xor");
  constexpr unsigned flags = Xapian::QueryParser::FLAG_BOOLEAN | Xapian::QueryParser::FLAG_PHRASE |
                             Xapian::QueryParser::FLAG_LOVEHATE | Xapian::QueryParser::FLAG_PURE_NOT;
  try {
    return parser_.parse_query(text, flags);
  } catch (const Xapian::QueryParserError&) {
    std::string words = text;  // nothing but words: no operator, field or range is left to object to
    for (char& c : words)
      if (static_cast<unsigned char>(c) < 0x80 && std::isalnum(static_cast<unsigned char>(c)) == 0) c = ' ';
    return parser_.parse_query(words, 0);
  }
}

const std::vector<std::string>& QueryReader::vocabulary() const {
  if (!vocabulary_.empty()) return vocabulary_;
  std::vector<std::pair<Xapian::doccount, std::string>> words;
  for (auto term = database_.allterms_begin(); term != database_.allterms_end(); ++term)
    if (static_cast<unsigned char>((*term)[0]) >= 'a') words.emplace_back(term.get_termfreq(), *term);
  std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (auto& [studies, word] : words) vocabulary_.push_back(std::move(word));
  return vocabulary_;
}

std::string QueryReader::corrected(const std::string& typed, const Synonyms& synonyms) const {
  const Xapian::Stem stem("english");
  std::vector<std::string> words;
  bool differs = false;
  for (const Piece& piece : pieces_of(typed)) {
    if (!piece.verbatim.empty()) {
      words.push_back(piece.typed);
      continue;
    }
    std::vector<std::string> corrected_words;
    for (const std::string& word : piece.words) {
      const bool known = synonyms.knows(word) || database_.term_exists(word) || database_.term_exists("Z" + stem(word));
      const std::string better = known ? word : nearest(word, vocabulary()).value_or(word);
      differs = differs || better != word;
      corrected_words.push_back(better);
    }
    words.push_back(piece.before + join(corrected_words, " ") + piece.after);
  }
  return differs ? join(words, " ") : "";
}

Synonyms Synonyms::load(const FileSystem& files, const std::string& path) {
  const Yaml root = Yaml::parse(files.read(path), path);
  root.only({"synonyms"});
  Synonyms synonyms;
  for (const Yaml& item : root.required("synonyms").items()) {
    const std::vector<std::string> group = item.texts();
    if (group.size() < 2) item.fail("A synonym needs at least two ways of saying it.");
    for (const std::string& text : group) {
      const std::vector<std::string> words = words_of(text);
      if (words.empty() || text.find_first_of("\"()*:+") != std::string::npos)
        item.fail(fmt::format("“{}” is not made of plain words.", text));
      synonyms.by_words_[words].push_back(synonyms.groups_.size());
      synonyms.longest_ = std::max(synonyms.longest_, words.size());
    }
    synonyms.groups_.push_back(group);
  }
  return synonyms;
}

Synonyms::Expanded Synonyms::expand(std::string_view query) const {
  const std::vector<Piece> pieces = pieces_of(query);
  Expanded expanded;
  const auto add = [&](const std::string& text) { expanded.query += (expanded.query.empty() ? "" : " ") + text; };
  for (std::size_t at = 0; at < pieces.size();) {
    std::size_t taken = 0;  // pieces of the longest term known here
    std::vector<std::string> words, term;
    for (std::size_t end = at; end < pieces.size() && words.size() < longest_; ++end) {
      const Piece& piece = pieces[end];
      if (!piece.verbatim.empty() || (end > at && !piece.before.empty())) break;
      words.insert(words.end(), piece.words.begin(), piece.words.end());
      if (by_words_.contains(words)) taken = end + 1 - at, term = words;
      if (!piece.after.empty()) break;
    }
    if (taken == 0) {
      add(written(pieces[at++]));
      continue;
    }
    const bool marked = pieces[at].before.find_first_of("+-") != std::string::npos;
    std::string alternatives = marked ? quoted(join(term, " ")) : join(term, " ");
    std::vector<std::string> others;
    for (const std::size_t group : by_words_.at(term))
      for (const std::string& other : groups_[group])
        if (words_of(other) != term) {
          others.push_back("“" + other + "”");
          alternatives += " OR " + quoted(join(words_of(other), " "));
        }
    add(pieces[at].before + "(" + alternatives + ")" + pieces[at + taken - 1].after);
    expanded.notes.push_back(fmt::format("“{}” also found {}", join(term, " "), join(others, ", ")));
    at += taken;
  }
  return expanded;
}

}  // namespace hallmark::knowledge
