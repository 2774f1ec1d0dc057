-- What people think has changed, set beside what was recorded: the answers of a perception survey, where one is held, and the
-- statement about the same offence in the whole partnership.

local dataset <const> = "perception_survey"

local function is_held()
  for _, name in ipairs(data.datasets()) do
    if name == dataset then return true end
  end
  return false
end

-- People who say what has changed since a year ago speak of the months before they were asked: of the period, if that was
-- during it or soon after.
local soon <const> = 3  -- months

-- The latest such month in which each kind of crime was asked about, and the question.
local function latest(where, period)
  local found, order = {}, {}
  local rows = data.query{ dataset = dataset, where = where, by = { "about", "month", "question" }, measure = { sum = "respondents" } }
  for row in rows:rows() do
    local is_of_period = row.month >= period.from and row.month <= data.add_months(period.to, soon)
    local known = found[row.about]
    if is_of_period and not known then order[#order + 1] = row.about end
    if is_of_period and (not known or row.month > known.month) then
      found[row.about] = { about = row.about, month = row.month, question = row.question }
    end
  end
  return found, order
end

local function claim_about(about, all)
  for _, claim in ipairs(all) do
    if not claim.area and not claim.similar and (claim.category or "All crime") == about then return claim end
  end
end

local function answers(entry, where, rules)
  local asked = { about = entry.about, month = entry.month, question = entry.question }
  for dimension, value in pairs(where) do asked[dimension] = value end
  local result = data.query{ dataset = dataset, where = asked, by = { "answer" }, measure = { sum = "respondents" } }
  entry.base, entry.up = result:total():count(), result:value("Gone up"):count()
  if entry.base.value < rules.least_respondents then
    entry.reason = { "Only ", entry.base, " people were asked, under ", rules.least_respondents, ": too few to speak for an area." }
    return
  end
  entry.share = (entry.up / entry.base):percent(0)
  local interval = statistics.wilson_interval(entry.up, entry.base, rules.confidence)
  entry.lower, entry.upper = interval.lower:percent(0), interval.upper:percent(0)
end

-- A list: of each kind of crime asked about {about, month, question, base, up, share, lower, upper, claim, reason}.
local function perception(context, all, rules, period)
  if not is_held() then return {} end
  local where = {}
  for dimension, value in pairs(context.scope) do
    where[dimension] = { "" }
    for _, name in ipairs(value) do table.insert(where[dimension], name) end
  end
  local found, order = latest(where, period)
  local list = {}
  for _, about in ipairs(order) do
    local entry = found[about]
    answers(entry, where, rules)
    entry.claim = claim_about(about, all)
    list[#list + 1] = entry
  end
  return list
end

return { of = perception }
