-- expect: 2 MB allowed
-- line: 6
local t = {}
local s = ('x'):rep(100000)
for i = 1, 100 do t[i] = s end
return table.concat(t)
