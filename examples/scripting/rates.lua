-- Rates on residents: all records of April 2024 to March 2025 in each district, with the 95% interval of the rate.
--   hallmark lua examples/scripting/rates.lua -C examples/joint_strategic_assessment

local result = data.query{
  dataset = "police_street_crime",
  where = { month = { from = "2024-04", to = "2025-03" } },
  by = { "local_authority" },
}

for _, district in ipairs{ "Ashmoor", "Eskerdale", "Tarnvale" } do
  local count = result:value(district)
  local thousands = data.population{ local_authority = district } / 1000
  local interval = statistics.rate_interval(count, thousands)
  print(district, count, (count / thousands):decimal(1), interval.lower:decimal(1), interval.upper:decimal(1))
end
