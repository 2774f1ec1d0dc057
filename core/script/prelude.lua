-- text.*: words for documents, written in the script language itself. Runs once in every state, before anything else,
-- and returns the tables it adds.

local months = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
                "December"}
local words = {[0] = "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}

local text = {}

local function plain(value)
  if type(value) == "number" then return value end
  if type(value) == "userdata" and value.available then return value.value end
  error("a number is needed here, and an available one", 3)
end

local function parts(month)
  local year, number = tostring(month):match("^(%d%d%d%d)%-(%d%d)$")
  local name = number and months[tonumber(number)]
  if not name then error("“" .. tostring(month) .. "” is not a month; write months as 2020-07", 3) end
  return name, year
end

function text.month(month)
  local name, year = parts(month)
  return name .. " " .. year
end

local days = {"Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"}
local lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

function text.day(day)
  local year, month, date = tostring(day):match("^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
  year, month, date = tonumber(year), tonumber(month), tonumber(date)
  local leap = year and year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  local length = month and (month == 2 and leap and 29 or lengths[month])
  if not length or date < 1 or date > length then
    error("“" .. tostring(day) .. "” is not a day; write days as 2020-07-31", 2)
  end
  -- Zeller's congruence, with January and February as months 13 and 14 of the year before.
  local m, y = month, year
  if m < 3 then m, y = m + 12, y - 1 end
  local weekday = (date + 13 * (m + 1) // 5 + y + y // 4 - y // 100 + y // 400) % 7
  return string.format("%s %d %s %d", days[weekday + 1], date, months[month], year)
end

function text.short_month(month)
  local name, year = parts(month)
  return name:sub(1, 3) .. " " .. year
end

function text.period(from, to)
  if type(from) == "table" then from, to = from.from, from.to end
  local name, year = parts(from)
  if to == nil or from == to then return name .. " " .. year end
  local last, last_year = parts(to)
  if year == last_year then return name .. " to " .. last .. " " .. year end
  return name .. " " .. year .. " to " .. last .. " " .. last_year
end

function text.plural(count, singular, plural)
  if plain(count) == 1 then return singular end
  return plural or singular .. "s"
end

function text.list_and(list)
  local content = {}
  for i, item in ipairs(list) do
    if i > 1 then content[#content + 1] = i == #list and " and " or ", " end
    content[#content + 1] = item
  end
  return content
end

function text.number(number)
  local value = plain(number)
  local word = words[value]
  if word then return word end
  if value == math.floor(value) then return string.format("%.0f", value) end
  return tostring(value)
end

function text.capitalise(words_given)
  return words_given:sub(1, 1):upper() .. words_given:sub(2)
end

function text.direction(change, up, down, same)
  local value = plain(change)
  if value > 0 then return up or "rose" end
  if value < 0 then return down or "fell" end
  return same or "stayed the same"
end

return {text = text}
