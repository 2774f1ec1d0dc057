-- expect: does a loop never end?
-- a hostile script
local function nest(depth)
  for i = 1, 200 do
    local co = coroutine.wrap(function() if depth > 0 then nest(depth - 1) end end)
    co()
  end
end
nest(8)
