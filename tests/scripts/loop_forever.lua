-- expect: does a loop never end?
-- line: 3
while true do end
