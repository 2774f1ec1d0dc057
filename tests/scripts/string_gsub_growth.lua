-- expect: 2 MB allowed
-- line: 4
local s = ('x'):rep(2000)
return s:gsub('.', s)
