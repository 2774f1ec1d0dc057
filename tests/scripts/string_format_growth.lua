-- expect: 2 MB allowed
-- line: 4
local s = ('x'):rep(1000000)
return string.format('%s%s%s', s, s, s)
