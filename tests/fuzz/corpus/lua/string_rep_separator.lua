-- expect: 2 MB allowed
-- line: 3
return (''):rep(1e9, 'long')
