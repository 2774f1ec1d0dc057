-- expect: 
-- line: 3
error(('long '):rep(100000))
