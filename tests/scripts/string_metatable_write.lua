-- expect: Attempt to index a boolean value
-- a hostile script
getmetatable('').__index = nil
