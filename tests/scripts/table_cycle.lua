-- expect: contains itself
-- line: 5
local t = {}
t.t = t
document.blocks(t)
