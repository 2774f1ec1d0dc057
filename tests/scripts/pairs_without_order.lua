-- expect: has no fixed order
-- line: 3
for k in pairs({[{}] = 1}) do end
