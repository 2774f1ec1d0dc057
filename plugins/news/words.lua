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

-- Offences that are mostly recorded when police look for them (User Guide to Home Office Crime Statistics, section 5.6).
local looked_for <const> = { ["Drugs"] = true, ["Possession of weapons"] = true }

-- What must be said beside a change in such an offence; nil of others.
local function beside(claim)
  if looked_for[claim.label] then
    return claim.offence .. " are mostly recorded when police look for them, so the figures show what police did as well as what happened."
  end
end

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

local function like_for_like(claim)
  return claim.comparison.complete and "" or string.format(" (%d of %d months held in both years)",
                                                           claim.comparison.months_held, claim.comparison.months_wanted)
end

local function size_of(counts, direction) return direction == "fall" and (-counts.change):percent(1) or counts.change:percent(1) end
local function direction_of(change) return change.value > 0 and "rise" or change.value < 0 and "fall" or "same" end

-- “fell by more than in similar areas”, where its own fall may be told; else which way it parted from them.
local function relation(claim)
  local here, there, more = claim.direction, direction_of(claim.similar.change), claim.difference.value > 0
  if not claim.twin or claim.twin.verdict ~= "passed" then return { "went ", more and "up" or "down", " set against similar areas" } end
  if there ~= here and there ~= "same" then return { verbs[here], " while it ", verbs[there], " in similar areas" } end
  return { verbs[here], " by ", (here == "rise") == more and "more" or "less", " than in similar areas" }
end

-- “Barnsley and Doncaster, the two of the 14 areas most like it whose records are held”
local function similar_areas(claim)
  return { text.list_and(claim.similar.names), ", the ", text.number(#claim.similar.names), " of the ", claim.similar.size,
           " areas most like it whose records are held" }
end

local function similar_wording(claim)
  local numbers = { ": ", claim.change, ", from ", claim.before, " recorded incidents to ", claim.after, ", in ", claim.period_label,
                    " compared with ", claim.comparison_label, like_for_like(claim), ", against ", claim.similar.change, ", from ",
                    claim.similar.before, " to ", claim.similar.after, ", in ", similar_areas(claim) }
  if claim.verdict == "passed" then return { subject_words(claim.offence, claim.area), " ", relation(claim), numbers, "." } end
  if claim.verdict == "could_be_chance" then
    return { subject_words(claim.offence, claim.area), " did not clearly part from similar areas", numbers, "." }
  end
  return {}
end

local function own_wording(claim)
  local subject, period, comparison = subject_words(claim.offence, claim.area), claim.period_label, claim.comparison_label
  local like = like_for_like(claim)
  if claim.verdict == "passed" then
    return { subject, " ", verbs[claim.direction], " by ", size_of(claim, claim.direction), ", from ", claim.before, " recorded incidents to ",
             claim.after, ", in ", period, " compared with ", comparison, like, "." }
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

local function wording(claim) return claim.similar and similar_wording(claim) or own_wording(claim) end

return { all_offences = all_offences, phrases = phrases, period = period_words, comparison = comparison_words, subject = subject_words,
         slug = slug, wording = wording, beside = beside }
