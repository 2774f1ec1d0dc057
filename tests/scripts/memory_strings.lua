-- expect: of memory it may use
-- line: 4
local kept = {}
for i = 1, math.huge do kept[i] = ('x'):rep(100000) .. i end
