-- expect: does a loop never end?
-- line: 4
local t = {} for i = 1, 10000 do t[i] = i end
while true do next(t, 5000) end
