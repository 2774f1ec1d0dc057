-- The rules of the gate: each adds a reason to a statement that breaks it.

local months <const> = include("months")

local function refuse(claim, rule, words)
  claim.reasons[#claim.reasons + 1] = { rule = rule, words = words }
end

local function check_coverage(claim, rules)
  local comparison = claim.comparison
  if comparison.months_held < rules.least_share * comparison.months_wanted then
    refuse(claim, "coverage", { comparison.months_held, " of ", comparison.months_wanted, " months are held in both years",
                                comparison.note ~= "" and ". " .. comparison.note or "." })
  end
end

-- Months that are there but not whole, and a year that changed more than crime does. records: what an area recorded in all,
-- by month, as Quantities and as numbers, and the months compared.
local function supply_fault(records, window, rules)
  local usual, comparison, compared = statistics.median(records.monthly), records.comparison, {}
  for _, side in ipairs{ comparison.months_previous, comparison.months } do
    for _, month in ipairs(side) do compared[month] = true end
  end
  for i, month in ipairs(window.held) do
    if compared[month] and records.monthly[i].value < rules.usual_supply * usual.value then
      return { text.month(month), " holds ", records.monthly[i], " records where the middle month holds ", usual:count(),
               ": it was supplied in part." }
    end
  end
  local change = months.log_ratio(records.counts, comparison.months, comparison.months_previous)
  if change and math.abs(math.exp(change) - 1) > rules.most_supply_change then
    local ratio = months.traced_ratio(window, records.monthly, comparison.months, comparison.months_previous)
    return { "All records together changed by ", (ratio - 1):percent(1, true),
             ", more than crime does in a year: ask the supplier before anything is said." }
  end
end

-- Asked once of an area.
local function check_supply(claim, faults, window, rules)
  local area = claim.area or ""
  if faults[area] == nil then
    local records = { monthly = claim.supply, counts = months.by_month(window, claim.supply), comparison = claim.comparison }
    faults[area] = supply_fault(records, window, rules) or false
  end
  if faults[area] then refuse(claim, "supply", faults[area]) end
end

local function touches(list, value)
  if #list == 0 or value == nil then return true end
  for _, entry in ipairs(list) do
    if entry == value then return true end
  end
  return false
end

local function concerns(entry, claim)
  if touches(entry.area, claim.area) then return true end
  for _, authority in ipairs(claim.there and claim.there.authorities or {}) do
    if touches(entry.area, authority) then return true end
  end
  return false
end

-- A break counts for all offences together when it counts for one of them.
local function breaks_of(claim, context)
  local found = {}
  for _, entry in ipairs(context.series_breaks or {}) do
    if concerns(entry, claim) and (claim.label == "" or touches(entry.offences, claim.label)) then found[#found + 1] = entry end
  end
  return found
end

local function check_breaks(claim, context, window)
  for _, entry in ipairs(breaks_of(claim, context)) do
    if entry.from > window.previous.from and entry.from <= window.period.to then
      refuse(claim, "series break", { "From ", text.month(entry.from), " the records count something else than before. ", entry.what,
                                      " (", entry.source, ")" })
    end
  end
end

local function check_size(claim, rules)
  for _, counts in ipairs{ claim, claim.similar } do
    if counts.before.value == 0 or (counts.before + counts.after).value < rules.least_incidents then
      return refuse(claim, "too few", { counts.before, " and ", counts.after, " incidents", counts == claim and "" or " in similar areas",
                                        ": under ", rules.least_incidents, " in all, no change could be told from chance." })
    end
  end
end

-- ---- The test -------------------------------------------------------------------------------------------------------------

-- How much a statement says changed between two lists of months: the logarithm, nil where there is none, and the same for
-- the reader, −12.3%. Against similar areas it is the change here over the change there.
local function log_change(claim, after, before)
  local here = months.log_ratio(claim.counts, after, before)
  if not claim.there then return here end
  local there = months.log_ratio(claim.there.counts, after, before)
  return here and there and here - there
end

local function shown_change(claim, window, after, before)
  local ratio = months.traced_ratio(window, claim.monthly, after, before)
  if claim.there then ratio = ratio / months.traced_ratio(window, claim.there.monthly, after, before) end
  return (ratio - 1):percent(1, true)
end

local function change(counts) return (counts.after / counts.before - 1):percent(1, true) end

local function found_change(claim, window, variation, rules)
  local held, comparison = months.ranges(window.held), claim.comparison
  local after, before = months.ranges(comparison.months), months.ranges(comparison.months_previous)
  if claim.there then
    return statistics.monthly_relative_change(claim.series, claim.label, claim.there.series, claim.label, held, after, before,
                                              variation.autocorrelation, variation.dispersion, variation.freedom, rules.confidence)
  end
  return statistics.monthly_change(claim.series, claim.label, held, after, before, variation.autocorrelation, variation.dispersion,
                                   variation.freedom, rules.confidence)
end

-- What someone who forgets that crime varies would take for a change.
local function looks_real(claim, rules)
  if not claim.there then return statistics.poisson_ratio(claim.after, claim.before).p.value < rules.rate end
  local naive = statistics.relative_rate_ratio(claim.after, claim.before, claim.similar.after, claim.similar.before)
  return naive.lower.value > 1 or naive.upper.value < 1
end

local function direction_of(ratio) return ratio > 1 and "rise" or ratio < 1 and "fall" or "same" end

local function test(claim, window, variation, rules)
  local comparison = claim.comparison
  local found = found_change(claim, window, variation, rules)
  if not found.p.available then
    return refuse(claim, "too short", { "Under two years of months are held, too few to tell how much the figures vary by themselves." })
  end
  claim.ratio, claim.lower, claim.upper, claim.p, claim.dispersion = found.ratio, found.lower, found.upper, found.p, found.dispersion
  claim.change, claim.direction = change(claim), direction_of(claim.after.value / claim.before.value)
  local least, most = (found.lower - 1):percent(1, true), (found.upper - 1):percent(1, true)
  if claim.there then
    claim.similar.change, claim.direction = change(claim.similar), direction_of(found.ratio.value)
    claim.difference, claim.difference_lower, claim.difference_upper = (found.ratio - 1):percent(1, true), least, most
  else
    claim.change_lower, claim.change_upper = least, most
  end
  claim.log_ratio = log_change(claim, comparison.months, comparison.months_previous)
  claim.looks_real = looks_real(claim, rules)
end

-- ---- Whether it is large and lasting enough --------------------------------------------------------------------------------

local function shown(claim) return claim.difference or claim.change end

-- “the change is −3.0% instead of −12.1%”
local function instead(claim, window, after, before)
  return { claim.difference and "the difference from similar areas is " or "the change is ", shown_change(claim, window, after, before),
           " instead of ", shown(claim) }
end

local function check_practical_size(claim, rules)
  if math.abs(shown(claim).value) < rules.least_change then
    refuse(claim, "small change", { claim.difference and "A difference of " or "A change of ", shown(claim), " is beyond chance but under the ",
                                    statistics.sum(rules.least_change):percent(0), " that would matter to anyone." })
  end
end

-- How much of the claimed change another comparison shows: 1 all of it, under 0 the other direction.
local function share_kept(claim, after, before)
  local other = log_change(claim, after, before)
  return other and other / claim.log_ratio
end

-- The window moved by a month or more, either way, and for short windows the year that ends with them.
local function check_neighbours(claim, window, rules)
  local function check(after, before, words)
    if #after < rules.least_share * #window.period.months then return true end
    local kept = share_kept(claim, after, before)
    if kept and kept >= rules.least_kept then return true end
    refuse(claim, "window", { words, " ", instead(claim, window, after, before), ": it hangs on the choice of months." })
    return false
  end
  for step = 1, rules.neighbours do
    for _, moved in ipairs{ -step, step } do
      local after, before = months.pairs(window, moved, window.apart)
      local words = string.format("With the months moved %s by %d", moved < 0 and "back" or "on", step)
      if not check(after, before, words) then return end
    end
  end
  if #window.period.months < 12 then
    local year = { period = { months = data.months(data.add_months(window.period.to, -11), window.period.to) }, is_held = window.is_held }
    local after, before = months.pairs(year, 0, 12)
    if #after >= 9 then check(after, before, "Over the whole year to " .. text.month(window.period.to)) end
  end
end

-- Without the month that shows most of the change, some of it must be left.
local function check_one_month(claim, window, rules)
  local after, before = claim.comparison.months, claim.comparison.months_previous
  local least, chosen
  for out = 1, #after do
    local now, past = {}, {}
    for i = 1, #after do
      if i ~= out then now[#now + 1], past[#past + 1] = after[i], before[i] end
    end
    local kept = #now > 0 and share_kept(claim, now, past) or 0
    if not least or kept < least then least, chosen = kept, { month = after[out], now = now, before = past } end
  end
  if least >= rules.least_spread then return end
  if #chosen.now == 0 then return refuse(claim, "one month", { "One month shows no change that lasts." }) end
  refuse(claim, "one month", { "Without ", text.month(chosen.month), " ", instead(claim, window, chosen.now, chosen.before), ": one month makes it." })
end

-- The months compared, each paired with itself in the years before the year before, back to the last series break.
local function past_pairs(claim, context, window, rules)
  local since = ""
  for _, entry in ipairs(breaks_of(claim, context)) do
    if entry.from <= window.previous.from and entry.from > since then since = entry.from end
  end
  local after, earlier, years = {}, {}, 0
  for year = 2, 4 do
    local now, past = {}, {}
    for _, month in ipairs(claim.comparison.months) do
      local twin = data.add_months(month, -12 * year)
      if window.is_held[twin] and twin >= since then now[#now + 1], past[#past + 1] = month, twin end
    end
    if #past >= rules.least_share * #claim.comparison.months then
      years = years + 1
      table.move(now, 1, #now, #after + 1, after)
      table.move(past, 1, #past, #earlier + 1, earlier)
    end
  end
  return after, earlier, years
end

-- A change from an unusual year is the way back to the usual (regression to the mean).
local function check_past(claim, context, window, rules)
  local after, earlier, years = past_pairs(claim, context, window, rules)
  if years == 0 then
    if claim.area and claim.beyond_chance then
      return refuse(claim, "regression to the mean", { "Only one earlier year is held, so a way back to the usual cannot be told from a change; ",
                                                       "of many areas those that change most are often those that stood out by chance." })
    end
    claim.caveats[#claim.caveats + 1] = "Only one earlier year is held, so whether it was an unusual one cannot be told."
    return
  end
  local kept = share_kept(claim, after, earlier)
  if kept and kept >= rules.least_against_past then return end
  refuse(claim, "regression to the mean", { "The year before was unusual: against the ", years == 1 and "year" or text.number(years) .. " years",
                                            " before it ", instead(claim, window, after, earlier), "." })
end

return { coverage = check_coverage, supply = check_supply, supply_fault = supply_fault, breaks = check_breaks, size = check_size, test = test, practical_size = check_practical_size,
         neighbours = check_neighbours, one_month = check_one_month, past = check_past }
