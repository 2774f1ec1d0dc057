-- allowed
local t = setmetatable({}, {__mode = 'k'})
t[{}] = 1
