-- expect: of memory it may use
-- line: 4
local t = {}
while true do t[#t + 1] = {} end
