-- Levels and changes, in words, tables and one chart.

local asking <const> = include("asking")
local nouns <const>, compare <const>, own_residents <const>, per_thousand <const>, subject <const> =
  asking.nouns, asking.compare, asking.own_residents, asking.per_thousand, asking.subject
local named <const>, lower_first <const>, and_list <const> = asking.named, asking.lower_first, asking.and_list
local judging <const> = include("judging")
local judge <const>, sorted_by_current <const>, with_verdict <const>, change_sentence <const>, coverage_note <const> =
  judging.judge, judging.sorted_by_current, judging.with_verdict, judging.change_sentence, judging.coverage_note
local held_words <const>, with_held_footnote <const>, change_columns <const>, change_row <const> =
  judging.held_words, judging.with_held_footnote, judging.change_columns, judging.change_row

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

return {
  findings = findings, level = level, standing_out = standing_out, candidates = candidates, levels = levels,
  changes = changes,
}
