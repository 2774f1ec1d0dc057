-- Evaluated practice against a problem: the best-fitting ones with why they fit and what differs here, and what did not
-- work, in the same form. The order is that of `hallmark search` without words: likeness of place × strength of evidence.

local most_practices <const> = 3
local most_findings <const> = 2   -- outcomes shown of one study

-- Themes of the knowledge base behind the crime types of police.uk.
local themes_of <const> = {
  ["Anti-social behaviour"] = { "anti-social behaviour" },
  ["Bicycle theft"] = { "theft" },
  ["Burglary"] = { "burglary" },
  ["Criminal damage and arson"] = { "criminal damage" },
  ["Drugs"] = { "drugs" },
  ["Other theft"] = { "theft" },
  ["Possession of weapons"] = { "knives and weapons" },
  ["Public order"] = { "anti-social behaviour", "hate crime" },
  ["Robbery"] = { "robbery" },
  ["Shoplifting"] = { "shop theft" },
  ["Theft from the person"] = { "theft", "robbery" },
  ["Vehicle crime"] = { "vehicle crime" },
  ["Violence and sexual offences"] = { "violence", "sexual violence" },
}

local worked <const> = { ["shown to work"] = true, promising = true, mixed = true }
local failed <const> = { ["no effect"] = true, harmful = true }

local function lower_first(words) return (words:gsub("^%u", string.lower)) end

local function sentence(words)
  return (words:gsub("^%l", string.upper)) .. (words:find("[.!?]$") and "" or ".")
end

local function append(content, parts)
  for _, part in ipairs(parts) do content[#content + 1] = part end
  return content
end

-- ---- The area ---------------------------------------------------------------------------------------------------------

local function busiest_district(context)
  local result = data.query{ dataset = context.dataset, by = { "local_authority" },
                             where = { local_authority = context.districts,
                                       month = { from = context.period.from, to = context.period.to } } }
  local top = result:top(1)[1]
  return top and practice.area(top.local_authority), top and top.local_authority
end

-- The area whose likeness counts, and a note where it is not simply the partnership.
local function own_area(context, options)
  if options.like and options.like ~= "" then
    return practice.area(options.like) or practice.ranked{ like = options.like }  -- which refuses it, naming what comes near
  end
  local names = { context.partnership, context.area.code }
  if #context.area.stated == 1 then names[#names + 1] = context.area.stated[1] end
  for _, name in ipairs(names) do
    local area = practice.area(name)
    if area then return area end
  end
  local area, district = busiest_district(context)
  return area, area and "The report covers several areas; likeness is to " .. district .. ", where most incidents were recorded."
end

-- ---- Choosing -----------------------------------------------------------------------------------------------------------

local function shared(wanted, has)
  local both, is_wanted = {}, {}
  for _, theme in ipairs(wanted) do is_wanted[theme] = true end
  for _, theme in ipairs(has) do
    if is_wanted[theme] then both[#both + 1] = theme end
  end
  return both
end

-- A study with those of its outcomes that are about the themes; one that names none is about all of its study's.
local function study_about(id, themes)
  local study, about = practice.study(id), {}
  for _, outcome in ipairs(study.outcomes) do
    if #outcome.themes == 0 or #shared(themes, outcome.themes) > 0 then about[#about + 1] = outcome end
  end
  study.outcomes = about
  return study
end

-- Whether an outcome is why its study has its label; a mixed one has it of outcomes that disagree.
local function carries(outcome, label)
  return outcome.label == label or label == "mixed" and outcome.verdict ~= "unknown"
end

local function is_shown(study)
  for _, outcome in ipairs(study.outcomes) do
    if carries(outcome, study.label) then return true end
  end
  return false
end

-- The first of each programme with such a label for the themes, and the other studies of the same.
local function first_of_each(ranked, themes, wanted, most)
  local chosen, of_programme = {}, {}
  for _, one in ipairs(ranked) do
    local same = one.programme and of_programme[one.programme]
    if same then
      same.others[#same.others + 1] = one
    elseif #chosen < most and wanted(one) then
      local study = study_about(one.id, themes)
      if is_shown(study) then
        one.study, one.others = study, {}
        chosen[#chosen + 1] = one
        if one.programme then of_programme[one.programme] = one end
      end
    end
  end
  return chosen
end

local function has_label(labels) return function(one) return labels[one.label] end end

local function choose(ranked, themes, most)
  local best = first_of_each(ranked, themes, has_label(worked), most)
  local untested = {}
  if #best < most then
    -- Measured against a comparison, with chance not ruled out: better named as such than left out.
    untested = first_of_each(ranked, themes, function(one)
      return one.label == "not yet shown" and practice.study(one.id).level >= 3
    end, most - #best)
  end
  return best, untested, first_of_each(ranked, themes, has_label(failed), most)
end

-- ---- Effects in words -----------------------------------------------------------------------------------------------------

local function as_change(outcome, quantity)
  if outcome.ratio then return (quantity - 1):percent(0, true) end
  if outcome.measure == "percentage change" then return (quantity / 100):percent(0, true) end
  return quantity
end

local function limit(outcome, quantity)
  if math.abs(quantity.value) == math.huge then return "no limit" end
  return as_change(outcome, quantity)
end

local units <const> = {
  ["odds ratio"] = "odds ", ["risk ratio"] = "risk ",
  ["standardised mean difference"] = "standardised difference ", difference = "difference ",
}

-- "Burglary: −37% (95% interval −52% to −17%)", its parts kept as numbers.
local function finding(outcome)
  local content = { outcome.name, ": " }
  if not outcome.measure then return append(content, { "not measured" }) end
  append(content, outcome.direction and { outcome.direction .. ", its size not stated" }
                  or { units[outcome.measure] or "", as_change(outcome, outcome.value) })
  if outcome.lower and outcome.upper then
    append(content, { " (" .. outcome.interval .. " ", limit(outcome, outcome.lower), " to ", limit(outcome, outcome.upper), ")" })
  elseif outcome.significant then
    append(content, { " (statistically significant; no interval given)" })
  elseif outcome.verdict == "unknown" or outcome.significant == false then
    append(content, { " (chance not ruled out)" })
  end
  return content
end

-- Outcomes that carry the study's label; of a mixed one those that disagree.
local function telling(study)
  local shown = {}
  for _, outcome in ipairs(study.outcomes) do
    if carries(outcome, study.label) and #shown < most_findings then shown[#shown + 1] = outcome end
  end
  if #shown == 0 then shown[1] = study.outcomes[1] end
  return shown
end

local function findings_cell(study)
  local content = {}
  for i, outcome in ipairs(telling(study)) do
    if i > 1 then content[#content + 1] = document.line_break() end
    append(content, finding(outcome))
  end
  return content
end

local function where_cell(one)
  local content = { one.study.place or "place not stated" }
  if one.study.dates then append(content, { ", " .. one.study.dates }) end
  return content
end

-- ---- Tables and details ---------------------------------------------------------------------------------------------------

local function lead(words) return { document.strong(words), " " } end

local function practice_table(chosen, caption, label, footnotes)
  local rows = {}
  for i, one in ipairs(chosen) do
    rows[i] = { one.title, where_cell(one), one.label, findings_cell(one.study),
                one.similarity or document.not_available("no area is stated") }
  end
  return document.table{
    caption = caption, label = label, rows = rows,
    columns = { { heading = "Practice", row_header = true }, { heading = "Where and when" }, { heading = "Evidence" },
                { heading = "What was found" }, { heading = "Likeness", kind = "number", unit = "0 to 1" } },
    footnotes = footnotes or {},
    source = "Hallmark's knowledge base of evaluated practice" }
end

local function gap_words(gap, place)
  local who = gap.higher == "here" and "here" or "in " .. place
  local content = { gap.words .. " " .. who }
  if gap.same_scale then append(content, { " (", gap.here, " here, ", gap.there, " there)" }) end
  return content
end

local function gaps(list, place)
  local content = {}
  for i, gap in ipairs(list) do
    if i > 1 then content[#content + 1] = "; " end
    append(content, gap_words(gap, place))
  end
  return content
end

local function likeness(fit)
  if fit.same then return { "it was done here" } end
  local content
  if not fit.published then
    content = { fit.place .. " is number ", fit.rank, " of ", fit.areas, " by likeness (", fit.similarity, ")",
                fit.in_group and ", in this area's Most Similar Group" or "" }
  elseif fit.in_group then
    content = { fit.place .. " is in this area's published group of similar areas, so likeness counts as ", fit.similarity }
  else
    content = { fit.place .. " is not in this area's published group of similar areas, so likeness counts as ", fit.similarity }
  end
  if #fit.alike > 0 then
    local names = {}
    for i, gap in ipairs(fit.alike) do names[i] = gap.indicator end
    append(content, { "; most alike in " })
    append(content, text.list_and(names))
  end
  return content
end

local function place_outside(study, fit)
  if study.country == "INT" then return { "it pools studies of many places, so likeness counts as ", fit.similarity } end
  return { (study.place or "the place") .. " is not in the table of areas, so likeness counts as ", fit.similarity }
end

local function why_it_fits(one, area, themes)
  local content = append(lead("Why it fits."), { "It was aimed at " })
  append(append(content, text.list_and(shared(themes, one.study.themes))), { "; " })
  local fit = area and practice.fit(one.id, area.code)
  if not fit then append(content, { "no area is stated, so likeness of place was not used" })
  else append(content, fit.known and likeness(fit) or place_outside(one.study, fit)) end
  return append(content, { "." }), fit
end

local function evidence_words(one)
  local outcome = telling(one.study)[1]
  local content = append(lead("Evidence."), { sentence(one.label) })
  for _, reason in ipairs(outcome and outcome.reasons or {}) do
    -- The effect stands in the table as numbers that can be traced.
    if not reason:find("computed from the counts stated", 1, true) and not reason:find("as the source reports it", 1, true) then
      append(content, { " " .. reason })
    end
  end
  if #one.others > 0 then
    local others = {}
    for i, other in ipairs(one.others) do others[i] = (other.place or other.title) .. " (" .. other.label .. ")" end
    append(content, { " The same was studied elsewhere: " })
    append(append(content, text.list_and(others)), { "." })
  end
  return content
end

local function what_differs(one, fit)
  local content = lead("What differs here.")
  if not fit then return append(content, { "Not known: no area is stated." }) end
  if not fit.known then return append(content, { "Compare by hand: no figures of the place are in the table of areas." }) end
  if fit.same then return append(content, { "Nothing but time." }) end
  if #fit.differs == 0 then return append(content, { "No indicator sets the two areas apart." }) end
  local parts = gaps(fit.differs, fit.place)
  parts[1] = sentence(parts[1]):gsub("%.$", "")
  return append(append(content, parts), { "." })
end

local function what_to_measure(one)
  local content = lead("What to measure.")
  for i, outcome in ipairs(telling(one.study)) do
    append(content, { (i > 1 and "; " or "") .. (i > 1 and lower_first(outcome.name) or outcome.name) })
    if outcome.follow_up_months then append(content, { ", there for ", outcome.follow_up_months, " months" }) end
  end
  return append(content, { ". Measure it from a year before, and in a like place left alone",
                           one.study.displacement_checked and "; look next door for what moved." or "; nobody there looked for what moved next door, so do." })
end

local function cost_words(study)
  local content = lead("Cost.")
  if not study.cost then return append(content, { "Not stated; ask what it cost and who paid." }) end
  append(content, { study.cost.amount, study.cost.currency == "GBP" and "" or " " .. study.cost.currency })
  if study.cost.price_year then append(content, { " at prices of " .. study.cost.price_year }) end
  return append(content, { study.cost.note and ": " .. lower_first(sentence(study.cost.note)) or "." })
end

local function what_was_done(one)
  return append(lead(one.title .. "."), { sentence(one.study.intervention or "What was done is not stated") })
end

local function detail(one, area, themes)
  local why, fit = why_it_fits(one, area, themes)
  local done = what_was_done(one)
  if one.study.mechanism then append(done, { " Why it is thought to work: " .. lower_first(sentence(one.study.mechanism)) }) end
  return document.blocks{
    document.paragraph(done),
    document.list{ why, evidence_words(one), what_differs(one, fit), what_to_measure(one), cost_words(one.study) } }
end

-- ---- Analyses ---------------------------------------------------------------------------------------------------------------

local function themes_for(options)
  local themes = options.themes or themes_of[options.crime_type] or {}
  return type(themes) == "table" and themes or { themes }
end

-- For one problem: a crime type of police.uk, or themes of the knowledge base.
local function practices(context, options)
  local themes, problem = themes_for(options), options.problem or options.crime_type
  if #themes == 0 then return { document.paragraph("The knowledge base has no theme for " .. lower_first(problem or "this problem") .. ".") } end
  problem = lower_first(problem or table.concat(themes, ", "))
  local area = own_area(context, options)
  local ranked = practice.ranked{ themes = themes, like = area and area.code }
  local best, untested, not_worked = choose(ranked, themes, options.most or most_practices)
  local scale = area and { "Likeness: " .. area.scale }
  local worked_blocks = { #best > 0
    and practice_table(best, "What has worked against " .. problem .. ", best fit first", options.label, scale)
    or document.paragraph("No evaluation in the knowledge base shows, beyond chance, that a practice worked against " .. problem .. ".") }
  if #untested > 0 then
    worked_blocks[2] = practice_table(untested, "Tried against " .. problem .. " and compared, but chance is not ruled out", nil, #best == 0 and scale)
  end
  for _, list in ipairs{ best, untested } do
    for _, one in ipairs(list) do worked_blocks[#worked_blocks + 1] = detail(one, area, themes) end
  end
  local failed_blocks = { #not_worked > 0
    and practice_table(not_worked, "What did not work, or made no difference, against " .. problem)
    or document.paragraph("No evaluation in the knowledge base found a practice against " .. problem .. " to be without effect or harmful.") }
  local failed_words = {}
  for i, one in ipairs(not_worked) do failed_words[i] = append(append(what_was_done(one), { " " }), evidence_words(one)) end
  if #failed_words > 0 then failed_blocks[2] = document.list(failed_words) end
  return document.blocks{ worked_blocks, failed_blocks }
end

-- One line for a summary: what leads for each crime type.
local function summary(context, options)
  local area = own_area(context, options)
  local content = {}
  for _, crime_type in ipairs(options.crime_types or {}) do
    local themes = themes_of[crime_type]
    local best = themes and first_of_each(practice.ranked{ themes = themes, like = area and area.code }, themes, has_label(worked), 1)[1]
    if best then
      append(content, { #content == 0 and "" or "; ", document.strong(lower_first(crime_type)), " – " .. best.title .. " (" .. best.label .. ")" })
    end
  end
  if #content == 0 then return { document.paragraph("The knowledge base holds no practice shown to work against these crime types.") } end
  return { document.paragraph(append(append({ "Best-fitting practice that has worked elsewhere, for discussion: " }, content), { "." })) }
end

-- Which area, which method, which standard.
local function basis(context, options)
  local area, note = own_area(context, options)
  local order = "Practices are ordered by likeness of place × strength of evidence, as hallmark search orders them. "
  if not area then
    return { document.paragraph(order .. "No area of this partnership is in the table of similar areas, so the order is by evidence alone. Set one with --set like=AREA, or add areas/own_area.csv to the workspace.") }
  end
  local content = { order, "Likeness is to ", document.strong(area.name), ", by " .. area.method }
  append(content, area.areas and { ", over ", area.areas, " areas." } or { "." })
  if note then append(content, { " " .. note .. " Choose another with --set like=AREA." }) end
  return { document.paragraph(content) }
end

return { practices = practices, summary = summary, basis = basis }
