-- What is tried: offence × area, over one period against the same months before.

local words <const>, months <const> = include("words"), include("months")

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
  local function add(label, row, comparison, series, counts)
    all[#all + 1] = { id = words.slug(label == "" and words.all_offences or words.phrases[label] or label, area), area = area, label = label,
                      offence = label == "" and words.all_offences or words.phrases[label] or label, after = row.current, before = row.previous,
                      comparison = comparison, series = series, monthly = counts, caveats = {}, reasons = {} }
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

local function candidates(context, window)
  local all = {}
  add_family(all, context, window)
  if #context.districts > 1 then
    for _, area in ipairs(context.districts) do add_family(all, context, window, area) end
  end
  for _, claim in ipairs(all) do claim.counts = months.by_month(window, claim.monthly) end
  return all
end

return { all = candidates }
