-- Where incidents are dense (quartic kernel) and where they are denser than chance (Getis-Ord Gi*), on the lattice of
-- cells in which incidents are ever recorded. README.md says what was chosen and why.

local dataset <const> = "police_street_crime"
local default_q <const> = 0.05          -- false discoveries among the cells named, at most
local fewest_incidents <const> = 50     -- below these no cell can be told from chance
local fewest_cells <const> = 30
local most_cells <const> = 20000        -- more make the lattice coarser
local cell_sizes <const> = { 250, 500, 1000, 2000 }
local most_outlines <const> = 60        -- districts; more hide the map
local most_listed <const> = 10          -- hot spots in the table unless told otherwise
local most_named <const> = 100          -- in the data behind the map
local naming_cells <const> = 3          -- the busiest cells of a hot spot, which name it

-- ---- Asking ---------------------------------------------------------------------------------------------------------

local function filters(context, options, more)
  local where = {}
  for dimension, value in pairs(context.scope or {}) do where[dimension] = value end
  for dimension, value in pairs(options.where or {}) do where[dimension] = value end
  for dimension, value in pairs(more or {}) do where[dimension] = value end
  return where
end

local function period_of(context, options)
  local period = options.period or context.period
  return { from = period.from, to = period.to, label = period.label or text.period(period) }
end

local function subject(options)
  local crime_type = options.where and options.where.crime_type
  return options.subject or type(crime_type) == "string" and crime_type or "All recorded crime and anti-social behaviour"
end

local function lower_first(words) return (words:gsub("^%u", string.lower)) end

local function cell_dimension(size) return string.format("cell(%d)", size) end

-- Every cell in which an incident of any kind was recorded in any month held: where one could be recorded.
local function study_area(context, options)
  local sizes = options.cell_size and { options.cell_size } or cell_sizes
  for i, size in ipairs(sizes) do
    local dimension = cell_dimension(size)
    local study = data.query{ dataset = dataset, where = filters(context, {}, { [dimension] = { none_of = { "" } } }), by = { dimension } }
    if #study:labels() <= most_cells or i == #sizes then return study, size, dimension end
  end
end

-- ---- Finding --------------------------------------------------------------------------------------------------------

local function label_of(easting, northing) return string.format("E%dN%d", easting, northing) end

-- The cells that a formula names: {label, easting, northing}, in its order.
local function cells_of(labels)
  local cells = {}
  for label, easting, northing in labels:gmatch("(E(-?%d+)N(-?%d+))") do
    cells[#cells + 1] = { label = label, easting = math.tointeger(easting), northing = math.tointeger(northing) }
  end
  return cells
end

-- Cells that touch, corners included, as lists of labels.
local function merge(cells, size)
  local at, seen, clusters = {}, {}, {}
  for _, cell in ipairs(cells) do at[cell.label] = cell end
  for _, cell in ipairs(cells) do
    if not seen[cell.label] then
      local cluster, next_one = { cell }, 1
      seen[cell.label] = true
      while cluster[next_one] do
        local from = cluster[next_one]
        next_one = next_one + 1
        for east = -size, size, size do
          for north = -size, size, size do
            local other = at[label_of(from.easting + east, from.northing + north)]
            if other and not seen[other.label] then
              seen[other.label] = true
              cluster[#cluster + 1] = other
            end
          end
        end
      end
      clusters[#clusters + 1] = cluster
    end
  end
  return clusters
end

-- What police.uk calls places that are no street.
local kinds_of_place <const> = {
  ["Airport/Airfield"] = true, ["Bus/Coach Station"] = true, ["Conference/Exhibition Centre"] = true,
  ["Further/Higher Educational Building"] = true, ["Hospital"] = true, ["Nightclub"] = true, ["Park/Open Space"] = true,
  ["Parking Area"] = true, ["Pedestrian Subway"] = true, ["Petrol Station"] = true, ["Police Station"] = true,
  ["Prison"] = true, ["Race Track"] = true, ["Shopping Area"] = true, ["Sports/Recreation Area"] = true,
  ["Supermarket"] = true, ["Theatre/Concert Hall"] = true,
}

-- The street and district of most incidents in the busiest cells of each hot spot, from one query for all of them.
local function name(found, spots)
  local spot_of, labels = {}, {}
  for _, spot in ipairs(spots) do
    spot.tally = {}
    for i = 1, math.min(naming_cells, #spot.cells) do
      labels[#labels + 1] = spot.cells[i].label
      spot_of[spot.cells[i].label] = spot
    end
  end
  if #labels == 0 then return end
  table.sort(labels)
  local by = { found.dimension, "local_authority", "location" }
  for row in data.query{ dataset = dataset, where = found.where(labels), by = by }:rows() do
    local tally, street = spot_of[row[found.dimension]].tally, row.location:gsub("^On or near ", "")
    local key = row.local_authority .. "\n" .. street
    local entry = tally[key] or { street = street, district = row.local_authority, count = 0, key = key }
    entry.count = entry.count + row.value.value
    tally[key] = entry
  end
  for _, spot in ipairs(spots) do
    local best
    for _, entry in pairs(spot.tally) do
      -- A street before a kind of place, and either before nothing.
      local kind = (entry.street == "" or entry.street == "No Location") and 0 or kinds_of_place[entry.street] and 1 or 2
      local better = not best or kind > best.kind or kind == best.kind and entry.count > best.count
      if better then best = { kind = kind, count = entry.count, street = entry.street, district = entry.district } end
    end
    spot.street = best.kind > 0 and best.street or "an unnamed place"
    spot.district = best.district
    spot.name = spot.district ~= "" and spot.street .. ", " .. spot.district or spot.street
  end
end

-- "SK 352 875": the 100 m square, in the letters of the National Grid.
local function grid_reference(easting, northing)
  local column, row = easting // 100000, northing // 100000
  if column < 0 or column > 6 or row < 0 or row > 12 then return "" end
  local alphabet = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
  local function letter(east, north)
    local position = (4 - north) * 5 + east + 1
    return alphabet:sub(position, position)
  end
  local first = letter((column + 10) // 5, (row + 5) // 5)
  return string.format("%s%s %03d %03d", first, letter((column + 10) % 5, (row + 5) % 5), easting % 100000 // 100, northing % 100000 // 100)
end

local function grid_reference_of(cell, size) return grid_reference(cell.easting + size // 2, cell.northing + size // 2) end

-- Which cells stand out, and the hot spots they make, the one with most incidents first.
local function find(context, options)
  local found = { period = period_of(context, options), q = options.q or default_q, spots = {}, cells = {}, is_hot = {} }
  local months = { from = found.period.from, to = found.period.to }
  local study, size, dimension = study_area(context, options)
  local function where(more) return filters(context, options, { month = months, [dimension] = more }) end
  found.size, found.dimension, found.where, found.tested = size, dimension, where, #study:labels()
  local counts = data.query{ dataset = dataset, where = where{ none_of = { "" } }, by = { dimension } }
  found.counts, found.placed = counts, counts:total()
  found.too_few = found.placed < fewest_incidents or found.tested < fewest_cells
  if found.too_few then return found end

  local gi = hot_spots.getis_ord(counts, study, size, options.distance or 1.5 * size, found.q)
  if #gi.p == 0 then return found end
  local beyond = statistics.benjamini_hochberg(gi.p, found.q, gi.tested)
  local beyond_chance = {}
  for i, cell in ipairs(cells_of(gi.labels)) do
    if beyond.rejected[i] then
      cell.count = gi.count[i].value
      beyond_chance[#beyond_chance + 1] = cell
    end
  end
  for _, cluster in ipairs(merge(beyond_chance, size)) do
    local count = 0
    for _, cell in ipairs(cluster) do count = count + cell.count end
    -- Where records are sparse, cells can stand out by their neighbours alone; nothing happened in them.
    if count > 0 then
      -- The busiest cell first: it names and places the hot spot.
      table.sort(cluster, function(a, b)
        if a.count ~= b.count then return a.count > b.count end
        return a.label < b.label
      end)
      found.spots[#found.spots + 1] = { cells = cluster, count = count }
      for _, cell in ipairs(cluster) do found.is_hot[cell.label] = true end
    end
  end
  for _, cell in ipairs(beyond_chance) do
    if found.is_hot[cell.label] then found.cells[#found.cells + 1] = cell end
  end
  table.sort(found.spots, function(a, b)
    if a.count ~= b.count then return a.count > b.count end
    return a.cells[1].label < b.cells[1].label
  end)
  return found
end

-- The incidents in some cells, with their trace.
local function incidents_in(found, cells)
  local counts = {}
  for i, cell in ipairs(cells) do counts[i] = found.counts:value(cell.label) end
  return statistics.sum(counts):count()
end

-- The first hot spots with what readers see of them.
local function describe(found, most)
  local named, shown = {}, {}
  -- The same ones whoever asks, so that all analyses put one question to the records.
  for i = 1, math.min(most_named, #found.spots) do named[i] = found.spots[i] end
  name(found, named)
  for i = 1, math.min(most, #named) do
    shown[i] = named[i]
    shown[i].incidents = incidents_in(found, named[i].cells)
  end
  return shown
end

-- ---- Words ----------------------------------------------------------------------------------------------------------

local function hot_spot_words(count) return count == 1 and "hot spot" or "hot spots" end

local function percent_words(share) return string.format("%d%%", math.floor(share * 100 + 0.5)) end

local function nothing_found(found)
  if found.too_few then
    return { document.strong("Too few to say: "), found.placed, " incidents with a location in ", found.period.label,
             " cannot tell a hot spot from chance." }
  end
  return { document.strong("No hot spot beyond chance."), " The ", found.placed, " incidents with a location in ", found.period.label,
           " lie as chance could have put them: none of the ", found.tested, " cells of ", found.size,
           " m in which incidents are ever recorded stands out (Gi*, false discovery rate " .. percent_words(found.q) .. ")." }
end

local function headline(found)
  local hot = incidents_in(found, found.cells)
  return { document.strong(text.capitalise(text.number(#found.spots)) .. " " .. hot_spot_words(#found.spots)), " beyond chance ",
           #found.spots == 1 and "holds " or "hold ", hot, " of the ", found.placed, " incidents with a location in ", found.period.label, " (",
           (hot / found.placed):percent(1), ") in ", #found.cells, " of the ", found.tested, " cells of ", found.size,
           " m in which incidents are ever recorded." }
end

local function largest(spots)
  local names = {}
  for i, spot in ipairs(spots) do names[i] = { spot.name, " (", spot.incidents, ")" } end
  return { #spots == 1 and "It lies around " or "The largest lie around ", text.list_and(names), "." }
end

-- The finding in two sentences, for a summary.
local function findings(context, options)
  local found = find(context, options)
  if #found.spots == 0 then return document.paragraph(nothing_found(found)) end
  return document.paragraph{ headline(found), " ", largest(describe(found, options.most or 3)) }
end

-- ---- Map and table --------------------------------------------------------------------------------------------------

-- Cells of at least the mean density of the study area, in incidents per square kilometre; those beyond chance outlined.
local function lattice(found, bandwidth)
  local points = data.query{ dataset = dataset, where = found.where{ none_of = { "" } }, by = { "point" } }
  local mean = found.placed / (found.tested * (found.size / 1000) ^ 2)
  local surface = hot_spots.density(points, found.size, bandwidth, mean)
  local cells, drawn = {}, {}
  for i, cell in ipairs(cells_of(surface.labels)) do
    cells[i] = { easting = cell.easting, northing = cell.northing, value = surface.density[i], highlighted = found.is_hot[cell.label] }
    drawn[cell.label] = true
  end
  -- A cell beyond chance is outlined even where the kernel, which sees further, finds little.
  for _, cell in ipairs(found.cells) do
    if not drawn[cell.label] then
      cells[#cells + 1] = { easting = cell.easting, northing = cell.northing, value = mean, highlighted = true }
    end
  end
  return cells
end

local function outlines()
  for _, level in ipairs{ "local_authority", "partnership" } do
    local boundaries = data.boundaries(level)
    if boundaries and #boundaries:codes() <= most_outlines then return boundaries end
  end
end

local function source_of(boundaries)
  local credit = boundaries and boundaries:attribution() or ""
  return "police.uk street-level crime" .. (credit ~= "" and "; " .. credit or "")
end

local function spot_table(found, spots, most, label)
  local rows = {}
  for i = 1, math.min(most, #spots) do
    local spot = spots[i]
    rows[i] = { spot.street, spot.district, grid_reference_of(spot.cells[1], found.size), #spot.cells, spot.incidents,
                (spot.incidents / found.placed):percent(1) }
  end
  local footnotes = {
    "Named after the street police.uk gives most often in its three busiest cells; the grid reference is the middle of the busiest, to 100 m. Published points are moved to the nearest of a fixed list, so neither is an address.",
  }
  if #found.spots > #rows then
    table.insert(footnotes, 1, string.format("The first %d of %d hot spots, by incidents.", #rows, #found.spots))
  end
  return document.table{
    caption = "Hot spots beyond chance, " .. found.period.label, label = label,
    columns = { { heading = "Around", row_header = true }, { heading = "District" }, { heading = "Grid reference" },
                { heading = "Cells", kind = "number", unit = found.size .. " m square" },
                { heading = "Incidents", kind = "number" }, { heading = "Share", kind = "number", unit = "of all located" } },
    rows = rows, footnotes = footnotes, source = "police.uk street-level crime" }
end

-- The data behind a map without hot spots: the densest cells.
local function densest_table(found, cells)
  local order = {}
  for i, cell in ipairs(cells) do order[i] = cell end
  table.sort(order, function(a, b)
    if a.value.value ~= b.value.value then return a.value.value > b.value.value end
    return label_of(a.easting, a.northing) < label_of(b.easting, b.northing)
  end)
  local rows = {}
  for i = 1, math.min(10, #order) do
    rows[i] = { grid_reference_of(order[i], found.size), order[i].value:decimal(1) }
  end
  return document.table{
    caption = "The densest cells", columns = { { heading = "Grid reference", row_header = true },
                                               { heading = "Density", kind = "number", unit = "incidents per km²" } },
    rows = rows }
end

local function map(context, options, found, spots)
  local boundaries = outlines()
  local bandwidth = options.bandwidth or 3 * found.size
  local cells = lattice(found, bandwidth)
  local where_dense = #spots > 0 and string.format("%d cells in %d %s beyond chance are outlined, the largest around %s.", #found.cells,
                                                   #found.spots, hot_spot_words(#found.spots), spots[1].name)
                      or "No cell is beyond chance, so none is outlined."
  return document.figure{
    title = subject(options) .. ": density and hot spots, " .. found.period.label,
    label = options.label,
    alt = string.format("Map of %s in incidents per square kilometre, cells of %d m. %s", lower_first(subject(options)), found.size, where_dense),
    description = string.format(
      "Shading is a kernel density (quartic, bandwidth %d m) and is left blank below the mean density of the area. %s Each cell with the eight around it is compared with all %d cells in which incidents are ever recorded (Getis-Ord Gi*, one-sided; false discovery rate %s).",
      bandwidth, where_dense, found.tested, percent_words(found.q)),
    chart = document.map{ boundaries = boundaries, lattice = cells, cell_size = found.size, legend = "Incidents per km²",
                          format = "decimal", decimals = 0 },
    data = #spots > 0 and spot_table(found, spots, most_named) or densest_table(found, cells),
    source = source_of(boundaries) }
end

-- Map, the finding in words, and a table of the largest hot spots.
local function hot_spots_analysis(context, options)
  local found = find(context, options)
  if found.too_few then return document.paragraph(nothing_found(found)) end
  local spots = describe(found, most_named)
  if #spots == 0 then
    return document.blocks{ document.paragraph(nothing_found(found)), map(context, options, found, spots) }
  end
  return document.blocks{
    document.paragraph(headline(found)),
    map(context, options, found, spots),
    spot_table(found, spots, options.most or most_listed, options.table_label),
    document.callout{ kind = "note", title = "Reading hot spots",
                      content = "A hot spot says where, not why. Places chosen because they are the highest tend to be lower next time whatever is done. Busy places have more incidents because they have more people." } }
end

return { hot_spots = hot_spots_analysis, findings = findings }
