-- Months held, periods moved, and how much a count changed between two lists of months.

-- "2018-01..2019-06,2019-08": as formulas take months.
local function ranges(months)
  local parts, first, last = {}, months[1], months[1]
  for i = 2, #months + 1 do
    if months[i] and months[i] == data.add_months(last, 1) then
      last = months[i]
    else
      parts[#parts + 1] = first == last and first or first .. ".." .. last
      first, last = months[i], months[i]
    end
  end
  return table.concat(parts, ",")
end

local function held_months(context)
  local coverage, held = data.coverage(context.dataset), {}
  for _, month in ipairs(coverage.months) do
    if coverage.held[month] then held[#held + 1] = month end
  end
  return held, coverage.held
end

-- The pairs of months held in both of two periods, the later one moved by so many months.
local function pairs_held(window, moved, apart)
  local after, before = {}, {}
  for _, month in ipairs(window.period.months) do
    local now = data.add_months(month, moved)
    local past = data.add_months(now, -apart)
    if window.is_held[now] and window.is_held[past] then after[#after + 1], before[#before + 1] = now, past end
  end
  return after, before
end

-- A month's number by name, for the rules that move the window.
local function by_month(window, values)
  local counts = {}
  for i, month in ipairs(window.held) do counts[month] = values[i].value end
  return counts
end

local function sum_over(counts, months)
  local sum = 0
  for _, month in ipairs(months) do sum = sum + counts[month] end
  return sum
end

-- The logarithm of the ratio of two lists of months, nil where it has none.
local function log_ratio(counts, after, before)
  local now, past = sum_over(counts, after), sum_over(counts, before)
  if now == 0 or past == 0 or #after == 0 or #before == 0 then return nil end
  return math.log((now / #after) / (past / #before))
end

-- The ratio itself as a Quantity, monthly being a Quantity for each month held.
local function traced_ratio(window, monthly, after, before)
  local at = {}
  for i, month in ipairs(window.held) do at[month] = i end
  local function mean(months)
    local list = {}
    for i, month in ipairs(months) do list[i] = monthly[at[month]] end
    return statistics.sum(list) / #list
  end
  return mean(after) / mean(before)
end

return { ranges = ranges, held = held_months, pairs = pairs_held, by_month = by_month, log_ratio = log_ratio, traced_ratio = traced_ratio }
