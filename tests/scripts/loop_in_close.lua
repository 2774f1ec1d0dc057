-- expect: does a loop never end?
-- line: 3
local forever = setmetatable({}, {__close = function() while true do end end})
do local a <close> = forever end
