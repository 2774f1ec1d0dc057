local t = {} for i = 1, 20 do t[i] = i * i end
local r = statistics.poisson_ratio(30, 20)
return document.table{ caption = "c", columns = { "a", "b" }, rows = { { "x", 1 }, { "y", quantity and 2 or 3 } } }
