-- allowed
local ok, e = pcall(error, {code = 7})
assert(not ok and e.code == 7)
