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

-- Months that are there but not whole, and a year that changed more than crime does: of an area, asked once.
local function supply_fault(claim, window, rules)
  local records = { monthly = claim.supply, counts = months.by_month(window, claim.supply) }
  local usual = statistics.median(claim.supply)
  local compared = {}
  for _, side in ipairs{ claim.comparison.months_previous, claim.comparison.months } do
    for _, month in ipairs(side) do compared[month] = true end
  end
  for i, month in ipairs(window.held) do
    if compared[month] and claim.supply[i].value < rules.usual_supply * usual.value then
      return { text.month(month), " holds ", claim.supply[i], " records where the middle month holds ", usual:count(),
               ": it was supplied in part." }
    end
  end
  local change = months.log_ratio(records.counts, claim.comparison.months, claim.comparison.months_previous)
  if change and math.abs(math.exp(change) - 1) > rules.most_supply_change then
    return { "All records together changed by ", months.traced_change(records, window, claim.comparison.months, claim.comparison.months_previous),
             ", more than crime does in a year: ask the supplier before anything is said." }
  end
end

local function check_supply(claim, faults, window, rules)
  local area = claim.area or ""
  if faults[area] == nil then faults[area] = supply_fault(claim, window, rules) or false end
  if faults[area] then refuse(claim, "supply", faults[area]) end
end

local function touches(list, value)
  if #list == 0 or value == nil then return true end
  for _, entry in ipairs(list) do
    if entry == value then return true end
  end
  return false
end

-- A break counts for all offences together when it counts for one of them.
local function breaks_of(claim, context)
  local found = {}
  for _, entry in ipairs(context.series_breaks or {}) do
    if touches(entry.area, claim.area) and (claim.label == "" or touches(entry.offences, claim.label)) then found[#found + 1] = entry end
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
  if claim.before.value == 0 or (claim.before + claim.after).value < rules.least_incidents then
    refuse(claim, "too few", { claim.before, " and ", claim.after, " incidents: under ", rules.least_incidents,
                               " in all, no change could be told from chance." })
  end
end

local function test(claim, window, variation, rules)
  local comparison = claim.comparison
  local found = statistics.monthly_change(claim.series, claim.label, months.ranges(window.held), months.ranges(comparison.months),
                                          months.ranges(comparison.months_previous), variation.autocorrelation, variation.dispersion,
                                          variation.freedom, rules.confidence)
  if not found.p.available then
    return refuse(claim, "too short", { "Under two years of months are held, too few to tell how much the figures vary by themselves." })
  end
  claim.ratio, claim.lower, claim.upper, claim.p, claim.dispersion = found.ratio, found.lower, found.upper, found.p, found.dispersion
  claim.change = (claim.after / claim.before - 1):percent(1, true)
  claim.change_lower, claim.change_upper = (found.lower - 1):percent(1, true), (found.upper - 1):percent(1, true)
  claim.direction = claim.after > claim.before and "rise" or claim.after < claim.before and "fall" or "same"
  claim.log_ratio = months.log_ratio(claim.counts, comparison.months, comparison.months_previous)
  -- What someone who forgets that crime varies would take for a change.
  claim.looks_real = statistics.poisson_ratio(claim.after, claim.before).p.value < rules.rate
end

local function check_practical_size(claim, rules)
  if math.abs(claim.change.value) < rules.least_change then
    refuse(claim, "small change", { "A change of ", claim.change, " is beyond chance but under the ",
                                    statistics.sum(rules.least_change):percent(0), " that would matter to anyone." })
  end
end

-- How much of the claimed change another comparison shows: 1 all of it, under 0 the other direction.
local function share_kept(claim, after, before)
  local other = months.log_ratio(claim.counts, after, before)
  return other and other / claim.log_ratio
end

-- The window moved by a month or more, either way, and for short windows the year that ends with them.
local function check_neighbours(claim, window, rules)
  local function check(after, before, words)
    if #after < rules.least_share * #window.period.months then return true end
    local kept = share_kept(claim, after, before)
    if kept and kept >= rules.least_kept then return true end
    refuse(claim, "window", { words, " the change is ", months.traced_change(claim, window, after, before),
                              " instead of ", claim.change, ": it hangs on the choice of months." })
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
  refuse(claim, "one month", { "Without ", text.month(chosen.month), " the change is ",
                               months.traced_change(claim, window, chosen.now, chosen.before), " instead of ", claim.change, ": one month makes it." })
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
                                            " before it the change is ", months.traced_change(claim, window, after, earlier),
                                            " instead of ", claim.change, "." })
end

return { coverage = check_coverage, supply = check_supply, breaks = check_breaks, size = check_size, test = test, practical_size = check_practical_size,
         neighbours = check_neighbours, one_month = check_one_month, past = check_past }
