-- The claim gate: every statement about a change is tried by the same rules, and only what survives may be published.
-- A statement is an offence in an area over a period against the same months a year before. A rise is stated as easily
-- as a fall: no rule below looks at the sign of a change, except to choose the word for it.

-- ---- The rules' numbers: each can be set by name in the options of an analysis -----------------------------------------

local defaults <const> = {
  rate = 0.05,           -- at most this share of what passes may be false (Benjamini and Hochberg)
  confidence = 0.95,     -- of the intervals
  least_change = 0.05,   -- a smaller change is of no practical size
  least_incidents = 100, -- both periods together: below it nothing could pass
  least_share = 0.75,    -- of the months asked for that must be held in both years
}

local function setting(options, name)
  local value = options[name]
  if value == nil then return defaults[name] end
  if not tonumber(value) then error("news: “" .. name .. "” is a number, such as " .. defaults[name], 0) end
  return tonumber(value)
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

-- ---- What is tried: offence × area, over one period against its year before ----------------------------------------------

local function where_of(context, area)
  local where = {}
  for dimension, value in pairs(context.scope) do where[dimension] = value end
  if area then where.local_authority = area end
  return where
end

local function add_family(all, context, family)
  local function compare(by)
    return data.compare{ dataset = context.dataset, where = where_of(context, family.area), by = by,
                         period = family.period, previous = family.previous }
  end
  local function add(offence, current, previous, comparison)
    all[#all + 1] = { id = slug(offence, family.area), offence = phrases[offence] or offence, area = family.area,
                      after = current, before = previous, comparison = comparison, reasons = {} }
  end
  local total = compare()
  add(all_offences, total.current, total.previous, total)
  local by_offence = compare("crime_type")
  for _, row in ipairs(by_offence.rows) do
    if row.label ~= "" then add(row.label, row.current, row.previous, by_offence) end
  end
end

local function candidates(context, period, previous)
  local all = {}
  add_family(all, context, { period = period, previous = previous })
  if #context.districts > 1 then
    for _, area in ipairs(context.districts) do add_family(all, context, { area = area, period = period, previous = previous }) end
  end
  return all
end

-- ---- The rules: each adds a reason to a claim that breaks it --------------------------------------------------------------

local function refuse(claim, rule, words)
  claim.reasons[#claim.reasons + 1] = { rule = rule, words = words }
end

local function check_coverage(claim, rules)
  local comparison = claim.comparison
  if comparison.months_held < rules.least_share * comparison.months_wanted then
    refuse(claim, "coverage", { comparison.months_held, " of ", comparison.months_wanted, " months are held in both years; ",
                                comparison.note ~= "" and comparison.note or "the others are missing." })
    return false
  end
  return true
end

local function check_size(claim, rules)
  if claim.before.value == 0 or (claim.before + claim.after).value < rules.least_incidents then
    refuse(claim, "too few", { claim.before, " and ", claim.after, " incidents: under ", rules.least_incidents,
                               " in all, no change could be told from chance." })
    return false
  end
  return true
end

local function test(claim, rules)
  local ratio = statistics.poisson_ratio(claim.after, claim.before, 1, 1, rules.confidence)
  claim.ratio, claim.lower, claim.upper, claim.p = ratio.ratio, ratio.lower, ratio.upper, ratio.p
  claim.change = (claim.ratio - 1):percent(1, true)
  claim.direction = claim.after > claim.before and "rise" or claim.after < claim.before and "fall" or "same"
end

local function check_practical_size(claim, rules)
  if math.abs(claim.change.value) < rules.least_change then
    refuse(claim, "small change", { "A change of ", claim.change, " is beyond chance but under the ",
                                    statistics.sum(rules.least_change):percent(0), " that would matter to anyone." })
  end
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

local function judge_together(tested, tried, rules)
  if #tested == 0 then return end
  local p_values = {}
  for i, claim in ipairs(tested) do p_values[i] = claim.p end
  local found = statistics.benjamini_hochberg(p_values, rules.rate, tried)
  for i, claim in ipairs(tested) do
    claim.adjusted_p = found.adjusted[i]
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
  claim.comparison = nil
end

local function rules_of(options)
  local rules = {}
  for name in pairs(defaults) do rules[name] = setting(options, name) end
  return rules
end

local function with_months(period)
  return { from = period.from, to = period.to, months = data.months(period.from, period.to) }
end

local function claims(context, options)
  local rules = rules_of(options)
  local period = with_months(options.period or context.period)
  local previous = with_months(options.previous or data.year_before(period))
  local all, tested = candidates(context, period, previous), {}
  for _, claim in ipairs(all) do
    if check_coverage(claim, rules) and check_size(claim, rules) then
      test(claim, rules)
      tested[#tested + 1] = claim
    end
  end
  judge_together(tested, #all, rules)
  for _, claim in ipairs(tested) do
    if claim.beyond_chance then check_practical_size(claim, rules) end
  end
  for _, claim in ipairs(all) do finish(claim, period, previous) end
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
  local n = setting({ n = options.n or 3 }, "n")
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
