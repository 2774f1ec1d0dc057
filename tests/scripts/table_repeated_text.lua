-- expect: holds more than can be handed
-- line: 5
local s, t = ('x'):rep(1000000), {}
for i = 1, 100 do t[i] = s end
document.blocks(t)
