-- expect: does a loop never end?
-- line: 3
xpcall(error, function() while true do end end)
