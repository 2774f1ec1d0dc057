-- expect: does a loop never end?
-- line: 3
while true do xpcall(function() while true do end end, function() while true do end end) end
