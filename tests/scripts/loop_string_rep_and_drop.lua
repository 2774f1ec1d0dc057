-- expect: does a loop never end?
-- a hostile script
local s = ('x'):rep(1000000)
while true do local u = s .. 'y' end
