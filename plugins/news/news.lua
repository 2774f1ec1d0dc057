-- The claim gate: every statement about a change is tried by the same rules, and only what survives may be published.
-- A statement is an offence in an area over a period against the same months a year before, by itself and set against the
-- areas most like it. A rise is stated as easily as a fall: no rule looks at the sign of a change, except to choose the
-- word for it.

local rules_of <const>, number_in <const> = include("rules").of, include("rules").number_in
local words <const>, months <const> = include("words"), include("months")
local statements <const>, similar <const>, checks <const> = include("statements"), include("similar"), include("checks")
local causes <const>, perceptions <const> = include("causes"), include("perception")

local function is_whole(claim) return not claim.area and not claim.similar end

-- Benjamini and Hochberg over everything tried, with weights fixed beforehand (Genovese, Roeder and Wasserman 2006): the
-- statements about the whole partnership's own past share whole_share of the allowance, all others the rest.
local function judge_together(all, tested, rules)
  if #tested == 0 then return end
  local wholes = 0
  for _, claim in ipairs(all) do
    if is_whole(claim) then wholes = wholes + 1 end
  end
  local parts = #all - wholes
  local weighted = {}
  for i, claim in ipairs(tested) do
    local weight = parts == 0 and 1 or is_whole(claim) and rules.whole_share * #all / wholes or (1 - rules.whole_share) * #all / parts
    weighted[i] = statistics.weighted_p(claim.p, weight * (1 - rules.margin))
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
  if claim.verdict == "passed" then claim.caveats[#claim.caveats + 1] = words.beside(claim) end
  if claim.label ~= "" then claim.category = claim.label end
  claim.subject = words.subject(claim.offence, claim.area) .. (claim.similar and " against similar areas" or "")
  claim.period_label, claim.comparison_label = words.period(period), words.comparison(period, previous)
  claim.period, claim.previous = { from = period.from, to = period.to }, { from = previous.from, to = previous.to }
  claim.wording = words.wording(claim)
end

local internal <const> = { "comparison", "series", "monthly", "supply", "counts", "log_ratio", "label", "beyond_chance", "looks_real", "twin", "there" }

local function strip(claim)
  for _, name in ipairs(internal) do claim[name] = nil end
end

local function with_months(period)
  return { from = period.from, to = period.to, months = data.months(period.from, period.to) }
end

local function window_of(context, options)
  local window = { period = with_months(options.period or context.period) }
  window.previous = with_months(options.previous or data.year_before(window.period))
  window.held, window.is_held = months.held(context)
  window.apart = #data.months(window.previous.from, window.period.from) - 1
  return window
end

local function check_all(all, check)
  for _, claim in ipairs(all) do check(claim) end
end

local function with_verdict(all, verdict)
  local chosen = {}
  for _, claim in ipairs(all) do
    if claim.verdict == verdict then chosen[#chosen + 1] = claim end
  end
  return chosen
end

local function claims(context, options)
  local rules, window = rules_of(options), window_of(context, options)
  local all, tested, faults = statements.all(context, window), {}, {}
  similar.add(all, context, window, rules)
  check_all(all, function(claim)
    checks.coverage(claim, rules)
    if #claim.reasons == 0 then checks.supply(claim, faults, window, rules) end
    checks.breaks(claim, context, window)
    if #claim.reasons == 0 then checks.size(claim, rules) end
  end)
  -- How series vary here is learnt from the offences of the whole partnership.
  local variation = statistics.monthly_variation(all[math.min(2, #all)].series, months.ranges(window.held), window.period.to)
  check_all(all, function(claim)
    if #claim.reasons == 0 then checks.test(claim, window, variation, rules) end
    if #claim.reasons == 0 then tested[#tested + 1] = claim end
  end)
  judge_together(all, tested, rules)
  check_all(tested, function(claim)
    if not claim.beyond_chance and not claim.looks_real then return end
    if claim.beyond_chance then checks.practical_size(claim, rules) end
    if claim.direction == "same" then return end
    checks.one_month(claim, window, rules)
    checks.neighbours(claim, window, rules)
    checks.past(claim, context, window, rules)
  end)
  check_all(all, function(claim) finish(claim, window.period, window.previous) end)
  check_all(with_verdict(all, "passed"), function(claim)
    if not claim.similar then causes.look_for(claim, context) end
  end)
  check_all(all, strip)
  return all
end

-- ---- What a briefing takes ---------------------------------------------------------------------------------------------------

-- The whole partnership before its parts, all crime before one offence, then by how many incidents more or fewer. Good news
-- has no precedence.
local function by_weight(a, b)
  if (a.area == nil) ~= (b.area == nil) then return a.area == nil end
  if (a.offence == words.all_offences) ~= (b.offence == words.all_offences) then return a.offence == words.all_offences end
  local size_a, size_b = math.abs(a.after.value - a.before.value), math.abs(b.after.value - b.before.value)
  if size_a ~= size_b then return size_a > size_b end
  return a.id < b.id
end

-- Against its own past: how it did against similar areas is told beside that.
local function passed_in_order(all)
  local passed = {}
  for _, claim in ipairs(with_verdict(all, "passed")) do
    if not claim.similar then passed[#passed + 1] = claim end
  end
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

local function or_none(count) return count == 0 and "none" or count end

local function tested(context, options)
  local rules, all = rules_of(options), claims(context, options)
  local passed, chance, refused = #with_verdict(all, "passed"), #with_verdict(all, "could_be_chance"), #with_verdict(all, "refused")
  return { tried = #all, passed = passed, could_be_chance = chance, refused = refused,
           rate = statistics.sum(rules.rate):percent(0),
           sentence = { "Of ", #all, " statements tried, ", or_none(passed), " passed; ", or_none(chance), " could be chance and ",
                        or_none(refused), refused == 1 and " was" or " were", " refused. The test allows for the number tried: at most ", statistics.sum(rules.rate):percent(0),
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
    rows[i] = { claim.subject, claim.before, claim.after, claim.difference or claim.change or document.not_available("not tested"),
                claim.p or document.not_available("not tested"), reason_words(claim) }
  end
  return { document.table{
    caption = options.caption or "Statements that were refused", label = options.label,
    columns = { { heading = "Subject", row_header = true }, { heading = text.capitalise(refused[1].comparison_label), kind = "number" },
                { heading = text.capitalise(refused[1].period_label), kind = "number" }, { heading = "Change", kind = "number" },
                { heading = "p", kind = "number" }, { heading = "Why it was refused" } },
    rows = rows, footnotes = { "For use inside the partnership. None of these may be published as a change." } } }
end

-- Every change of the whole partnership that was tested, with its interval: what stands clear of no change, and what does not.
local function picture(context, options)
  local tried = {}
  for _, claim in ipairs(claims(context, options)) do
    if not claim.area and not claim.similar and claim.change_lower then tried[#tried + 1] = claim end
  end
  if #tried == 0 then return { document.paragraph("No change could be tested, so there is nothing to draw.") } end
  table.sort(tried, function(a, b)
    if a.change.value ~= b.change.value then return a.change.value > b.change.value end
    return a.id < b.id
  end)
  local categories, values, intervals, passed = {}, {}, {}, {}
  for i, claim in ipairs(tried) do
    categories[i], values[i] = claim.category and claim.offence or "All incidents", claim.change
    intervals[i] = { claim.change_lower.value, claim.change_upper.value }
    if claim.verdict == "passed" then passed[#passed + 1] = categories[i] end
  end
  local words = #passed > 0 and table.concat(text.list_and(passed)) .. " passed; every other change could be chance or was refused."
                or "None passed."
  return { document.figure{
    title = options.caption or ("Change with its interval, " .. tried[1].period_label .. " against " .. tried[1].comparison_label),
    label = options.label, alt = string.format("Bar chart of the change in %d kinds of incidents, each with its 95%% interval. %s", #tried, words),
    description = words .. " The intervals allow for how much each series varies by itself.",
    chart = document.bar_chart{ categories = categories, series = { { name = "Change", values = values } }, intervals = intervals,
                                horizontal = true, axis = "Change, %" },
    source = "police.uk street-level crime" } }
end

-- What people think beside what was recorded.
local function perception(context, options)
  return perceptions.of(context, claims(context, options), rules_of(options), options.period or context.period)
end

return { perception = perception, picture = picture, claims = claims, headline = headline, facts = facts, tested = tested, annex = annex }
