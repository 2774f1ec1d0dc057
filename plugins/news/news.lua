-- The claim gate: every statement about a change is tried by the same rules, and only what survives may be published.
-- A statement is an offence in an area over a period against the same months a year before. A rise is stated as easily
-- as a fall: no rule below looks at the sign of a change, except to choose the word for it.

-- ---- The rules' numbers: each can be set by name in the options of an analysis -----------------------------------------

local defaults <const> = {
  rate = 0.05,           -- at most this share of what passes may be false (Benjamini and Hochberg)
  whole_share = 0.8,     -- of that allowance for statements about the whole partnership, which are read first
  confidence = 0.95,     -- of the intervals
  least_change = 0.05,   -- a smaller change is of no practical size
  least_incidents = 100, -- both periods together: below it nothing could pass
  least_share = 0.75,    -- of the months asked for that must be held in both years
  usual_supply = 0.6,    -- of the middle month: a month with fewer records was supplied in part
  most_supply_change = 0.4, -- all records together do not change by more within a year
  neighbours = 3,        -- months by which the window is moved to see whether the direction holds
  least_kept = 0.1,      -- of the change must be left when the window is moved: its direction, and not by a hair
  least_spread = 0.5,    -- of the change must be left without the month that shows most of it
  least_against_past = 0.4, -- of the change must be left against the years before the year before
}

local function number_in(options, name, default)
  local value = options[name]
  if value == nil then return default end
  if not tonumber(value) then error("The rule “" .. name .. "” is a number, such as " .. default .. ".", 0) end
  return tonumber(value)
end

local other_options <const> = { period = true, previous = true, n = true, caption = true, label = true }

local function rules_of(options)
  local known = {}
  for name in pairs(defaults) do known[#known + 1] = name end
  for name in pairs(options) do
    if defaults[name] == nil and not other_options[name] then
      error("The gate has no rule “" .. name .. "”; its rules are " .. table.concat(known, ", ") .. ".", 0)
    end
  end
  local rules = {}
  for _, name in ipairs(known) do rules[name] = number_in(options, name, defaults[name]) end
  return rules
end

-- ---- Words --------------------------------------------------------------------------------------------------------------

local all_offences <const> = "All recorded crime and anti-social behaviour"

-- Recorded categories that are no noun for what happened, and which of the names are plural.
local phrases <const> = {
  ["Drugs"] = "Drug offences", ["Possession of weapons"] = "Weapon offences", ["Public order"] = "Public order offences",
  ["Other crime"] = "Other crimes",
}
local plural <const> = {
  ["Drug offences"] = true, ["Weapon offences"] = true, ["Public order offences"] = true, ["Other crimes"] = true,
  ["Violence and sexual offences"] = true,
}

local function period_words(period)
  if #period.months == 12 then return "the year to " .. text.month(period.to) end
  return text.period(period)
end

local function comparison_words(period, previous)
  local year_before = data.year_before(period)
  if previous.from ~= year_before.from then return text.period(previous) end
  return #period.months == 12 and "the year before" or "the same months a year before"
end

local function subject_words(offence, area)
  return area and offence .. " in " .. area or offence
end

local function was(offence) return plural[offence] and "were" or "was" end

local function slug(offence, area)
  local words = (offence == all_offences and "all" or offence) .. (area and "-in-" .. area or "")
  return (words:lower():gsub("[^%w]+", "-"))
end

-- ---- Months -------------------------------------------------------------------------------------------------------------

-- "2018-01..2019-06,2019-08": as formulas take months.
local function ranges(months)
  local parts, first, last = {}, months[1], months[1]
  for i = 2, #months + 1 do
    if months[i] and months[i] == data.add_months(last, 1) then
      last = months[i]
    else
      parts[#parts + 1] = first == last and first or first .. ".." .. last
      first, last = months[i], months[i]
    end
  end
  return table.concat(parts, ",")
end

local function held_months(context)
  local coverage, held = data.coverage(context.dataset), {}
  for _, month in ipairs(coverage.months) do
    if coverage.held[month] then held[#held + 1] = month end
  end
  return held, coverage.held
end

-- The pairs of months held in both of two periods, the later one moved by so many months.
local function pairs_held(window, moved, apart)
  local after, before = {}, {}
  for _, month in ipairs(window.period.months) do
    local now = data.add_months(month, moved)
    local past = data.add_months(now, -apart)
    if window.is_held[now] and window.is_held[past] then after[#after + 1], before[#before + 1] = now, past end
  end
  return after, before
end

-- ---- What is tried: offence × area, over one period against the same months before -----------------------------------------

local function where_of(context, area)
  local where = {}
  for dimension, value in pairs(context.scope) do where[dimension] = value end
  if area then where.local_authority = area end
  return where
end

-- One area's statements: all offences together, then each.
local function add_family(all, context, window, area)
  local where = where_of(context, area)
  local function compare(by)
    return data.compare{ dataset = context.dataset, where = where, by = by, period = window.period, previous = window.previous }
  end
  local function monthly(by) return data.query{ dataset = context.dataset, where = where, by = by } end
  local function add(label, row, comparison, series, months)
    all[#all + 1] = { id = slug(label == "" and all_offences or phrases[label] or label, area), area = area, label = label,
                      offence = label == "" and all_offences or phrases[label] or label, after = row.current, before = row.previous,
                      comparison = comparison, series = series, monthly = months, caveats = {}, reasons = {} }
  end
  local total, totals = compare(), monthly{ "month" }
  local supply = totals:series("month", window.held)
  add("", total, total, totals, supply)
  local by_offence, series = compare("crime_type"), monthly{ "month", "crime_type" }
  for _, row in ipairs(by_offence.rows) do
    if row.label ~= "" then
      add(row.label, row, by_offence, series, series:series("month", window.held, { crime_type = row.label }))
    end
  end
  for i = 1, #all do
    if all[i].area == area then all[i].supply = supply end
  end
end

-- A month's number by name, for the rules that move the window.
local function by_month(window, values)
  local counts = {}
  for i, month in ipairs(window.held) do counts[month] = values[i].value end
  return counts
end

local function candidates(context, window)
  local all = {}
  add_family(all, context, window)
  if #context.districts > 1 then
    for _, area in ipairs(context.districts) do add_family(all, context, window, area) end
  end
  for _, claim in ipairs(all) do claim.counts = by_month(window, claim.monthly) end
  return all
end

local function sum_over(counts, months)
  local sum = 0
  for _, month in ipairs(months) do sum = sum + counts[month] end
  return sum
end

-- The logarithm of the ratio of two lists of months, nil where it has none.
local function log_ratio(counts, after, before)
  local now, past = sum_over(counts, after), sum_over(counts, before)
  if now == 0 or past == 0 or #after == 0 or #before == 0 then return nil end
  return math.log((now / #after) / (past / #before))
end

-- The same as a Quantity for the reader, −12.3%.
local function traced_change(claim, window, after, before)
  local at = {}
  for i, month in ipairs(window.held) do at[month] = i end
  local function sum(months)
    local list = {}
    for i, month in ipairs(months) do list[i] = claim.monthly[at[month]] end
    return statistics.sum(list) / #list
  end
  return (sum(after) / sum(before) - 1):percent(1, true)
end

-- ---- The rules: each adds a reason to a claim that breaks it --------------------------------------------------------------

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
  local records = { monthly = claim.supply, counts = by_month(window, claim.supply) }
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
  local change = log_ratio(records.counts, claim.comparison.months, claim.comparison.months_previous)
  if change and math.abs(math.exp(change) - 1) > rules.most_supply_change then
    return { "All records together changed by ", traced_change(records, window, claim.comparison.months, claim.comparison.months_previous),
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
  local found = statistics.monthly_change(claim.series, claim.label, ranges(window.held), ranges(comparison.months),
                                          ranges(comparison.months_previous), variation.autocorrelation, variation.dispersion,
                                          variation.freedom, rules.confidence)
  if not found.p.available then
    return refuse(claim, "too short", { "Under two years of months are held, too few to tell how much the figures vary by themselves." })
  end
  claim.ratio, claim.lower, claim.upper, claim.p, claim.dispersion = found.ratio, found.lower, found.upper, found.p, found.dispersion
  claim.change = (claim.after / claim.before - 1):percent(1, true)
  claim.change_lower, claim.change_upper = (found.lower - 1):percent(1, true), (found.upper - 1):percent(1, true)
  claim.direction = claim.after > claim.before and "rise" or claim.after < claim.before and "fall" or "same"
  claim.log_ratio = log_ratio(claim.counts, comparison.months, comparison.months_previous)
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
  local other = log_ratio(claim.counts, after, before)
  return other and other / claim.log_ratio
end

-- The window moved by a month or more, either way, and for short windows the year that ends with them.
local function check_neighbours(claim, window, rules)
  local function check(after, before, words)
    if #after < rules.least_share * #window.period.months then return true end
    local kept = share_kept(claim, after, before)
    if kept and kept >= rules.least_kept then return true end
    refuse(claim, "window", { words, " the change is ", traced_change(claim, window, after, before),
                              " instead of ", claim.change, ": it hangs on the choice of months." })
    return false
  end
  for step = 1, rules.neighbours do
    for _, moved in ipairs{ -step, step } do
      local after, before = pairs_held(window, moved, window.apart)
      local words = string.format("With the months moved %s by %d", moved < 0 and "back" or "on", step)
      if not check(after, before, words) then return end
    end
  end
  if #window.period.months < 12 then
    local year = { period = { months = data.months(data.add_months(window.period.to, -11), window.period.to) }, is_held = window.is_held }
    local after, before = pairs_held(year, 0, 12)
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
                               traced_change(claim, window, chosen.now, chosen.before), " instead of ", claim.change, ": one month makes it." })
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
                                            " before it the change is ", traced_change(claim, window, after, earlier),
                                            " instead of ", claim.change, "." })
end

-- ---- Wording: the strongest allowed ---------------------------------------------------------------------------------------

local verbs <const> = { rise = "rose", fall = "fell" }
local comparatives <const> = { rise = "higher", fall = "lower", same = "the same" }

local function wording(claim)
  local subject, period, comparison = subject_words(claim.offence, claim.area), claim.period_label, claim.comparison_label
  local like = claim.comparison.complete and "" or string.format(" (%d of %d months held in both years)",
                                                                 claim.comparison.months_held, claim.comparison.months_wanted)
  if claim.verdict == "passed" then
    local size = claim.direction == "fall" and (-claim.change):percent(1) or claim.change:percent(1)
    return { subject, " ", verbs[claim.direction], " by ", size, ", from ", claim.before, " recorded incidents to ", claim.after,
             ", in ", period, " compared with ", comparison, like, "." }
  end
  if claim.verdict == "could_be_chance" then
    if claim.direction == "same" then
      return { subject, " ", was(claim.offence), " the same in ", period, " as in ", comparison, ": ", claim.after, " recorded incidents", like, "." }
    end
    return { subject, " ", was(claim.offence), " ", comparatives[claim.direction], " in ", period, " (", claim.after, " recorded incidents, against ",
             claim.before, " in ", comparison, ")", like, ", but this could be chance." }
  end
  return {}
end

-- ---- The gate --------------------------------------------------------------------------------------------------------------

-- Benjamini and Hochberg over everything tried, with weights fixed beforehand (Genovese, Roeder and Wasserman 2006): the
-- statements about the whole partnership share whole_share of the allowance, those about its parts the rest.
local function judge_together(all, tested, rules)
  if #tested == 0 then return end
  local wholes = 0
  for _, claim in ipairs(all) do
    if not claim.area then wholes = wholes + 1 end
  end
  local parts = #all - wholes
  local weighted = {}
  for i, claim in ipairs(tested) do
    local weight = parts == 0 and 1 or claim.area and (1 - rules.whole_share) * #all / parts or rules.whole_share * #all / wholes
    weighted[i] = statistics.weighted_p(claim.p, weight)
  end
  local found = statistics.benjamini_hochberg(weighted, rules.rate, #all)
  for i, claim in ipairs(tested) do
    -- A weight over 1 must not make a statement look better than it would alone.
    claim.adjusted_p = found.adjusted[i] < claim.p and claim.p or found.adjusted[i]
    claim.beyond_chance = found.rejected[i]
  end
end

local function finish(claim, period, previous)
  if claim.p and not claim.beyond_chance and #claim.reasons == 0 then claim.verdict = "could_be_chance"
  elseif claim.p and #claim.reasons == 0 then claim.verdict = "passed"
  else claim.verdict = "refused" end
  claim.subject = subject_words(claim.offence, claim.area)
  claim.period_label, claim.comparison_label = period_words(period), comparison_words(period, previous)
  claim.period, claim.previous = { from = period.from, to = period.to }, { from = previous.from, to = previous.to }
  claim.wording = wording(claim)
  for _, name in ipairs{ "comparison", "series", "monthly", "supply", "counts", "log_ratio", "label", "beyond_chance", "looks_real" } do claim[name] = nil end
end

local function with_months(period)
  return { from = period.from, to = period.to, months = data.months(period.from, period.to) }
end

local function window_of(context, options)
  local window = { period = with_months(options.period or context.period) }
  window.previous = with_months(options.previous or data.year_before(window.period))
  window.held, window.is_held = held_months(context)
  window.apart = #data.months(window.previous.from, window.period.from) - 1
  return window
end

local function check_all(all, check)
  for _, claim in ipairs(all) do check(claim) end
end

local function claims(context, options)
  local rules, window = rules_of(options), window_of(context, options)
  local all, tested, faults = candidates(context, window), {}, {}
  check_all(all, function(claim)
    check_coverage(claim, rules)
    if #claim.reasons == 0 then check_supply(claim, faults, window, rules) end
    check_breaks(claim, context, window)
    if #claim.reasons == 0 then check_size(claim, rules) end
  end)
  -- How series vary here is learnt from the offences of the whole partnership.
  local variation = statistics.monthly_variation(all[math.min(2, #all)].series, ranges(window.held), window.period.to)
  check_all(all, function(claim)
    if #claim.reasons == 0 then test(claim, window, variation, rules) end
    if #claim.reasons == 0 then tested[#tested + 1] = claim end
  end)
  judge_together(all, tested, rules)
  check_all(tested, function(claim)
    if not claim.beyond_chance and not claim.looks_real then return end
    if claim.beyond_chance then check_practical_size(claim, rules) end
    if claim.direction == "same" then return end
    check_one_month(claim, window, rules)
    check_neighbours(claim, window, rules)
    check_past(claim, context, window, rules)
  end)
  check_all(all, function(claim) finish(claim, window.period, window.previous) end)
  return all
end

-- ---- What a briefing takes ---------------------------------------------------------------------------------------------------

local function with_verdict(all, verdict)
  local chosen = {}
  for _, claim in ipairs(all) do
    if claim.verdict == verdict then chosen[#chosen + 1] = claim end
  end
  return chosen
end

-- The whole partnership before its parts, all crime before one offence, then by how many incidents more or fewer. Good news
-- has no precedence.
local function by_weight(a, b)
  if (a.area == nil) ~= (b.area == nil) then return a.area == nil end
  if (a.offence == all_offences) ~= (b.offence == all_offences) then return a.offence == all_offences end
  local size_a, size_b = math.abs(a.after.value - a.before.value), math.abs(b.after.value - b.before.value)
  if size_a ~= size_b then return size_a > size_b end
  return a.id < b.id
end

local function passed_in_order(all)
  local passed = with_verdict(all, "passed")
  table.sort(passed, by_weight)
  return passed
end

local function headline(context, options)
  local all = claims(context, options)
  return passed_in_order(all)[1] or all[1]
end

-- The n weightiest claims that passed. Where all of them would be falls, or all rises, though the other passed too, the
-- weightiest of the other takes the last place.
local function facts(context, options)
  local n = number_in(options, "n", 3)
  local passed = passed_in_order(claims(context, options))
  local chosen = {}
  for i = 1, math.min(n, #passed) do chosen[i] = passed[i] end
  local directions = {}
  for _, claim in ipairs(chosen) do directions[claim.direction] = true end
  for _, claim in ipairs(passed) do
    if #chosen > 1 and not directions[claim.direction] then
      chosen[#chosen] = claim
      break
    end
  end
  return chosen
end

local function tested(context, options)
  local rules, all = rules_of(options), claims(context, options)
  local passed, chance, refused = #with_verdict(all, "passed"), #with_verdict(all, "could_be_chance"), #with_verdict(all, "refused")
  return { tried = #all, passed = passed, could_be_chance = chance, refused = refused,
           rate = statistics.sum(rules.rate):percent(0),
           sentence = { "Of ", #all, " statements tried, ", passed, " passed; ", chance, " could be chance and ", refused,
                        " were refused. The test allows for the number tried: at most ", statistics.sum(rules.rate):percent(0),
                        " of what passes may be false." } }
end

local function reason_words(claim)
  local words = {}
  for i, reason in ipairs(claim.reasons) do
    if i > 1 then words[#words + 1] = " " end
    words[#words + 1] = reason.words
  end
  return words
end

local function annex(context, options)
  local refused = with_verdict(claims(context, options), "refused")
  if #refused == 0 then return { document.paragraph("No statement was refused.") } end
  local rows = {}
  for i, claim in ipairs(refused) do
    rows[i] = { claim.subject, claim.before, claim.after, claim.change or document.not_available("not tested"),
                claim.p or document.not_available("not tested"), reason_words(claim) }
  end
  return { document.table{
    caption = options.caption or "Statements that were refused", label = options.label,
    columns = { { heading = "Subject", row_header = true }, { heading = text.capitalise(refused[1].comparison_label), kind = "number" },
                { heading = text.capitalise(refused[1].period_label), kind = "number" }, { heading = "Change", kind = "number" },
                { heading = "p", kind = "number" }, { heading = "Why it was refused" } },
    rows = rows, footnotes = { "For use inside the partnership. None of these may be published as a change." } } }
end

return { claims = claims, headline = headline, facts = facts, tested = tested, annex = annex }
