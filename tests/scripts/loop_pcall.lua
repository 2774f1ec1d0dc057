-- expect: does a loop never end?
-- line: 3
while true do pcall(error) end
