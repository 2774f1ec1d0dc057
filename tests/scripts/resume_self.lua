-- expect: non-suspended
-- a hostile script
local co
co = coroutine.wrap(function() return co() end)
co()
