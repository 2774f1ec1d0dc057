-- expect: more points than a chart can show
-- line: 4
local t = {} for i = 1, 200000 do t[i] = 1 end
document.bar_chart{categories={'a'}, values=t}
