-- allowed
for i = 1, 60 do local s = ('x'):rep(1000000) end
