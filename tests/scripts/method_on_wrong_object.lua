-- expect: must be a Quantity
-- a hostile script
local q = statistics.mean{1}
local count = q.count
return count({})
