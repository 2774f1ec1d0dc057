-- expect: 2 MB allowed
-- line: 3
return ('x'):rep(1e9)
