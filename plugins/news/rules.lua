-- The rules' numbers: each can be set by name in the options of an analysis.

local defaults <const> = {
  rate = 0.05,           -- at most this share of what passes may be false (Benjamini and Hochberg)
  margin = 0.1,          -- of that share, kept back for what the test can only estimate: how much and how long a series wanders
  whole_share = 0.8,     -- of what is left for statements about the whole partnership, which are read first
  confidence = 0.95,     -- of the intervals
  least_change = 0.05,   -- a smaller change is of no practical size
  least_incidents = 100, -- both periods together: below it nothing could pass
  least_share = 0.75,    -- of the months asked for that must be held in both years
  usual_supply = 0.6,    -- of the middle month: a month with fewer records was supplied in part
  most_supply_change = 0.4, -- all records together do not change by more within a year
  neighbours = 3,        -- months by which the window is moved to see whether the direction holds
  least_kept = 0.1,      -- of the change must be left when the window is moved: its direction, and not by a hair
  least_spread = 0.5,    -- of the change must be left without the month that shows most of it
  least_respondents = 50, -- of a survey, for its answers to be told
  least_similar = 2,     -- areas of the group of similar ones whose records must be held to compare with them
  least_of_own = 0.1,    -- of an area's own records that one of them must hold: fewer are a neighbouring force's strays
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


return { number_in = number_in, of = rules_of }
