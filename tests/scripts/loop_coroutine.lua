-- expect: does a loop never end?
-- line: 3
coroutine.wrap(function() while true do end end)()
