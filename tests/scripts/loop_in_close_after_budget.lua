-- expect: does a loop never end?
-- line: 6
local forever = setmetatable({}, {__close = function() while true do end end})
local a <close>, b = forever, nil
local c <close> = forever
while true do end
