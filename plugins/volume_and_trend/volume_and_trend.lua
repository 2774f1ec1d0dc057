-- Counts, rates, change against the same months a year before, control charts, and where "too short" or "too few" is
-- the honest answer. Every claim of a rise or a fall has passed an exact test, with false-discovery control over all the
-- categories tested together.

local asking <const> = include("asking")
local dataset <const>, filters <const>, in_period <const> = asking.dataset, asking.filters, asking.in_period
local changes <const>, months <const>, places <const> = include("changes"), include("months"), include("places")

-- What the last recorded outcome was, as a share of incidents that have one.
local function outcomes(context, options)
  local where = filters(context, options, { month = in_period(context), outcome = { none_of = { "" } } })
  local result = data.query{ dataset = dataset, where = where, by = { "outcome" } }
  local total = result:total()
  if total.value == 0 then return { document.paragraph("No outcome is recorded in this period.") } end
  local rows = {}
  for _, row in ipairs(result:top(100)) do
    rows[#rows + 1] = { row.outcome, row.value, (row.value / total):percent(1) }
  end
  return { document.table{
    caption = options.caption or ("Last recorded outcome, " .. context.period.label),
    label = options.label,
    columns = { { heading = "Outcome", row_header = true }, { heading = "Incidents", kind = "number" },
                { heading = "Share", kind = "number", unit = "of incidents with an outcome" } },
    rows = rows,
    footnotes = { "Anti-social behaviour incidents have no outcome. Outcomes of recent incidents may still change." },
    source = "police.uk street-level crime" } }
end

return {
  findings = changes.findings, level = changes.level, standing_out = changes.standing_out,
  candidates = changes.candidates, levels = changes.levels, changes = changes.changes,
  panels = months.panels, trend = months.trend, season = months.season,
  districts = places.districts, district_changes = places.district_changes, area_map = places.area_map, top_areas = places.top_areas,
  outcomes = outcomes,
}
