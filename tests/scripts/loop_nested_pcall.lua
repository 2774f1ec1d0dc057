-- expect: does a loop never end?
-- a hostile script
local function again() pcall(again) again() end
while true do pcall(again) end
