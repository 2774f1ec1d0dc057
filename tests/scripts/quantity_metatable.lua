-- expect: Attempt to index a boolean value
-- line: 3
getmetatable(statistics.mean{1}).__add = nil
