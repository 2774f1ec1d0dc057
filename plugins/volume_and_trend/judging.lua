-- Whether a change is beyond chance, and how changes are listed, footnoted and tabled.

local asking <const> = include("asking")
local nouns <const>, named <const> = asking.nouns, asking.named

local false_discovery_rate <const> = 0.05
local fewest_incidents <const> = 20   -- both periods together; below this no test can tell a change from chance

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

return {
  judge = judge, by_size_of_change = by_size_of_change, sorted_by_current = sorted_by_current,
  with_verdict = with_verdict, change_sentence = change_sentence, coverage_note = coverage_note,
  held_words = held_words, with_held_footnote = with_held_footnote, change_columns = change_columns,
  change_row = change_row,
}
