-- Series by month: small charts, the control chart, the season.

local asking <const> = include("asking")
local dataset <const>, nouns <const>, filters <const>, in_period <const>, subject <const> =
  asking.dataset, asking.nouns, asking.filters, asking.in_period, asking.subject
local named <const>, lower_first <const>, and_list <const> = asking.named, asking.lower_first, asking.and_list

local fewest_points <const> = 12      -- of a control chart: fewer months set no limits
local limit_months <const> = 24       -- a chart's limits come from its first 24 months when it has more than that

local calendar_days <const> = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function days_in_month(month)
  local year, m = tonumber(month:sub(1, 4)), tonumber(month:sub(6, 7))
  local leap = m == 2 and (year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0))
  return leap and 29 or calendar_days[m]
end

local function held_months() return data.coverage(dataset).months end

local function monthly(context, options, months, fixed_dimension)
  local by = fixed_dimension and { "month", fixed_dimension } or { "month" }
  local result = data.query{ dataset = dataset, where = filters(context, options), by = by }
  return result, function(name) return result:series("month", months, fixed_dimension and { [fixed_dimension] = name } or nil) end
end

-- A small chart for each of the largest categories.
local function panels(context, options)
  local by, most = options.by or "crime_type", options.most or 14
  local months = held_months()
  local result, series_of = monthly(context, options, months, by)
  local totals = data.query{ dataset = dataset, where = filters(context, options, { month = in_period(context) }), by = { by } }
  local series = {}
  for _, row in ipairs(totals:top(most)) do
    series[#series + 1] = { name = named(row[by]), values = series_of(row[by]) }
  end
  if #series == 0 then return { document.paragraph("No incident is held in this period.") } end
  return { document.figure{
    title = "Incidents a month by " .. lower_first(nouns[by] or by) .. ", " .. text.month(months[1]) .. " to " .. text.month(months[#months]),
    label = options.label,
    alt = string.format("%d small line charts of incidents a month, one a category, each on its own scale.", #series),
    description = "Each panel has its own scale, so that shapes can be compared; sizes cannot. A break in a line is a month that is not held.",
    chart = document.small_multiples{ periods = months, panels = series, shared_scale = false, axis = "Incidents a month" },
    source = "police.uk street-level crime" } }
end

local function signal_words(months, values, limits, first, last)
  local above, below = {}, {}
  for i = first, last do
    local value = values[i]
    if value.available then
      if value.value > limits.upper[i].value then above[#above + 1] = text.month(months[i]) end
      if value.value < limits.lower[i].value then below[#below + 1] = text.month(months[i]) end
    end
  end
  if #above == 0 and #below == 0 then return "In the latest twelve months every month lies within the limits of ordinary variation." end
  local parts = {}
  if #above > 0 then parts[#parts + 1] = "above the upper limit in " .. and_list(above) end
  if #below > 0 then parts[#parts + 1] = "below the lower limit in " .. and_list(below) end
  return "In the latest twelve months the count was " .. table.concat(parts, ", and ") .. "."
end

-- A control chart of incidents a day (months are not of one length), limits widened by the observed month-to-month
-- variation (Laney u'), since street crime varies more than chance alone.
local function trend(context, options)
  local months = held_months()
  local _, series_of = monthly(context, options, months)
  local counts, held, held_counts, days = series_of(), {}, {}, {}
  for i, month in ipairs(months) do
    if counts[i].available then
      held[#held + 1], held_counts[#held_counts + 1], days[#days + 1] = month, counts[i], days_in_month(month)
    end
  end
  local name = subject(options)
  if #held < fewest_points then
    return { document.paragraph{ name, ": ", #held .. " months are held. That is too short to say what is ordinary; " .. fewest_points .. " are needed." } }
  end
  local baseline = #held > limit_months and limit_months or #held
  local limits = statistics.laney_u_chart(held_counts, days, baseline)
  local values = {}
  for i, count in ipairs(held_counts) do values[i] = (count / days[i]):decimal(1) end
  local words = signal_words(held, values, limits, math.max(1, #held - 11), #held)
  return { document.figure{
    title = name .. ": incidents a day by month, with the limits of ordinary variation",
    label = options.label,
    alt = string.format("Control chart of %s by month from %s to %s. %s", lower_first(name), text.month(held[1]), text.month(held[#held]), words),
    description = words .. " Limits come from the first " .. baseline .. " months held.",
    chart = document.control_chart{ periods = held, values = values, name = "Incidents a day", limits = limits, baseline = baseline, axis = "Incidents a day" },
    source = "police.uk street-level crime" } }
end

local calendar <const> = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" }

-- Incidents a day by calendar month, over every month held.
local function season(context, options)
  local months = held_months()
  local _, series_of = monthly(context, options, months)
  local counts, sums, days, years = series_of(), {}, {}, {}
  for i, month in ipairs(months) do
    if counts[i].available then
      local m = tonumber(month:sub(6, 7))
      sums[m] = sums[m] and sums[m] + counts[i] or counts[i]
      days[m] = (days[m] or 0) + days_in_month(month)
      years[m] = (years[m] or 0) + 1
    end
  end
  local categories, values, high, low = {}, {}, nil, nil
  for m = 1, 12 do
    if not years[m] or years[m] < 2 then
      return { document.paragraph("Fewer than two years of every calendar month are held: too short to speak of a season.") }
    end
    categories[m], values[m] = calendar[m], (sums[m] / days[m]):decimal(1)
    if not high or values[m].value > values[high].value then high = m end
    if not low or values[m].value < values[low].value then low = m end
  end
  return document.blocks{
    document.paragraph{ "Over the months held, ", calendar[high], " is the busiest month with ", values[high], " incidents a day and ",
                        calendar[low], " the quietest with ", values[low], "." },
    document.figure{
      title = subject(options) .. ": incidents a day by calendar month",
      label = options.label,
      alt = string.format("Bar chart of incidents a day by calendar month; %s is highest and %s lowest.", calendar[high], calendar[low]),
      description = "Averages over all months held; a month lost at source counts neither as an incident nor as a day.",
      chart = document.bar_chart{ categories = categories, series = { { name = "Incidents a day", values = values } },
                                  horizontal = false, axis = "Incidents a day" },
      source = "police.uk street-level crime" } }
end

return {
  panels = panels, trend = trend, season = season,
}
