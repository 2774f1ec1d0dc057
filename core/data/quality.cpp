#include "data/quality.h"

#include <algorithm>
#include <map>

#include "data/contents.h"

namespace hallmark::data {

namespace {

class QualityReport {
 public:
  QualityReport(const Store& store, const DatasetInfo& info, const Table& table)
      : store_(store), info_(info), table_(table) {}

  Quality make() {
    quality_.dataset = info_.schema.name;
    quality_.months = table_.months;
    const SchemaColumn* month = info_.schema.find(ColumnType::month);
    if (month) count_by_month(*month);
    for (const auto& label : info_.coverage.months)
      if (!info_.coverage.held(label)) quality_.gaps.push_back(label);
    count_places();
    count_areas();
    return std::move(quality_);
  }

 private:
  void count_by_month(const SchemaColumn& month) {
    // Positions of months by their codes.
    const std::size_t month_column = table_.find(month.name);
    const Dictionary& labels = *table_.columns[month_column].dictionary;
    std::vector<std::size_t> place(labels.size(), quality_.months.size());
    for (std::uint32_t code = 0; code < labels.size(); ++code)
      for (std::size_t m = 0; m < quality_.months.size(); ++m)
        if (labels.label(code) == quality_.months[m]) place[code] = m;
    const std::size_t months = quality_.months.size() + 1;  // and the blank month
    std::vector<std::uint64_t> rows(months);
    std::vector<std::vector<std::uint64_t>> blank(table_.columns.size(), std::vector<std::uint64_t>(months));
    std::vector<std::uint32_t> of_month;
    for (const auto& segment : table_.segments) {
      of_month.resize(segment.rows);
      read_codes(segment, month_column, of_month.data());
      for (auto& code : of_month) {
        code = static_cast<std::uint32_t>(place[code]);
        ++rows[code];
      }
      for (std::size_t c = 0; c < table_.columns.size(); ++c) count_blanks(segment, c, of_month, blank[c]);
    }
    add_identifiers(blank);
    rows.pop_back();
    quality_.rows = rows;
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      blank[c].pop_back();
      if (std::any_of(blank[c].begin(), blank[c].end(), [](std::uint64_t count) { return count > 0; }))
        quality_.blanks.push_back({info_.schema.columns[table_.columns[c].schema_column].name, std::move(blank[c])});
    }
  }

  void count_blanks(const Segment& segment, std::size_t c, const std::vector<std::uint32_t>& of_month,
                    std::vector<std::uint64_t>& blank) {
    const SegmentColumn& column = segment.columns[c];
    switch (table_.columns[c].storage) {
      case Storage::codes:
        if (column.width == 0 && column.constant != 0) return;
        codes_.resize(segment.rows);
        read_codes(segment, c, codes_.data());
        for (std::size_t r = 0; r < segment.rows; ++r) blank[of_month[r]] += codes_[r] == 0;
        return;
      case Storage::coordinate:
        for (std::size_t r = 0; r < segment.rows; ++r)
          blank[of_month[r]] += static_cast<const std::int32_t*>(column.data)[r] == no_coordinate;
        return;
      case Storage::number:
        for (std::size_t r = 0; r < segment.rows; ++r) {
          const double value = static_cast<const double*>(column.data)[r];
          blank[of_month[r]] += value != value;
        }
        return;
      case Storage::hash:  // see add_identifiers()
      case Storage::none:
        return;
    }
  }

  // Counted when the files were read, or known from an earlier run.
  void add_identifiers(std::vector<std::vector<std::uint64_t>>& blank) {
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      if (table_.columns[c].storage != Storage::hash) continue;
      quality_.identifiers_checked = true;
      for (const TableFile& file : table_.files)
        for (const IdentifierFacts& facts : file.identifiers) {
          if (facts.column != info_.schema.columns[table_.columns[c].schema_column].name) continue;
          const auto month = std::lower_bound(quality_.months.begin(), quality_.months.end(), facts.month);
          const bool held = month != quality_.months.end() && *month == facts.month;
          blank[c][held ? static_cast<std::size_t>(month - quality_.months.begin()) : quality_.months.size()] +=
              facts.blank;
          quality_.repeated_identifiers += facts.repeated;
        }
    }
  }

  void count_places() {
    const SchemaColumn* longitude = info_.schema.find(ColumnType::longitude);
    const std::size_t c = longitude ? table_.find(longitude->name) : Table::npos;
    if (c == Table::npos) return;
    for (const auto& segment : table_.segments) {
      const auto* values = static_cast<const std::int32_t*>(segment.columns[c].data);
      quality_.without_location += static_cast<std::uint64_t>(std::count(values, values + segment.rows, no_coordinate));
    }
  }

  void count_areas() {
    const Areas& areas = store_.areas();
    quality_.own_areas_known = !areas.own_authorities.empty();
    const bool loaded =
        !info_.schema.area_column.empty() && (table_.find(info_.schema.area_column) != Table::npos ||
                                              table_.find(info_.schema.area_name_column) != Table::npos);
    // A dataset that states its authorities itself, such as the population, is held for the whole country on purpose.
    const bool derived = !info_.schema.find("local_authority");
    if (!quality_.own_areas_known || !loaded || !derived) return;
    const QueryResult result =
        store_.executor().run(Query{info_.schema.name, {}, {"local_authority", "local_authority_code"}, {}});
    std::map<std::string, std::uint64_t> outside;
    for (std::size_t i = 0; i < result.size(); ++i) {
      Areas::Place place;
      place.authority = result.label(0, i);
      place.authority_code = result.label(1, i);
      if (place.authority.empty() || areas.is_own(place)) continue;
      outside[place.authority] += result.rows[i];
      quality_.outside_own_areas += result.rows[i];
    }
    quality_.outside_areas.assign(outside.begin(), outside.end());
    std::stable_sort(quality_.outside_areas.begin(), quality_.outside_areas.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
  }

  const Store& store_;
  const DatasetInfo& info_;
  const Table& table_;
  Quality quality_;
  std::vector<std::uint32_t> codes_;
};

}  // namespace

Quality quality(const Store& store, std::string_view dataset) {
  const DatasetInfo& info = store.dataset(dataset);
  const auto index = static_cast<std::size_t>(&info - store.datasets().data());
  return QualityReport(store, info, store.contents().tables[index]).make();
}

}  // namespace hallmark::data
