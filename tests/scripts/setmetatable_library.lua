-- expect: protected metatable
-- line: 3
setmetatable(string, nil)
