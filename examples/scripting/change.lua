-- Change against the year before, like for like, with the exact interval of the ratio: burglary in each district.
--   hallmark lua examples/scripting/change.lua -C examples/joint_strategic_assessment

local compared = data.compare{
  dataset = "police_street_crime",
  where = { crime_type = "Burglary", local_authority = { "Ashmoor", "Tarnvale", "Eskerdale" } },
  period = { from = "2024-04", to = "2025-03" },
  by = "local_authority",
}

print(compared.note)
for _, row in ipairs(compared.rows) do
  local change = statistics.poisson_ratio(row.current, row.previous)
  print(row.label, row.previous, row.current, change.ratio:decimal(2), change.lower:decimal(2), change.upper:decimal(2))
end
