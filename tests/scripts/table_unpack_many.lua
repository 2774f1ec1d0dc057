-- expect: Too many results
-- line: 4
local t = {}
return table.unpack(t, 1, 5e6)
