-- expect: 2 MB allowed
-- line: 4
local s = 'x'
while true do s = s .. s end
