-- expect: across a C-call boundary
-- line: 3
coroutine.wrap(function() table.sort({2, 1}, function() coroutine.yield() end) end)()
