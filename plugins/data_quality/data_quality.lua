-- What the records can and cannot carry: months held and missing, rows set aside, blank fields, repeats, places outside
-- the partnership. A reader should meet the limits of the data before its findings.

local default_dataset <const> = "police_street_crime"

local function dataset_of(options) return options.dataset or default_dataset end

local function share(part, whole)
  if whole.value == 0 then return document.not_available("no rows") end
  return (part / whole):percent(1)
end

local function rows_of(dataset, where) return data.query{ dataset = dataset, where = where }:total() end

local function missing_months(coverage)
  local names = {}
  for _, month in ipairs(coverage.months) do
    if not coverage.held[month] then names[#names + 1] = text.month(month) end
  end
  return names
end

-- The findings on quality in words.
local function summary(context, options)
  local dataset = dataset_of(options)
  local coverage, facts = data.coverage(dataset), data.quality(dataset)
  local all = rows_of(dataset)
  if all.value == 0 then return { document.paragraph("No records are held.") } end
  local items = {
    { "Records are held from ", text.month(coverage.months[1]), " to ", text.month(coverage.months[#coverage.months]), ": ", all, " incidents." },
  }
  local missing = missing_months(coverage)
  if #missing == 0 then items[#items + 1] = { "No month in that span is missing." }
  else
    items[#items + 1] = { document.strong(text.capitalise(text.number(#missing)) .. " " .. text.plural(#missing, "month is", "months are") .. " missing:"),
                          " ", text.list_and(missing), ". A comparison that touches a missing month uses only the months held in both years, and says so." }
  end
  if facts.quarantined.value > 0 then
    items[#items + 1] = { facts.quarantined, " rows broke the rules of the dataset and were set aside; each is kept with its reason in the quarantine file." }
  else
    items[#items + 1] = { "Every row read fits the rules of the dataset; none was set aside." }
  end
  local unplaced = rows_of(dataset, { lsoa = { "" } })
  items[#items + 1] = { unplaced, " incidents (", share(unplaced, all), ") have no location. " .. (next(context.scope)
                          and "They cannot be placed in the partnership, so they are in none of its counts."
                          or "They count in totals but not on maps or by district.") }
  if facts.repeated_identifiers and facts.repeated_identifiers.value > 0 then
    items[#items + 1] = { facts.repeated_identifiers, " rows repeat a crime identifier already used in the same month. They are counted as published, since one crime may have several offences." }
  end
  return { document.list(items) }
end

-- Rows by year and calendar month; an empty cell is a month that is not held.
local function coverage_table(context, options)
  local dataset = dataset_of(options)
  local coverage = data.coverage(dataset)
  local by_month = data.query{ dataset = dataset, by = { "month" } }
  local years, columns, rows = {}, { { heading = "Year", row_header = true } }, {}
  for _, name in ipairs{ "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" } do
    columns[#columns + 1] = { heading = name, kind = "number" }
  end
  for _, month in ipairs(coverage.months) do
    local year = month:sub(1, 4)
    if years[#years] ~= year then years[#years + 1] = year end
  end
  local first, last = coverage.months[1], coverage.months[#coverage.months]
  for _, year in ipairs(years) do
    local cells = { year }
    for m = 1, 12 do
      local month = string.format("%s-%02d", year, m)
      if coverage.held[month] then cells[#cells + 1] = by_month:value(month)
      elseif month >= first and month <= last then cells[#cells + 1] = document.not_available("not held: missing at source")
      else cells[#cells + 1] = "" end
    end
    rows[#rows + 1] = cells
  end
  return { document.table{ caption = "Incidents held by month", label = options.label, columns = columns, rows = rows,
                           footnotes = { "[x]: the month is not held. It is left out of every count and comparison, and is not a zero." },
                           source = "police.uk street-level crime" } }
end

-- Each agency's records: span, months held, rows.
local function held(context, options)
  local dataset = dataset_of(options)
  local coverage = data.coverage(dataset)
  local counts = data.query{ dataset = dataset, by = { "reported_by" } }
  local months = data.query{ dataset = dataset, by = { "reported_by" }, measure = { distinct = "month" } }
  local rows = {}
  for _, supplier in ipairs(counts:labels("reported_by")) do
    rows[#rows + 1] = { supplier, "Street-level crime", text.month(coverage.months[1]) .. " to " .. text.month(coverage.months[#coverage.months]),
                        months:value(supplier):count(), #coverage.months, counts:value(supplier) }
  end
  return { document.table{ caption = "Records held by agency", label = options.label,
    columns = { { heading = "Agency", row_header = true }, { heading = "Records" }, { heading = "Span" },
                { heading = "Months held", kind = "number" }, { heading = "of", kind = "number", unit = "months" }, { heading = "Rows", kind = "number" } },
    rows = rows, source = "police.uk street-level crime" } }
end

local completeness_columns <const> = {
  { "lsoa", "Neighbourhood (LSOA)" }, { "outcome", "Last outcome" }, { "crime_type", "Crime type" },
}

-- Share of rows with each field filled, this year and the year before.
local function completeness(context, options)
  local dataset = dataset_of(options)
  local function filled(column, period)
    local month = { from = period.from, to = period.to }
    return share(rows_of(dataset, { month = month, [column] = { none_of = { "" } } }), rows_of(dataset, { month = month }))
  end
  local rows = {}
  for _, column in ipairs(completeness_columns) do
    rows[#rows + 1] = { column[2], filled(column[1], context.period), filled(column[1], context.previous_period) }
  end
  return { document.table{ caption = "Rows with each field filled in", label = options.label,
    columns = { { heading = "Field", row_header = true }, { heading = context.period.label, kind = "number", unit = "of rows" },
                { heading = context.previous_period.label, kind = "number", unit = "of rows" } },
    rows = rows,
    footnotes = { "A fall in completeness can look like a fall in crime of that kind or place. Anti-social behaviour never has an outcome." },
    source = "police.uk street-level crime" } }
end

-- The files every number comes from, so that a reader can check they hold the same.
local function sources(context, options)
  local rows = {}
  local dataset = dataset_of(options)
  local archives, order = {}, {}
  for _, file in ipairs(data.quality(dataset).files) do
    local path = file.path:match("^(.-%.zip): ") or file.path  -- members of a zip are told together
    local archive = archives[path]
    if not archive then
      archive = { path = path, sha256 = file.sha256, members = 0, rows = nil }
      archives[path], order[#order + 1] = archive, archive
    end
    archive.members = archive.members + 1
    archive.rows = archive.rows and archive.rows + file.rows or file.rows
  end
  for i, archive in ipairs(order) do
    rows[i] = { archive.path, dataset, archive.members, archive.rows, document.code(archive.sha256:sub(1, 16)) }
  end
  return { document.table{ caption = "Files read", label = options.label,
    columns = { { heading = "File", row_header = true }, { heading = "Dataset" }, { heading = "Tables", kind = "number" },
                { heading = "Rows", kind = "number" }, { heading = "SHA-256 (first 16)" } },
    rows = rows, footnotes = { "The whole hash of each file is in ledger.json beside this document." } } }
end

return { summary = summary, coverage = coverage_table, held = held, completeness = completeness, sources = sources }
