-- expect: Finalizers (__gc) are not part
-- line: 3
setmetatable({}, {__gc = function() end})
