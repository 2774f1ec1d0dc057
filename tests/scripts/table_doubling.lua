-- expect: more values than can be handed
-- line: 5
local t = {'x'}
for i = 1, 30 do t = {t, t} end
document.blocks(t)
