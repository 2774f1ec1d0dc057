-- expect: protected metatable
-- line: 3
setmetatable(_ENV, {})
