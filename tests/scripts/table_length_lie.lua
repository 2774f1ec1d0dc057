-- expect: plain tables
-- line: 4
local t = setmetatable({}, {__len = function() return 2^53 end})
table.insert(t, 1, 'x')
