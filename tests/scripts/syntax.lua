-- expect: Unexpected symbol near '='
-- line: 3
local x = = 1
