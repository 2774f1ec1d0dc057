-- expect: 2 MB allowed
-- a hostile script
local ok, message = pcall(string.rep, 'x', 1e15)
error(tostring(message), 0)
