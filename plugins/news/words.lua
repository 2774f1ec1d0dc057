-- How a statement is put: its subject, its periods, and the strongest words its verdict allows.

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

return { all_offences = all_offences, phrases = phrases, period = period_words, comparison = comparison_words, subject = subject_words,
         slug = slug, wording = wording }
