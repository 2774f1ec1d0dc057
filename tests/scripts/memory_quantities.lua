-- expect: of memory it may use
-- line: 5
local kept = {}
local q = statistics.mean{1, 2}
for i = 1, math.huge do kept[i] = q:count() end
