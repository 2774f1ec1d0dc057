-- allowed
for i = 1, 300 do local s = ('x'):rep(1000000) end
