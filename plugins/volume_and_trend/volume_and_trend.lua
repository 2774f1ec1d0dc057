-- Counts, rates, change against the same months a year before, control charts, and where "too short" or "too few" is
-- the honest answer. Every claim of a rise or a fall has passed an exact test, with false-discovery control over all the
-- categories tested together.

local dataset <const> = "police_street_crime"
local false_discovery_rate <const> = 0.05
local fewest_incidents <const> = 20   -- both periods together; below this no test can tell a change from chance
local fewest_points <const> = 12      -- of a control chart: fewer months set no limits
local limit_months <const> = 24       -- a chart's limits come from its first 24 months when it has more than that

local nouns <const> = { crime_type = "Crime type", local_authority = "District", outcome = "Outcome", lsoa_name = "Neighbourhood" }

-- ---- Asking ---------------------------------------------------------------------------------------------------------

-- The filters of a question: the partnership's own area, what the template asks, and more.
local function filters(context, options, more)
  local where = {}
  for dimension, value in pairs(context.scope) do where[dimension] = value end
  for dimension, value in pairs(options.where or {}) do where[dimension] = value end
  for dimension, value in pairs(more or {}) do where[dimension] = value end
  return where
end

local function in_period(context) return { from = context.period.from, to = context.period.to } end

local function compare(context, options, by)
  return data.compare{ dataset = dataset, where = filters(context, options), by = by,
                       period = context.period, previous = context.previous_period }
end

-- Usual residents of the whole partnership, or nil where a district's are not held.
local function own_residents(context)
  local sum
  for _, name in ipairs(context.districts) do
    local residents = data.population{ local_authority = name }
    if not residents.available then return nil end
    sum = sum and sum + residents or residents
  end
  return sum
end

local function per_thousand(count, residents)
  if not residents or not residents.available then return document.not_available("no population is held for this area") end
  return (count / residents * 1000):rate(1, "per 1,000 residents")
end

local function subject(options)
  return options.subject or (options.where and type(options.where.crime_type) == "string" and options.where.crime_type)
         or "All recorded crime and anti-social behaviour"
end

local function named(label) return label ~= "" and label or "(not recorded)" end

-- ---- Judging a change -----------------------------------------------------------------------------------------------

-- Adds to each row {label, current, previous}: change, lower, upper (relative to the earlier count) and verdict.
local function judge(rows)
  local tested, p_values = {}, {}
  for _, row in ipairs(rows) do
    row.verdict = "too few to say"
    if row.current.available and row.previous.available and row.previous > 0 then
      local test = statistics.percent_change(row.current, row.previous)
      row.change = test.change:percent(1, true)
      if row.current + row.previous >= fewest_incidents then
        row.lower, row.upper = test.lower:percent(1, true), test.upper:percent(1, true)
        tested[#tested + 1], p_values[#p_values + 1] = row, test.p
      end
    end
  end
  if #tested == 0 then return rows end
  local stands = statistics.benjamini_hochberg(p_values, false_discovery_rate).rejected
  for i, row in ipairs(tested) do
    if not stands[i] then row.verdict = "no clear change"
    elseif row.current > row.previous then row.verdict = "rise"
    else row.verdict = "fall" end
  end
  return rows
end

local function by_size_of_change(a, b)
  if a.change.value ~= b.change.value then return math.abs(a.change.value) > math.abs(b.change.value) end
  return a.label < b.label
end

local function sorted_by_current(rows)
  table.sort(rows, function(a, b)
    if a.current.value ~= b.current.value then return a.current.value > b.current.value end
    return a.label < b.label
  end)
  return rows
end

local function with_verdict(rows, verdict)
  local chosen = {}
  for _, row in ipairs(rows) do
    if row.verdict == verdict then chosen[#chosen + 1] = row end
  end
  if verdict == "rise" or verdict == "fall" then table.sort(chosen, by_size_of_change) end
  return chosen
end

local function interval_cell(row)
  if not row.lower then return document.not_available("too few incidents to test") end
  return { row.lower, "\u{a0}to\u{a0}", row.upper }
end

local function change_sentence(name, verb, row)
  return { document.strong(name), " ", verb, " from ", row.previous, " to ", row.current, " (", row.change,
           "; 95% interval ", row.lower, " to ", row.upper, ")." }
end

local function lower_first(words) return (words:gsub("^%u", string.lower)) end

-- "a, b and c" as plain text, for alternative texts.
local function and_list(names)
  if #names < 2 then return names[1] or "" end
  return table.concat(names, ", ", 1, #names - 1) .. " and " .. names[#names]
end

local function coverage_note(comparison)
  if comparison.note == "" then return {} end
  return { document.callout{ kind = "warning", title = "Like-for-like months", content = comparison.note } }
end

-- The same in short, for the many places that compare the same periods.
local function held_words(comparison)
  return string.format("%d of %d months held in both years", comparison.months_held, comparison.months_wanted)
end

local function with_held_footnote(comparison, footnotes)
  if not comparison.complete then table.insert(footnotes, 1, "Like for like: " .. held_words(comparison) .. "; the counts are of those months.") end
  return footnotes
end

-- ---- Words ----------------------------------------------------------------------------------------------------------

local verbs <const> = { rise = "rose", fall = "fell", ["no clear change"] = "shows no clear change:" }

local function overall_sentence(context, options, comparison)
  local row = judge({ { label = subject(options), current = comparison.current, previous = comparison.previous } })[1]
  if row.verdict == "too few to say" then
    return { subject(options), ": ", row.current, " incidents in ", context.period.label,
             "; too few, or nothing to compare with, to speak of a change." }
  end
  if row.verdict == "no clear change" then
    return { document.strong(subject(options)), " came to ", row.current, " incidents in ", context.period.label, ", against ", row.previous,
             " in the same months a year before (", row.change, "; 95% interval ", row.lower, " to ", row.upper,
             "): no change beyond what chance alone would bring." }
  end
  return { document.strong(subject(options)), " ", verbs[row.verdict], " from ", row.previous, " incidents to ", row.current,
           " in ", context.period.label, " (", row.change, "; 95% interval ", row.lower, " to ", row.upper, ")." }
end

local function unchanged_sentence(rows, verdict, lead)
  local names = {}
  for _, row in ipairs(with_verdict(rows, verdict)) do names[#names + 1] = lower_first(named(row.label)) end
  if #names == 0 then return nil end
  return { lead .. and_list(names) .. "." }
end

-- The findings in words that follow from the numbers: the total, then every rise and every fall by the same rule.
local function findings(context, options)
  local by = options.by or "crime_type"
  local total = compare(context, options)
  if not total.current.available then return { document.paragraph(total.note) } end
  local rows = judge(compare(context, options, by).rows)
  local items = { overall_sentence(context, options, total) }
  for _, verdict in ipairs{ "rise", "fall" } do
    for _, row in ipairs(with_verdict(rows, verdict)) do
      items[#items + 1] = change_sentence(named(row.label), verbs[verdict], row)
    end
  end
  items[#items + 1] = unchanged_sentence(rows, "no clear change", "No change beyond chance was found in ")
  items[#items + 1] = unchanged_sentence(rows, "too few to say", "Too few incidents to say: ")
  return document.blocks{ document.list(items), coverage_note(total) }
end

-- One category's level and change as a paragraph.
local function level(context, options)
  local comparison = compare(context, options)
  if not comparison.current.available then return { document.paragraph(comparison.note) } end
  local sentence = overall_sentence(context, options, comparison)
  local residents = own_residents(context)
  if residents then
    for _, part in ipairs{ " That is ", per_thousand(comparison.current, residents), " incidents for each 1,000 residents." } do
      sentence[#sentence + 1] = part
    end
  end
  if not comparison.complete then sentence[#sentence + 1] = " (" .. held_words(comparison) .. ".)" end
  return { document.paragraph(sentence) }
end

-- The categories that stand out, with why: large, or rising beyond chance.
local function outstanding(comparison, options)
  local large = options.large or 3
  local rows = {}
  for i, row in ipairs(sorted_by_current(judge(comparison.rows))) do
    row.reasons = {}
    if i <= large then row.reasons[#row.reasons + 1] = "among the " .. large .. " largest by volume" end
    if row.verdict == "rise" then row.reasons[#row.reasons + 1] = "rose by more than chance" end
    if #row.reasons > 0 then rows[#rows + 1] = row end
  end
  return rows
end

-- Their names, for templates that go on from there.
local function standing_out(context, options)
  local names = {}
  for i, row in ipairs(outstanding(compare(context, options, "crime_type"), options)) do names[i] = row.label end
  return names
end

local function candidates(context, options)
  local comparison = compare(context, options, "crime_type")
  local rows = {}
  for i, row in ipairs(outstanding(comparison, options)) do
    rows[i] = { named(row.label), row.current, (row.current / comparison.current):percent(1),
                row.change or document.not_available("nothing to compare with"), table.concat(row.reasons, "; ") }
  end
  if #rows == 0 then return { document.paragraph("No incident is held in this period.") } end
  return { document.table{
    caption = "Crime types that stand out by volume or by a rise", label = options.label,
    columns = { { heading = "Crime type", row_header = true }, { heading = context.period.label, kind = "number", unit = "incidents" },
                { heading = "Share", kind = "number", unit = "of all" }, { heading = "Change", kind = "number" }, { heading = "Why it stands out" } },
    rows = rows,
    footnotes = with_held_footnote(comparison, { "Volume is not harm: a few serious offences may matter more than many slight ones." }),
    source = "police.uk street-level crime" } }
end

-- ---- Tables and charts of levels and change ---------------------------------------------------------------------------

local function change_columns(context, by, rate)
  local columns = {
    { heading = nouns[by] or by, row_header = true },
    { heading = context.period.label, kind = "number", unit = "incidents" },
    { heading = context.previous_period.label, kind = "number", unit = "incidents" },
    { heading = "Change", kind = "number" },
    { heading = "95% interval", kind = "number" },
    { heading = "Reading" },
  }
  if rate then table.insert(columns, 3, { heading = "Rate", kind = "number", unit = "per 1,000 residents" }) end
  return columns
end

local function change_row(row, rate)
  local cells = { named(row.label), row.current, row.previous, row.change or document.not_available("nothing to compare with"),
                  interval_cell(row), row.verdict }
  if rate then table.insert(cells, 3, rate) end
  return cells
end

-- Incidents by a dimension (crime type unless told), with rate, change and reading.
local function levels(context, options)
  local by = options.by or "crime_type"
  local total = compare(context, options)
  local comparison = compare(context, options, by)
  if not comparison.current.available then return { document.paragraph(comparison.note) } end
  local residents = own_residents(context)
  local rows = {}
  for _, row in ipairs(sorted_by_current(judge(comparison.rows))) do
    rows[#rows + 1] = change_row(row, per_thousand(row.current, residents))
  end
  local all = judge({ { label = "All", current = total.current, previous = total.previous } })[1]
  rows[#rows + 1] = change_row(all, per_thousand(all.current, residents))
  return document.blocks{
    document.table{
      caption = options.caption or ("Incidents by " .. lower_first(nouns[by] or by) .. ", with change on the same months a year before"),
      label = options.label,
      columns = change_columns(context, by, true), rows = rows,
      footnotes = with_held_footnote(comparison, {
        "Reading: “rise” or “fall” only where an exact Poisson test, corrected for the number of rows tested (false discovery rate 5%), rules out chance.",
        "Rate: incidents in the months shown, for each 1,000 usual residents.",
      }),
      source = "police.uk street-level crime; ONS population" } }
end

-- Change with its interval, one bar a category.
local function changes(context, options)
  local by = options.by or "crime_type"
  local comparison = compare(context, options, by)
  local rows = {}
  for _, row in ipairs(judge(comparison.rows)) do
    if row.lower then rows[#rows + 1] = row end
  end
  if #rows == 0 then return { document.paragraph("Too few incidents to show change by " .. lower_first(nouns[by] or by) .. ".") } end
  table.sort(rows, function(a, b) return a.change.value > b.change.value end)
  local categories, values, intervals = {}, {}, {}
  for i, row in ipairs(rows) do
    categories[i], values[i], intervals[i] = named(row.label), row.change, { row.lower.value, row.upper.value }
  end
  local rises, falls = #with_verdict(rows, "rise"), #with_verdict(rows, "fall")
  return { document.figure{
    title = "Change by " .. lower_first(nouns[by] or by) .. ", " .. context.period.label .. " against " .. context.previous_period.label,
    label = options.label,
    alt = string.format("Bar chart of percentage change with 95%% intervals for %d categories, from %s (largest increase or smallest fall) to %s.",
                        #rows, categories[1], categories[#categories]),
    description = string.format("%d of %d categories rose and %d fell by more than chance.", rises, #rows, falls),
    chart = document.bar_chart{ categories = categories, series = { { name = "Change", values = values } },
                                intervals = intervals, horizontal = true, axis = "Change, %" },
    source = "police.uk street-level crime" } }
end

-- ---- Months -----------------------------------------------------------------------------------------------------------

local calendar_days <const> = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function days_in_month(month)
  local year, m = tonumber(month:sub(1, 4)), tonumber(month:sub(6, 7))
  local leap = m == 2 and (year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0))
  return leap and 29 or calendar_days[m]
end

local function held_months() return data.coverage(dataset).months end

local function monthly(context, options, months, fixed_dimension)
  local by = fixed_dimension and { "month", fixed_dimension } or { "month" }
  local result = data.query{ dataset = dataset, where = filters(context, options), by = by }
  return result, function(name) return result:series("month", months, fixed_dimension and { [fixed_dimension] = name } or nil) end
end

-- A small chart for each of the largest categories.
local function panels(context, options)
  local by, most = options.by or "crime_type", options.most or 14
  local months = held_months()
  local result, series_of = monthly(context, options, months, by)
  local totals = data.query{ dataset = dataset, where = filters(context, options, { month = in_period(context) }), by = { by } }
  local series = {}
  for _, row in ipairs(totals:top(most)) do
    series[#series + 1] = { name = named(row[by]), values = series_of(row[by]) }
  end
  if #series == 0 then return { document.paragraph("No incident is held in this period.") } end
  return { document.figure{
    title = "Incidents a month by " .. lower_first(nouns[by] or by) .. ", " .. text.month(months[1]) .. " to " .. text.month(months[#months]),
    label = options.label,
    alt = string.format("%d small line charts of incidents a month, one a category, each on its own scale.", #series),
    description = "Each panel has its own scale, so that shapes can be compared; sizes cannot. A break in a line is a month that is not held.",
    chart = document.small_multiples{ periods = months, panels = series, shared_scale = false, axis = "Incidents a month" },
    source = "police.uk street-level crime" } }
end

local function signal_words(months, values, limits, first, last)
  local above, below = {}, {}
  for i = first, last do
    local value = values[i]
    if value.available then
      if value.value > limits.upper[i].value then above[#above + 1] = text.month(months[i]) end
      if value.value < limits.lower[i].value then below[#below + 1] = text.month(months[i]) end
    end
  end
  if #above == 0 and #below == 0 then return "In the latest twelve months every month lies within the limits of ordinary variation." end
  local parts = {}
  if #above > 0 then parts[#parts + 1] = "above the upper limit in " .. and_list(above) end
  if #below > 0 then parts[#parts + 1] = "below the lower limit in " .. and_list(below) end
  return "In the latest twelve months the count was " .. table.concat(parts, ", and ") .. "."
end

-- A control chart of incidents a day (months are not of one length), limits widened by the observed month-to-month
-- variation (Laney u'), since street crime varies more than chance alone.
local function trend(context, options)
  local months = held_months()
  local _, series_of = monthly(context, options, months)
  local counts, held, held_counts, days = series_of(), {}, {}, {}
  for i, month in ipairs(months) do
    if counts[i].available then
      held[#held + 1], held_counts[#held_counts + 1], days[#days + 1] = month, counts[i], days_in_month(month)
    end
  end
  local name = subject(options)
  if #held < fewest_points then
    return { document.paragraph{ name, ": ", #held .. " months are held. That is too short to say what is ordinary; " .. fewest_points .. " are needed." } }
  end
  local baseline = #held > limit_months and limit_months or #held
  local limits = statistics.laney_u_chart(held_counts, days, baseline)
  local values = {}
  for i, count in ipairs(held_counts) do values[i] = (count / days[i]):decimal(1) end
  local words = signal_words(held, values, limits, math.max(1, #held - 11), #held)
  return { document.figure{
    title = name .. ": incidents a day by month, with the limits of ordinary variation",
    label = options.label,
    alt = string.format("Control chart of %s by month from %s to %s. %s", lower_first(name), text.month(held[1]), text.month(held[#held]), words),
    description = words .. " Limits come from the first " .. baseline .. " months held.",
    chart = document.control_chart{ periods = held, values = values, name = "Incidents a day", limits = limits, baseline = baseline, axis = "Incidents a day" },
    source = "police.uk street-level crime" } }
end

local calendar <const> = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" }

-- Incidents a day by calendar month, over every month held.
local function season(context, options)
  local months = held_months()
  local _, series_of = monthly(context, options, months)
  local counts, sums, days, years = series_of(), {}, {}, {}
  for i, month in ipairs(months) do
    if counts[i].available then
      local m = tonumber(month:sub(6, 7))
      sums[m] = sums[m] and sums[m] + counts[i] or counts[i]
      days[m] = (days[m] or 0) + days_in_month(month)
      years[m] = (years[m] or 0) + 1
    end
  end
  local categories, values, high, low = {}, {}, nil, nil
  for m = 1, 12 do
    if not years[m] or years[m] < 2 then
      return { document.paragraph("Fewer than two years of every calendar month are held: too short to speak of a season.") }
    end
    categories[m], values[m] = calendar[m], (sums[m] / days[m]):decimal(1)
    if not high or values[m].value > values[high].value then high = m end
    if not low or values[m].value < values[low].value then low = m end
  end
  return document.blocks{
    document.paragraph{ "Over the months held, ", calendar[high], " is the busiest month with ", values[high], " incidents a day and ",
                        calendar[low], " the quietest with ", values[low], "." },
    document.figure{
      title = subject(options) .. ": incidents a day by calendar month",
      label = options.label,
      alt = string.format("Bar chart of incidents a day by calendar month; %s is highest and %s lowest.", calendar[high], calendar[low]),
      description = "Averages over all months held; a month lost at source counts neither as an incident nor as a day.",
      chart = document.bar_chart{ categories = categories, series = { { name = "Incidents a day", values = values } },
                                  horizontal = false, axis = "Incidents a day" },
      source = "police.uk street-level crime" } }
end

-- ---- Places -------------------------------------------------------------------------------------------------------------

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

-- ---- Outcomes -------------------------------------------------------------------------------------------------------------

-- What the last recorded outcome was, as a share of incidents that have one.
local function outcomes(context, options)
  local where = filters(context, options, { month = in_period(context), outcome = { none_of = { "" } } })
  local result = data.query{ dataset = dataset, where = where, by = { "outcome" } }
  local total = result:total()
  if total.value == 0 then return { document.paragraph("No outcome is recorded in this period.") } end
  local rows = {}
  for _, row in ipairs(result:top(100)) do
    rows[#rows + 1] = { row.outcome, row.value, (row.value / total):percent(1) }
  end
  return { document.table{
    caption = options.caption or ("Last recorded outcome, " .. context.period.label),
    label = options.label,
    columns = { { heading = "Outcome", row_header = true }, { heading = "Incidents", kind = "number" },
                { heading = "Share", kind = "number", unit = "of incidents with an outcome" } },
    rows = rows,
    footnotes = { "Anti-social behaviour incidents have no outcome. Outcomes of recent incidents may still change." },
    source = "police.uk street-level crime" } }
end

return {
  findings = findings, level = level, standing_out = standing_out, candidates = candidates, levels = levels, changes = changes, panels = panels, trend = trend, season = season,
  districts = districts, district_changes = district_changes, area_map = area_map, top_areas = top_areas, outcomes = outcomes,
}
