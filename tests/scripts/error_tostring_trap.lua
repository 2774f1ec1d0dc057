-- expect: raised a table as an error
-- line: 3
error(setmetatable({}, {__tostring = function() while true do end end}))
