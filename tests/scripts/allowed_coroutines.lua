-- allowed
local step = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) return b * 2 end)
assert(step(1) == 2 and step(5) == 10)
local co = coroutine.create(function() error('inside') end)
local ok, e = coroutine.resume(co)
assert(not ok and e:find('inside') and coroutine.status(co) == 'dead')
local again = {coroutine.resume(co)}
assert(again[1] == false and again[2]:find('dead'))
