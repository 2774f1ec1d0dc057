-- expect: does a loop never end?
-- line: 3
while true do ('x'):gsub('.', function() while true do end end) end
