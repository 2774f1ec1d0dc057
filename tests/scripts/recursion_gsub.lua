-- expect: stack overflow
-- a hostile script
local function down(s) return (s:gsub('.', down)) end
return down('x')
