-- Counts by group: burglary in each district, year by year from April to March.
--   hallmark lua examples/scripting/query.lua -C examples/joint_strategic_assessment

local result = data.query{
  dataset = "police_street_crime",
  where = { crime_type = "Burglary", local_authority = { "Ashmoor", "Tarnvale", "Eskerdale" } },
  by = { "local_authority", "financial_year" },
}

for row in result:rows() do
  print(row.local_authority, row.financial_year, row.value)
end
print("all", "", result:total())
