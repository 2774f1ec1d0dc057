-- expect: does a loop never end?
-- line: 5
while true do
  pcall(function()
    while true do end
  end)
end
