-- expect: stack overflow
-- a hostile script
local function down() return coroutine.wrap(down)() end
return down()
