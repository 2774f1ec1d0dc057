-- A control chart without the chart: vehicle crime in Eskerdale. The first 24 months held set the limits; months outside
-- them are printed. A month that is not held is left out, never counted as nought.
--   hallmark lua examples/scripting/control_limits.lua -C examples/joint_strategic_assessment

local dataset <const> = "police_street_crime"
local baseline <const> = 24

local coverage = data.coverage(dataset)
local months = {}
for _, month in ipairs(coverage.months) do
  if coverage.held[month] then months[#months + 1] = month end
end

local result = data.query{
  dataset = dataset,
  where = { crime_type = "Vehicle crime", local_authority = "Eskerdale" },
  by = { "month" },
}
local counts = result:series("month", months)
local chart = statistics.c_chart(counts, baseline)

print("centre", chart.centre:decimal(2))
print("limits", chart.lower[1]:decimal(2), chart.upper[1]:decimal(2))
for i, month in ipairs(months) do
  if chart.signals[i] then print(month, counts[i]) end
end
