-- allowed
local co = coroutine.wrap(function() local ok, v = pcall(function() return coroutine.yield(1) + 1 end) return ok, v end)
assert(co() == 1)
local ok, v = co(41)
assert(ok and v == 42)
local other = coroutine.wrap(function() return xpcall(function() coroutine.yield() error('late') end, function(m) return 'handled: ' .. m end) end)
other()
local okay, message = other()
assert(not okay and message:find('handled: .*late'))
