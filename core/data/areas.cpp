#include "data/areas.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/csv.h"
#include "base/text.h"

namespace hallmark::data {

namespace {

using Row = std::vector<std::string>;

// What a published header says: "ltla21_code", "LAD22CD", "CSP22NM", "residents_2021", "region24_name".
struct AreaHeader {
  enum class Level { other, lsoa, authority, former, partnership, police, region, residents };
  Level level = Level::other;
  bool is_code = false;
  std::string year;  // "21"; of residents "2021"
};

constexpr std::pair<std::string_view, AreaHeader::Level> level_words[] = {
    {"lsoa", AreaHeader::Level::lsoa},
    {"ltla", AreaHeader::Level::authority},
    {"lad", AreaHeader::Level::authority},
    {"local_authority", AreaHeader::Level::authority},
    {"former", AreaHeader::Level::former},
    {"csp", AreaHeader::Level::partnership},
    {"pfa", AreaHeader::Level::police},
    {"region", AreaHeader::Level::region},
    {"rgn", AreaHeader::Level::region},
    {"residents", AreaHeader::Level::residents},
    {"total_population", AreaHeader::Level::residents},
    {"population", AreaHeader::Level::residents},
    {"all_ages", AreaHeader::Level::residents},
};

AreaHeader read_header(std::string_view published) {
  std::string text = to_lower(published);
  std::replace(text.begin(), text.end(), ' ', '_');
  AreaHeader header;
  std::string_view rest = text;
  for (const auto& [word, level] : level_words)
    if (rest.substr(0, word.size()) == word) {
      header.level = level;
      rest.remove_prefix(word.size());
      break;
    }
  if (header.level == AreaHeader::Level::other) return header;
  while (!rest.empty() && (rest[0] == '_' || (rest[0] >= '0' && rest[0] <= '9'))) {
    if (rest[0] != '_') header.year += rest[0];
    rest.remove_prefix(1);
  }
  header.is_code = rest == "code" || rest == "cd";
  const bool is_name = rest.empty() || rest == "name" || rest == "nm";
  if (!header.is_code && !is_name) header.level = AreaHeader::Level::other;
  return header;
}

// An area file: rows, and the column of each thing it holds.
class AreaFile {
 public:
  using Level = AreaHeader::Level;

  AreaFile(std::string path, std::string_view text) : path_(std::move(path)), rows_(parse_csv(text)) {
    if (rows_.empty()) fail("it is empty");
    for (const auto& header : rows_[0]) headers_.push_back(read_header(header));
    for (std::size_t r = 1; r < rows_.size(); ++r)
      if (rows_[r].size() != headers_.size())
        throw Error(ExitCode::input, fmt::format("The area file “{}” has {} columns in its header but {} in row {}.",
                                                 path_, headers_.size(), rows_[r].size(), r + 1));
  }

  // The column of a level; of several years the latest.
  std::optional<std::size_t> column(Level level, bool is_code) const {
    std::optional<std::size_t> best;
    for (std::size_t c = 0; c < headers_.size(); ++c)
      if (headers_[c].level == level && headers_[c].is_code == is_code &&
          (!best || headers_[*best].year < headers_[c].year))
        best = c;
    return best;
  }
  std::size_t count(Level level, bool is_code) const {
    return static_cast<std::size_t>(std::count_if(headers_.begin(), headers_.end(), [&](const AreaHeader& header) {
      return header.level == level && header.is_code == is_code;
    }));
  }
  const AreaHeader& header(std::size_t c) const { return headers_[c]; }
  std::size_t columns() const { return headers_.size(); }
  std::size_t size() const { return rows_.size() - 1; }
  const Row& row(std::size_t r) const { return rows_[r + 1]; }
  std::string text(std::size_t r, std::optional<std::size_t> c) const { return c ? row(r)[*c] : std::string(); }
  const std::string& path() const { return path_; }

  std::uint64_t residents(std::size_t r, std::size_t c) const {
    std::string digits = row(r)[c];
    std::erase(digits, ',');
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || !(value >= 0 && value < 1e9))
      throw Error(ExitCode::input, fmt::format("“{}” is no number of residents, in row {} of the area file “{}”.",
                                               row(r)[c], r + 2, path_));
    return static_cast<std::uint64_t>(std::llround(value));
  }

  [[noreturn]] void fail(std::string_view why) const {
    throw Error(ExitCode::input, fmt::format("“{}” cannot be used as an area file: {}.", path_, why),
                {"Area files are CSV with headers as the ONS publishes them: lsoa11_code and ltla21_code, or LSOA21CD "
                 "and LAD22CD; ltla24_code and csp24_code; ltla21_code and ltla24_code; lsoa21_code or ltla24_code "
                 "with residents."});
  }

 private:
  std::string path_;
  std::vector<Row> rows_;
  std::vector<AreaHeader> headers_;
};

class AreaReader {
 public:
  using Level = AreaHeader::Level;

  void add(const AreaFile& file) {
    const auto lsoa = file.column(Level::lsoa, true), authority = file.column(Level::authority, true);
    const auto residents = file.column(Level::residents, false);
    bool used = false;
    if (lsoa && authority) used = add_lookup(file, *lsoa, *authority);
    if (lsoa && residents) used = add_lsoa_residents(file, *lsoa, *residents);
    if (!lsoa && authority) {
      if (file.count(Level::authority, true) > 1 || file.column(Level::former, true))
        used = add_successors(file, *authority);
      if (file.column(Level::partnership, true)) used = add_partnerships(file, *authority);
      if (residents) add_residents(file, *authority, *residents), used = true;
      if (file.column(Level::region, false)) used = add_regions(file, *authority);
    }
    if (!used) file.fail("its headers do not say what it relates");
  }

  Areas finish(const std::vector<std::string>& own_areas) {
    choose_partnerships();
    choose_residents();
    for (auto& [code, authority] : authorities_) areas_.authorities.push_back(std::move(authority));
    std::erase_if(areas_.successors, [](const auto& step) { return step.first == step.second; });
    for (const auto& area : own_areas) add_own(area);
    std::sort(areas_.own_authorities.begin(), areas_.own_authorities.end());
    areas_.own_authorities.erase(std::unique(areas_.own_authorities.begin(), areas_.own_authorities.end()),
                                 areas_.own_authorities.end());
    return std::move(areas_);
  }

 private:
  std::string current(const std::string& code) const {
    const auto found = areas_.successors.find(code);
    return found == areas_.successors.end() ? code : found->second;
  }

  bool add_lookup(const AreaFile& file, std::size_t lsoa, std::size_t authority) {
    const auto name = file.column(Level::authority, false);
    const std::string* last = nullptr;
    for (std::size_t r = 0; r < file.size(); ++r) {
      const std::string& code = file.row(r)[authority];
      // Published lookups are sorted: most LSOAs come last so far, and beside one of the same authority.
      areas_.lsoa_authority.insert_or_assign(areas_.lsoa_authority.end(), file.row(r)[lsoa], code);
      if (name && (!last || *last != code)) areas_.authority_names.insert_or_assign(code, file.row(r)[*name]);
      last = &code;
    }
    areas_.notes.push_back(fmt::format("{}: {} LSOAs and their local authorities.", file.path(), file.size()));
    return true;
  }

  bool add_lsoa_residents(const AreaFile& file, std::size_t lsoa, std::size_t residents) {
    for (std::size_t r = 0; r < file.size(); ++r)
      areas_.lsoa_residents.insert_or_assign(file.row(r)[lsoa], file.residents(r, residents));
    areas_.notes.push_back(fmt::format("{}: residents of {} LSOAs.", file.path(), file.size()));
    areas_.residents_source = file.path();
    return true;
  }

  bool add_successors(const AreaFile& file, std::size_t latest) {
    const auto latest_name = file.column(Level::authority, false);
    for (std::size_t r = 0; r < file.size(); ++r) {
      const std::string& successor = file.row(r)[latest];
      if (latest_name) areas_.authority_names.try_emplace(successor, file.row(r)[*latest_name]);
      for (std::size_t c = 0; c < file.columns(); ++c) {
        const auto& header = file.header(c);
        if (c == latest || !header.is_code || (header.level != Level::authority && header.level != Level::former))
          continue;
        const std::string& code = file.row(r)[c];
        if (code != successor) areas_.successors.insert_or_assign(code, successor);
        const std::string name = name_beside(file, r, c);
        if (name.empty()) continue;
        areas_.authority_names.try_emplace(code, name);
        if (!latest_name || name != file.row(r)[*latest_name]) areas_.former_names.insert_or_assign(name, code);
      }
    }
    return true;
  }

  static std::string name_beside(const AreaFile& file, std::size_t r, std::size_t code_column) {
    for (std::size_t c = 0; c < file.columns(); ++c)
      if (file.header(c).level == file.header(code_column).level && !file.header(c).is_code &&
          file.header(c).year == file.header(code_column).year)
        return file.row(r)[c];
    return {};
  }

  LocalAuthority& authority(const AreaFile& file, std::size_t r, std::size_t code_column) {
    const std::string& code = file.row(r)[code_column];
    LocalAuthority& entry = authorities_[code];
    entry.code = code;
    if (const std::string name = name_beside(file, r, code_column); !name.empty()) {
      entry.name = name;
      areas_.authority_names.insert_or_assign(code, name);
    }
    return entry;
  }

  bool add_partnerships(const AreaFile& file, std::size_t code) {
    const auto partnership = file.column(Level::partnership, true), name = file.column(Level::partnership, false);
    const auto police = file.column(Level::police, false);
    for (std::size_t r = 0; r < file.size(); ++r) memberships_.erase(file.row(r)[code]);  // a later file replaces
    for (std::size_t r = 0; r < file.size(); ++r) {
      LocalAuthority& entry = authority(file, r, code);
      if (police) entry.police_force_area = file.row(r)[*police];
      const std::string& partnership_code = file.row(r)[*partnership];
      if (partnership_code.empty()) continue;
      memberships_[entry.code].push_back(partnership_code);
      areas_.partnerships.insert_or_assign(partnership_code, file.text(r, name));
    }
    return true;
  }

  bool add_regions(const AreaFile& file, std::size_t code) {
    const std::size_t region = *file.column(Level::region, false);
    for (std::size_t r = 0; r < file.size(); ++r) authority(file, r, code).region = file.row(r)[region];
    return true;
  }

  // Kept until the successors are known: a file of 2021 counts districts that have since merged.
  void add_residents(const AreaFile& file, std::size_t code, std::size_t residents) {
    counts_.emplace_back();
    counts_.back().year = file.header(residents).year;
    for (std::size_t r = 0; r < file.size(); ++r) {
      counts_.back().residents.insert_or_assign(file.row(r)[code], file.residents(r, residents));
      if (const std::string name = name_beside(file, r, code); !name.empty())
        areas_.authority_names.try_emplace(file.row(r)[code], name);
    }
    areas_.residents_source = file.path();
  }

  void choose_residents() {
    for (const auto& count : counts_) {
      std::map<std::string, std::uint64_t> sums;
      for (const auto& [code, residents] : count.residents) sums[current(code)] += residents;
      for (const auto& [code, residents] : sums) {
        LocalAuthority& entry = authorities_[code];
        entry.code = code;
        if (entry.name.empty()) entry.name = areas_.authority_names[code];
        entry.residents = residents;
        entry.residents_year = count.year;
      }
    }
  }

  void choose_partnerships() {
    for (const auto& [code, partnerships] : memberships_) {
      if (partnerships.size() != 1) continue;
      LocalAuthority& entry = authorities_[code];
      entry.partnership_code = partnerships[0];
      entry.partnership = areas_.partnerships[partnerships[0]];
    }
    for (const auto& [name, code] : areas_.former_names) {
      const auto found = memberships_.find(current(code));
      if (found == memberships_.end() || found->second.size() < 2) continue;
      for (const auto& partnership : found->second)
        if (areas_.partnerships[partnership] == name) areas_.former_partnerships[code] = partnership;
    }
  }

  void add_own(const std::string& area) {
    if (const LocalAuthority* found = areas_.find_authority(area)) {
      areas_.own_authorities.push_back(found->code);
      return;
    }
    bool known = false;
    std::vector<std::string> names;
    for (const auto& authority : areas_.authorities) {
      const auto member = memberships_.find(authority.code);
      bool inside = authority.police_force_area == area;
      if (member != memberships_.end())
        for (const auto& code : member->second) inside |= code == area || areas_.partnerships[code] == area;
      if (inside) areas_.own_authorities.push_back(authority.code);
      known |= inside;
      names.push_back(authority.name);
    }
    if (known) return;
    for (const auto& [code, name] : areas_.partnerships) names.push_back(name);
    const auto close = nearest(area, names);
    throw Error(
        ExitCode::configuration,
        fmt::format("“{}” is no local authority, Community Safety Partnership or police force area known here.", area),
        {close ? fmt::format("Did you mean “{}”?", *close)
               : std::string("Use a name or code of 2024, such as Barnsley or E08000016.")});
  }

  struct Count {
    std::string year;
    std::map<std::string, std::uint64_t> residents;
  };
  Areas areas_;
  std::map<std::string, LocalAuthority> authorities_;
  std::map<std::string, std::vector<std::string>> memberships_;
  std::vector<Count> counts_;
};

bool is_trailing_code(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return text.size() == 5 && text[0] == ' ' && digit(text[1]) && digit(text[2]) && digit(text[3]) && text[4] >= 'A' &&
         text[4] <= 'Z';
}

}  // namespace

std::string_view authority_in_lsoa_name(std::string_view lsoa_name) {
  if (lsoa_name.size() > 5 && is_trailing_code(lsoa_name.substr(lsoa_name.size() - 5))) lsoa_name.remove_suffix(5);
  return lsoa_name;
}

Areas load_areas(const FileSystem& files, const AreaSources& sources) {
  AreaReader reader;
  const std::string folder =
      sources.defaults_folder.empty() ? hallmark_home() + "/knowledge_base/areas" : sources.defaults_folder;
  std::vector<std::string> paths = {join_path(folder, "local_authorities.csv"),
                                    join_path(folder, "former_authorities.csv")};
  paths.insert(paths.end(), sources.files.begin(), sources.files.end());
  for (const auto& path : paths) reader.add(AreaFile(path, files.read(path)));
  return reader.finish(sources.own_areas);
}

const LocalAuthority* Areas::find_authority(std::string_view wanted) const {
  std::string_view code = wanted;
  if (const auto former = former_names.find(wanted); former != former_names.end()) code = former->second;
  if (const auto successor = successors.find(code); successor != successors.end()) code = successor->second;
  const auto at = std::lower_bound(authorities.begin(), authorities.end(), code,
                                   [](const LocalAuthority& a, std::string_view b) { return a.code < b; });
  if (at != authorities.end() && at->code == code) return &*at;
  // LSOA names shorten some: "Bristol" of "Bristol, City of", "The Vale of Glamorgan".
  const std::string_view plain = wanted.substr(0, 4) == "The " ? wanted.substr(4) : wanted;
  for (const auto& authority : authorities) {
    const std::string_view name = authority.name;
    if (name == wanted || name == plain) return &authority;
    if (name.size() > wanted.size() && name.substr(0, wanted.size()) == wanted &&
        (name.substr(wanted.size()) == ", City of" || name.substr(wanted.size()) == ", County of"))
      return &authority;
  }
  return nullptr;
}

Areas::Place Areas::place_of(std::string_view lsoa_code, std::string_view lsoa_name) const {
  Place place;
  if (const auto found = lsoa_authority.find(lsoa_code); found != lsoa_authority.end()) {
    place.authority_code = found->second;
    const auto name = authority_names.find(found->second);
    place.authority = name == authority_names.end() ? found->second : name->second;
  } else if (const std::string_view name = authority_in_lsoa_name(lsoa_name); !name.empty()) {
    place.authority = name;
    if (const auto former = former_names.find(name); former != former_names.end())
      place.authority_code = former->second;
    else if (const LocalAuthority* authority = find_authority(name))
      place.authority_code = authority->code, place.authority = authority->name;  // "Bristol, City of"
  }
  if (place.authority_code.empty()) return place;
  if (const auto former = former_partnerships.find(place.authority_code); former != former_partnerships.end()) {
    place.partnership_code = former->second;
    place.partnership = partnerships.find(former->second)->second;
  } else if (const LocalAuthority* authority = find_authority(place.authority_code)) {
    place.partnership_code = authority->partnership_code;
    place.partnership = authority->partnership;
  }
  return place;
}

bool Areas::is_own(const Place& place) const {
  const LocalAuthority* authority = place.authority_code.empty() ? nullptr : find_authority(place.authority_code);
  return authority && std::binary_search(own_authorities.begin(), own_authorities.end(), authority->code);
}

}  // namespace hallmark::data
