-- expect: does a loop never end?
-- line: 3
for i = 1, math.huge do end
