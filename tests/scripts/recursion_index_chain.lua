-- expect: loop
-- line: 5
local t = {}
setmetatable(t, {__index = t})
return t.x
