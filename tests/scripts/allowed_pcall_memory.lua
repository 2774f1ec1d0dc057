-- allowed
local ok, e = pcall(string.rep, 'x', 1e9)
assert(not ok and tostring(e):find('MB allowed'))
