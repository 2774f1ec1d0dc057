-- Whether anything may be said to have caused a change. Only an initiative of the workspace about the same offence, area and
-- period, whose own evaluation, or the study it follows, found that effect at level 3 or more of the Maryland scale.

local least_level <const> = 3
local effects <const> = { fall = "fewer", rise = "more" }

local function has(list, wanted)
  for _, item in ipairs(list) do
    if item == wanted then return true end
  end
  return false
end

local function covers(initiative, claim, context)
  if #initiative.area == 0 then return true end
  for _, area in ipairs(claim.area and { claim.area } or context.districts) do
    if not has(initiative.area, area) then return false end
  end
  return true
end

-- Why an initiative about the offence is no cause of its change; nil where it may be named.
local function objection(initiative, claim, context)
  local shows = initiative.shows
  if not covers(initiative, claim, context) then return { "it covers only ", text.list_and(initiative.area) } end
  if initiative.start > claim.period.to then return { "it began after the period, in ", text.month(initiative.start) } end
  if initiative.start <= claim.previous.from then
    return { "it began in ", text.month(initiative.start), ", before the months compared with, and so was there in both years" }
  end
  if not shows then
    return { initiative.evaluation and "its evaluation does not state what it found (effect: fewer, more or none)"
             or initiative.practice and "the study it follows did not find fewer incidents" or "it was not evaluated and follows no tested practice" }
  end
  if shows.level < least_level then
    return { "its evidence has level ", math.tointeger(shows.level), " (", shows.words, "), and level ", least_level, " is needed" }
  end
  if shows.effect ~= effects[claim.direction] then
    return { "its evaluation found ", shows.effect == "none" and "no difference" or shows.effect, ", and the figures show a ", claim.direction }
  end
end

local function lower_first(words) return words:sub(1, 1):lower() .. words:sub(2) end

-- The sentence that may be said. Evidence from elsewhere allows no more than “may be”.
local function sentence(initiative, claim)
  local shows = initiative.shows
  local start = { "Part of the ", claim.direction, " in ", lower_first(claim.subject), shows.place and " may be" or " is", " thanks to ",
                  lower_first(initiative.name), ": " }
  if shows.place then return { start, "the same practice was tested in ", shows.place, " (", shows.words, ")." } end
  local found = initiative.evaluation.finding or "fewer incidents were found where it was done."
  return { start, lower_first(found), found:find("[.!?]$") and "" or ".", " How it was tested: ", shows.words, "." }
end

-- Gives a statement that passed its cause and who it is, or the reasons why none may be named.
local function look_for(claim, context)
  claim.cause_reasons = {}
  for _, initiative in ipairs(context.initiatives or {}) do
    if has(initiative.offences, claim.label) then
      local against = objection(initiative, claim, context)
      if not against then
        claim.cause, claim.cause_id = sentence(initiative, claim), initiative.id
        claim.cause_reasons = {}
        return
      end
      table.insert(claim.cause_reasons, { initiative.name, ": ", against, "." })
    end
  end
  if #claim.cause_reasons == 0 then claim.cause_reasons[1] = { "No initiative of the workspace is about this." } end
end

return { look_for = look_for }
