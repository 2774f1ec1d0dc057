-- What is asked of the records, and how what comes back is named.

local dataset <const> = "police_street_crime"

local nouns <const> = { crime_type = "Crime type", local_authority = "District", outcome = "Outcome", lsoa_name = "Neighbourhood" }

-- The filters of a question: the partnership's own area, what the template asks, and more.
local function filters(context, options, more)
  local where = {}
  for dimension, value in pairs(context.scope) do where[dimension] = value end
  for dimension, value in pairs(options.where or {}) do where[dimension] = value end
  for dimension, value in pairs(more or {}) do where[dimension] = value end
  return where
end

local function in_period(context) return { from = context.period.from, to = context.period.to } end

local function compare(context, options, by)
  return data.compare{ dataset = dataset, where = filters(context, options), by = by,
                       period = context.period, previous = context.previous_period }
end

-- Usual residents of the whole partnership, or nil where a district's are not held.
local function own_residents(context)
  local sum
  for _, name in ipairs(context.districts) do
    local residents = data.population{ local_authority = name }
    if not residents.available then return nil end
    sum = sum and sum + residents or residents
  end
  return sum
end

local function per_thousand(count, residents)
  if not residents or not residents.available then return document.not_available("no population is held for this area") end
  return (count / residents * 1000):rate(1, "per 1,000 residents")
end

local function subject(options)
  return options.subject or (options.where and type(options.where.crime_type) == "string" and options.where.crime_type)
         or "All recorded crime and anti-social behaviour"
end

local function named(label) return label ~= "" and label or "(not recorded)" end

local function lower_first(words) return (words:gsub("^%u", string.lower)) end

-- "a, b and c" as plain text, for alternative texts.
local function and_list(names)
  if #names < 2 then return names[1] or "" end
  return table.concat(names, ", ", 1, #names - 1) .. " and " .. names[#names]
end

return {
  dataset = dataset, nouns = nouns, filters = filters, in_period = in_period, compare = compare,
  own_residents = own_residents, per_thousand = per_thousand, subject = subject, named = named,
  lower_first = lower_first, and_list = and_list,
}
