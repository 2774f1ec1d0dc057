-- expect: does a loop never end?
-- line: 3
local co = coroutine.create(function() while true do end end)
local ok = coroutine.resume(co)
while true do end
