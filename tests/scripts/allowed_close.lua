-- allowed
local log = {}
do local a <close> = setmetatable({}, {__close = function() log[1] = 'closed' end}) end
assert(log[1] == 'closed')
