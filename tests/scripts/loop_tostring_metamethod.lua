-- expect: does a loop never end?
-- line: 3
tostring(setmetatable({}, {__tostring = function() while true do end end}))
