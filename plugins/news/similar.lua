-- Set beside the areas most like one: did an offence change more, or less, than there? Their figures are held where their
-- records stand in the same dataset: a police force's download holds all its districts, and further forces' can be added.
-- Each statement has a twin, the same offence of the same area against its own past.

local months <const>, checks <const> = include("months"), include("checks")

-- What is held of every local authority, month by month, and of how many. A neighbouring force's few records are no
-- area's figures.
local function holdings(context, window)
  local result = data.query{ dataset = context.dataset, by = { "month", "local_authority" } }
  local held, count = {}, 0
  for _, name in ipairs(result:labels("local_authority")) do
    if name ~= "" then count = count + 1 end
    local monthly = result:series("month", window.held, { local_authority = name })
    held[name] = { monthly = monthly, counts = months.by_month(window, monthly) }
  end
  return held, count
end

local function authorities_of(held)
  local names = {}  -- by code of the partnership
  for name in pairs(held) do
    local area = name ~= "" and practice.area(name)
    if area then
      names[area.code] = names[area.code] or {}
      table.insert(names[area.code], name)
    end
  end
  return names
end

-- Whether the records of an area can be compared with those of the area it is like.
local function is_whole(peer, own, comparison, window, rules)
  local compared = { monthly = peer.monthly, counts = peer.counts, comparison = comparison }
  local usual, usual_own = statistics.median(peer.monthly).value, statistics.median(own.monthly).value
  return usual >= rules.least_of_own * usual_own and not checks.supply_fault(compared, window, rules)
end

-- The areas of a group whose records are held: {group, names, authorities}; nil where fewer than least_similar are.
local function group_held(area, held, names, comparison, window, rules)
  local group = held[area] and practice.similar(area)
  if not group then return nil end
  local found = { group = group, names = {}, authorities = {} }
  for _, other in ipairs(group.others) do
    local own_names = names[other.code] or {}
    local whole = #own_names == other.authorities
    for _, name in ipairs(own_names) do whole = whole and is_whole(held[name], held[area], comparison, window, rules) end
    if whole then
      found.names[#found.names + 1] = other.name
      table.move(own_names, 1, #own_names, #found.authorities + 1, found.authorities)
    end
  end
  if #found.names >= rules.least_similar then return found end
end

-- What the areas of the group recorded together, all offences or each.
local function figures(context, window, authorities, by)
  local where = { local_authority = authorities }
  local comparison = data.compare{ dataset = context.dataset, where = where, by = by, period = window.period, previous = window.previous }
  local rows = { [""] = comparison }
  for _, row in ipairs(comparison.rows or {}) do rows[row.label] = row end
  return rows, data.query{ dataset = context.dataset, where = where, by = { "month", by } }
end

local function statement(twin, found, row, series, window)
  local monthly = series:series("month", window.held, twin.label ~= "" and { crime_type = twin.label } or nil)
  local claim = {
    id = twin.id .. "-against-similar", twin = twin, caveats = {}, reasons = {},
    similar = { names = found.names, size = found.group.size, method = found.group.method, before = row.previous, after = row.current },
    there = { series = series, monthly = monthly, counts = months.by_month(window, monthly), authorities = found.authorities } }
  for _, name in ipairs{ "area", "label", "offence", "before", "after", "comparison", "series", "supply", "monthly", "counts" } do
    claim[name] = twin[name]
  end
  return claim
end

local function add_family(all, twins, found, context, window)
  local total, totals = figures(context, window, found.authorities)
  local by_offence, offences = figures(context, window, found.authorities, "crime_type")
  for _, twin in ipairs(twins) do
    local row = (twin.label == "" and total or by_offence)[twin.label]
    if row then all[#all + 1] = statement(twin, found, row, twin.label == "" and totals or offences, window) end
  end
end

-- Adds a statement for each of those about the past of an area that has a group held: the whole partnership where it is
-- one local authority, else its districts.
local function add(all, context, window, rules)
  local twins, areas = {}, {}
  for _, claim in ipairs(all) do
    local area = claim.area or #context.districts == 1 and context.districts[1]
    if area then
      if not twins[area] then twins[area], areas[#areas + 1] = {}, area end
      table.insert(twins[area], claim)
    end
  end
  local held, count = holdings(context, window)
  if count <= rules.least_similar then return end  -- an area and too few others: the table of areas need not be read
  local names = authorities_of(held)
  for _, area in ipairs(areas) do
    local found = group_held(area, held, names, twins[area][1].comparison, window, rules)
    if found then add_family(all, twins[area], found, context, window) end
  end
end

return { add = add }
