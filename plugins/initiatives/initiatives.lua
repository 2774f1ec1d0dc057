-- The partnership's initiatives as a plan lists them. They are what people wrote in initiatives/*.yaml: nothing here is
-- measured.

local function span(initiative)
  if not initiative["end"] then return "since " .. text.month(initiative.start) end
  return text.period(initiative.start, initiative["end"])
end

local function place(initiative, context)
  if #initiative.area == 0 then return context.partnership end
  return text.list_and(initiative.area)
end

-- "2024-05-01" as a reader writes it.
local function day(date)
  if #date == 7 then return text.month(date) end
  return tostring(tonumber(date:sub(9))) .. " " .. text.month(date:sub(1, 7))
end

local function evaluated(initiative)
  if not initiative.evaluation then return "not evaluated" end
  return string.format("level %d of 5: %s", math.tointeger(initiative.evaluation.level), initiative.evaluation.words)
end

local function overview(context, options)
  if #context.initiatives == 0 then return { document.paragraph("The partnership has written down no initiatives.") } end
  local rows = {}
  for i, initiative in ipairs(context.initiatives) do
    rows[i] = { initiative.name, initiative.what, place(initiative, context), span(initiative), initiative.owner, evaluated(initiative) }
  end
  return { document.table{ caption = options.caption or "Initiatives", label = options.label,
    columns = { { heading = "Initiative", row_header = true }, { heading = "What is done" }, { heading = "Where" },
                { heading = "When" }, { heading = "Owner" }, { heading = "Evaluation" } },
    rows = rows, source = "The partnership's own record of its initiatives" } }
end

local function communications(context, options)
  local rows, silent = {}, {}
  for _, initiative in ipairs(context.initiatives) do
    if #initiative.communications == 0 then silent[#silent + 1] = initiative.name end
    for _, told in ipairs(initiative.communications) do
      local function stated(key)
        if told[key] then return told[key] end
        return document.not_available("not yet decided")
      end
      rows[#rows + 1] = { initiative.name, told.audience, told.channel, told.message,
                          told.date and day(told.date) or stated("date"), stated("owner"), stated("budget_line") }
    end
  end
  local blocks = {}
  if #rows > 0 then
    blocks[1] = document.table{ caption = options.caption or "Who is told what, when and by whom", label = options.label,
      columns = { { heading = "Initiative", row_header = true }, { heading = "Audience" }, { heading = "Channel" },
                  { heading = "Message" }, { heading = "Date" }, { heading = "Owner" }, { heading = "Budget line" } },
      rows = rows, source = "The partnership's own record of its initiatives" }
  end
  if #silent > 0 then
    blocks[#blocks + 1] = document.callout{ kind = "warning", title = "Nobody is told yet",
      content = { document.paragraph{ "No communications are planned for ", text.list_and(silent), "." } } }
  end
  if #blocks == 0 then blocks[1] = document.paragraph("The partnership has written down no initiatives.") end
  return blocks
end

return { overview = overview, communications = communications }
