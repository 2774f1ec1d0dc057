-- Districts and neighbourhoods.

local asking <const> = include("asking")
local dataset <const>, filters <const>, in_period <const>, compare <const>, per_thousand <const> =
  asking.dataset, asking.filters, asking.in_period, asking.compare, asking.per_thousand
local subject <const>, named <const>, lower_first <const> = asking.subject, asking.named, asking.lower_first
local judging <const> = include("judging")
local judge <const>, by_size_of_change <const>, sorted_by_current <const>, with_held_footnote <const>, change_columns <const> =
  judging.judge, judging.by_size_of_change, judging.sorted_by_current, judging.with_held_footnote, judging.change_columns
local change_row <const> = judging.change_row

local function own_districts(context, rows)
  local own, is_own = {}, {}
  for _, name in ipairs(context.districts) do is_own[name] = true end
  for _, row in ipairs(rows) do
    if is_own[row.label] then own[#own + 1] = row end
  end
  return own
end

-- The districts side by side: count, rate, change.
local function districts(context, options)
  local comparison = compare(context, options, "local_authority")
  local rows = own_districts(context, comparison.rows)
  if #rows == 0 then return { document.paragraph("No incident could be placed in a district.") } end
  local cells = {}
  for _, row in ipairs(sorted_by_current(judge(rows))) do
    cells[#cells + 1] = change_row(row, per_thousand(row.current, data.population{ local_authority = row.label }))
  end
  return { document.table{
    caption = options.caption or (subject(options) .. " by district"),
    label = options.label, columns = change_columns(context, "local_authority", true), rows = cells,
    footnotes = with_held_footnote(comparison, {
      "Incidents without a location, or located outside these districts, are not in this table.",
      "A rate has residents as its denominator; a town centre is used by many who live elsewhere." }),
    source = "police.uk street-level crime; ONS population" } }
end

-- For each district the crime types that rose or fell beyond chance.
local function district_changes(context, options)
  local items = {}
  for _, name in ipairs(context.districts) do
    local where = filters(context, options, { local_authority = name })
    local comparison = compare(context, { where = where }, "crime_type")
    local rises, falls = {}, {}
    for _, row in ipairs(judge(comparison.rows)) do
      local target = row.verdict == "rise" and rises or row.verdict == "fall" and falls
      if target then target[#target + 1] = row end
    end
    local sentence = { document.strong(name), ": " }
    local function say(verb, rows)
      table.sort(rows, by_size_of_change)
      for i, row in ipairs(rows) do
        if i > 1 then sentence[#sentence + 1] = i == #rows and " and " or ", " end
        sentence[#sentence + 1] = lower_first(named(row.label)) .. " "
        for _, part in ipairs{ "(", row.previous, " to ", row.current, ", ", row.change, ")" } do sentence[#sentence + 1] = part end
      end
      sentence[#sentence + 1] = #rows > 0 and (" " .. verb) or ""
    end
    say("rose", rises)
    if #rises > 0 and #falls > 0 then sentence[#sentence + 1] = "; " end
    say("fell", falls)
    if #rises == 0 and #falls == 0 then sentence[#sentence + 1] = "no crime type rose or fell by more than chance" end
    sentence[#sentence + 1] = "."
    items[#items + 1] = sentence
  end
  if #items == 0 then return { document.paragraph("No district of this partnership is known.") } end
  return { document.list(items) }
end

-- Shaded areas: incidents per 1,000 residents where populations are held, else incidents.
local function area_map(context, options)
  local level = options.level or "lsoa"
  local boundaries = data.boundaries(level)
  if not boundaries then return { document.paragraph("No boundaries are held, so no map is drawn.") } end
  local result = data.query{ dataset = dataset, where = filters(context, options, { month = in_period(context) }), by = { level } }
  local top = result:top(1)[1]
  if not top then return { document.paragraph("No incident is held in this period.") } end
  return { document.figure{
    title = subject(options) .. ": incidents by neighbourhood, " .. context.period.label,
    label = options.label,
    alt = string.format("Map of %s by neighbourhood in five shades; the darkest areas have the most incidents.", lower_first(subject(options))),
    description = "Neighbourhoods are lower-layer super output areas, drawn to be of like population, so counts may be compared. Where they were placed is the nearest of police.uk's anonymous points, not the address.",
    chart = document.map{ boundaries = boundaries, values = result, legend = "Incidents", format = "count" },
    source = "police.uk street-level crime; " .. boundaries:attribution() } }
end

-- The areas with most incidents, with their share and change.
local function top_areas(context, options)
  local most = options.most or 15
  local comparison = compare(context, options, "lsoa_name")
  local rows, total = {}, comparison.current
  for _, row in ipairs(comparison.rows) do
    if row.label ~= "" then rows[#rows + 1] = row end
  end
  sorted_by_current(judge(rows))
  local cells, sum = {}, nil
  for i = 1, math.min(most, #rows) do
    local row = rows[i]
    sum = sum and sum + row.current or row.current
    cells[i] = { row.label, row.current, (row.current / total):percent(1), row.previous,
                 row.change or document.not_available("nothing to compare with"), row.verdict }
  end
  if #cells == 0 then return { document.paragraph("No incident could be placed in a neighbourhood.") } end
  return document.blocks{
    document.paragraph{ "The " .. #cells .. " neighbourhoods with most incidents hold ", (sum / total):percent(1),
                        " of all incidents in ", context.period.label, "." },
    document.table{
      caption = options.caption or (subject(options) .. ": the neighbourhoods with most incidents"),
      label = options.label,
      columns = { { heading = "Neighbourhood", row_header = true }, { heading = context.period.label, kind = "number", unit = "incidents" },
                  { heading = "Share", kind = "number", unit = "of all" }, { heading = context.previous_period.label, kind = "number", unit = "incidents" },
                  { heading = "Change", kind = "number" }, { heading = "Reading" } },
      rows = cells,
      footnotes = with_held_footnote(comparison, {
        "Areas chosen because they are the highest tend to be lower next year whatever is done (regression to the mean)." }),
      source = "police.uk street-level crime" } }
end

return {
  districts = districts, district_changes = district_changes, area_map = area_map, top_areas = top_areas,
}
