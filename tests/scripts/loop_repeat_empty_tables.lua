-- expect: does a loop never end?
-- line: 3
repeat local t = {} until false
